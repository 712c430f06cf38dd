"""As `_sound`, of rules and the calendar: whether a loader could have made these times. Pure."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from signage.content.model import Calendar, HourRange, Rule

__all__ = ["calendar", "hours", "rules"]

_DAY = 24 * 60
_YEARLY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


def rules(given: Iterable[Rule]) -> Iterator[str]:
    """What is wrong with a `when`."""
    for rule in given:
        for end in (rule.from_, rule.until):
            if end is not None and not (_yearly(end, rule) if rule.every else _moment(end)):
                yield f"the date {end!r}"
        if rule.lunar and not rule.every:
            yield "a lunar date of one year"
        if any(not 0 <= day < 7 for day in rule.days):  # noqa: PLR2004
            yield f"the days {rule.days}"
        yield from hours(rule.hours)


def hours(ranges: Iterable[HourRange]) -> Iterator[str]:
    """What is wrong with hours of a day."""
    for start, end in ranges:
        if not (0 <= start < _DAY and 0 <= end <= _DAY and start != end):
            yield f"the hours {start}-{end}"


def calendar(known: Calendar) -> Iterator[str]:
    """What is wrong with the calendar."""
    try:
        ZoneInfo(known.timezone)
    except (KeyError, ValueError, OSError):  # as zoneinfo has it
        yield f"the time zone {known.timezone!r}"
    for season in known.working_hours:
        ends = [each for each in (season.from_, season.until) if each is not None]
        if len(ends) == 1 or not (all(map(_season, ends)) or all(map(_date, ends))):
            yield f"the season {season.from_}-{season.until}"
        if any(not 0 <= day < 7 for day in season.days):  # noqa: PLR2004
            yield "a day of a week of more than seven"
        for ranges in season.days.values():
            yield from hours(ranges)
    for holiday in known.holidays:
        if not (_date(holiday.from_) and _date(holiday.until) and holiday.from_ <= holiday.until):
            yield f"the holiday {holiday.from_}-{holiday.until}"
    for opening in known.open:
        if not _date(opening.date):
            yield f"the day {opening.date!r}"
        yield from hours(opening.hours)


def _yearly(end: str, rule: Rule) -> bool:
    return _YEARLY.fullmatch(end) is not None if rule.lunar else _season(end)


def _season(end: str) -> bool:
    return _YEARLY.fullmatch(end) is not None and _date(f"2024-{end}")


def _moment(end: str) -> bool:
    if not _MOMENT.fullmatch(end):
        return _date(end)
    try:
        datetime.fromisoformat(end)
    except ValueError:
        return False
    return True


def _date(end: str) -> bool:
    if not _DATE.fullmatch(end):
        return False
    try:
        date.fromisoformat(end)
    except ValueError:
        return False
    return True
