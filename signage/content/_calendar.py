"""`calendar.yaml`: time zone, working hours, holidays, and days worked by exception.

`working_hours` is a mapping of days to hours that holds all year::

    working_hours: {mon-fri: "07:30-11:30, 13:30-17:00"}

or a list of such mappings, each with the span of the year in which it holds (`MM-DD` for every
year, or dates); the later entry wins on the days that both cover::

    working_hours:
      - {days: {mon-fri: "07:30-11:30, 13:30-17:00"}}
      - {from: 04-15, until: 10-15, days: {mon-fri: "07:00-11:30, 13:30-16:30"}}
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo, available_timezones

from signage.content import _values
from signage.content._fields import Fields, Log, Reported, entries, plain, scalar, value
from signage.content._playlist import mapping
from signage.content._rules import ordered
from signage.content._yaml import Bad, Mapping, Node, Sequence
from signage.content.messages import Phrase, Wrong, meant
from signage.content.model import Calendar, Holiday, HourRange, Opening, WorkingHours

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["read"]

_KEYS = ("timezone", "working_hours", "holidays", "open")
_YEARLY_LENGTH = len("02-14")

T = TypeVar("T")


def read(data: bytes, log: Log) -> Calendar | None:
    """Read the file; None where it is broken as a whole. Every fault is in `log`.

    A wrong holiday or opening costs itself; wrong working hours cost the file, since a centre
    with half its hours is worse than one with those of yesterday.
    """
    node = mapping(data, log, "timezone", Phrase("example-hours"))
    if node is None:
        return None
    fields = Fields(log, node, _KEYS)
    usual = Calendar()
    timezone = fields.take("timezone", _timezone)
    hours = fields.take("working_hours", lambda node, key: _working(node, key, log))
    holidays = fields.take("holidays", lambda node, key: _list(node, key, log, _holiday))
    opened = fields.take("open", lambda node, key: _list(node, key, log, _opening))
    if not fields.good:
        return None
    return Calendar(
        timezone=timezone or usual.timezone,
        working_hours=hours or (),
        holidays=_unlike(holidays or [], log, "holiday-twice", _span),
        open=_unlike(opened or [], log, "opening-twice", lambda each: each.date),
    )


def _timezone(node: Node, key: str) -> str:
    name = scalar(node, key)
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        zones = {zone.lower(): zone for zone in available_timezones()}
        near = meant(name, zones, Phrase("zone"))
        if near.key == "meant":
            near = Phrase("meant", word=zones[str(near.params["word"])])
        raise Wrong("bad-timezone", node.line, value=name, hint=near) from None
    return name


def _working(node: Node, key: str, log: Log) -> tuple[WorkingHours, ...]:
    if isinstance(node, Mapping):
        return (WorkingHours(days=_days(node, key, log)),)
    if not isinstance(node, Sequence):
        if isinstance(node, Bad):
            raise Reported
        scalar(node, key)  # nothing at all is told as such
        raise Wrong("not-mapping", node.line, key=key, example=Phrase("example-hours"))
    made = [_season(each, log) for each in entries(node, key)]
    good = tuple(each for each in made if each is not None)
    if len(good) < len(made):
        raise Reported
    return good


def _season(node: Node, log: Log) -> WorkingHours | None:
    if isinstance(node, Bad) or (isinstance(node, Mapping) and node.spoilt):
        return None
    if not isinstance(node, Mapping):
        example = Phrase("example-season")
        log.tell("not-mapping", node.line, key="working_hours", example=example)
        return None
    fields = Fields(log, node, ("from", "until", "days"))
    days = fields.need("days", lambda each, key: _days(each, key, log))
    since, until = fields.take("from", _season_end), fields.take("until", _season_end)
    if not fields.good or days is None:
        return None
    if (since is None) != (until is None):
        fields.wrong("missing-key", node.line, key="until" if since else "from")
    elif since and until:
        if len(since) != len(until):
            fields.wrong("bad-day", fields.line("until"), value=until)
        elif len(since) > _YEARLY_LENGTH and not ordered(since, until):
            fields.wrong("until-before-from", fields.line("until"), since=since, until=until)
    return WorkingHours(from_=since, until=until, days=days) if fields.good else None


def _season_end(node: Node, key: str) -> str:
    word = scalar(node, key)
    if len(word) == _YEARLY_LENGTH:
        return _values.yearly(word, lunar=False)
    return _values.date(word)


def _days(node: Node, key: str, log: Log) -> dict[int, tuple[HourRange, ...]]:
    if isinstance(node, Bad) or (isinstance(node, Mapping) and node.spoilt):
        raise Reported
    if not isinstance(node, Mapping):
        raise Wrong("not-mapping", node.line, key=key, example=Phrase("example-hours"))
    days: dict[int, tuple[HourRange, ...]] = {}
    good = True
    for written, entry in node.entries.items():
        try:
            covered = _values.days(written)
            hours = _values.hours(scalar(entry.node, written))
        except Wrong as wrong:
            log.add(wrong, entry.line)
            good = False
            continue
        if set(covered) & set(days):
            log.tell("days-twice", entry.line, value=written)
            good = False
        days.update(dict.fromkeys(covered, hours))
    if not good:
        raise Reported
    return dict(sorted(days.items()))


def _list(
    node: Node, key: str, log: Log, convert: Callable[[Fields, Log], T | None]
) -> list[tuple[int, T]]:
    """Convert each entry alone; the good ones, with their lines."""
    good = []
    for each in entries(node, key):
        if isinstance(each, Bad) or (isinstance(each, Mapping) and each.spoilt):
            continue
        if not isinstance(each, Mapping):
            example = "example-holiday" if key == "holidays" else "example-open"
            log.tell("not-mapping", each.line, key=key, example=Phrase(example))
            continue
        keys = ("date", "from", "until", "name") if key == "holidays" else ("date", "hours", "name")
        fields = Fields(log, each, keys)
        made = convert(fields, log)
        if made is not None and fields.good:
            good.append((each.line, made))
    return good


def _holiday(fields: Fields, _log: Log) -> Holiday | None:
    name = fields.take("name", plain) or ""
    if "date" in fields.node.entries:
        for key in ("from", "until"):
            if key in fields.node.entries:
                fields.wrong("date-and-span", fields.line(key), key=key)
                return None
        day = fields.take("date", value(_values.date))
        return Holiday(from_=day, until=day, name=name) if day else None
    if not {"from", "until"} & set(fields.node.entries):
        fields.wrong("missing-key", fields.node.line, key="date")
        return None
    since = fields.need("from", value(_values.date))
    until = fields.need("until", value(_values.date))
    if not since or not until:
        return None
    if until < since:
        fields.wrong("until-before-from", fields.line("until"), since=since, until=until)
    return Holiday(from_=since, until=until, name=name)


def _opening(fields: Fields, _log: Log) -> Opening | None:
    day = fields.need("date", value(_values.date))
    hours = fields.need("hours", value(_values.hours))
    name = fields.take("name", plain) or ""
    return Opening(date=day, hours=hours, name=name) if day and hours else None


def _span(holiday: Holiday) -> str:
    if holiday.from_ == holiday.until:
        return holiday.from_
    return f"{holiday.from_} – {holiday.until}"


def _unlike(
    found: list[tuple[int, T]], log: Log, code: str, named: Callable[[T], str]
) -> tuple[T, ...]:
    """Tell of entries for the same days, and keep the first."""
    first: dict[str, int] = {}
    kept = []
    for line, each in found:
        days = named(each)
        if days in first:
            log.tell(code, line, value=days, first=first[days])
        else:
            first[days] = line
            kept.append(each)
    return tuple(kept)
