"""Taking one's own submission back before anybody has decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
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
    """Whoever submitted it, and nobody else."""
    made = get_object_or_404(Submission, pk=number)
    if made.by_id != person_of(request).pk:
        raise PermissionDenied
    try:
        taken = submissions.take_back(here(), made)
    except SignageError as error:
        messages.error(request, words.told(error))
        return redirect("submission", number)
    if taken:
        audit.record(request, "withdraw", str(number))
        messages.success(request, _("Taken back. Nothing of it is shown."))
    return redirect("submission", number)
