"""The items of one playlist: their order, how long each is shown, and which go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from signage.console import audit
from signage.console.actions import _editing
from signage.console.data import here
from signage.console.models import person_of
from signage.console.office import documents, folder, looks, playlists, presence, weeks
from signage.console.office.binding import message
from signage.console.office.counting import counted
from signage.console.office.documents import BrokenError
from signage.console.office.fields import Seconds
from signage.console.office.shapes import KIND_NAMES
from signage.console.office.spans import in_figures, in_words
from signage.console.office.wording import length, when_in_words

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from signage.console.office.documents import Document

__all__ = ["view"]

_ROWS = 2_000
_DRAWN = 80
"""Items whose pictures are asked for, to be small signs in the list."""
_DURATION = Seconds(key="duration")


def view(request: HttpRequest, name: str) -> HttpResponse:
    """Show the list, or put it into a new order."""
    document = _editing.opened(name)
    if request.method != "POST":
        return _page(request, document)
    by = _editing.editor(request)
    before = [each.words for each in playlists.entries(document)]
    try:
        moves = _moves(request.POST)
        outcome = playlists.arrange(here(), name, moves, request.POST.get("digest", ""), by)
        document = outcome.document
        if added := _added(request.POST):
            document = playlists.add(here(), name, added, by)
    except BrokenError:
        messages.error(request, _("The file cannot be read: mend it in “File”."))
        return redirect("playlist-file", name)
    after = [each.words for each in playlists.entries(document)]
    if outcome.lost:
        messages.warning(
            request,
            _("Somebody else removed or rewrote items meanwhile; theirs stands: %(items)s")
            % {"items": ", ".join(outcome.lost)},
        )
    elif outcome.merged:
        messages.success(
            request, _("Saved. Somebody else saved meanwhile as well; both changes stand.")
        )
    else:
        messages.success(request, _("Saved. It is shown once a reviewer has approved it."))
    audit.record(request, "playlist", name, before={"items": before}, after={"items": after})
    presence.leave(name, person_of(request))
    return redirect("playlist", name)


def _moves(said: QueryDict) -> list[playlists.Move]:
    """The rows; moved by buttons where the page's script did not run."""
    count = said.get("rows", "")
    rows = []
    for n in range(min(counted(count), _ROWS)):
        number, held = said.get(f"number-{n}", ""), said.get(f"held-{n}", "")
        lasts = _DURATION.take(said, f"duration-{n}")
        if number.isdecimal():
            rows.append(
                playlists.Move(
                    int(number), said.get(f"mark-{n}", ""), held,
                    held if lasts == in_words(held) else in_figures(lasts),
                    bool(said.get(f"remove-{n}")),
                )
            )  # fmt: skip
    place, _sign, way = said.get("move", "").partition(":")
    one = counted(place, -1)
    other = one + (1 if way == "down" else -1)
    if 0 <= one < len(rows) and 0 <= other < len(rows):
        rows[one], rows[other] = rows[other], rows[one]
    return rows


def _added(said: QueryDict) -> list[dict[str, object]]:
    """New items, as the picker sends them."""
    return [
        {kind: documents.said(path)}
        for kind in ("image", "video", "pdf", "board")
        for path in said.getlist(f"add-{kind}")
        if path
    ]


def _page(request: HttpRequest, document: Document) -> HttpResponse:
    found = _editing.faults_of(document)
    rows, left = [], list(found)
    entries = playlists.entries(document)
    keys = looks.ask_whole(here(), document)[:_DRAWN]
    usual = in_words(playlists.usual(document))
    for each, key in zip(entries, [*keys, *[""] * len(entries)], strict=False):
        shots = looks.listed(here(), key) if each.kind != "image" else []
        own = [one for one in left if each.lines[0] <= one.line <= each.lines[1]]
        left = [one for one in left if one not in own]
        rows.append(
            {
                "entry": each, "kind": KIND_NAMES[each.kind], "when": when_in_words(each.when),
                "faults": [message(one) for one in own], "shot": shots[0] if shots else None,
                "lasts": in_words(each.duration),
                "usual": _("whole") if each.kind == "video" else usual,
            }
        )  # fmt: skip
    known = folder.known(here(), 0.0)
    playlist = next((p for p in known.loaded.content.playlists if p.id == document.name), None)
    context = {
        "rows": rows,
        "faults": [message(one) for one in left],
        "users": playlists.users(known.loaded.content, document.name),
        "lasts": length(weeks.lap(playlist)) if playlist else "",
        "kinds": [(key, KIND_NAMES[key]) for key in ("slide", "board", "qr", "folder")],
    }
    return _editing.draw(request, "playlist", document, context)
