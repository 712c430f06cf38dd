"""A screen's playlists with their rules as bits, and what follows from a set that holds."""

from __future__ import annotations

from functools import lru_cache, reduce
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

from signage.content.model import Rule
from signage.schedule._steps import bits, members

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from signage.content.model import Playlist, Priority, Screen

__all__ = ["EMERGENCY", "PRIORITIES", "Compiled", "Showing"]

PRIORITIES: tuple[Priority, ...] = ("normal", "priority", "emergency")
"""From the lowest: only the highest that is active is shown."""
EMERGENCY = 2
"""The place of that class among them."""


class Showing(NamedTuple):
    """What is on; playlists by their number in the line-up."""

    rank: int
    """Of the playlists that are on; -1: none is."""
    playlists: tuple[int, ...]
    ids: tuple[str, ...]
    """The same by name."""


class _Entry(NamedTuple):
    number: int
    rules: int
    """Any of these makes it active; none: always active."""
    needs: int
    """Where every item has a `when`: all their rules, one of which must hold, since a playlist
    with no item to show must not hold the screen."""
    items: tuple[tuple[int, int], ...]
    """Items that have a `when`: index and rules."""


class Compiled:
    """The line-up of one screen. Never changes."""

    def __init__(self, playlists: Sequence[Playlist], screen: Screen | None) -> None:
        self._ids = tuple(playlist.id for playlist in playlists)
        self._numbers: dict[Rule, int] = {}
        self._entries: list[_Entry] = []
        self._ranks: tuple[list[_Entry], ...] = ([], [], [])
        for number, playlist in enumerate(playlists):
            items = tuple(
                (index, self._set(item.when))
                for index, item in enumerate(playlist.items)
                if item.when
            )
            needs = 0
            if items and len(items) == len(playlist.items):
                for _, rules in items:
                    needs |= rules
            entry = _Entry(number, self._set(playlist.when), needs, items)
            self._entries.append(entry)
            self._ranks[PRIORITIES.index(playlist.priority)].append(entry)
        self._on = self._set([Rule(hours=screen.on)]) if screen and screen.on else 0
        self.rules = tuple(self._numbers)
        self._always = 1 << len(self.rules)
        self._tests = [(e.rules or self._always, e.needs or self._always) for e in self._entries]
        self._quick = [
            [(e.number, *self._tests[e.number]) for e in ranked] for ranked in self._ranks
        ]
        self.rules_of = [
            reduce(or_, (entry.rules | entry.needs for entry in ranked), 0)
            for ranked in self._ranks
        ]
        """For each class the rules on which its playlists hang."""
        self._deciding = [
            reduce(or_, self.rules_of[rank:], 0) for rank in range(len(self.rules_of))
        ]
        """Rules on which it hangs what is on, while this class is."""
        self._of_rank = [bits(entry.number for entry in ranked) for ranked in self._ranks]
        self._hangers = [0] * len(self.rules)
        """For each rule the playlists that hang on it."""
        for entry in self._entries:
            for rule in members(entry.rules | entry.needs):
                self._hangers[rule] |= 1 << entry.number
        self.showing = lru_cache(maxsize=2048)(self._showing)
        self.undated = bits(
            number
            for rule, number in self._numbers.items()
            if rule.from_ is None and rule.until is None and rule.every is None
        )
        """Rules that speak of no date."""

    def _set(self, rules: Iterable[Rule]) -> int:
        return bits(self._numbers.setdefault(rule, len(self._numbers)) for rule in rules)

    def _showing(self, holding: int, allowed: int) -> Showing:
        """Give the highest class of which something is active.

        `holding` are the rules that hold, `allowed` the numbers of the emergencies that may run.
        """
        for rank in (2, 1, 0):
            active = self.active(rank, holding)
            if rank == EMERGENCY:
                active &= allowed
            if active:
                return self.shown(rank, active)
        return self.shown(-1, 0)

    def active(self, rank: int, holding: int) -> int:
        """Give the playlists of a class whose rules hold, as bits."""
        held = holding | self._always
        return bits(
            number for number, rules, needs in self._quick[rank] if held & rules and held & needs
        )

    def again(self, rank: int, holding: int, changed: int, active: int) -> int:
        """Give the same, knowing what was active before these rules of the class changed."""
        held = holding | self._always
        touched = 0
        for rule in members(changed):
            touched |= self._hangers[rule]
        for number in members(touched & self._of_rank[rank]):
            rules, needs = self._tests[number]
            if held & rules and held & needs:
                active |= 1 << number
            else:
                active &= ~(1 << number)
        return active

    def shown(self, rank: int, active: int) -> Showing:
        """Put into words what is on: playlists of one class, as bits; rank -1: none."""
        return self._made(rank, tuple(members(active)))

    def _made(self, rank: int, found: tuple[int, ...]) -> Showing:
        return Showing(rank, found, tuple([self._ids[number] for number in found]))

    def showing_untimed(self, allowed: int) -> Showing:
        """Give what is shown while nobody knows the time; see `Timetable.at`."""
        found = tuple(e.number for e in self._ranks[EMERGENCY] if allowed >> e.number & 1)
        if found:
            return self._made(EMERGENCY, found)
        for rank in (1, 0):
            found = tuple(
                entry.number
                for entry in self._ranks[rank]
                if (not entry.rules or (rank == 0 and self.undated & entry.rules))
                and (not entry.needs or self.undated & entry.needs)
            )
            if found:
                return self._made(rank, found)
        return self._made(-1, ())

    def hidden(self, showing: Showing, holding: int) -> frozenset[tuple[int, int]]:
        """Items of what is on (playlist number, index) whose own `when` does not hold."""
        return frozenset(
            (number, index)
            for number in showing.playlists
            for index, rules in self._entries[number].items
            if not holding & rules
        )

    def lit(self, holding: int) -> bool:
        """Whether the screen's `on:` hours hold."""
        return not self._on or bool(holding & self._on)

    def relevant(self, showing: Showing) -> int:
        """Give the rules on which it hangs whether this stays as it is.

        Lower classes have no say while a higher one is on.
        """
        mask = self._deciding[max(showing.rank, 0)] | self._on
        for number in showing.playlists:
            for _, rules in self._entries[number].items:
                mask |= rules
        return mask
