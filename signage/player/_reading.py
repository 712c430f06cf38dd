"""The store, read through the screen's timetables; what did not change is not read again."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from signage.player._arrival import Moment, instants
from signage.player._plan import Plan, Side, plan
from signage.schedule import Timetable
from signage.store import Arrival

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from signage.release.manifest import Feeds
    from signage.store import Activation, Cut, Store

__all__ = ["Reading"]

_NORMAL, _URGENT = 0, 1
"""Places of the two sides."""
_Signature = dict[str, tuple[int, int, int]]


class Reading:
    """What one screen makes of a store. Not for two threads at once."""

    def __init__(self, store: Store, screen: str, source: str | None) -> None:
        self._store, self._screen, self._source = store, screen, source
        self._signature: _Signature | None = None
        self._sides: list[tuple[Activation, Timetable] | None] = [None, None]
        self._cut: Cut | None = None
        self._fetched: Feeds = {}
        self._arrived: dict[tuple[int, str], Arrival] = {}
        """Of emergencies whose record does not tell when they came."""
        self._instants: list[dict[str, datetime]] = [{}, {}]

    def plan(self, moment: Moment) -> Plan:
        """What is to be shown now.

        A release that cannot be planned, whatever is wrong with it, holds back neither a cut nor
        the emergency beside it; its error is raised where neither is on.
        """
        try:
            self._read()
            normal, urgent = (self._side(place, moment) for place in range(len(self._sides)))
            return plan(normal, urgent, self._cut, moment, self._store)
        except Exception:
            rest = plan(None, self._side(_URGENT, moment), self._cut, moment, self._store)
            if not rest.alarm:
                raise
            return rest

    def _read(self) -> None:
        """Take up the records that changed; timetables are compiled for new content only."""
        signature = self._look()
        if signature == self._signature:
            return
        self._cut = self._store.cut()
        self._fetched = self._store.headlines()
        if self._signature is None or _of_content(signature) != _of_content(self._signature):
            self._sides[_URGENT] = self._compiled(_URGENT, self._store.urgent)
            self._sides[_NORMAL] = self._compiled(_NORMAL, self._store.active)
        self._signature = signature

    def _compiled(
        self, place: int, read: Callable[[], Activation | None]
    ) -> tuple[Activation, Timetable] | None:
        activation, known = read(), self._sides[place]
        if activation is None or self._source not in {None, activation.source}:
            return None
        if known and known[0].manifest.content == activation.manifest.content:
            return activation, known[1]
        return activation, Timetable(activation.manifest.content, self._screen)

    def _look(self) -> _Signature:
        """What tells records apart without reading them: each is a file of its own, renamed in."""
        try:
            with os.scandir(self._store.activation_path().parent) as entries:
                found = {entry.name: entry.stat() for entry in entries}
        except OSError:
            return {}
        return {name: (one.st_ino, one.st_mtime_ns, one.st_size) for name, one in found.items()}

    def _side(self, place: int, moment: Moment) -> Side | None:
        side = self._sides[place]
        if side is None:
            self._instants[place] = {}
            return None
        activation, timetable = side
        arrivals = {
            each.id: activation.arrivals.get(each.id) or self._first_seen((place, each.id), moment)
            for each in activation.manifest.content.playlists
            if each.priority == "emergency"
        }
        self._instants[place] = instants(arrivals, moment, self._instants[place])
        return Side(activation, timetable, self._instants[place], self._fetched)

    def _first_seen(self, which: tuple[int, str], moment: Moment) -> Arrival:
        """Stand in for an arrival that no agent noted."""
        if which not in self._arrived:
            self._arrived[which] = Arrival(
                at=moment.now.isoformat(), trusted=moment.trusted,
                boot=moment.boot, uptime=moment.uptime,
            )  # fmt: skip
        return self._arrived[which]


def _of_content(signature: _Signature) -> _Signature:
    small = {"cut.json", "headlines.json"}
    return {name: value for name, value in signature.items() if name not in small}
