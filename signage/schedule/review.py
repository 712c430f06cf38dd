"""The faults that only a calendar shows: never on, over, longer than a day, nothing to show.

Apart from the rest of the room, since a screen has no use for it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from signage.config import CONTENT
from signage.content.model import Content, Playlist, Rule
from signage.schedule._messages import fault
from signage.schedule._timetable import Timetable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signage.content.fault import Fault
    from signage.content.model import Screen
    from signage.schedule._decision import Segment

__all__ = ["review"]

_SCREENS = "playlists/screens.yaml"
_WEEK = timedelta(days=7)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAMED = 6
"""Spans that a message names; the rest it counts."""


def review(content: Content, start: datetime) -> tuple[Fault, ...]:
    """Judge what is on from `start` (aware) on, without asking for the time.

    - A playlist, or an item, whose `when` can never hold is an error.
    - One that was on and never will be again is a warning, and so is an emergency whose rules
      reach further than the 24 hours that it runs.
    - For each screen a warning names the hours of the coming week, of those in which it is lit, in
      which it has nothing to show.
    """
    faults: list[Fault] = []
    for playlist in content.playlists:
        faults += _whens(content, playlist, start)
    for screen in content.screens or (None,):
        faults += _idle(content, screen, start)
    return tuple(sorted(faults))


def _whens(content: Content, playlist: Playlist, start: datetime) -> Iterator[Fault]:
    file = f"playlists/{playlist.id}.yaml"
    state = _outlook(content, playlist.when, start)
    if state is not None:
        yield fault(file, 1, f"playlist-{state}")
    elif playlist.priority == "emergency" and _too_long(playlist.when, Timetable(content, None)):
        yield fault(file, 1, "emergency-long", hours=int(CONTENT.emergency_hours))
    known: dict[tuple[Rule, ...], str | None] = {}
    told: set[int] = set()
    for item in playlist.items:
        if item.when not in known:
            known[item.when] = _outlook(content, item.when, start)
        state = known[item.when]
        if state is not None and item.line not in told:  # a folder's files share a line
            told.add(item.line)
            yield fault(file, item.line, f"item-{state}")


def _outlook(content: Content, when: tuple[Rule, ...], start: datetime) -> str | None:
    """Tell `never` or `over` of a `when` that will not hold at or after `start`."""
    if not when:
        return None
    alone = Playlist(id="it", when=when)
    timetable = Timetable(
        msgspec.structs.replace(
            content, playlists=(alone,), screens=(), groups={}, has_screens=False
        ),
        None,
    )
    if _ever(timetable, start):
        return None
    calendar = content.calendar
    named = [
        *(text for rule in when if rule.every is None for text in (rule.from_, rule.until)),
        *(each.from_ for each in calendar.holidays),
        *(each.date for each in calendar.open),
        *(each.from_ for each in calendar.working_hours if len(each.from_ or "") > len("MM-DD")),
    ]
    days = [date.fromisoformat(text[:10]) for text in named if text]
    first = min((day for day in days if day.year > 1), default=start.date()) - _WEEK
    earlier = datetime(first.year, first.month, first.day, tzinfo=timetable.zone)
    return "over" if earlier < start and _ever(timetable, earlier) else "never"


def _ever(timetable: Timetable, start: datetime) -> bool:
    """Whether the only playlist of a timetable is on at or after an instant."""
    decision = timetable.at(start)
    if decision.playlists or decision.until is None:
        return bool(decision.playlists)
    return bool(timetable.at(decision.until).playlists)


def _too_long(when: tuple[Rule, ...], timetable: Timetable) -> bool:
    """Whether an emergency is meant to run for longer than it may."""
    starts = [rule.from_ for rule in when if rule.from_ and rule.every is None]
    ends = [rule.until for rule in when if rule.until and rule.every is None]
    if not starts or not ends:
        return False
    first = datetime.fromisoformat(min(starts)).replace(tzinfo=timetable.zone)
    last = max(
        datetime.fromisoformat(end) + timedelta(days="T" not in end) for end in ends
    ).replace(tzinfo=timetable.zone)
    return last.timestamp() - first.timestamp() > CONTENT.emergency_hours * 3600


def _idle(content: Content, screen: Screen | None, start: datetime) -> Iterator[Fault]:
    """Warn of the hours of a week in which a lit screen has nothing to show."""
    timetable = Timetable(content, screen.id if screen else None)
    if not timetable.playlists:
        if screen is not None:
            yield fault(_SCREENS, 1, "screen-empty", screen=screen.id)
        return
    lit = Timetable(_lit(content, screen), None)
    local = start.astimezone(timetable.zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    spans = [
        span
        for segment in timetable.agenda(midnight, midnight + _WEEK)
        if not segment.playlists
        for span in _overlap(segment, lit)
    ]
    if spans:
        where = (_SCREENS, 1) if screen else ("playlists", 1)
        code = "screen-idle" if screen else "folder-idle"
        yield fault(*where, code, screen=screen.id if screen else "", hours=_words(spans))


def _lit(content: Content, screen: Screen | None) -> Content:
    """Make a content whose only playlist is on while the screen is lit."""
    when = (Rule(hours=screen.on),) if screen and screen.on else ()
    return Content(playlists=(Playlist(id="lit", when=when),), calendar=content.calendar)


def _overlap(segment: Segment, lit: Timetable) -> Iterator[tuple[datetime, datetime]]:
    for part in lit.agenda(segment.start, segment.end):
        if part.playlists:
            yield part.start, part.end


def _words(spans: list[tuple[datetime, datetime]]) -> str:
    """Name spans of a week, those of the same hours together: `mon tue 22:00–06:00`."""
    days: dict[str, list[str]] = {}
    for begin, end in spans:
        day = _DAYS[begin.weekday()]
        if end - begin < timedelta(days=1):
            hours = f"{begin:%H:%M}–{end:%H:%M}"
        else:
            hours = f"{begin:%H:%M}–{_DAYS[end.weekday()]} {end:%H:%M}"
        days.setdefault(hours, []).append(day)
    words = [
        f"{'mon-sun' if len(found) == len(_DAYS) else ' '.join(found)} {hours}"
        for hours, found in days.items()
    ]
    return ", ".join([*words[:_NAMED], *(["…"] if len(words) > _NAMED else [])])
