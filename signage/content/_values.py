"""Single values: words as people write them, to what the models hold. Pure; a fault is `Wrong`."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from difflib import get_close_matches
from ipaddress import ip_address
from urllib.parse import urlsplit

from signage.config import CONTENT
from signage.content.messages import Phrase, Wrong

__all__ = ["DAYS", "date", "days", "duration", "feed", "hours", "moment", "pages", "url", "yearly"]

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_DURATION = re.compile(
    r"(?=\d)(?:(\d{1,6})h)?\s*(?:(\d{1,6})m)?\s*(?:(\d{1,9}(?:\.\d{1,3})?)s?)?", re.ASCII
)
_HOURS = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})", re.ASCII)
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)
_YEARLY = re.compile(r"(\d{2})-(\d{2})", re.ASCII)
_PAGES = re.compile(r"(\d{1,5})(?:\s*[-–]\s*(\d{1,5}))?", re.ASCII)
_HOST = re.compile(r"[^\s/?#@:]+(\.[^\s/?#@:]+)+|localhost|\[[0-9a-fA-F:.]+\]")

_MIDNIGHT = 24 * 60
_MONTHS = 12
_LUNAR_MONTH = 30
_LEAP_YEAR = 2024


def duration(value: str, *, most: float = CONTENT.longest_duration) -> float:
    """Give seconds from `10`, `10s`, `2m`, `1m30s`, `48h`."""
    found = _DURATION.fullmatch(value)
    if not found:
        raise Wrong("bad-duration", value=value)
    hour, minute, second = found.groups()
    seconds = int(hour or 0) * 3600 + int(minute or 0) * 60 + float(second or 0)
    if seconds == 0:
        raise Wrong("zero-duration")
    if seconds > most:
        raise Wrong("long-duration", value=value, limit=int(most // 3600))
    return seconds


def hours(value: str) -> tuple[tuple[int, int], ...]:
    """Give ranges of minutes from midnight from `07:30-11:30, 13:30-17:00`."""
    ranges = []
    for part in value.split(","):
        found = _HOURS.fullmatch(part.strip())
        if not found:
            raise Wrong("bad-hours", value=value)
        first, first_minute, last, last_minute = (int(group) for group in found.groups())
        start, end = first * 60 + first_minute, last * 60 + last_minute
        if max(first_minute, last_minute) > 59 or start >= _MIDNIGHT or end > _MIDNIGHT:  # noqa: PLR2004
            raise Wrong("bad-hours", value=part.strip())
        if start == end:
            raise Wrong("same-hours", value=part.strip())
        ranges.append((start, end))
    return tuple(ranges)


def days(value: str) -> tuple[int, ...]:
    """Give weekdays, Monday 0, in order, from `mon-fri`, `sat, sun`, `fri-mon`."""
    found: set[int] = set()
    for part in value.split(","):
        ends = [end.strip().lower() for end in re.split("[-–]", part)]
        if len(ends) > 2 or any(end not in DAYS for end in ends):  # noqa: PLR2004  (a span has two)
            raise Wrong("bad-days", value=part.strip(), hint=_days_meant(ends))
        first, last = DAYS.index(ends[0]), DAYS.index(ends[-1])
        found.update(day % 7 for day in range(first, last + 1 if last >= first else last + 8))
    return tuple(sorted(found))


def _days_meant(ends: list[str]) -> Phrase:
    near = [get_close_matches(end, DAYS, n=1, cutoff=0.65) for end in ends]
    if all(near) and len(ends) <= 2:  # noqa: PLR2004
        return Phrase("meant", word="-".join(match[0] for match in near))
    return Phrase("days")


def date(value: str, *, code: str = "bad-day") -> str:
    """Check a day such as `2026-02-14`."""
    found = _DATE.fullmatch(value)
    year, month, day = (int(group) for group in found.groups()) if found else (0, 0, 0)
    if not 1 <= month <= _MONTHS or year < 1 or day > 31:  # noqa: PLR2004
        raise Wrong(code, value=value)
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise Wrong("no-such-date", value=value, hint=Phrase("last-day", days=last))
    return value


def moment(value: str) -> str:
    """Give `2026-02-14`, or `2026-02-14T07:30:00` from a date and time of the wall clock."""
    found = _MOMENT.fullmatch(value)
    if not found:
        return date(value, code="bad-date")
    day, hour, minute, second = found.groups()
    date(day, code="bad-date")
    try:
        time = dt.time(int(hour), int(minute), int(second or 0))
    except ValueError:
        raise Wrong("bad-date", value=value) from None
    return f"{day}T{time.isoformat()}"


def yearly(value: str, *, lunar: bool) -> str:
    """Check a day of every year such as `02-14`; a lunar month has up to 30 days."""
    found = _YEARLY.fullmatch(value)
    month, day = (int(group) for group in found.groups()) if found else (0, 0)
    if not 1 <= month <= _MONTHS or not 1 <= day <= 31:  # noqa: PLR2004
        raise Wrong("bad-yearly", value=value)
    last = _LUNAR_MONTH if lunar else monthrange(_LEAP_YEAR, month)[1]
    if day > last:
        raise Wrong("no-such-date", value=value, hint=Phrase("last-day", days=last))
    return value


def pages(value: str) -> tuple[tuple[int, int], ...]:
    """Give ranges of pages from `3`, `1-3`, `1-3,5`."""
    ranges = []
    for part in value.split(","):
        found = _PAGES.fullmatch(part.strip())
        first = int(found.group(1)) if found else 0
        if not found or first == 0:
            raise Wrong("bad-pages", value=value)
        last = int(found.group(2) or first)
        if last < first:
            raise Wrong("bad-pages-order", value=part.strip(), turned=f"{last}-{first}")
        ranges.append((first, last))
    return tuple(ranges)


def url(value: str) -> str:
    """Check a web address."""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        raise Wrong("bad-url", value=value) from None
    host = parts.netloc.rpartition("@")[2]
    host = re.sub(r":\d+$", "", host)
    good = parts.scheme.lower() in {"http", "https"} and _HOST.fullmatch(host)
    if not good or re.search(r"[\s<>\"]", value):
        raise Wrong("bad-url", value=value)
    if len(value) > CONTENT.url_characters:
        raise Wrong("long-url", length=len(value), limit=CONTENT.url_characters)
    return value


def feed(value: str) -> str:
    """Check the address of a feed: nobody signs it, so https, but from this very machine."""
    parts = urlsplit(url(value))
    if parts.scheme.lower() == "https" or _loopback(parts.hostname or ""):
        return value
    raise Wrong("feed-not-https", value=value)


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
