"""Whether content that was not parsed here is what a loader could have made. Pure.

A signed manifest comes as JSON from whoever holds a key: the schedule and the player believe each
value of it, since a loader checked them. What no loader makes (a date that is none, a zone that is
nowhere, a second that never ends) would stop the screen, with the right content on it as well.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from signage.config import CONTENT
from signage.content.model import FeedLine, FileLine, Image, Pdf, TextLine, Video

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from signage.content.model import Calendar, Content, HourRange, Item, Playlist, Rule, Text

__all__ = ["unsound"]

_DAY = 24 * 60
_YEARLY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_PAGES_MOST = 99_999
_VOLUME_MOST = 100


def unsound(content: Content) -> str | None:
    """Give the first thing that no loader would let pass, in a few words; None: all is well."""
    return next(_all(content), None)


def _all(content: Content) -> Iterator[str]:
    ids = [playlist.id for playlist in content.playlists]
    screens = [screen.id for screen in content.screens]
    yield from (f"the name {each!r}" for each in (*ids, *screens) if not _name(each))
    if len(set(ids)) < len(ids) or len(set(screens)) < len(screens):
        yield "two of one name"
    for playlist in content.playlists:
        yield from (f"{playlist.id}: {each}" for each in _playlist(playlist))
    for screen in content.screens:
        yield from (f"{screen.id}: {each}" for each in _hours(screen.on))
    yield from _calendar(content.calendar)


def _playlist(playlist: Playlist) -> Iterator[str]:
    yield from _rules(playlist.when)
    for item in playlist.items:
        yield from _item(item)
    for line in playlist.ticker:
        if isinstance(line, TextLine):
            yield from _text(line.text)
        elif isinstance(line, FileLine):
            yield from _path(line.path)
        else:
            yield from _feed(line)


def _item(item: Item) -> Iterator[str]:
    yield from _rules(item.when)
    yield from _text(item.caption)
    if item.duration is not None and not 0 < item.duration <= CONTENT.longest_duration:
        yield f"a duration of {item.duration} s"
    if item.qr is not None:
        yield from _address(item.qr)
    if isinstance(item, Image | Video | Pdf):
        yield from _path(item.path)
    else:
        yield from _text(item.title)
        yield from _text(item.body)
    if isinstance(item, Video):
        if not 0 <= item.volume <= _VOLUME_MOST:
            yield f"a volume of {item.volume}"
        if item.subtitles is not None:
            yield from _path(item.subtitles)
    if isinstance(item, Pdf):
        pages = (f"pages {a}-{b}" for a, b in item.pages if not 1 <= a <= b <= _PAGES_MOST)
        yield from pages


def _feed(line: FeedLine) -> Iterator[str]:
    yield from _address(line.url)
    if line.max < 1 or (line.age is not None and not 0 < line.age < math.inf):
        yield f"a feed of {line.max} headlines of {line.age} s"


def _rules(rules: Iterable[Rule]) -> Iterator[str]:
    for rule in rules:
        for end in (rule.from_, rule.until):
            if end is not None and not (_yearly(end, rule) if rule.every else _moment(end)):
                yield f"the date {end!r}"
        if rule.lunar and not rule.every:
            yield "a lunar date of one year"
        if any(not 0 <= day < 7 for day in rule.days):  # noqa: PLR2004
            yield f"the days {rule.days}"
        yield from _hours(rule.hours)


def _hours(hours: Iterable[HourRange]) -> Iterator[str]:
    for start, end in hours:
        if not (0 <= start < _DAY and 0 <= end <= _DAY and start != end):
            yield f"the hours {start}-{end}"


def _calendar(calendar: Calendar) -> Iterator[str]:
    try:
        ZoneInfo(calendar.timezone)
    except (KeyError, ValueError, OSError):  # as zoneinfo has it
        yield f"the time zone {calendar.timezone!r}"
    for season in calendar.working_hours:
        ends = [each for each in (season.from_, season.until) if each is not None]
        if len(ends) == 1 or not (all(map(_season, ends)) or all(map(_date, ends))):
            yield f"the season {season.from_}-{season.until}"
        if any(not 0 <= day < 7 for day in season.days):  # noqa: PLR2004
            yield "a day of a week of more than seven"
        for hours in season.days.values():
            yield from _hours(hours)
    for holiday in calendar.holidays:
        if not (_date(holiday.from_) and _date(holiday.until) and holiday.from_ <= holiday.until):
            yield f"the holiday {holiday.from_}-{holiday.until}"
    for opening in calendar.open:
        if not _date(opening.date):
            yield f"the day {opening.date!r}"
        yield from _hours(opening.hours)


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


def _name(name: str) -> bool:
    return 0 < len(name) <= CONTENT.path_characters and name.isprintable()


def _path(path: str) -> Iterator[str]:
    if not 0 < len(path) <= CONTENT.path_characters:
        yield f"the path {path[:40]!r}"


def _address(address: str) -> Iterator[str]:
    good = address.lower().startswith(("http://", "https://")) and address.isprintable()
    if not good or len(address) > CONTENT.url_characters:
        yield f"the address {address[:40]!r}"


def _text(text: Text) -> Iterator[str]:
    for tag, words in text.items():
        if len(words) > CONTENT.text_characters or not 0 < len(tag) <= 40:  # noqa: PLR2004
            yield f"a text in {tag[:40]!r}"
