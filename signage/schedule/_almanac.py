"""The calendar's days: which are holidays, which hours are worked, where a day stands in the year.

Days are proleptic ordinals (`date.toordinal()`), times of day minutes from midnight.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from signage.schedule._yearly import Recurrence, place_of, place_of_day

if TYPE_CHECKING:
    from collections.abc import Iterable

    from signage.content.model import Calendar, HourRange, WorkingHours

__all__ = ["DAY_MINUTES", "Almanac", "day_of", "hours_of_day"]

DAY_MINUTES = 1440
"""Minutes of a day on the wall."""


def day_of(text: str) -> int:
    """Give the day of `YYYY-MM-DD`, or of a date and time that begins so."""
    return date.fromisoformat(text[:10]).toordinal()


def hours_of_day(hours: Iterable[HourRange]) -> tuple[list[HourRange], list[HourRange]]:
    """Split ranges at midnight: those on the day itself, and those that reach into the next."""
    today, tomorrow = [], []
    for start, end in hours:
        if end > start:
            today.append((start, end))
        else:
            today.append((start, DAY_MINUTES))
            if end:
                tomorrow.append((0, end))
    return today, tomorrow


class Almanac:
    """What `calendar.yaml` says of each day."""

    def __init__(self, calendar: Calendar) -> None:
        self._entries = calendar.working_hours
        self._open = {day_of(opening.date): opening.hours for opening in calendar.open}
        self._holidays: set[int] = set()
        for holiday in calendar.holidays:
            self._holidays.update(range(day_of(holiday.from_), day_of(holiday.until) + 1))
        recurring = [entry for entry in self._entries if _recurs(entry)]
        self.yearly = bool(recurring)
        """Whether working hours change every year anew."""
        self._recurrence = Recurrence(
            (number, entry.from_, entry.until) for number, entry in enumerate(recurring)
        )
        self.minutes = _minutes(calendar)
        """Minutes of a day at which work may begin or end, on whatever day."""
        self._changes = sorted(self._change_days())
        self.working = lru_cache(maxsize=64)(self._working)

    def holiday(self, ordinal: int) -> bool:
        """Whether the day is a holiday; one that `open` names is worked after all."""
        return ordinal in self._holidays and ordinal not in self._open

    def after(self, ordinal: int) -> int | None:
        """Give the next day from which the calendar says something new; None: never."""
        index = bisect_right(self._changes, ordinal)
        found = self._changes[index] if index < len(self._changes) else None
        if not self.yearly:
            return found
        again = self._recurrence.after(ordinal)
        return again if found is None else min(found, again)

    def _working(self, ordinal: int) -> tuple[HourRange, ...]:
        """Ranges worked on a civil day, hours after midnight of the evening before included."""
        ranges = hours_of_day(self._hours(ordinal))[0]
        ranges += hours_of_day(self._hours(ordinal - 1))[1]
        merged: list[HourRange] = []
        for start, end in sorted(ranges):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return tuple(merged)

    def _hours(self, ordinal: int) -> tuple[HourRange, ...]:
        if ordinal in self._open:
            return self._open[ordinal]
        if ordinal in self._holidays:
            return ()
        if not self._entries:
            return ((0, DAY_MINUTES),)
        for entry in reversed(self._entries):
            if _covers(entry, ordinal):
                return entry.days.get((ordinal - 1) % 7, ())
        return ()

    def _change_days(self) -> set[int]:
        days = {day + later for day in self._open for later in (0, 1)}
        days.update(day + later for day in self._holidays for later in (0, 1))
        for entry in self._entries:
            if not _recurs(entry):
                days.update([day_of(entry.from_)] if entry.from_ else [])
                days.update([day_of(entry.until) + 1] if entry.until else [])
        return days


def _minutes(calendar: Calendar) -> set[int]:
    entries = [hours for entry in calendar.working_hours for hours in entry.days.values()]
    entries += [opening.hours for opening in calendar.open]
    return {
        edge
        for hours in entries
        for half in hours_of_day(hours)
        for span in half
        for edge in span
        if edge < DAY_MINUTES
    }


def _recurs(entry: WorkingHours) -> bool:
    """Whether the span is given as `MM-DD`, and so holds every year."""
    return len(entry.from_ or entry.until or "") == len("MM-DD")


def _covers(entry: WorkingHours, ordinal: int) -> bool:
    if not _recurs(entry):
        return (entry.from_ is None or day_of(entry.from_) <= ordinal) and (
            entry.until is None or ordinal <= day_of(entry.until)
        )
    place = place_of_day(ordinal, lunar=False)
    assert place is not None  # noqa: S101  (a civil day always has one)
    begun = entry.from_ is None or place_of(entry.from_, lunar=False) <= place.begun
    over = entry.until is not None and place.over > place_of(entry.until, lunar=False)
    if entry.from_ is not None and entry.until is not None and entry.from_ > entry.until:
        return begun or not over
    return begun and not over
