"""Sending a warning: the duty officer's own passphrase signs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
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
    """Publish it, or say why not; the words are kept either way."""
    made = get_object_or_404(Emergency, pk=number)
    if made.by_id != person_of(request).pk:
        raise PermissionDenied  # whoever wrote it answers for it
    if made.state != Emergency.State.DRAFT:
        messages.error(request, _("This was sent already."))
        return redirect("emergency")
    try:
        emergency.send(
            here(), made, person_of(request), request.POST.get("passphrase", ""),
            address=audit.address_of(request),
        )  # fmt: skip
    except SignageError as error:
        audit.record(request, "emergency-failed", str(number), after={"why": str(error)})
        messages.error(request, words.told(error))
        return redirect("emergency-one", number)
    messages.success(request, _("Sent. Every screen that is connected shows it within seconds."))
    return redirect("emergency")
