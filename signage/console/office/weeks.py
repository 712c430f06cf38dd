"""The week of each screen, as `signage agenda` reckons it, cut into days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from signage.content.model import Video
from signage.schedule import LunarDate, Timetable, lunar_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signage.content.loader import Loaded
    from signage.content.model import Content, Playlist

__all__ = ["Block", "Day", "Run", "lap", "of_playlist", "of_screen", "runs", "this_week"]

_VIDEO = 30.0
"""Seconds that a whole video counts as, where nobody knows its length here."""
_DAY = 1440
_NAMED = 8
"""Playlists that are named of a block."""
_LINE = 14.5
"""Units of the drawing from one name to the next."""


class Block(NamedTuple):
    """A stretch of a day in which the same is on. Minutes from midnight."""

    start: int
    end: int
    priority: str
    playlists: tuple[str, ...]
    """What people call them."""
    ids: tuple[str, ...]

    @property
    def hours(self) -> str:
        """`07:30–11:30`."""
        return f"{self.start // 60:02}:{self.start % 60:02}–{self.end // 60:02}:{self.end % 60:02}"

    @property
    def named(self) -> str:
        """The first of them, and how many more."""
        more = len(self.playlists) - _NAMED
        return ", ".join(self.playlists[:_NAMED]) + (f" +{more}" if more > 0 else "")

    @property
    def lines(self) -> list[tuple[float, str]]:
        """As many names as there is room for, each with its place in the drawing."""
        room = int((self.height - 4) / _LINE)
        names = list(self.playlists)
        if len(names) > room > 0:
            names = [*names[: room - 1], f"+{len(names) - room + 1}"]
        return [(self.y + 14 + n * _LINE, name) for n, name in enumerate(names[: max(room, 0)])]

    @property
    def y(self) -> float:
        """Of the drawing, in which a day is 480 units high."""
        return self.start / 3

    @property
    def height(self) -> float:
        """Of the drawing."""
        return (self.end - self.start) / 3


class Day(NamedTuple):
    """A day of a week."""

    date: date
    lunar: LunarDate | None
    name: str
    """Of the holiday, if it is one."""
    off: bool
    blocks: tuple[Block, ...]
    today: bool


class Run(NamedTuple):
    """Days one after the other in which the same is on at the same hours."""

    days: tuple[Day, ...]

    @property
    def first(self) -> Day:
        """Of them all, too, but for its date."""
        return self.days[0]

    @property
    def last(self) -> Day | None:
        """None: it is one day alone."""
        return self.days[-1] if len(self.days) > 1 else None

    @property
    def today(self) -> bool:
        """Whether today is one of them."""
        return any(each.today for each in self.days)


def runs(days: Sequence[Day]) -> list[Run]:
    """A week in as few lines as it takes: Monday to Friday, Saturday, Sunday."""
    found: list[Run] = []
    for day in days:
        last = found[-1].days[-1] if found else None
        if last and (last.blocks, last.off, last.name) == (day.blocks, day.off, day.name):
            found[-1] = Run((*found[-1].days, day))
        else:
            found.append(Run((day,)))
    return found


def this_week(at: date | None, content: Content) -> date:
    """The Monday of the week of a day; none: of today."""
    if at is None:
        at = datetime.now(UTC).astimezone(Timetable(content, None).zone).date()
    return at - timedelta(days=at.weekday())


def of_screen(content: Content, screen: str | None, monday: date) -> list[Day]:
    """Seven days of a screen; None: of one that `screens.yaml` does not name."""
    timetable = Timetable(content, screen)
    zone = timetable.zone
    names = {each.id: each.name or each.id for each in content.playlists}
    start = datetime.combine(monday, time(), zone)
    segments = timetable.agenda(start, datetime.combine(monday + timedelta(days=7), time(), zone))
    today = datetime.now(UTC).astimezone(zone).date()
    days = []
    for n in range(7):
        day = monday + timedelta(days=n)
        first = datetime.combine(day, time(), zone)
        blocks = []
        for each in segments:
            since = max(0, round((each.start - first).total_seconds() / 60))
            until = min(_DAY, round((each.end - first).total_seconds() / 60))
            if since < until and each.playlists:
                called = tuple(names.get(name, name) for name in each.playlists)
                blocks.append(Block(since, until, each.priority or "", called, each.playlists))
        holiday = next(
            (h for h in content.calendar.holidays if h.from_ <= day.isoformat() <= h.until), None
        )
        days.append(
            Day(
                day, lunar_date(day), holiday.name if holiday else "", holiday is not None,
                tuple(blocks), day == today,
            )
        )  # fmt: skip
    return days


def of_playlist(loaded: Loaded, name: str) -> list[Day]:
    """Seven days from today in which a playlist would be on, whatever else is."""
    content = loaded.content
    alone = [each for each in content.playlists if each.id == name]
    lone = msgspec.structs.replace(
        content, playlists=tuple(alone), screens=(), groups={}, has_screens=False
    )
    return of_screen(lone, None, this_week(None, content)) if alone else []


def lap(playlist: Playlist) -> float:
    """Seconds of one round through a playlist, as far as that can be told from its file."""
    return sum(_seconds(playlist.items))


def _seconds(items: Sequence[object]) -> list[float]:
    return [
        (getattr(each, "duration", None) or (_VIDEO if isinstance(each, Video) else 0.0))
        for each in items
    ]
