"""The faults that only a calendar shows: never on, over, longer than a day, nothing to show.

Apart from the rest of the room, since a screen has no use for it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from signage.config import CONTENT
from signage.content.model import Content, Playlist, Rule
from signage.content.places import Place, Places
from signage.schedule._messages import fault
from signage.schedule._timetable import Timetable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signage.content.fault import Fault
    from signage.content.model import Screen
    from signage.schedule._decision import Segment

__all__ = ["review"]

_NOWHERE = Places()
_WEEK = timedelta(days=7)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAMED = 6
"""Spans that a message names; the rest it counts."""


def review(content: Content, start: datetime, places: Places = _NOWHERE) -> tuple[Fault, ...]:
    """Judge what is on from `start` (aware) on, without asking for the time.

    `places` tells where it is written, so that every fault has its file and line.

    - A playlist, or an item, whose `when` can never hold is an error.
    - One that was on and never will be again is a warning, and so is an emergency whose rules
      reach further than the 24 hours that it runs.
    - For each screen a warning names the hours of the coming week, of those in which it is lit, in
      which it has nothing to show. A folder of nothing but emergencies goes beside a release, and
      has no such hours.
    """
    faults: list[Fault] = []
    for playlist in content.playlists:
        if not playlist.standby:  # armed by hand, whatever its `when` says
            faults += _whens(content, playlist, start, places.when(playlist.id))
    if content.playlists and all(each.priority == "emergency" for each in content.playlists):
        return tuple(sorted(faults))
    for screen in content.screens or (None,):
        faults += _idle(content, screen, start, places)
    return tuple(sorted(faults))


def _whens(content: Content, playlist: Playlist, start: datetime, place: Place) -> Iterator[Fault]:
    state = _outlook(content, playlist.when, start)
    if state is not None:
        yield fault(*place, f"playlist-{state}")
    elif playlist.priority == "emergency" and _too_long(playlist.when, Timetable(content, None)):
        yield fault(*place, "emergency-long", hours=int(CONTENT.emergency_hours))
    known: dict[tuple[Rule, ...], str | None] = {}
    told: set[int] = set()
    for item in playlist.items:
        if item.when not in known:
            known[item.when] = _outlook(content, item.when, start)
        state = known[item.when]
        if state is not None and item.line not in told:  # a folder's files share a line
            told.add(item.line)
            yield fault(place.file, item.line, f"item-{state}")


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
    """Whether the rules of an emergency together are meant to run for longer than it may.

    Of a single rule that is longer, the loader tells already, at its line.
    """
    limit = CONTENT.emergency_hours
    return _hours(when, timetable) > limit >= max(_hours((each,), timetable) for each in when)


def _hours(when: tuple[Rule, ...], timetable: Timetable) -> float:
    """Hours from the first `from` to the last `until`; 0 where there is no telling."""
    starts = [rule.from_ for rule in when if rule.from_ and rule.every is None]
    ends = [rule.until for rule in when if rule.until and rule.every is None]
    if not starts or not ends:
        return 0.0
    first = datetime.fromisoformat(min(starts)).replace(tzinfo=timetable.zone)
    last = max(
        datetime.fromisoformat(end) + timedelta(days="T" not in end) for end in ends
    ).replace(tzinfo=timetable.zone)
    return (last.timestamp() - first.timestamp()) / 3600


def _idle(
    content: Content, screen: Screen | None, start: datetime, places: Places
) -> Iterator[Fault]:
    """Warn of the hours of a week in which a lit screen has nothing to show."""
    timetable = Timetable(content, screen.id if screen else None)
    if not timetable.playlists:
        if screen is not None:
            yield fault(*places.screen(screen.id), "screen-empty", screen=screen.id)
        return
    lit = Timetable(_lit(content, screen), None)
    local = start.astimezone(timetable.zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    segments = timetable.agenda(midnight, midnight + _WEEK)
    spans = [
        span for segment in segments if not segment.playlists for span in _overlap(segment, lit)
    ]
    if not spans:
        return
    if len(spans) > 1 and spans[-1][1] - spans[0][0] == _WEEK:  # one night, cut by the week's end
        spans = [*spans[1:-1], (spans[-1][0], spans[0][1] + _WEEK)]
    if screen:
        place = places.screen(screen.id)
        yield fault(*place, "screen-idle", screen=screen.id, hours=_words(spans))
    else:  # without `screens.yaml` the gap is where one of these stops
        shown = (name for segment in segments for name in segment.playlists)
        place = places.when(next(shown, timetable.playlists[0]))
        yield fault(*place, "folder-idle", hours=_words(spans))


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
