"""Cut: the emblem on every screen at once, whatever is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from signage.console import audit
from signage.console.actions.emergency_new import HOURS, until_of
from signage.console.data import here
from signage.console.models import Emergency, person_of
from signage.console.office import emergency, keys, words
from signage.errors import SignageError

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest) -> HttpResponse:
    """One page, one passphrase: no preview is needed to stop something."""
    person = person_of(request)
    if request.method == "POST":
        try:
            made = emergency.draft(
                here(), person, kind=Emergency.Kind.CUT, words={}, screens=(),
                until=until_of(request.POST),
            )  # fmt: skip
            emergency.send(
                here(), made, person, request.POST.get("passphrase", ""),
                address=audit.address_of(request),
            )  # fmt: skip
        except SignageError as error:
            audit.record(request, "cut-failed", "", after={"why": str(error)})
            messages.error(request, words.told(error))
            return redirect("cut")
        messages.success(request, _("Cut. Every screen that is connected shows the emblem now."))
        return redirect("emergency")
    context = {
        "now": emergency.current(),
        "choices": [(each, each == HOURS[-1]) for each in HOURS],
        "key": keys.has(here(), person.username, "emergency"),
    }
    return render(request, "console/cut.html", context)
