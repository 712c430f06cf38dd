"""From instants to the wall clock of the calendar's time zone and back, one way only.

The schedule reckons in *wall time*: microseconds since 0001-01-01T00:00 as a clock on the wall
shows them, as if every day had 24 hours. Instants are microseconds since 1970 in UTC. Both are
whole numbers, so that nothing is rounded. The two run together, but for daylight saving:

- a local time that does not exist (spring) is the first instant after the gap;
- one that exists twice (autumn) is its first occurrence, and the wall clock stands still through
  the repeated hour, so that a range of hours lasts as long as really passes between its ends.

With that, `instant` never decreases and `wall` is its inverse: `instant(b) <= t` exactly when
`b <= wall(t)`.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

__all__ = ["DAY", "HOUR", "MINUTE", "WallClock", "naive_wall"]

MINUTE = 60_000_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
"""Microseconds."""
_SECOND = timedelta(seconds=1)
_MICRO = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WALL_EPOCH = datetime(1, 1, 1)  # noqa: DTZ001  (the wall has no zone)


def naive_wall(local: datetime) -> int:
    """Wall time of a naive local date and time; its day number is `toordinal()`."""
    return (local - _WALL_EPOCH) // _MICRO + DAY


class WallClock:
    """The wall clock of one IANA time zone."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone

    def micros(self, instant: datetime) -> int:
        """Microseconds since 1970 of an aware datetime."""
        return (instant - _EPOCH) // _MICRO

    def local(self, micros: int) -> datetime:
        """Give the aware datetime, in this zone, of microseconds since 1970."""
        return (_EPOCH + timedelta(microseconds=micros)).astimezone(self.zone)

    def told(self, micros: int) -> datetime:
        """Give the same with a fixed offset: two of one zone would compare by the wall clock."""
        local = self.local(micros)
        return local.replace(tzinfo=timezone(local.utcoffset() or timedelta()), fold=0)

    def wall(self, micros: int) -> int:
        """Give the wall time at an instant: the latest whose instant is not after it."""
        local = self.local(micros)
        naive = local.replace(tzinfo=None, fold=0)
        if local.fold:
            # The clock stands on the last microsecond before the repeated hour's end.
            naive = self._end_of_fold(naive) - _MICRO
        return naive_wall(naive)

    def instant(self, wall: int) -> int:
        """Give the instant, in microseconds since 1970, at which a wall time is reached."""
        naive = _WALL_EPOCH + timedelta(microseconds=wall - DAY)
        offset = self._offset(naive, 0)
        utc = naive - offset
        back = (utc.replace(tzinfo=UTC)).astimezone(self.zone).replace(tzinfo=None)
        if back != naive:  # in a gap
            utc = self._end_of_gap(naive)
        return (utc.replace(tzinfo=UTC) - _EPOCH) // _MICRO

    def _offset(self, naive: datetime, fold: int) -> timedelta:
        offset = naive.replace(tzinfo=self.zone, fold=fold).utcoffset()
        assert offset is not None  # noqa: S101  (a ZoneInfo always has one)
        return offset

    def _end_of_gap(self, naive: datetime) -> datetime:
        """UTC (naive) of the transition whose gap holds this local time."""
        before, after = self._offset(naive, 0), self._offset(naive, 1)
        low, high = naive - after, naive - before
        # the transition lies in (low, high]; transitions fall on whole seconds
        low = low.replace(microsecond=0)
        while high - low > _SECOND:
            middle = low + timedelta(seconds=(high - low) // _SECOND // 2)
            if middle.replace(tzinfo=UTC).astimezone(self.zone).utcoffset() == before:
                low = middle
            else:
                high = middle
        return low + _SECOND

    def _end_of_fold(self, naive: datetime) -> datetime:
        """Give the first local time after this ambiguous one that exists once only."""
        overlap = self._offset(naive, 0) - self._offset(naive, 1)
        low = naive.replace(microsecond=0)
        high = low + overlap + _SECOND
        while high - low > _SECOND:
            middle = low + timedelta(seconds=(high - low) // _SECOND // 2)
            if self._offset(middle, 0) != self._offset(middle, 1):
                low = middle
            else:
                high = middle
        return high
