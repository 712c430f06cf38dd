"""The commune's own checklist for reviewers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from signage.console import audit
from signage.console.office import commune

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest) -> HttpResponse:
    """A point a line."""
    before = commune.checklist()
    if request.method == "POST":
        commune.keep(commune.CHECKLIST, request.POST.get("points", "").splitlines())
        audit.record(request, "checklist", "", before=before, after=commune.checklist())
        messages.success(request, _("Saved. Each submission that waits shows it."))
        return redirect("checklist")
    context = {
        "points": "\n".join(before),
        "count": commune.POINTS,
        "own": commune.own_approval(),
    }
    return render(request, "console/checklist.html", context)
