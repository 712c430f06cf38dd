"""The small picture of what is on a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from signage.console.models import Screen

if TYPE_CHECKING:
    from django.http import HttpRequest

__all__ = ["view"]


def view(_request: HttpRequest, name: str) -> HttpResponse:
    """A JPEG; its address carries its digest, so a browser asks once for each."""
    screen = get_object_or_404(Screen.objects.only("picture"), id_name=name)
    if not screen.picture:
        raise Http404
    answer = HttpResponse(bytes(screen.picture), content_type="image/jpeg")
    answer.headers["Cache-Control"] = "private, max-age=300, immutable"
    return answer
