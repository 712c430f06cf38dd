"""The playlists, as they lie in the folder."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from signage.console import audit
from signage.console.actions._editing import editor
from signage.console.data import here
from signage.console.office import folder, playlists, weeks
from signage.console.office.wording import length

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest) -> HttpResponse:
    """The list, each with its faults counted; those deleted can come back."""
    if request.method == "POST":
        return _restored(request)
    known = folder.known(here())
    content = known.loaded.content
    read = {each.id: each for each in content.playlists}
    errors = Counter(each.file for each in known.faults if each.severity == "error")
    warnings = Counter(each.file for each in known.faults if each.severity == "warning")
    search = request.GET.get("tim", "")
    rows = []
    for name in playlists.ids(here()):
        playlist = read.get(name)
        title = playlist.name if playlist and playlist.name else name
        if playlists.bare(search) not in playlists.bare(f"{title} {name}"):
            continue
        file = f"playlists/{name}.yaml"
        rows.append(
            {
                "id": name, "title": title, "playlist": playlist,
                "errors": errors[file], "warnings": warnings[file],
                "lasts": length(weeks.lap(playlist)) if playlist else "",
                "users": playlists.users(content, name),
            }
        )  # fmt: skip
    context = {
        "rows": rows, "search": search, "fresh": known.fresh,
        "everywhere": not content.has_screens, "gone": playlists.gone(here())[:20],
    }  # fmt: skip
    return render(request, "console/playlists.html", context)


def _restored(request: HttpRequest) -> HttpResponse:
    by = editor(request)
    name, key = request.POST.get("name", ""), request.POST.get("key", "")
    if playlists.restore(here(), name, key, by):
        audit.record(request, "playlist-restore", name, after={"version": key})
        messages.success(request, _("It is back as it was."))
        return redirect("playlist", name)
    messages.error(request, _("There is no such version."))
    return redirect("playlists")
