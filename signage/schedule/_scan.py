"""Looking ahead for the next instant at which other rules hold."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from signage.schedule._walltime import DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from signage.schedule._rulebook import RuleBook
    from signage.schedule._walltime import WallClock

__all__ = ["changes"]

_WEEK = 8
"""Days after which the week only repeats itself: seven, and the one before them, whose hours may
reach into the first."""
_LAST_DAY = date.max.toordinal() - 2


def changes(
    book: RuleBook,
    clock: WallClock,
    now: int,
    *,
    matters: Callable[[int], bool],
    relevant: int,
    last: int | None,
) -> Iterator[int]:
    """Give the instants after `now` from which rules hold that matter, in order.

    `matters` says of a set of rules whether it makes a difference to what is on now, which hangs
    on the `relevant` ones alone. `last` is the last day looked at; None: until nothing can change
    any more.

    A day alike another is passed over, and when a week has brought nothing new, so are all days
    up to one on which something else begins.
    """
    wall = clock.wall(now)
    first = ordinal = wall // DAY
    special = book.after(first)
    seen: set[tuple[object, ...]] = set()
    quiet = 0
    last = min(_LAST_DAY if last is None else last, _LAST_DAY)
    while ordinal <= last:
        alike = book.likeness(ordinal, relevant)
        if alike is None or alike not in seen:
            differs = False
            for start, holding in book.pieces(ordinal, wall - ordinal * DAY, relevant):
                if matters(holding):
                    differs = True
                    yield clock.instant(ordinal * DAY + start)
            if differs:
                quiet = 0
            elif ordinal > first and alike is not None:
                seen.add(alike)
        if special is not None and ordinal >= special:
            quiet, special = 0, book.after(ordinal)
        quiet += ordinal > first
        ordinal += 1
        if quiet >= _WEEK:
            if special is None:
                return
            ordinal = max(ordinal, special)
