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
from signage.console.office import releases, submissions, words
from signage.errors import SignageError

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest, number: int) -> HttpResponse:
    """Publish it, or leave it to the second reviewer, or say why not."""
    made = get_object_or_404(Submission, pk=number)
    person = person_of(request)
    if made.state != Submission.State.WAITING:
        messages.error(request, _("This was decided already; nothing was signed."))
        return redirect("submission", number)
    if not submissions.may_decide(made, person):
        raise PermissionDenied
    try:
        published = submissions.approve(
            here(), made, person, request.POST.get("passphrase", ""),
            request.POST.getlist("ticked"), address=audit.address_of(request),
        )  # fmt: skip
    except submissions.VoidError:
        messages.error(
            request,
            _("Something was changed after it was submitted, so it is void. Ask for it once more."),
        )
    except SignageError as error:
        audit.record(request, "approve-failed", str(number), after={"why": str(error)})
        messages.error(request, words.told(error))
    else:
        if published is None:
            messages.success(
                request, _("You have approved it. It is shown once another reviewer has, too.")
            )
        else:
            releases.prune(here())
            messages.success(
                request,
                _("Approved. The screens show release %(version)d within seconds.")
                % {"version": published.version},
            )
    return redirect("submission", number)
