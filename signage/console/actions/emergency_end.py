"""Withdrawing a warning, or ending a cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from signage.console import audit
from signage.console.data import here
from signage.console.models import Emergency, person_of
from signage.console.office import emergency, words
from signage.errors import SignageError

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest, number: int) -> HttpResponse:
    """With the duty officer's own passphrase, as it was sent."""
    made = get_object_or_404(Emergency, pk=number)
    if made.state != Emergency.State.SENT:
        messages.error(request, _("It is over already."))
        return redirect("emergency")
    try:
        emergency.withdraw(
            here(), made, person_of(request), request.POST.get("passphrase", ""),
            address=audit.address_of(request),
        )  # fmt: skip
    except SignageError as error:
        audit.record(request, "emergency-failed", str(number), after={"why": str(error)})
        messages.error(request, words.told(error))
        return redirect("emergency")
    messages.success(request, _("Ended. The screens go back to what they showed before."))
    return redirect("emergency")
