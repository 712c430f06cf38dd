"""How long an emergency runs: never more than a day, whatever it says."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from signage.config import CONTENT
from signage.schedule._almanac import day_of
from signage.schedule._walltime import DAY, HOUR, WallClock, naive_wall

if TYPE_CHECKING:
    from signage.content.model import Playlist, Rule

__all__ = ["Emergency", "Window"]

_LONGEST = int(CONTENT.emergency_hours * HOUR)
"""Microseconds that really pass."""


class Window(NamedTuple):
    """Instants (microseconds since 1970) within which an emergency may be on; None: open."""

    start: int | None
    end: int


class Emergency:
    """The bounds of one emergency playlist.

    It runs at most 24 hours of real time from its start: the earliest `from` of its rules, or the
    arrival where that is later or no `from` is given; a rule with neither counts back from its
    `until`. One that never says when (which the loader refuses) never runs on a trusted clock.
    """

    def __init__(self, playlist: Playlist, clock: WallClock) -> None:
        self.id = playlist.id
        once = [rule for rule in playlist.when if rule.every is None]
        self._starts = [clock.instant(_first(rule.from_)) for rule in once if rule.from_]
        self._open = len(self._starts) < len(playlist.when) or not playlist.when
        ends = [(rule, clock.instant(_last(rule.until))) for rule in once if rule.until]
        self._counted_back = [end - _LONGEST for rule, end in ends if not rule.from_]
        self._last = (
            max((end for _, end in ends), default=None) if len(ends) == len(playlist.when) else None
        )
        self._length = _length(once, ends, clock)

    def window(self, arrival: int | None) -> Window | None:
        """Bound it by a clock that is trusted; None: it may not run at all."""
        if arrival is not None:
            begun = arrival if self._open else max(min(self._starts), arrival)
            return Window(None, begun + _LONGEST)
        starts = [*self._starts, *self._counted_back]
        if not starts:
            return None
        return Window(min(starts), min(starts) + _LONGEST)

    def elapsed(self, arrival: int, floor: int | None) -> Window | None:
        """Bound it by the time that passed since it arrived, on a clock that only counts.

        It runs as long as it was meant to last, 24 hours at most. None: it is over for certain,
        its `until` being no later than `floor`, an instant known to have passed.
        """
        if floor is not None and self._last is not None and self._last <= floor:
            return None
        return Window(None, arrival + min(self._length or _LONGEST, _LONGEST))


def _length(
    once: list[Rule],
    ends: list[tuple[Rule, int]],
    clock: WallClock,
) -> int | None:
    """Microseconds from the first `from` to the last `until`, where every rule has both."""
    if not ends or len(ends) < len(once) or not all(rule.from_ for rule in once):
        return None
    first = min(clock.instant(_first(rule.from_)) for rule in once if rule.from_)
    return max(max(end for _, end in ends) - first, 0)


def _first(text: str) -> int:
    """Wall time at which a `from` begins."""
    return naive_wall(datetime.fromisoformat(text))


def _last(text: str) -> int:
    """Wall time at which an `until` is over: a date includes its whole day."""
    return naive_wall(datetime.fromisoformat(text)) if "T" in text else (day_of(text) + 1) * DAY
