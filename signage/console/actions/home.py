"""What waits for whom, and what is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from signage.console.data import here
from signage.console.models import Asset, Submission, person_of
from signage.console.office import emergency, facts, folder, keys

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from signage.console.models import Person

__all__ = ["view"]


def view(request: HttpRequest) -> HttpResponse:
    """The first page after signing in."""
    data, person = here(), person_of(request)
    known = folder.known(data)
    context = {
        "emergency": emergency.current(),
        "due": facts.due()[:8],
        "waiting": Submission.objects.filter(state=Submission.State.WAITING).select_related("by"),
        "returned": _returned(person),
        "last": Submission.objects.filter(state=Submission.State.APPROVED)
        .order_by("-decided")
        .first(),
        "refused": Asset.objects.filter(state=Asset.State.REFUSED, by=person)[:5],
        "playlists": known.loaded.content.playlists,
        "faults": [each for each in known.faults if each.severity == "error"][:8],
        "keyless": not keys.ready(data),
    }
    return render(request, "console/home.html", context)


def _returned(person: Person) -> Submission | None:
    """The last thing they submitted, where it came back and nothing followed."""
    last = Submission.objects.filter(by=person).select_related("decided_by").first()
    back = {Submission.State.RETURNED, Submission.State.VOID}
    return last if last is not None and last.state in back else None
