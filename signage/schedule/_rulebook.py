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
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from signage.schedule._almanac import DAY_MINUTES, Almanac, day_of, hours_of_day
from signage.schedule._steps import Span, bits
from signage.schedule._walltime import DAY, MINUTE, naive_wall
from signage.schedule._yearly import Recurrence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

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
        self._dated = Span(
            (number, _date(rule.from_), _date(rule.until))
            for number, rule in numbered
            if rule.every is None
        )
        self._moments = Span(
            (number, _moment(rule.from_), _moment(rule.until, 1))
            for number, rule in numbered
            if rule.every is None
        )
        recurring = [
            Recurrence(
                (
                    (number, rule.from_, rule.until)
                    for number, rule in numbered
                    if rule.every and rule.lunar == lunar
                ),
                lunar=lunar,
            )
            for lunar in (False, True)
        ]
        self._recurring = [each for each in recurring if each.members]
        self.yearly = bool(self._recurring) or bool(
            almanac.yearly and self._work_only | self._work_skip
        )
        """Whether some rule comes back each year, so that there is no last change."""
        self._table_of_hours(numbered)
        self._applies = lru_cache(maxsize=64)(self._applying)
        self._state = lru_cache(maxsize=64)(self._state_of)
        self._table = lru_cache(maxsize=32)(self._build_table)
        self.day = lru_cache(maxsize=64)(self._build_day)
        """The rules through a civil day. Days alike give the same object, so that one who looks
        for a change can pass over them."""

    def _table_of_hours(self, numbered: Iterable[tuple[int, Rule]]) -> None:
        shared: dict[tuple[HourRange, ...], int] = {}
        for number, rule in numbered:
            shared[rule.hours] = shared.get(rule.hours, 0) | 1 << number
        by_work = self._work_only | self._work_skip
        edges = {0, *(self._almanac.minutes if by_work else ())}
        changes: dict[int, list[int]] = {minute: [0, 0] for minute in edges}
        for hours, mask in shared.items():
            halves = hours_of_day(hours or ((0, DAY_MINUTES),))
            for half, ranges in enumerate(halves):
                for edge in _edges(ranges):
                    changes.setdefault(edge, [0, 0])[half] ^= mask
        self._minutes = sorted(minute for minute in changes if minute < DAY_MINUTES)
        self._edges = [
            (
                minute * MINUTE,
                *(each | (by_work if minute in edges else 0) for each in changes[minute]),
            )
            for minute in self._minutes
        ]
        """Times of day at which something may change, with the rules of the day and of the evening
        before that it changes for."""
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

    def _applying(self, ordinal: int) -> int:
        """Rules whose hours start on this day."""
        mask = self._weekdays[(ordinal - 1) % 7]
        holiday = self._almanac.holiday(ordinal)
        mask &= self._on_holidays if holiday else self._on_other_days
        mask &= ~self._dated.outside(ordinal, ordinal)
        for recurrence in self._recurring:
            mask &= ~recurrence.outside(ordinal)
        return mask

    def _state_of(self, ordinal: int) -> tuple[int, int, tuple[int, ...]]:
        """What decides on a day: its rules, those of the evening before, when work is on."""
        by_work = self._work_only | self._work_skip
        worked = tuple(_edges(self._almanac.working(ordinal))) if by_work else ()
        return self._applies(ordinal), self._applies(ordinal - 1) & self._wrapping, worked

    def likeness(self, ordinal: int, relevant: int) -> tuple[object, ...] | None:
        """Give what two days have in common on which the same of these rules hold at each time.

        None where a rule begins or ends in the middle of the day.
        """
        if self._cuts(ordinal):
            return None
        midnight = ordinal * DAY
        within = relevant & ~self._moments.outside(midnight, midnight)
        today, yesterday, worked = self._state(ordinal)
        return today & within, yesterday & within, worked

    def pieces(self, ordinal: int, time: int, relevant: int) -> Iterator[tuple[int, int]]:
        """Give the later times of a day (microseconds) at which some of these rules may change.

        Each with the rules that hold from then on. Later than `time`; one before midnight makes
        midnight the first of them. They are reckoned one by one: whoever finds what they look for
        has not paid for the rest of the day.
        """
        today, yesterday, _ = self._state(ordinal)
        mine, former = today & relevant, yesterday & relevant
        start = bisect_right(self._minutes, time // MINUTE)
        times: Iterable[int] = (
            edge
            for edge, by_day, by_evening in islice(self._edges, start, None)
            if mine & by_day or former & by_evening or edge == 0
        )
        if cuts := self._cuts(ordinal):
            middle = (cut - ordinal * DAY for cut in cuts)
            times = sorted({*times, *(cut for cut in middle if cut > time)})
        for each in times:
            yield each, self.holding(ordinal * DAY + each)

    def _cuts(self, ordinal: int) -> list[int]:
        if not self._moments.members:
            return []
        return self._moments.points(ordinal * DAY, ordinal * DAY + DAY)

    def _build_day(self, ordinal: int) -> Day:
        midnight = ordinal * DAY
        today, yesterday, worked = self._state(ordinal)
        cuts = self._cuts(ordinal)
        if not cuts:
            outside = self._moments.outside(midnight, midnight)
            return self._table(today & ~outside, yesterday & ~outside, worked)
        table = self._table(today, yesterday, worked)
        day = _DayBuilder()
        for time in sorted({*table.starts, *(cut - midnight for cut in cuts)}):
            held = table.holding[bisect_right(table.starts, time) - 1]
            day.add(time, held & ~self._moments.outside(midnight + time, midnight + time))
        return day.done()

    def _build_table(self, today: int, yesterday: int, worked: tuple[int, ...]) -> Day:
        """The day as its own rules and the evening before's have it, but for cuts by the minute."""
        by_work = self._work_only | self._work_skip
        day = _DayBuilder()
        for slot, (edge, by_day, by_evening) in enumerate(self._edges):
            if edge and not (today & by_day or yesterday & by_evening):
                continue
            mask = (today & self._today[slot]) | (yesterday & self._yesterday[slot])
            if by_work:
                at_work = bisect_right(worked, edge // MINUTE) % 2
                mask &= ~(self._work_skip if at_work else self._work_only)
            day.add(edge, mask)
        return day.done()

    def holding(self, wall: int) -> int:
        """Give the rules that hold at a wall time."""
        today, yesterday, worked = self._state(wall // DAY)
        minute = wall % DAY // MINUTE
        slot = bisect_right(self._minutes, minute) - 1
        mask = (today & self._today[slot]) | (yesterday & self._yesterday[slot])
        if self._moments.members:
            mask &= ~self._moments.outside(wall, wall)
        if self._work_only | self._work_skip:
            at_work = bisect_right(worked, minute) % 2
            mask &= ~(self._work_skip if at_work else self._work_only)
        return mask

    def after(self, ordinal: int) -> int | None:
        """Give a later day from which days may differ otherwise than by the week, or None."""
        moment = self._moments.after(ordinal * DAY + DAY - 1)
        found = [
            self._dated.after(ordinal),
            self._almanac.after(ordinal),
            None if moment is None else moment // DAY,
            *(each.after(ordinal) for each in self._recurring),
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
