"""A playlist's name, layout, class, and when it is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signage.console.actions import _form
from signage.console.actions._editing import opened
from signage.console.data import here
from signage.console.office import folder, weeks
from signage.console.office.documents import plain
from signage.console.office.shapes import SETTINGS
from signage.console.office.wording import when_in_words

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest, name: str) -> HttpResponse:
    """Show the form, or save it; below it the week that comes of it."""
    said = (plain(opened(name).root) or {}).get("when")
    return _form.view(
        request, "playlist_settings", name, SETTINGS,
        more={
            "when": when_in_words(said),
            "week": lambda: weeks.runs(weeks.of_playlist(folder.known(here()).loaded, name)),
        },
    )  # fmt: skip
