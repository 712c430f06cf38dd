"""The playlists, as they lie in the folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from signage.console.data import here
from signage.console.office import playlists
from signage.console.office.faults import judged

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest) -> HttpResponse:
    """The list, each with its faults counted."""
    loaded = playlists.read(here())
    known = {each.id: each for each in loaded.content.playlists}
    faults = judged(loaded)
    rows = [
        {
            "id": name,
            "playlist": known.get(name),
            "errors": sum(
                each.severity == "error" and each.file == f"playlists/{name}.yaml"
                for each in faults
            ),
        }
        for name in playlists.ids(here())
    ]
    return render(request, "console/playlists.html", {"rows": rows})
