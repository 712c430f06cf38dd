"""What a submission changes, in words a reviewer checks: texts, durations, the week."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from difflib import SequenceMatcher, unified_diff
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from signage.config import CONTENT
from signage.console.office.freezing import files, loaded_of
from signage.console.office.stale import Mark, marks
from signage.content.model import Board, Codes, Slide
from signage.schedule import Timetable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet
    from datetime import date
    from pathlib import Path

    from signage.content.model import Content, Item, Playlist
    from signage.schedule import Segment

__all__ = [
    "Change", "Day", "Frozen", "Line", "Spans", "Week", "Whole", "durations", "texts", "weeks",
    "whole",
]  # fmt: skip

_LINES = 200
"""Of one file's differences, or of one playlist's items."""
_WHOLE = 250
"""Lines of all files together: a page has to open on a phone."""
_DAYS = 7
_NAMED = 8
"""Playlists that are named of a stretch of a day."""


class Change(NamedTuple):
    """A file that differs. Lines begin with `+`, `-` or a space."""

    name: str
    lines: tuple[str, ...]
    file: bool = False
    """A picture or the like: told by its name alone."""
    more: int = 0
    """Lines that are not shown."""


class Line(NamedTuple):
    """One item, and for how many seconds it is shown; None: not there, 0: as long as it lasts."""

    words: str
    before: float | None
    after: float | None


class Spans(NamedTuple):
    """A playlist whose items or durations differ. Seconds of one round, without whole videos."""

    name: str
    before: float | None
    after: float | None
    lines: tuple[Line, ...]
    more: int = 0
    """Lines that are not shown."""


class Day(NamedTuple):
    """What is on through a day, before and after, in lines such as `07:30 – 11:30 Sảnh chính`."""

    day: date
    last: date
    """The same every day until this one."""
    before: tuple[str, ...]
    after: tuple[str, ...]


class Week(NamedTuple):
    """The days of some screens that differ; none: their week stays as it is."""

    screens: tuple[str, ...]
    days: tuple[Day, ...]


class Whole(NamedTuple):
    """All of it."""

    texts: tuple[Change, ...]
    durations: tuple[Spans, ...]
    weeks: tuple[Week, ...]
    stale: tuple[Mark, ...]


class Frozen(NamedTuple):
    """A frozen folder, and what tells it from others."""

    folder: Path
    digest: str


@lru_cache(maxsize=16)
def whole(before: Frozen | None, after: Frozen, day: date) -> Whole:
    """Compare two frozen folders, once a day: what is frozen does not change."""
    was = before.folder if before else None
    return Whole(
        tuple(texts(was, after.folder)),
        tuple(durations(was, after.folder)),
        tuple(weeks(was, after.folder, day)),
        tuple(marks(files(after.folder))),
    )


def texts(before: Path | None, after: Path) -> list[Change]:
    """Every playlist's file that differs, line by line, and every other file by name."""
    old = files(before) if before else {}
    new = files(after)
    found = []
    left = _WHOLE
    for name in sorted(old.keys() | new.keys()):
        one, other = old.get(name), new.get(name)
        if one and other and _same(one, other):
            continue
        if name.endswith((".yaml", ".csv", ".txt", ".srt", ".vtt")):
            said = unified_diff(_lines(one), _lines(other), lineterm="", n=2)
            lines = tuple(each for each in said if not each.startswith(("---", "+++", "@@")))
            shown = lines[: min(_LINES, left)]
            left -= len(shown)
            found.append(Change(name, shown, more=len(lines) - len(shown)))
        else:
            lines = (*(("-" + name,) if one else ()), *(("+" + name,) if other else ()))
            found.append(Change(name, lines, file=True))
    return found


def durations(before: Path | None, after: Path) -> list[Spans]:
    """Every playlist in which an item comes, goes, or is shown for longer or shorter."""
    old = {each.id: each for each in loaded_of(before).content.playlists} if before else {}
    new = {each.id: each for each in loaded_of(after).content.playlists}
    found = []
    left = _WHOLE
    for name in sorted(old.keys() | new.keys()):
        was, now = old.get(name), new.get(name)
        lines = _items(was, now)
        if lines:
            shown = now or was
            title = shown.name if shown else name
            some = lines[: min(_LINES, left)]
            left -= len(some)
            more = len(lines) - len(some)
            found.append(Spans(title or name, _round(was), _round(now), some, more))
    return found


def weeks(before: Path | None, after: Path, day: date) -> list[Week]:
    """What is on in a week, of the screens for which it changes; alike ones together."""
    old = loaded_of(before).content if before else None
    new = loaded_of(after).content
    names = {
        each.id: each.name or each.id for each in (*(old.screens if old else ()), *new.screens)
    }
    grouped: dict[tuple[Day, ...], list[str]] = {}
    for screen in names or {"": ""}:
        days = _days(old, new, screen or None, day)
        if days:
            grouped.setdefault(days, []).append(names.get(screen, ""))
    return [Week(tuple(shown), days) for days, shown in grouped.items()]


def _days(old: Content | None, new: Content, screen: str | None, day: date) -> tuple[Day, ...]:
    one, other = _agenda(old, screen, day), _agenda(new, screen, day)
    found: list[Day] = []
    for each in sorted(one.keys() | other.keys()):
        was, will = one.get(each, ()), other.get(each, ())
        if was == will:
            continue
        differs = _titles(was) ^ _titles(will)
        lines = tuple(tuple(stretch.said(differs) for stretch in day) for day in (was, will))
        begun = each
        if found and found[-1].last == each - timedelta(days=1) and found[-1][2:] == lines:
            begun = found.pop().day
        found.append(Day(begun, each, *lines))
    return tuple(found)


class _Stretch(NamedTuple):
    """What is on from one time of a day until another."""

    hours: str
    titles: tuple[str, ...]

    def said(self, first: AbstractSet[str]) -> str:
        """In a line. Of many playlists a few are named, those of `first` before others."""
        named = set(sorted(self.titles, key=lambda title: title not in first)[:_NAMED])
        shown = [title for title in self.titles if title in named]
        more = len(self.titles) - len(shown)
        return f"{self.hours} {', '.join(shown)}{f' +{more}' if more else ''}"


def _titles(day: Iterable[_Stretch]) -> set[str]:
    return {title for stretch in day for title in stretch.titles}


def _agenda(
    content: Content | None, screen: str | None, first: date
) -> dict[date, tuple[_Stretch, ...]]:
    """What is on each day; neighbours with the same playlists in one."""
    if content is None or (screen and screen not in {each.id for each in content.screens}):
        return {}
    timetable = Timetable(content, screen)
    start = datetime.combine(first, time(), timetable.zone)
    titles = {each.id: each.name or each.id for each in content.playlists}
    found = {}
    for number in range(_DAYS):
        day = start + timedelta(days=number)
        segments = timetable.agenda(day, day + timedelta(days=1))
        found[day.date()] = tuple(
            _Stretch(_hours(each, day), tuple(titles.get(name, name) for name in each.playlists))
            for each in segments
            if each.playlists
        )
    return found


def _hours(segment: Segment, day: datetime) -> str:
    start, end = segment.start.astimezone(day.tzinfo), segment.end.astimezone(day.tzinfo)
    ends = "24:00" if end.date() > day.date() else f"{end:%H:%M}"
    return f"{start:%H:%M} – {ends}"


def _items(was: Playlist | None, now: Playlist | None) -> tuple[Line, ...]:
    old = [(_words(each), _seconds(each)) for each in was.items] if was else []
    new = [(_words(each), _seconds(each)) for each in now.items] if now else []
    matcher = SequenceMatcher(
        a=[each[0] for each in old], b=[each[0] for each in new], autojunk=False
    )
    lines = []
    for tag, one, one_end, other, other_end in matcher.get_opcodes():
        if tag == "equal":
            pairs = zip(old[one:one_end], new[other:other_end], strict=True)
            lines += [Line(a[0], a[1], b[1]) for a, b in pairs if a[1] != b[1]]
            continue
        lines += [Line(words, seconds, None) for words, seconds in old[one:one_end]]
        lines += [Line(words, None, seconds) for words, seconds in new[other:other_end]]
    return tuple(lines)


def _words(item: Item) -> str:
    if isinstance(item, Slide | Codes):
        title = item.title.get("vi") or next(iter(item.title.values()), "")
        return title.replace("\n", " ") or item.topic or ""
    if isinstance(item, Board):
        return item.title.get("vi") or item.path
    return item.path


def _seconds(item: Item) -> float:
    if item.duration is not None:
        return item.duration
    return 0.0 if type(item).__name__ == "Video" else CONTENT.default_duration


def _round(playlist: Playlist | None) -> float | None:
    return sum(map(_seconds, playlist.items)) if playlist else None


def _same(one: Path, other: Path) -> bool:
    first, second = one.stat(), other.stat()
    if (first.st_dev, first.st_ino) == (second.st_dev, second.st_ino):
        return True
    return first.st_size == second.st_size and one.read_bytes() == other.read_bytes()


def _lines(path: Path | None) -> list[str]:
    return path.read_text(encoding="utf-8", errors="replace").splitlines() if path else []
