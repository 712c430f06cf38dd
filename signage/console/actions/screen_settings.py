"""One screen: its name, what it plays, its hours, how it hangs, its looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from signage.console.actions import _editing, _form
from signage.console.data import here
from signage.console.office import folder, paths, saving, screens
from signage.console.office.shapes import SCREEN

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest, name: str) -> HttpResponse:
    """Show the form, or save it."""
    document = _editing.opened("screens", any_file=True)
    path = ("screens", name)
    if saving.at(document.root, path) is None:
        raise Http404
    content = folder.known(here()).loaded.content
    return _form.view(
        request, "screen_settings", "screens", SCREEN, path=path,
        more={
            "name": name,
            "options": {
                "playlists": [(p.id, p.name or p.id) for p in content.playlists],
                "groups": [(g.name, g.name) for g in screens.groups(document)],
            },
            "suggested": paths.suggested(here(), folder.known(here()), "text"),
        },
    )  # fmt: skip
