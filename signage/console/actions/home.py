"""What waits for whom, and what is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from signage.console.data import here
from signage.console.models import Asset, Submission, person_of
from signage.console.office import keys, playlists
from signage.console.office.faults import judged

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest) -> HttpResponse:
    """The first page after signing in."""
    data, person = here(), person_of(request)
    loaded = playlists.read(data)
    context = {
        "waiting": Submission.objects.filter(state=Submission.State.WAITING),
        "last": Submission.objects.filter(state=Submission.State.APPROVED).first(),
        "refused": Asset.objects.filter(state=Asset.State.REFUSED, by=person)[:5],
        "playlists": loaded.content.playlists,
        "faults": [each for each in judged(loaded) if each.severity == "error"][:8],
        "keyless": not keys.ready(data),
    }
    return render(request, "console/home.html", context)
