"""History: every release, who approved it, and the way back to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import render

from signage.console.data import here
from signage.console.models import Submission
from signage.console.office import releases, upkeep

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest) -> HttpResponse:
    """The newest first."""
    every = (
        Submission.objects.filter(state=Submission.State.APPROVED)
        .select_related("by", "unit", "earlier")
        .prefetch_related("approvals__person")
        .order_by("-decided", "-id")
    )
    page = Paginator(every, 30).get_page(request.GET.get("trang"))
    first = every.first()
    rows = [
        {"made": each, "now": each == first, "kept": releases.kept(here(), each)} for each in page
    ]
    context = {
        "page": page,
        "rows": rows,
        "signed": upkeep.signed(here()),
        "limit": releases.RELEASES_KEPT,
    }
    return render(request, "console/releases.html", context)
