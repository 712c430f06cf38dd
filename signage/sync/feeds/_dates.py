"""When a headline was written, from whatever stands there. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["instant"]

_AHEAD = timedelta(minutes=10)
"""How far a feed's clock may be ahead of ours."""
_OLDEST = 1995
"""Year before which no feed was written: `0001-01-01` and 1970 are a program's “unknown”."""
_LONGEST = 100
"""Characters of a date that are looked at."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "ict": 7, "est": -5, "edt": -4, "cst": -6, "cdt": -5,
    "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "jst": 9, "cet": 1, "cest": 2,
}  # fmt: skip
_PM = {"pm": 12, "ch": 12, "am": 0, "sa": 0}
"""Hours to add: English, and Vietnamese (sáng, chiều)."""

_TIME = re.compile(
    r"(?i)(?<!\d)(\d{1,2})[:hg](\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(?!\d)\s*(am|pm|sa|ch)?\b",
)
_OFFSET = re.compile(r"(?i)(?:gmt|utc)?\s*([+-])(\d{1,2})(?::?(\d{2}))?\s*(?:\([^()]*\))?\s*$")
_NAMED = re.compile(r"(?i)(?<![a-z])(z|[a-z]{2,4})\s*$")
_ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?=T|\b)")
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
_WORDED = re.compile(r"(?i)(?<!\d)(\d{1,2})[ -]+([a-z]{3,9})\.?,?[ -]+(\d{4}|\d{2})(?!\d)")
_AMERICAN = re.compile(r"(?i)\b([a-z]{3,9})\.? +(\d{1,2})(?:st|nd|rd|th)?,? +(?:.* )?(\d{4})\b")
_VIETNAMESE = re.compile(r"(?i)(\d{1,2})\s+(?:tháng|thg)\.?\s*(\d{1,2}),?\s+(?:năm\s+)?(\d{4})")
_EPOCH = re.compile(r"(\d{10})(\d{3})?")

_Day = tuple[int, int, int]


def instant(words: str, *, now: datetime, zone: tzinfo) -> datetime | None:
    """The instant that is meant, with its zone; None where nothing sensible stands there.

    Of several readings (`5/6/2026`; a local time that says it is GMT) the first that does not
    lie ahead of `now` is taken. `zone` is that of times which do not say theirs.
    """
    words = " ".join(words[:_LONGEST].split())
    if found := _EPOCH.fullmatch(words):
        return _sane([datetime.fromtimestamp(int(found[1]), UTC)], now)
    time = _TIME.search(words)
    rest = words[: time.start()] + " " + words[time.end() :] if time else words
    clock = _clock(time) if time else (0, 0, 0)
    if clock is None:
        return None
    half = (time[4] or "").lower() if time else ""
    own = _zone(words[time.end() :] if time and not half else rest) if time else None
    readings = [
        made
        for each in ([own, zone] if own is not None else [zone])
        for day in _days(rest.rstrip("Tt "), american=half in {"am", "pm"})
        if (made := _made(day, clock, each)) is not None
    ]
    return _sane(readings, now)


def _sane(readings: list[datetime], now: datetime) -> datetime | None:
    return next((each for each in readings if each <= now + _AHEAD and each.year >= _OLDEST), None)


def _clock(time: re.Match[str]) -> tuple[int, int, int] | None:
    hour, minute, second = int(time[1]), int(time[2]), int(time[3] or 0)
    half = (time[4] or "").lower()
    if half and 1 <= hour <= 12:  # noqa: PLR2004  (17:00 PM is written as well)
        hour = hour % 12 + _PM[half]
    if hour > 24 or minute > 59 or second > 60:  # noqa: PLR2004  (a leap second; 24:00)
        return None
    return hour, minute, min(second, 59)


def _zone(tail: str) -> tzinfo | None:
    if found := _OFFSET.search(tail):
        hours, minutes = int(found[2]), int(found[3] or 0)
        if hours > 14 or minutes > 59:  # noqa: PLR2004  (+14:00 is the farthest there is)
            return None
        away = timedelta(hours=hours, minutes=minutes)
        return timezone(-away if found[1] == "-" else away)
    named = _NAMED.search(tail)
    hours_off = _ZONES.get(named[1].lower()) if named else None
    return None if hours_off is None else timezone(timedelta(hours=hours_off))


def _days(words: str, *, american: bool) -> Iterator[_Day]:
    """Every reading of the day, the likeliest first."""
    if found := (_ISO.search(words) or _COMPACT.search(words)):
        yield int(found[1]), int(found[2]), int(found[3])
    elif found := _VIETNAMESE.search(words):
        yield int(found[3]), int(found[2]), int(found[1])
    elif found := _NUMBERS.search(words):
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        both = [(year, second, first), (year, first, second)]
        yield from reversed(both) if american else both
    elif found := _WORDED.search(words):
        yield _year(int(found[3])), _month(found[2]), int(found[1])
    elif found := _AMERICAN.search(words):
        yield int(found[3]), _month(found[1]), int(found[2])


def _year(written: int) -> int:
    return written if written > 99 else 2000 + written  # noqa: PLR2004


def _month(word: str) -> int:
    head = word[:3].lower()
    return _MONTHS.index(head) + 1 if head in _MONTHS else 0


def _made(day: _Day, clock: tuple[int, int, int], zone: tzinfo) -> datetime | None:
    hour, minute, second = clock
    try:
        start = datetime(*day, tzinfo=zone)
        return start + timedelta(hours=hour, minutes=minute, seconds=second)
    except (ValueError, OverflowError):
        return None
