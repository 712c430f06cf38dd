"""What there is to do for whoever signed in, what waits for whom, and what the screens show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from signage.console.actions._editing import located
from signage.console.data import here
from signage.console.models import Asset, Submission, person_of
from signage.console.office import emergency, facts, folder, keys, submissions, wall

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from signage.console.models import Person

__all__ = ["view"]

_SCREENS = 6
"""Screens that are named, those with something wrong first."""


def view(request: HttpRequest) -> HttpResponse:
    """The first page after signing in."""
    data, person = here(), person_of(request)
    known = folder.known(data)
    screens = [each for each in wall.listed(data) if not each.off]
    context = {
        "emergency": emergency.current(),
        "due": facts.due()[:8],
        "waiting": Submission.objects.filter(state=Submission.State.WAITING).select_related("by"),
        "returned": _returned(person),
        "last": Submission.objects.filter(state=Submission.State.APPROVED)
        .order_by("-decided")
        .first(),
        "refused": Asset.objects.filter(state=Asset.State.REFUSED, by=person)[:5],
        "unsent": submissions.unsent(data, known.loaded),
        "screens": screens[:_SCREENS], "more": max(0, len(screens) - _SCREENS),
        "well": sum(each.level == "good" for each in screens), "all": len(screens),
        "faults": located(
            [each for each in known.faults if each.severity == "error"][:8], known.loaded.content
        ),
        "keyless": not keys.ready(data),
    }  # fmt: skip
    return render(request, "console/home.html", context)


def _returned(person: Person) -> Submission | None:
    """The last thing they submitted, where it came back and nothing followed."""
    last = Submission.objects.filter(by=person).select_related("decided_by").first()
    back = {Submission.State.RETURNED, Submission.State.VOID}
    return last if last is not None and last.state in back else None
