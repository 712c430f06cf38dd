"""Every fault of the central folder, as `signage check` tells them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from signage.content import glyphs, review
from signage.schedule.review import review as schedule_review

if TYPE_CHECKING:
    from signage.content.fault import Fault
    from signage.content.loader import Loaded

__all__ = ["judged"]


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
