"""A file of `media/`, for those who are signed in: never run, never guessed at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse

from signage.console.actions._serving import SANDBOX, serve
from signage.console.data import here
from signage.console.office import media, sketches
from signage.console.office.counting import counted

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

__all__ = ["view"]

_MARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="180">'
    '<rect width="320" height="180" fill="#f6ead2"/>'
    '<text x="160" y="98" font-family="sans-serif" font-size="26" fill="#6b4a3a" '
    'text-anchor="middle">%s</text></svg>'
)


def view(request: HttpRequest, path: str) -> HttpResponseBase:
    """The file; or (`?nho`) a small picture of it, of the page `trang`, or a mark till it is made.

    A drawing is its own small picture: in `img` no script of it runs, and alone it is in a sandbox.
    """
    found = media.real(here(), path)
    if found is None:
        raise Http404
    kind = media.type_of(found)
    small = "nho" in request.GET and kind != "image/svg+xml"
    if small:
        page = request.GET.get("trang", "1")
        sketch = sketches.find(here(), found, counted(page, 1))
        if sketch.path is None:
            sketches.want(path, sketch.key)
            return _mark(path)
        found, kind = sketch.path, "image/jpeg"
    answer = serve(request, found, kind)
    answer.headers["Cache-Control"] = "private, max-age=3600" if small else "private, no-cache"
    return answer


def _mark(path: str) -> HttpResponse:
    kind = media.kind_of(path)
    words = "" if kind == "other" else {"text": "TXT", "board": "CSV"}.get(kind, kind.upper())
    answer = HttpResponse(_MARK % words, content_type="image/svg+xml")
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer
