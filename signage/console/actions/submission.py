"""One submission: what the lobby would see, beside what it sees now."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from signage.console.data import here
from signage.console.models import Role, Submission, person_of
from signage.console.office import (
    changes,
    commune,
    facts,
    keys,
    news,
    pictures,
    releases,
    submissions,
)

if TYPE_CHECKING:
    from pathlib import Path

    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]

_PAIRS = 40
"""Pictures of a page, before and after."""
_FILES = 100
"""Names of files that come and go."""


def view(request: HttpRequest, number: int) -> HttpResponse:
    """Pictures, differences, and for a reviewer the buttons; `?phan=anh`: the pictures alone."""
    made = get_object_or_404(Submission, pk=number)
    before = submissions.before(made)
    if request.GET.get("phan") == "anh":
        return render(request, "console/_pictures.html", _pictures(request, made, before))
    person, waiting = person_of(request), made.state == Submission.State.WAITING
    reviews = waiting and person.has(Role.REVIEWER)
    kept = releases.kept(here(), made)
    context = {
        **_pictures(request, made, before),
        **(_changes(made, before) if kept else {}),
        "kept": kept,
        "decides": reviews and submissions.may_decide(made, person),
        "own": reviews and made.by_id == person.pk,
        "mine": waiting and made.by_id == person.pk,
        "approvals": made.approvals.select_related("person"),
        "outstanding": submissions.outstanding(here(), made),
        "changed": waiting and kept and submissions.changed(here(), made),
        "key": keys.has(here(), person.username),
        "checklist": commune.checklist() if waiting else [],
        "facts": facts.due() if waiting else [],
    }
    return render(request, "console/submission.html", context)


def _pictures(request: HttpRequest, made: Submission, before: Submission | None) -> dict[str, Any]:
    data = here()
    titles: dict[str, str] = {}
    for each in (before, made):
        if each and _folder(each).is_dir():
            found = submissions.loaded_of(_folder(each)).content.playlists
            titles |= {playlist.id: playlist.name or playlist.id for playlist in found}
    pairs = pictures.compared(data, made.digest, before.digest if before else "", titles)
    differing = [each for each in pairs if not each.same]
    drawn, undrawn = pictures.done(data, made.digest), pictures.said(data, made.digest)
    page = Paginator(differing, _PAIRS).get_page(request.GET.get("trang"))
    return {
        "made": made,
        "before": before,
        "drawn": drawn,
        "undrawn": undrawn,
        "complete": drawn and not undrawn,  # what has no picture is truly gone
        "differing": [
            (titles.get(name, ""), list(some))
            for name, some in groupby(page, lambda each: each.playlist)
        ],
        "page": page,
        "same": [each for each in pairs if each.same],
    }


def _changes(made: Submission, before: Submission | None) -> dict[str, Any]:
    after = changes.Frozen(_folder(made), made.digest)
    kept = before is not None and _folder(before).is_dir()
    was = changes.Frozen(_folder(before), before.digest) if before and kept else None
    found = changes.whole(was, after, timezone.localdate(made.decided))
    files = [each for each in found.texts if each.file]
    texts = [each for each in found.texts if not each.file]
    return {
        "changes": [each for each in texts if each.lines or not each.more],
        "changes_long": [each.name for each in texts if each.more and not each.lines],
        "files": files[:_FILES],
        "files_more": max(len(files) - _FILES, 0),
        "durations": [each for each in found.durations if each.lines],
        "durations_long": [each.name for each in found.durations if not each.lines],
        "weeks": found.weeks,
        "stale": found.stale,
        "news": news.approved(submissions.loaded_of(after.folder).content).feeds,
    }


def _folder(made: Submission) -> Path:
    return submissions.folder_of(here(), made.pk)
