"""Returning a submission, with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from signage.console import audit
from signage.console.models import Submission, person_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest, number: int) -> HttpResponse:
    """Give it back; without a reason nobody could mend it."""
    made = get_object_or_404(Submission, pk=number, state=Submission.State.WAITING)
    reason = " ".join(request.POST.get("reason", "").split())[:400]
    if not reason:
        messages.error(request, _("Write what has to be changed."))
        return redirect("submission", number)
    made.state, made.reason = Submission.State.RETURNED, reason
    made.decided, made.decided_by = timezone.now(), person_of(request)
    made.save(update_fields=["state", "reason", "decided", "decided_by"])
    audit.record(request, "return", str(number), after={"reason": reason})
    return redirect("submission", number)
