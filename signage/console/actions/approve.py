"""Approving: the reviewer's own passphrase signs exactly what they saw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from signage.console import audit
from signage.console.data import here
from signage.console.models import Submission, person_of
from signage.console.office import submissions
from signage.errors import SignageError

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest, number: int) -> HttpResponse:
    """Publish it, or say why not."""
    made = get_object_or_404(Submission, pk=number, state=Submission.State.WAITING)
    person = person_of(request)
    if made.by_id == person.pk:
        raise PermissionDenied
    try:
        published = submissions.approve(here(), made, person, request.POST.get("passphrase", ""))
    except submissions.VoidError:
        audit.record(request, "void", str(number))
        messages.error(
            request,
            _("Something was changed after it was submitted, so it is void. Ask for it once more."),
        )
    except SignageError as error:
        messages.error(request, str(error))
    else:
        audit.record(
            request, "approve", str(number),
            after={"release": published.version, "digest": made.digest},
        )  # fmt: skip
        messages.success(
            request,
            _("Approved. The screens show release %(version)d within seconds.")
            % {"version": published.version},
        )
    return redirect("submission", number)
