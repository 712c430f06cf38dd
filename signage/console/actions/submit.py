"""Submitting the folder as it is now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from signage.console import audit
from signage.console.actions._editing import located
from signage.console.data import here
from signage.console.models import Submission, person_of
from signage.console.office import folder, releases, submissions, words
from signage.errors import SignageError

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest) -> HttpResponse:
    """Say what is wrong first: what screens refuse cannot be submitted."""
    known = folder.now(here())
    errors = [
        each for each in known.faults if each.severity == "error" and each.code != "no-glyph"
    ]  # letters that this machine lacks hold nothing back: screens have fonts of their own
    says = " ".join(request.POST.get("says", "").split())[:400]
    if request.method == "POST" and not errors and known.loaded.content.playlists:
        try:
            made = submissions.submit(here(), person_of(request), says)
        except SignageError as error:
            messages.error(request, words.told(error))
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
        "faults": located(errors, known.loaded.content),
        "says": says,
        "waiting": waiting,
        "empty": not known.loaded.content.playlists,
    }
    return render(request, "console/submit.html", context)
