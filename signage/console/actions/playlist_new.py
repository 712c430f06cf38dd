"""A new playlist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render

from signage.console import audit
from signage.console.data import here
from signage.console.office import playlists
from signage.console.office.shapes import LAYOUTS

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest) -> HttpResponse:
    """Ask for its name and layout, make its file, and go on to the editor."""
    title = " ".join(request.POST.get("name", "").split())[:120]
    layout = request.POST.get("layout", "")
    if request.method == "POST" and title:
        made = playlists.make(here(), title, layout if layout in dict(LAYOUTS) else "banner")
        audit.record(request, "playlist-new", made, after={"name": title})
        return redirect("playlist", made)
    return render(request, "console/playlist_new.html", {"layouts": LAYOUTS})
