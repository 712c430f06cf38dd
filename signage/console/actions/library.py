"""What was uploaded, what became of it, and what lies in `media/`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import render
from django.utils.http import urlencode

from signage.console.access import may
from signage.console.data import here
from signage.console.models import Asset, person_of
from signage.console.office import media, uploads

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]

_PAGE = 48
_UNDER_WAY = 30


def view(request: HttpRequest) -> HttpResponse:
    """The library; with `?phan=1` only the list of what is under way, for the page to refresh."""
    context = {"under_way": _under_way(), "can_upload": may(request.user, "upload")}
    if "phan" in request.GET:
        return render(request, "console/_under_way.html", context)
    search, folder = request.GET.get("tim", "").strip(), request.GET.get("thu_muc", "").strip("/")
    everything, folders = media.walked(here())
    if folder not in folders:
        folder = ""
    files = media.chosen(everything, search, None if search else folder)
    parts = folder.split("/") if folder else []
    context |= {
        "page": Paginator(files, _PAGE).get_page(request.GET.get("trang")),
        "folder": folder, "folders": sorted(folders), "search": search, "count": len(files),
        "above": [("/".join(parts[: n + 1]), part) for n, part in enumerate(parts)],
        "inner": media.inner(everything, folders, folder) if not search else [],
        "half": uploads.under_way(here(), person_of(request)), "piece": uploads.PIECE,
        "query": urlencode({"thu_muc": folder}) if folder and not search else "",
    }  # fmt: skip
    return render(request, "console/library.html", context)


def _under_way() -> list[Asset]:
    """What waits, is worked on or asks; and what was refused and is not put away yet."""
    wanted = Q(state__in=[Asset.State.WAITING, Asset.State.WORKING, Asset.State.ASKED])
    refused = Q(state=Asset.State.REFUSED, seen=False)
    return list(Asset.objects.filter(wanted | refused).select_related("by")[:_UNDER_WAY])
