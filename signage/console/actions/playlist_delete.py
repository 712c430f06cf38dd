"""Deleting a playlist, which the history undoes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from signage.console import audit
from signage.console.actions import _editing
from signage.console.data import here
from signage.console.office import folder, playlists

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest, name: str) -> HttpResponse:
    """Say which screens name it, and ask; then delete it."""
    document = _editing.opened(name)
    if request.method == "POST":
        by = _editing.editor(request)
        playlists.remove(here(), name, by)
        audit.record(request, "playlist-delete", name, before={"digest": document.digest})
        messages.success(
            request,
            _(
                "Deleted. It can be brought back below, and screens show it until a reviewer has "
                "approved that it goes."
            ),
        )
        return redirect("playlists")
    users = playlists.users(folder.known(here()).loaded.content, name)
    return _editing.draw(request, "playlist_delete", document, {"users": users})
