"""Uploads as they came, by SHA-256: kept so that nothing is lost by preparing, and bounded."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from signage import atomic
from signage.console.models import Asset

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from signage.console.data import Data

__all__ = ["ORIGINALS_MOST", "bound", "of"]

ORIGINALS_MOST = 50_000_000_000
"""Bytes kept; beyond, those that no playlist needs go first, the oldest of them first."""


def of(data: Data, asset: Asset) -> Path | None:
    """The upload as it came; None where it went to make room."""
    path = data.originals / asset.sha256
    return path if path.is_file() else None


def bound(data: Data, used: Collection[str], most: int = ORIGINALS_MOST) -> list[str]:
    """Remove the oldest that are not needed until what is left is within `most`; their hashes.

    `used` are the paths under `media/` that something shows: their originals go last. What waits
    to be prepared, or for an answer, stays.
    """
    there = {}
    for path in data.originals.iterdir():
        if not atomic.is_scratch(path):
            status = path.stat()
            there[path.name] = (status.st_mtime, status.st_size)
    total = sum(size for _at, size in there.values())
    if total <= most:
        return []
    pending, shown = set(), set()
    for sha256, state, name in Asset.objects.values_list("sha256", "state", "path"):
        if state in {Asset.State.WAITING, Asset.State.WORKING, Asset.State.ASKED}:
            pending.add(sha256)
        elif name in used:
            shown.add(sha256)
    gone = []
    for name in sorted(there.keys() - pending, key=lambda each: (each in shown, there[each][0])):
        if total <= most:
            break
        with suppress(FileNotFoundError):
            atomic.remove(data.originals / name)
        total -= there[name][1]
        gone.append(name)
    return gone
