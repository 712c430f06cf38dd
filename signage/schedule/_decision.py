"""What the schedule answers."""

from __future__ import annotations

from datetime import datetime

import msgspec

from signage.content.model import Priority

__all__ = ["Decision", "Segment"]


class Decision(msgspec.Struct, frozen=True):
    """What is on at an instant, why, and until when that stands."""

    playlists: tuple[str, ...]
    """Ids in the order in which they are shown; empty: nothing is active."""
    priority: Priority | None
    """Of those playlists; None when nothing is active."""
    lit: bool
    """Whether the screen is on: inside its `on:` hours."""
    until: datetime | None
    """When anything of this changes next, with the offset of the calendar's zone; None: never.

    Where no change comes within `SCHEDULE.horizon`, the instant at which to ask again.
    """
    hidden: frozenset[tuple[str, int]]
    """Items of those playlists (playlist id, index) that their own `when` keeps off."""
    why: str
    """A sentence for the log and the status, in English."""

    def shows(self, playlist_id: str, index: int) -> bool:
        """Whether an item is on: its playlist is, and its own `when` holds."""
        return playlist_id in self.playlists and (playlist_id, index) not in self.hidden


class Segment(msgspec.Struct, frozen=True):
    """A stretch of the agenda in which the same playlists are on, `end` not included."""

    start: datetime
    end: datetime
    priority: Priority | None
    playlists: tuple[str, ...]
