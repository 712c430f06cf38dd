"""Choosing what comes into a playlist: pictures, videos and PDFs of the library, or a slide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator

from signage.console.actions import _editing, playlist
from signage.console.data import here
from signage.console.office import media
from signage.console.office.shapes import KIND_NAMES

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]

_PAGE = 48
_KINDS = frozenset({"image", "video", "pdf", "board"})


def view(request: HttpRequest, name: str) -> HttpResponse:
    """The picker; what is ticked goes to the end of the playlist."""
    if request.method == "POST":
        return playlist.view(request, name)
    document = _editing.opened(name)
    search = request.GET.get("tim", "")
    files = [each for each in media.listed(here(), search) if each.kind in _KINDS]
    context = {
        "page": Paginator(files, _PAGE).get_page(request.GET.get("trang")),
        "search": search,
        "kinds": [(key, KIND_NAMES[key]) for key in ("slide", "board", "qr", "folder")],
    }
    return _editing.draw(request, "playlist_add", document, context)
