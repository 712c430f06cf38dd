"""Returning a submission, with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from signage.console import audit
from signage.console.data import here
from signage.console.models import Submission, person_of
from signage.console.office import submissions, words
from signage.errors import SignageError

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest, number: int) -> HttpResponse:
    """Give it back; without a reason nobody could mend it."""
    made = get_object_or_404(Submission, pk=number)
    if made.state != Submission.State.WAITING:
        messages.error(request, _("This was decided already; nothing was returned."))
        return redirect("submission", number)
    reason = " ".join(request.POST.get("reason", "").split())[:400]
    if not reason:
        messages.error(request, _("Write what has to be changed."))
        return redirect("submission", number)
    try:
        returned = submissions.give_back(here(), made, person_of(request), reason)
    except SignageError as error:
        messages.error(request, words.told(error))
        return redirect("submission", number)
    if not returned:
        messages.error(request, _("This was decided already; nothing was returned."))
        return redirect("submission", number)
    audit.record(request, "return", str(number), after={"reason": reason})
    messages.success(request, _("Returned. Whoever submitted it sees your reason."))
    return redirect("submission", number)
