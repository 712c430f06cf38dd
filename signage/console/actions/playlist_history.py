"""Earlier versions of a playlist, and the way back to one."""

from __future__ import annotations

from difflib import unified_diff
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from signage.console import audit
from signage.console.actions import _editing
from signage.console.data import here
from signage.console.models import Person
from signage.console.office import history, playlists

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]

_SHOWN = 40
_LINES = 300


def view(request: HttpRequest, name: str) -> HttpResponse:
    """The versions, the newest first, each with what it changed."""
    document = _editing.opened(name, any_file=True)
    if request.method == "POST":
        by = _editing.editor(request)
        key = request.POST.get("key", "")
        if playlists.restore(here(), name, key, by):
            audit.record(request, "playlist-restore", name, after={"version": key})
            messages.success(request, _("It is back as it was."))
        return redirect("playlist-file", name)
    versions = history.listed(here(), name)
    people = {each.username: str(each) for each in Person.objects.all()}
    rows = []
    for n, each in enumerate(versions[:_SHOWN]):
        older = versions[n + 1].path.read_bytes() if n + 1 < len(versions) else b""
        content = each.path.read_bytes()
        rows.append(
            {
                "version": each, "who": people.get(each.by, each.by),
                "now": content == document.content, "lines": _changes(older, content),
            }
        )  # fmt: skip
    return _editing.draw(request, "playlist_history", document, {"rows": rows})


def _changes(before: bytes, after: bytes) -> list[str]:
    one, other = (each.decode("utf-8", "replace").splitlines() for each in (before, after))
    lines = unified_diff(one, other, lineterm="", n=1)
    return [each for each in lines if not each.startswith(("---", "+++", "@@"))][:_LINES]
