"""Every fault of the central folder, as `signage check` tells them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from signage.content import glyphs, review
from signage.content.loader import load_playlist_file
from signage.errors import SourceError
from signage.schedule.review import review as schedule_review

if TYPE_CHECKING:
    from pathlib import Path

    from signage.content.fault import Fault
    from signage.content.loader import Loaded
    from signage.content.model import Content

__all__ = ["judged", "of_playlist"]

_OF_ALL = frozenset({"folder-idle", "screen-idle"})
"""What only all playlists together are to blame for."""


def judged(loaded: Loaded, *, sealing: bool = False) -> list[Fault]:
    """Sorted by file and line. `sealing`: letters that this machine lacks hold nothing back."""
    return sorted(
        [
            *loaded.faults,
            *schedule_review(loaded.content, datetime.now(UTC), loaded.places),
            *review.review(loaded),
            *glyphs.review(loaded, glyphs.installed(), sealing=sealing),
        ]
    )


def of_playlist(path: Path, around: Content) -> tuple[list[Fault], Loaded | None]:
    """The faults of one playlist as its file is at this moment, without reading the whole folder.

    `around` is the rest, as it is known: its calendar and its screens. Takes some milliseconds.
    """
    try:
        alone = load_playlist_file(path)
    except SourceError:
        return [], None
    file = f"playlists/{path.name}"
    content = msgspec.structs.replace(
        around, playlists=alone.content.playlists, screens=(), groups={}, has_screens=False
    )
    found = [
        *alone.faults,
        *schedule_review(content, datetime.now(UTC), alone.places),
        *review.review(alone),
        *glyphs.review(alone, glyphs.installed()),
    ]
    named = {path.name: file, file: file}
    return sorted(
        msgspec.structs.replace(each, file=named[each.file])
        for each in found
        if each.file in named and each.code not in _OF_ALL
    ), alone
