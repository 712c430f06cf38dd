"""All rules a second time, the slow way, sharing no code with `signage.schedule`.

Each rule is written out as stretches of time, day by day; then every instant is asked alone. The
lunar calendar comes from the published table, so it is none of our reckoning either.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from signage.content.model import Calendar, Content, HourRange, Playlist, Rule

Stretch = tuple[int, int]
"""Minutes since 1970: everything here happens on the minute."""

_DAY = timedelta(days=1)
_DAY_MINUTES = 1440

# Hồ Ngọc Đức's table of the Vietnamese calendar for 2020 to 2053: days from New Year to Tết, the
# length of the leap month, of the twelve months, and the leap month's number.
_YEARS = (
    0x307934,
    0x546AA0,
    0x3EAD50,
    0x2A5B52,
    0x504B60,
    0x38A6E6,
    0x5EA4E0,
    0x48D260,
    0x32EA65,
    0x56D520,
    0x40DAA0,
    0x2D56A3,
    0x5256D0,
    0x3C4AFB,
    0x6249D0,
    0x4CA4D0,
    0x37D0B6,
    0x5AB250,
    0x44B520,
    0x2EDD25,
    0x54B5A0,
    0x3E55D0,
    0x2A55B2,
    0x5049B0,
    0x3AA577,
    0x5EA4B0,
    0x48AA50,
    0x33B255,
    0x586D20,
    0x40AD60,
    0x2D4B63,
    0x525370,
    0x3E49E8,
    0x60C970,
)


@lru_cache
def lunar_year(year: int) -> list[tuple[date, int, bool, int]]:
    """First day, number, leap and length of the months of a lunar year."""
    code = _YEARS[year - 2020]
    leap = code & 0xF
    months = []
    day = date(year, 1, 1) + timedelta(days=code >> 17)
    for number in range(1, 13):
        length = 29 + (code >> (16 - number) & 1)
        months.append((day, number, False, length))
        day += timedelta(days=length)
        if number == leap:
            length = 29 + (code >> 16 & 1)
            months.append((day, number, True, length))
            day += timedelta(days=length)
    return months


def lunar(day: date) -> tuple[int, bool, int, int]:
    """Month, leap, day and length of the month."""
    for year in (day.year, day.year - 1):
        for first, number, leap, length in lunar_year(year):
            if first <= day < first + timedelta(days=length):
                return number, leap, (day - first).days + 1, length
    raise AssertionError(day)


def minute_of(instant: datetime) -> int:
    return int(instant.timestamp()) // 60


@lru_cache(maxsize=100_000)
def reached(naive: datetime, zone: ZoneInfo) -> int:
    """When a clock on the wall first shows this time or, where it leaps over it, a later one."""
    while True:
        instant = naive.replace(tzinfo=zone).astimezone(UTC)
        if instant.astimezone(zone).replace(tzinfo=None) == naive:
            return minute_of(instant)
        naive += timedelta(minutes=1)


class Oracle:
    """Answers for the span of days it was made for, and a day around it."""

    def __init__(self, content: Content, names: list[str], first: date, last: date) -> None:
        self.calendar = content.calendar
        self.zone = ZoneInfo(content.calendar.timezone)
        self.days = [first + timedelta(days=n) for n in range(-3, (last - first).days + 3)]
        by_id = {playlist.id: playlist for playlist in content.playlists}
        self.playlists = [by_id[name] for name in names]
        self.worked = [
            stretch
            for day in self.days
            for stretch in self.on_day(day, working_hours(self.calendar, day))
        ]
        self.rules: dict[Rule, list[Stretch]] = {}
        for playlist in self.playlists:
            for rule in playlist.when:
                self.rules[rule] = self.stretches(rule)
            for item in playlist.items:
                for rule in item.when:
                    self.rules[rule] = self.stretches(rule)

    def on_day(self, day: date, hours: tuple[HourRange, ...]) -> list[Stretch]:
        found = []
        for start, end in hours:
            ends_on = day if end > start else day + _DAY
            found.append((self.minute(day, start), self.minute(ends_on, end)))
        return found

    def minute(self, day: date, minute: int) -> int:
        return reached(datetime.combine(day, time()) + timedelta(minutes=minute), self.zone)

    def stretches(self, rule: Rule) -> list[Stretch]:
        found = []
        for day in self.days:
            if day_holds(rule, day, self.calendar):
                found += self.on_day(day, rule.hours or ((0, 1440),))
        return found

    def holds(self, rule: Rule, instant: int) -> bool:
        if not any(start <= instant < end for start, end in self.rules[rule]):
            return False
        if rule.every is None:
            if rule.from_ and "T" in rule.from_ and instant < self.stated(rule.from_):
                return False
            if rule.until and "T" in rule.until and instant >= self.stated(rule.until):
                return False
        if rule.working:
            at_work = any(start <= instant < end for start, end in self.worked)
            return at_work == (rule.working == "only")
        return True

    def stated(self, text: str) -> int:
        return reached(datetime.fromisoformat(text), self.zone)

    def any_holds(self, rules: tuple[Rule, ...], instant: int) -> bool:
        return not rules or any(self.holds(rule, instant) for rule in rules)

    def active(self, playlist: Playlist, instant: int) -> bool:
        if playlist.standby:
            return False
        if not self.any_holds(playlist.when, instant):
            return False
        if playlist.items and not any(
            self.any_holds(item.when, instant) for item in playlist.items
        ):
            return False
        if playlist.priority == "emergency":
            start = self.emergency_start(playlist)
            return start is not None and start <= instant < start + _DAY_MINUTES
        return True

    def emergency_start(self, playlist: Playlist) -> int | None:
        starts = []
        for rule in playlist.when:
            if rule.every:
                continue
            if rule.from_:
                starts.append(self.stated(rule.from_))
            elif rule.until and "T" in rule.until:
                starts.append(self.stated(rule.until) - _DAY_MINUTES)
            elif rule.until:
                starts.append(
                    self.stated((date.fromisoformat(rule.until) + _DAY).isoformat()) - _DAY_MINUTES
                )
        return min(starts, default=None)

    def at(self, instant: int) -> tuple[str | None, tuple[str, ...]]:
        for priority in ("emergency", "priority", "normal"):
            found = tuple(
                playlist.id
                for playlist in self.playlists
                if playlist.priority == priority and self.active(playlist, instant)
            )
            if found:
                return priority, found
        return None, ()


def is_holiday(calendar: Calendar, day: date) -> bool:
    text = day.isoformat()
    return any(holiday.from_ <= text <= holiday.until for holiday in calendar.holidays)


def is_open(calendar: Calendar, day: date) -> bool:
    return any(opening.date == day.isoformat() for opening in calendar.open)


def working_hours(calendar: Calendar, day: date) -> tuple[HourRange, ...]:
    for opening in calendar.open:
        if opening.date == day.isoformat():
            return opening.hours
    if is_holiday(calendar, day):
        return ()
    if not calendar.working_hours:
        return ((0, 1440),)
    hours: tuple[HourRange, ...] = ()
    for entry in calendar.working_hours:
        text = day.isoformat()
        start, end = entry.from_ or "", entry.until or ""
        if len(start or end) == 5:
            text = text[5:]
        covered = (
            (start <= text <= (end or "9"))
            if not (start and end and start > end)
            else (text >= start or text <= end)
        )
        if covered:
            hours = entry.days.get(day.weekday(), ())
    return hours


def day_holds(rule: Rule, day: date, calendar: Calendar) -> bool:
    if rule.days and day.weekday() not in rule.days:
        return False
    off = is_holiday(calendar, day) and not is_open(calendar, day)
    if (rule.holidays == "skip" and off) or (rule.holidays == "only" and not off):
        return False
    if rule.every:
        return recurs(rule, day)
    if rule.from_ and "T" not in rule.from_ and day.isoformat() < rule.from_:
        return False
    return not (rule.until and "T" not in rule.until and day.isoformat() > rule.until)


def recurs(rule: Rule, day: date) -> bool:
    assert rule.from_
    assert rule.until
    first = tuple(int(part) for part in rule.from_.split("-"))
    last = tuple(int(part) for part in rule.until.split("-"))
    if rule.lunar:
        month, leap, number, length = lunar(day)
    else:
        month, leap, number = day.month, False, day.day
        length = ((day.replace(day=1) + timedelta(days=31)).replace(day=1) - _DAY).day
    here = (month, leap, number)
    # the last day of a month also stands for the days that it lacks
    covers = {here} | (
        {(month, leap, n) for n in range(length + 1, 32)} if number == length else set()
    )
    begin, end = (first[0], False, first[1]), (last[0], False, last[1])
    begun = any(place >= begin for place in covers)
    if first > last:
        return begun or here <= end
    return begun and here <= end
