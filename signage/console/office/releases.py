"""Every release that there was, and how long what it showed is kept to be returned to."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from signage.console.models import Submission
from signage.console.office import pictures, submissions

if TYPE_CHECKING:
    from signage.console.data import Data

__all__ = ["DECIDED_KEPT", "RELEASES_KEPT", "kept", "prune"]

RELEASES_KEPT = 60
"""Releases whose frozen folders are kept, the newest: what one may return to. Their media are hard
links, so a file that is still in the library costs nothing twice."""
DECIDED_KEPT = 15
"""Of what was returned, withdrawn or void: kept for whoever wants to look at it again."""


def kept(data: Data, made: Submission) -> bool:
    """Whether its frozen folder is still here."""
    return submissions.folder_of(data, made.pk).is_dir()


def prune(data: Data) -> int:
    """Remove the frozen folders beyond the limits, and the pictures of none; how many went."""
    state = Submission.State
    keep: set[int] = set(
        Submission.objects.filter(state=state.WAITING).values_list("pk", flat=True)
    )
    approved = Submission.objects.filter(state=state.APPROVED).order_by("-release", "-decided")
    keep |= set(approved.values_list("pk", flat=True)[:RELEASES_KEPT])
    others = Submission.objects.exclude(state__in=[state.WAITING, state.APPROVED]).order_by("-pk")
    keep |= set(others.values_list("pk", flat=True)[:DECIDED_KEPT])
    gone = 0
    # a number above all that were known is one that is being kept just now
    newest = Submission.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    for path in data.submissions.iterdir():
        if path.name.isdigit() and int(path.name) not in keep and int(path.name) <= newest:
            shutil.rmtree(path, ignore_errors=True)
            gone += 1
    digests = set(Submission.objects.filter(pk__in=keep).values_list("digest", flat=True))
    pictures.sweep(data, digests)
    return gone
