"""Submitting the folder as it is now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from signage.console import audit
from signage.console.data import here
from signage.console.models import person_of
from signage.console.office import playlists, submissions
from signage.console.office.faults import judged

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest) -> HttpResponse:
    """Say what is wrong first: what screens refuse cannot be submitted."""
    errors = [each for each in judged(playlists.read(here())) if each.severity == "error"]
    if request.method == "POST" and not errors:
        made = submissions.submit(here(), person_of(request), request.POST.get("says", "")[:400])
        audit.record(request, "submit", str(made.pk), after={"digest": made.digest})
        messages.success(request, _("Submitted. A reviewer sees it now."))
        return redirect("submission", made.pk)
    return render(request, "console/submit.html", {"errors": errors})
