"""A file of `media/`, for those who are signed in: never run, never guessed at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse, Http404

from signage.console.data import here
from signage.console.office import media

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

__all__ = ["view"]


def view(request: HttpRequest, path: str) -> HttpResponseBase:
    """The file, or (`?nho`) a small picture of it."""
    small = "nho" in request.GET
    found = media.thumbnail(here(), path) if small else media.real(here(), path)
    if found is None:
        raise Http404
    answer = FileResponse(
        found.open("rb"), content_type="image/jpeg" if small else media.type_of(found)
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    )
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer
