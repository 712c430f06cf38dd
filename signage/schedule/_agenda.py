"""What is on through a span of time: a walk through the days, instead of a search for each change.

A day's pieces are reckoned once for all days alike. From one piece to the next few rules change, so
only the playlists that hang on those are judged again, and lower classes not before they count.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from signage.schedule._compiled import EMERGENCY, PRIORITIES
from signage.schedule._walltime import DAY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from signage.schedule._compiled import Compiled, Showing
    from signage.schedule._rulebook import Day, RuleBook
    from signage.schedule._walltime import WallClock

__all__ = ["stretches"]

_MOST_DAYS = 64
"""Whose pieces are kept for others alike; a week and its holidays are some twenty."""
_MOST_SHOWINGS = 20_000
_FEW = 16
"""Rules that changed, up to which only what hangs on them is judged; more cost as much as all."""

_Pieces = list[tuple[int, "Showing"]]
"""When they start, in microseconds from midnight, and what is on; neighbours differ."""


def stretches(
    compiled: Compiled,
    book: RuleBook,
    clock: WallClock,
    spans: list[tuple[int, int, int]],
) -> Iterator[tuple[datetime, Showing]]:
    """Give what is on, and since when, in order; neighbours differ.

    `spans` adjoin: each the first instant, the end (not included), and the emergencies that may
    run meanwhile, as bits.
    """
    walk = _Walk(compiled, book)
    shown: Showing | None = None
    for start, end, allowed in spans:
        for ordinal in range(clock.wall(start) // DAY, clock.wall(end - 1) // DAY + 1):
            for since, at, showing in _day(clock, ordinal, walk.day(ordinal, allowed), start, end):
                if showing != shown:
                    shown = showing
                    yield at or clock.told(since), showing


def _day(
    clock: WallClock, ordinal: int, pieces: _Pieces, start: int, end: int
) -> Iterator[tuple[int, datetime | None, Showing]]:
    """Give the pieces of a civil day that overlap a span: when they begin, cut to the span."""
    midnight = ordinal * DAY
    begun = clock.instant(midnight)
    over = clock.instant(midnight + DAY)
    if over - begun == DAY and start <= begun and over <= end:  # nothing to cut or to convert
        base = clock.told(begun)
        for time, showing in pieces:
            yield begun + time, base + timedelta(microseconds=time), showing
        return
    instants = [clock.instant(midnight + time) for time, _ in pieces]
    for since, until, (_, showing) in zip(instants, [*instants[1:], over], pieces, strict=True):
        if max(since, start) < min(until, end):  # a leap of the wall clock leaves pieces empty
            yield max(since, start), None, showing


class _Walk:
    """Remembers what was on, so that only what changed is judged again."""

    def __init__(self, compiled: Compiled, book: RuleBook) -> None:
        self._compiled = compiled
        self._book = book
        self._known: dict[tuple[int, int], tuple[Day, _Pieces]] = {}
        self._held = [0 for _ in PRIORITIES]
        self._active = [compiled.active(rank, 0) for rank in range(len(PRIORITIES))]
        self._showings: dict[int, Showing] = {}

    def day(self, ordinal: int, allowed: int) -> _Pieces:
        """Give what is on through a civil day, while these emergencies may run."""
        day = self._book.day(ordinal)
        key = (id(day), allowed)  # the day is kept with it, so the id stays its own
        if key not in self._known:
            while len(self._known) >= _MOST_DAYS:
                del self._known[next(iter(self._known))]
            self._known[key] = (day, self._pieces(day, allowed))
        return self._known[key][1]

    def _pieces(self, day: Day, allowed: int) -> _Pieces:
        pieces: _Pieces = []
        last = None
        for start, holding in zip(day.starts, day.holding, strict=True):
            showing = self._showing(holding, allowed)
            if showing != last:
                pieces.append((start, showing))
                last = showing
        return pieces

    def _showing(self, holding: int, allowed: int) -> Showing:
        for rank in reversed(range(len(PRIORITIES))):
            active = self._active_of(rank, holding)
            if rank == EMERGENCY:
                active &= allowed
            if active:
                return self._shown(rank, active)
        return self._shown(-1, 0)

    def _active_of(self, rank: int, holding: int) -> int:
        held = holding & self._compiled.rules_of[rank]
        changed = held ^ self._held[rank]
        if changed:
            self._held[rank] = held
            self._active[rank] = (
                self._compiled.active(rank, held)
                if changed.bit_count() > _FEW
                else self._compiled.again(rank, held, changed, self._active[rank])
            )
        return self._active[rank]

    def _shown(self, rank: int, active: int) -> Showing:
        if active not in self._showings:
            if len(self._showings) >= _MOST_SHOWINGS:
                self._showings.clear()
            self._showings[active] = self._compiled.shown(rank, active)
        return self._showings[active]
