"""Asking for an earlier release once more: a submission like any other, from what was kept."""

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
    """One click; a reviewer's passphrase still has to follow."""
    earlier = get_object_or_404(Submission, pk=number, state=Submission.State.APPROVED)
    says = _("Return to release %(release)s") % {"release": earlier.release}
    try:
        made = submissions.return_to(here(), person_of(request), earlier, says)
    except submissions.VoidError:
        messages.error(
            request,
            _(
                "What is kept of that release is not complete any more: a file of it was "
                "overwritten or removed. Put it together again in the playlists."
            ),
        )
        return redirect("releases")
    except SignageError as error:
        messages.error(request, words.told(error))
        return redirect("releases")
    except OSError:
        messages.error(
            request, _("The centre's disk is full or broken. Tell the technician; try again.")
        )
        return redirect("releases")
    audit.record(
        request, "return-to", str(made.pk),
        after={"release": earlier.release, "digest": made.digest},
    )  # fmt: skip
    messages.success(request, _("Submitted. A reviewer sees it now."))
    return redirect("submission", made.pk)
