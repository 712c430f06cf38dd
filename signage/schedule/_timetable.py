"""What is on at an instant, why, and until when."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from signage.config import SCHEDULE
from signage.errors import ContentError
from signage.schedule._agenda import stretches
from signage.schedule._almanac import Almanac
from signage.schedule._compiled import PRIORITIES, Compiled, Showing
from signage.schedule._decision import Decision, Segment
from signage.schedule._emergency import Emergency, Window
from signage.schedule._lineup import lineup, screen_of
from signage.schedule._rulebook import RuleBook
from signage.schedule._scan import changes
from signage.schedule._steps import bits
from signage.schedule._walltime import DAY, WallClock
from signage.schedule._why import why

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from signage.content.model import Content, Priority

__all__ = ["Timetable"]


class _View(NamedTuple):
    """What must stay the same for nothing to have changed."""

    showing: Showing
    hidden: frozenset[tuple[int, int]]
    lit: bool


class Timetable:
    """The rules of one screen, compiled once; it never changes and never asks for the time."""

    def __init__(self, content: Content, screen_id: str | None) -> None:
        """Compile what `content` says of a screen.

        Raises:
            ContentError: this system does not know the calendar's time zone.
        """
        self.screen_id = screen_id
        self._playlists = lineup(content, screen_id)
        screen = screen_of(content, screen_id)
        self.named = screen is not None or not content.has_screens
        """Whether the folder knows this screen; if not, it plays the common playlists."""
        self._clock = WallClock(_zone(content.calendar.timezone))
        self._compiled = Compiled(self._playlists, screen)
        self._book = RuleBook(self._compiled.rules, Almanac(content.calendar))
        self._emergencies = [
            (number, Emergency(playlist, self._clock))
            for number, playlist in enumerate(self._playlists)
            if playlist.priority == "emergency"
        ]

    @property
    def zone(self) -> ZoneInfo:
        """The calendar's time zone, in which every answer is given."""
        return self._clock.zone

    @property
    def playlists(self) -> tuple[str, ...]:
        """Ids of all that this screen ever plays, in order."""
        return tuple(playlist.id for playlist in self._playlists)

    def at(
        self,
        instant: datetime,
        *,
        trusted: bool = True,
        arrivals: Mapping[str, datetime] | None = None,
        floor: datetime | None = None,
    ) -> Decision:
        """Decide what is on at an (aware) instant.

        `arrivals` tells when an emergency first came to this device, by playlist id. It runs 24
        hours at most, from its `from` or from its arrival if that is later; without either it
        counts back from its `until`. An arrival never holds back its beginning.

        While the clock is not `trusted`:

        - Emergencies are on from their arrival, whatever the clock says, and end by elapsed time:
          after as long as from their `from` to their `until`, 24 hours at most. `instant` and
          `arrivals` are then of the same clock, and only the time between them counts; one that
          is not in `arrivals` counts as arriving now. One whose `until` is no later than `floor`,
          an instant known to have passed, is over.
        - Playlists and items without a `when` are on. Those with a rule that names a date (`from`,
          `until`, `every`) are not started by that rule.
        - Rules with `days`, `hours`, `holidays` or `working` alone name no date. The time of day
          is as unknown as the date, so these are not judged: a normal playlist with such a rule is
          on, all day, rather than at the wrong time of it. A priority playlist takes the screen
          for itself, so with any `when` it waits for the right time.
        - The screen is lit.
        """
        now = self._clock.micros(instant)
        known = (
            {}
            if arrivals is None
            else {name: self._clock.micros(when) for name, when in arrivals.items()}
        )
        if not trusted:
            return self._untimed(now, known, None if floor is None else self._clock.micros(floor))
        windows = self._windows(known)
        holding = self._book.holding(self._clock.wall(now))
        view = self._view(holding, _allowed(windows, now))
        change = self._next(now, view, windows)
        return self._decision(view, change, "")

    def agenda(
        self,
        start: datetime,
        end: datetime,
        *,
        arrivals: Mapping[str, datetime] | None = None,
    ) -> list[Segment]:
        """Give what is on from `start` to `end`: adjacent segments without gaps, none empty.

        Neighbours differ in playlists or priority. `arrivals` as in `at`; the clock is trusted.
        """
        now, last = self._clock.micros(start), self._clock.micros(end)
        known = (
            {}
            if arrivals is None
            else {name: self._clock.micros(when) for name, when in arrivals.items()}
        )
        if now >= last:
            return []
        windows = self._windows(known)
        edges = [edge for edge in _edges(windows) if now < edge < last]
        spans = [
            (begun, over, _allowed(windows, begun)) for begun, over in pairwise([now, *edges, last])
        ]
        found = list(stretches(self._compiled, self._book, self._clock, spans))
        ends = [*(since for since, _ in found[1:]), self._clock.told(last)]
        return [
            Segment(since, until, _priority(showing), showing.ids)
            for (since, showing), until in zip(found, ends, strict=True)
        ]

    def _untimed(self, now: int, arrivals: Mapping[str, int], floor: int | None) -> Decision:
        windows = {}
        for number, emergency in self._emergencies:
            window = emergency.elapsed(arrivals.get(emergency.id, now), floor)
            if window is not None:
                windows[number] = window
        showing = self._compiled.showing_untimed(_allowed(windows, now))
        view = _View(showing, self._compiled.hidden(showing, self._compiled.undated), lit=True)
        change = min((windows[n].end for n in showing.playlists if n in windows), default=None)
        return self._decision(view, change, "the clock is not trusted: ")

    def _decision(self, view: _View, change: int | None, proviso: str) -> Decision:
        ids = view.showing.ids
        until = None if change is None else self._clock.told(change)
        if not self.named:
            which = repr(self.screen_id) if self.screen_id else "of this device"
            proviso = f"no screen {which} in screens.yaml, common playlists: {proviso}"
        return Decision(
            playlists=ids,
            priority=_priority(view.showing),
            lit=view.lit,
            until=until,
            hidden=frozenset((self._playlists[n].id, index) for n, index in view.hidden),
            why=proviso + why(ids, _priority(view.showing), until, lit=view.lit),
        )

    def _windows(self, arrivals: Mapping[str, int]) -> dict[int, Window]:
        windows = {}
        for number, emergency in self._emergencies:
            window = emergency.window(arrivals.get(emergency.id))
            if window is not None:
                windows[number] = window
        return windows

    def _view(self, holding: int, allowed: int) -> _View:
        showing = self._compiled.showing(holding, allowed)
        hidden = self._compiled.hidden(showing, holding)
        return _View(showing, hidden, self._compiled.lit(holding))

    def _next(self, now: int, view: _View, windows: Mapping[int, Window]) -> int | None:
        """Give the first instant after `now` at which `view` no longer holds; None: never."""
        last = horizon = None
        if self._book.yearly:
            last = self._clock.wall(now) // DAY + SCHEDULE.horizon
            horizon = self._clock.instant((last + 1) * DAY)
        relevant = self._compiled.relevant(view.showing)
        edges = [e for e in _edges(windows) if now < e and (horizon is None or e < horizon)]
        for start, end in pairwise([now, *edges, None]):
            assert start is not None  # noqa: S101  (only the last one has no end)
            allowed = _allowed(windows, start)
            if start > now and self._differs(start, view, allowed):
                return start
            verdicts: dict[int, bool] = {}

            def matters(
                holding: int, allowed: int = allowed, verdicts: dict[int, bool] = verdicts
            ) -> bool:
                held = holding & relevant
                if held not in verdicts:
                    verdicts[held] = self._view(holding, allowed) != view
                return verdicts[held]

            final = last if end is None else self._clock.wall(end) // DAY
            for instant in changes(
                self._book, self._clock, start, matters=matters, relevant=relevant, last=final
            ):
                if end is not None and instant >= end:
                    break
                if self._differs(instant, view, allowed):
                    return instant
        return horizon

    def _differs(self, instant: int, view: _View, allowed: int) -> bool:
        holding = self._book.holding(self._clock.wall(instant))
        return self._view(holding, allowed) != view


def _edges(windows: Mapping[int, Window]) -> list[int]:
    """Instants at which an emergency may begin or must end, in order."""
    return sorted({edge for window in windows.values() for edge in window if edge is not None})


def _allowed(windows: Mapping[int, Window], now: int) -> int:
    """Give the emergencies whose window holds this instant, as bits."""
    return bits(
        number
        for number, window in windows.items()
        if (window.start is None or window.start <= now) and now < window.end
    )


def _priority(showing: Showing) -> Priority | None:
    return None if showing.rank < 0 else PRIORITIES[showing.rank]


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ContentError(
            f"playlists/calendar.yaml: this device does not know the time zone {name!r}; "
            "write one such as Asia/Ho_Chi_Minh, or install the package tzdata"
        ) from error
