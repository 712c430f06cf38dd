"""What comes back each year: where a day stands in its year, and on which days that matters."""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from signage.schedule._lunar import lunar_date, lunar_months
from signage.schedule._steps import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Place", "Recurrence", "place_of", "place_of_day"]

_MONTH = 100
"""A place in the year is `month * 100 + day`, lunar months counting double for leap ones."""
_END = 31
"""The day, for a rule's beginning, that a month's last day counts as."""


class Place(NamedTuple):
    """Where a day stands in its year, for rules that recur.

    A month's last day stands for those that it lacks: a rule from 30/12 (lunar) begins on the
    29th of a short twelfth month, one from 29 February on the 28th of a common year.
    """

    begun: int
    """To compare with a rule's `from`: at or beyond it, the rule has begun."""
    over: int
    """To compare with a rule's `until`: beyond it, the rule is over."""


def place_of(month_day: str, *, lunar: bool) -> int:
    """Give the place of `MM-DD` in its year; a lunar month means the regular one."""
    month, day = (int(part) for part in month_day.split("-"))
    return month * (2 if lunar else 1) * _MONTH + day


def place_of_day(ordinal: int, *, lunar: bool) -> Place | None:
    """Give the place of a civil day, or None where the lunar calendar is not reckoned."""
    day = date.fromordinal(ordinal)
    if lunar:
        found = lunar_date(day)
        if found is None:
            return None
        base = (found.month * 2 + found.leap) * _MONTH
        return Place(base + (_END if found.last else found.day), base + found.day)
    last = date.fromordinal(ordinal + 1).day == 1
    base = day.month * _MONTH
    return Place(base + (_END if last else day.day), base + day.day)


class Recurrence:
    """Rules that recur each year, by the civil or by the lunar calendar. Never changes."""

    def __init__(
        self, spans: Iterable[tuple[int, str | None, str | None]], *, lunar: bool = False
    ) -> None:
        """Take rule, `from` and `until` (`MM-DD`, None: open)."""
        self._lunar = lunar
        self._span = Span(
            ((number, self._place(first), self._place(last)) for number, first, last in spans),
            wraps=True,
        )
        self.members = self._span.members
        self._changes = lru_cache(maxsize=8)(self._changes_of)

    def _place(self, text: str | None) -> int | None:
        return None if text is None else place_of(text, lunar=self._lunar)

    def outside(self, ordinal: int) -> int:
        """Give the members that do not hold on a civil day; all where nothing is reckoned."""
        place = place_of_day(ordinal, lunar=self._lunar)
        return self.members if place is None else self._span.outside(place.begun, place.over)

    def after(self, ordinal: int) -> int:
        """Give the next civil day from which others may hold, or one before which none do."""
        year = date.fromordinal(ordinal).year
        for each in (year, year + 1):
            days = self._changes(each)
            index = bisect_right(days, ordinal)
            if index < len(days):
                return days[index]
        return date(min(year + 2, date.max.year), 1, 1).toordinal()

    def _changes_of(self, year: int) -> list[int]:
        """Days of a civil year on which another set of members may hold than the day before."""
        if not date.min.year < year < date.max.year:
            return []
        first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        days = {first}
        months = lunar_months(year) if self._lunar else _civil_months(year)
        before = None
        for start, number, length in months:
            base = number * _MONTH
            head = self._span.position(base + 1, base + 1)
            tail = self._span.position(base + _END, base + length)
            if head != before:
                days.add(start)
            if head != tail:
                now = head
                for day in range(2, length + 1):
                    begun = base + (_END if day == length else day)
                    then, now = now, self._span.position(begun, base + day)
                    if now != then:
                        days.add(start + day - 1)
            before = tail
        # Lunar months reach over the turn of the year, beyond which other reckoning may hold.
        return sorted(day for day in days if first <= day <= last)


def _civil_months(year: int) -> list[tuple[int, int, int]]:
    """First day, number and length of the months of a year."""
    return [
        (date(year, month, 1).toordinal(), month, monthrange(year, month)[1])
        for month in range(1, 13)
    ]
