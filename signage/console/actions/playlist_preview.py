"""What the lobby would see of a playlist: every item as the screen draws it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signage.console.actions import _editing
from signage.console.data import here
from signage.console.office import folder, looks, playlists
from signage.console.office.shapes import KIND_NAMES

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]

_MOST = 60
"""Items drawn for one page."""


def view(request: HttpRequest, name: str) -> HttpResponse:
    """The pictures, as far as they are drawn; the page looks again by itself."""
    document = _editing.opened(name)
    content = folder.known(here()).loaded.content
    screens = [(each.id, each.name or each.id) for each in content.screens]
    screen = request.GET.get("man-hinh", "")
    if screen not in {each for each, _name in screens}:
        screen = screens[0][0] if screens else ""
    keys = looks.ask_whole(here(), document, screen)[:_MOST]
    shown = [
        {
            "entry": entry, "kind": KIND_NAMES[entry.kind],
            "drawn": not key or looks.done(here(), key),
            "pictures": looks.listed(here(), key), "fault": looks.fault(here(), key),
        }
        for entry, key in zip(playlists.entries(document), keys, strict=False)
    ]  # fmt: skip
    context = {
        "shown": shown, "waiting": sum(not each["drawn"] for each in shown), "screens": screens,
        "screen": screen,
    }  # fmt: skip
    return _editing.draw(request, "playlist_preview", document, context)
