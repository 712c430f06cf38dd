"""A new item of a kind: the same form, empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from signage.console.actions import _editing, item
from signage.console.office import playlists
from signage.console.office.shapes import ITEMS

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest, name: str) -> HttpResponse:
    """The form; saved, the item is the last of the playlist."""
    document = _editing.opened(name)
    kind = request.POST.get("kind") or request.GET.get("loai", "slide")
    if kind not in ITEMS:
        raise Http404
    return item.edit(request, document, kind, len(playlists.entries(document)))
