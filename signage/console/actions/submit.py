"""Submitting the folder as it is now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from signage.console import audit
from signage.console.data import here
from signage.console.models import Submission, person_of
from signage.console.office import playlists, releases, submissions
from signage.console.office.faults import judged

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest) -> HttpResponse:
    """Say what is wrong first: what screens refuse cannot be submitted."""
    loaded = playlists.read(here())
    errors = [each for each in judged(loaded, sealing=True) if each.severity == "error"]
    says = " ".join(request.POST.get("says", "").split())[:400]
    if request.method == "POST" and not errors and loaded.content.playlists:
        try:
            made = submissions.submit(here(), person_of(request), says)
        except OSError:
            messages.error(
                request, _("The centre's disk is full or broken. Tell the technician; try again.")
            )
        else:
            audit.record(request, "submit", str(made.pk), after={"digest": made.digest})
            releases.prune(here())
            messages.success(request, _("Submitted. A reviewer sees it now."))
            return redirect("submission", made.pk)
    waiting = Submission.objects.filter(state=Submission.State.WAITING).first()
    context = {
        "errors": errors, "says": says, "waiting": waiting, "empty": not loaded.content.playlists,
    }  # fmt: skip
    return render(request, "console/submit.html", context)
