"""One warning: how it looks, and for the duty officer the button that sends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from signage.console.data import here
from signage.console.models import Emergency, person_of
from signage.console.office import emergency, keys, previews

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest, number: int) -> HttpResponse:
    """The preview, drawn meanwhile; `?phan=anh`: the preview alone."""
    made = get_object_or_404(Emergency, pk=number)
    context = {
        "made": made,
        "pictures": previews.listed(here(), made),
        "drawn": previews.done(here(), made),
        "names": emergency.named(here(), made),
        "past": made.until <= timezone.now(),
        "now": emergency.current(),
        "mine": made.by_id == person_of(request).pk,
        "key": keys.has(here(), person_of(request).username, "emergency"),
    }
    part = request.GET.get("phan") == "anh"
    page = "console/_preview.html" if part else "console/emergency_one.html"
    return render(request, page, context)
