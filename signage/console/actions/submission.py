"""One submission: what the lobby would see, beside what it sees now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render

from signage.console.data import here
from signage.console.models import Role, Submission, person_of
from signage.console.office import changes, keys, pictures

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest, number: int) -> HttpResponse:
    """Pictures, differences, and for a reviewer the two buttons."""
    made = get_object_or_404(Submission, pk=number)
    person = person_of(request)
    waiting = made.state == Submission.State.WAITING
    before = Submission.objects.filter(state=Submission.State.APPROVED, pk__lt=made.pk).first()
    context = {
        "made": made,
        "before": before,
        "drawn": pictures.done(here(), made.digest),
        "pictures": pictures.compared(here(), made.digest, before.digest if before else ""),
        "changes": changes.between(here(), before, made),
        "decides": waiting and person.has(Role.REVIEWER) and made.by_id != person.pk,
        "own": waiting and person.has(Role.REVIEWER) and made.by_id == person.pk,
        "key": keys.has(here(), person.username),
    }
    return render(request, "console/submission.html", context)
