"""The editor of one playlist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from signage.console import audit
from signage.console.access import may
from signage.console.data import here
from signage.console.office import media, playlists
from signage.console.office.faults import judged
from signage.console.office.playlists import ChangedError, Draft, Row

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

__all__ = ["view"]

_ROWS = 2_000


def view(request: HttpRequest, name: str) -> HttpResponse:
    """Show the playlist as a form, or save it."""
    try:
        draft = playlists.open_draft(here(), name)
    except KeyError:
        raise Http404 from None
    if request.method != "POST":
        return _page(request, draft)
    if not may(request.user, "submit"):
        raise PermissionDenied
    wanted = _read(request.POST, draft)
    try:
        playlists.save(here(), wanted)
    except ChangedError:
        messages.error(
            request,
            _(
                "Somebody saved this playlist while you were writing. Nothing of yours is lost: "
                "it stands below. Saving again replaces what they wrote."
            ),
        )
        return _page(request, wanted._replace(digest=draft.digest), status=409)
    audit.record(
        request,
        "playlist",
        name,
        before=_told(draft),
        after=_told(playlists.open_draft(here(), name)),
    )
    messages.success(request, _("Saved. It is shown once a reviewer has approved it."))
    return redirect("playlist", name)


def _read(said: QueryDict, draft: Draft) -> Draft:
    """The form; moved by buttons where the page's script did not run."""
    count = min(int(said.get("rows", "0") or 0), _ROWS)
    rows = []
    for n in range(count):
        if said.get(f"remove-{n}"):
            continue
        number = said.get(f"number-{n}", "-1")
        rows.append(
            Row(
                int(number) if number.lstrip("-").isdigit() else -1,
                said.get(f"kind-{n}", "") if said.get(f"kind-{n}") in playlists.KINDS else "?",
                said.get(f"words-{n}", ""), said.get(f"duration-{n}", "").strip(),
                said.get(f"caption-{n}", "").strip(), said.get(f"qr-{n}", "").strip(),
                said.get(f"title-{n}", "").strip(),
                said.get(f"body-{n}", "").strip().replace("\r\n", "\n"),
            )
        )  # fmt: skip
    for kind in ("image", "video", "pdf"):
        rows += [Row(-1, kind, path, "", "", "") for path in said.getlist(f"add-{kind}") if path]
    if title := said.get("add-slide", "").strip():
        rows.append(Row(-1, "slide", "", "", "", "", title, ""))
    move = said.get("move", "")
    if ":" in move:
        place, _sign, way = move.partition(":")
        one = int(place) if place.isdigit() else -1
        other = one + (1 if way == "down" else -1)
        if 0 <= one < len(rows) and 0 <= other < len(rows):
            rows[one], rows[other] = rows[other], rows[one]
    ticker = tuple(line.strip() for line in said.get("ticker", "").splitlines() if line.strip())
    return draft._replace(
        digest=said.get("digest", ""), name=" ".join(said.get("name", "").split()) or draft.name,
        layout=said.get("layout", draft.layout), rows=tuple(rows), ticker=ticker,
    )  # fmt: skip


def _told(draft: Draft) -> dict[str, object]:
    """For the trail."""
    return {
        "name": draft.name, "layout": draft.layout, "ticker": list(draft.ticker),
        "items": [[row.kind, row.words, row.duration, row.caption] for row in draft.rows],
    }  # fmt: skip


def _page(request: HttpRequest, draft: Draft, status: int = 200) -> HttpResponse:
    faults = [
        each for each in judged(playlists.read(here())) if each.file == f"playlists/{draft.id}.yaml"
    ]
    vietnamese = (get_language() or "vi").startswith("vi")
    context = {
        "draft": draft,
        "faults": [(each, each.message_vi if vietnamese else each.message) for each in faults],
        "media": media.listed(here(), "")[:500],
        "layouts": [
            ("full", _("Full screen")), ("banner", _("With a strip of news")),
            ("sidebar", _("With clock and news")), ("board", _("Board with a head")),
        ],
    }  # fmt: skip
    return render(request, "console/playlist.html", context, status=status)
