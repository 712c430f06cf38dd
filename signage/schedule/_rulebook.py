"""All rules of a screen compiled once: which of them hold through a day, as bits of one number.

What a rule says of the day (dates, weekdays, holidays, recurring spans) is judged for the day on
which its hours start; `working`, and a `from` or `until` with a time of day, cut by the minute.
Equal rules are one rule. Rules that share hours share the day's table, and days on which the same
rules apply share one as well.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from signage.schedule._almanac import (
    DAY_MINUTES,
    Almanac,
    day_of,
    hours_of_day,
    place_of,
    place_of_day,
)
from signage.schedule._steps import Steps, bits
from signage.schedule._walltime import DAY, MINUTE, naive_wall

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from signage.content.model import HourRange, Rule

__all__ = ["Day", "RuleBook"]


class Day(NamedTuple):
    """The rules that hold through a civil day, piece by piece.

    Pieces begin at `starts`, microseconds from midnight, the first at 0; in each the rules of
    `holding` hold. Neighbours differ.
    """

    starts: tuple[int, ...]
    holding: tuple[int, ...]


class RuleBook:
    """Rules numbered from 0; sets of them are numbers whose bit n is rule n. Never changes."""

    def __init__(self, rules: Sequence[Rule], almanac: Almanac) -> None:
        self._almanac = almanac
        numbered = list(enumerate(rules))

        def having(test: Callable[[Rule], bool]) -> int:
            return bits(number for number, rule in numbered if test(rule))

        self.all = having(lambda _: True)
        self._weekdays = [
            having(lambda rule, day=day: not rule.days or day in rule.days)  # type: ignore[misc]
            for day in range(7)
        ]
        self._on_holidays = having(lambda rule: rule.holidays != "skip")
        self._on_other_days = having(lambda rule: rule.holidays != "only")
        self._work_only = having(lambda rule: rule.working == "only")
        self._work_skip = having(lambda rule: rule.working == "skip")
        self._dated = _Span(
            (number, _date(rule.from_), _date(rule.until))
            for number, rule in numbered
            if rule.every is None
        )
        self._moments = _Span(
            (number, _moment(rule.from_), _moment(rule.until, 1))
            for number, rule in numbered
            if rule.every is None
        )
        self._recurring = [
            (
                lunar,
                _Span(
                    (
                        (number, _place(rule.from_, lunar), _place(rule.until, lunar))
                        for number, rule in numbered
                        if rule.every and rule.lunar == lunar
                    ),
                    wraps=True,
                ),
            )
            for lunar in (False, True)
        ]
        self._recurring = [(lunar, span) for lunar, span in self._recurring if span.members]
        self.yearly = bool(self._recurring) or bool(
            almanac.yearly and self._work_only | self._work_skip
        )
        """Whether some rule comes back each year, so that there is no last change."""
        self._table_of_hours(numbered)
        self.applies = lru_cache(maxsize=64)(self._applies)
        self._table = lru_cache(maxsize=32)(self._build_table)
        self.day = lru_cache(maxsize=64)(self._build_day)
        """The rules through a civil day. Days alike give the same object, so that one who looks
        for a change can pass over them."""

    def _table_of_hours(self, numbered: Iterable[tuple[int, Rule]]) -> None:
        shared: dict[tuple[HourRange, ...], int] = {}
        for number, rule in numbered:
            shared[rule.hours] = shared.get(rule.hours, 0) | 1 << number
        changes: dict[int, list[int]] = {0: [0, 0]}
        for hours, mask in shared.items():
            halves = hours_of_day(hours or ((0, DAY_MINUTES),))
            for half, ranges in enumerate(halves):
                for edge in _edges(ranges):
                    changes.setdefault(edge, [0, 0])[half] ^= mask
        self._minutes = sorted(minute for minute in changes if minute < DAY_MINUTES)
        self._today, self._yesterday = [], []
        today = yesterday = 0
        for minute in self._minutes:
            today ^= changes[minute][0]
            yesterday ^= changes[minute][1]
            self._today.append(today)
            self._yesterday.append(yesterday)
        self._wrapping = 0
        for mask in self._yesterday:
            self._wrapping |= mask

    def _applies(self, ordinal: int) -> int:
        """Rules whose hours start on this day."""
        mask = self._weekdays[(ordinal - 1) % 7]
        holiday = self._almanac.holiday(ordinal)
        mask &= self._on_holidays if holiday else self._on_other_days
        mask &= ~self._dated.outside(ordinal, ordinal)
        for lunar, span in self._recurring:
            place = place_of_day(ordinal, lunar=lunar)
            if place is None:
                mask &= ~span.members
            else:
                mask &= ~span.outside(place.begun, place.over)
        return mask

    def _build_day(self, ordinal: int) -> Day:
        midnight = ordinal * DAY
        today, yesterday = self.applies(ordinal), self.applies(ordinal - 1) & self._wrapping
        by_work = self._work_only | self._work_skip
        worked = self._almanac.working(ordinal) if by_work else ()
        cuts = self._moments.points(midnight, midnight + DAY)
        if not cuts:
            outside = self._moments.outside(midnight, midnight)
            return self._table(today & ~outside, yesterday & ~outside, worked)
        table = self._table(today, yesterday, worked)
        day = _DayBuilder()
        for time in sorted({*table.starts, *(cut - midnight for cut in cuts)}):
            held = table.holding[bisect_right(table.starts, time) - 1]
            day.add(time, held & ~self._moments.outside(midnight + time, midnight + time))
        return day.done()

    def _build_table(self, today: int, yesterday: int, worked: tuple[HourRange, ...]) -> Day:
        """The day as its own rules and the evening before's have it, but for cuts by the minute."""
        edges = _edges(worked)
        by_work = self._work_only | self._work_skip
        minutes = sorted({*self._minutes, *(edge for edge in edges if edge < DAY_MINUTES)})
        day = _DayBuilder()
        for minute in minutes:
            slot = bisect_right(self._minutes, minute) - 1
            mask = (today & self._today[slot]) | (yesterday & self._yesterday[slot])
            if by_work:
                at_work = bisect_right(edges, minute) % 2
                mask &= ~(self._work_skip if at_work else self._work_only)
            day.add(minute * MINUTE, mask)
        return day.done()

    def holding(self, wall: int) -> int:
        """Give the rules that hold at a wall time."""
        day = self.day(wall // DAY)
        return day.holding[bisect_right(day.starts, wall % DAY) - 1]

    def after(self, ordinal: int) -> int | None:
        """Give a later day from which days may differ otherwise than by the week, or None.

        Not for a book in which a rule recurs yearly.
        """
        moment = self._moments.after(ordinal * DAY + DAY - 1)
        found = [
            self._dated.after(ordinal),
            self._almanac.after(ordinal),
            None if moment is None else moment // DAY,
        ]
        return min((day for day in found if day is not None), default=None)


class _DayBuilder:
    """Puts a day together, leaving out pieces that change nothing."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._holding: list[int] = []

    def add(self, time: int, holding: int) -> None:
        if not self._holding or holding != self._holding[-1]:
            self._starts.append(time)
            self._holding.append(holding)

    def done(self) -> Day:
        return Day(tuple(self._starts), tuple(self._holding))


class _Span:
    """Rules with a beginning and an end along one line; those without stay in from the start."""

    def __init__(
        self,
        spans: Iterable[tuple[int, int | None, int | None]],
        *,
        wraps: bool = False,
    ) -> None:
        """Take rule, first point, last point (included), None: open.

        With `wraps`, one that ends before it begins holds round the end of the line; else never.
        """
        begun: list[tuple[int, int]] = []
        over: list[tuple[int, int]] = []
        open_start = self._around = self.members = 0
        for number, first, last in spans:
            bit = 1 << number
            self.members |= bit
            if first is None:
                open_start |= bit
            else:
                begun.append((first, bit))
            if last is not None:
                over.append((last + 1, bit))
            if wraps and first is not None and last is not None and first > last:
                self._around |= bit
        self._begun = Steps(begun, open_start)
        self._over = Steps(over)

    def outside(self, begun: int, over: int) -> int:
        """Give the members that do not hold here."""
        started = self._begun.upto(begun)
        ended = self._over.upto(over)
        within = (started & ~ended) | (self._around & (started | ~ended))
        return self.members & ~within

    def points(self, low: int, high: int) -> list[int]:
        """Give the points p, low < p < high, at which a member begins or is over."""
        return sorted({*self._begun.between(low, high), *self._over.between(low, high)})

    def after(self, point: int) -> int | None:
        """Give the next point at which a member begins or is over."""
        found = [self._begun.after(point), self._over.after(point)]
        return min((at for at in found if at is not None), default=None)


def _edges(ranges: Iterable[HourRange]) -> list[int]:
    """Starts and ends of the union of ranges, in order: in at the even ones, out at the odd."""
    edges: list[int] = []
    for start, end in sorted(ranges):
        if edges and start <= edges[-1]:
            edges[-1] = max(end, edges[-1])
        else:
            edges += [start, end]
    return edges


def _date(text: str | None) -> int | None:
    return None if text is None or "T" in text else day_of(text)


def _moment(text: str | None, earlier: int = 0) -> int | None:
    if text is None or "T" not in text:
        return None
    return naive_wall(datetime.fromisoformat(text)) - earlier


def _place(text: str | None, lunar: bool) -> int | None:
    return None if text is None else place_of(text, lunar=lunar)
