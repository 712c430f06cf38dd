"""What was uploaded, what became of it, and where it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import render

from signage.console.data import here
from signage.console.models import Asset
from signage.console.office import media

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]

_PAGE = 48


def view(request: HttpRequest) -> HttpResponse:
    """The library; with `?phan=1` only the list of what is under way, for the page to refresh."""
    under_way = Asset.objects.exclude(state=Asset.State.READY).select_related("by")[:20]
    if "phan" in request.GET:
        return render(request, "console/_under_way.html", {"under_way": under_way})
    files = media.listed(here(), request.GET.get("tim", ""))
    page = Paginator(files, _PAGE).get_page(request.GET.get("trang"))
    context = {
        "page": page, "under_way": under_way, "folders": media.folders(here()),
        "search": request.GET.get("tim", ""), "count": len(files),
    }  # fmt: skip
    return render(request, "console/library.html", context)
