"""A scene and a clock that are made up: what the director drives where no test may wait.

The scene keeps the laws of the real one and fails the test when the director breaks them.
"""

from __future__ import annotations

import heapq
import itertools
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from signage.player.commands import Command, Idle, Load, Loop, Show, Unload
from signage.player.director import Director

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

FADE = 0.5
"""Seconds until the scene says that a transition is over."""


@dataclass(frozen=True)
class Item:
    """An entry; equal ones are drawn alike, so `version` stands for an edit."""

    key: str
    moving: bool = False
    duration: float | None = 10.0
    transition: Literal["cut", "fade"] = "cut"
    version: int = 0

    def view(self) -> dict[str, Any]:
        """Nothing: this scene draws nothing."""
        return {}


def still(key: str, duration: float = 10.0, version: int = 0) -> Item:
    return Item(key, duration=duration, version=version)


def clip(key: str, duration: float | None = None, version: int = 0) -> Item:
    return Item(key, moving=True, duration=duration, version=version)


@dataclass(frozen=True)
class Manner:
    """How an item behaves when it is opened and played."""

    opens: float | None = 0.05
    """Seconds to the first frame; 0: before `load` returns, None: never."""
    fails: bool = False
    """Whether it says so, instead of being ready."""
    length: float = 4.0
    """Seconds of a clip."""
    stalls: float | None = None
    """Seconds of a clip after which no frame and no end comes."""
    ends_unseen: bool = False
    """Whether it comes to its end while it is still to be shown."""
    breaks: float | None = None
    """Seconds on screen after which it says that it failed."""
    pages: int = 1
    """How many it turns out to have."""


@dataclass
class Opening:
    token: int
    item: Item
    loop: bool
    ready: bool = False
    pages: int = 1
    failed: bool = False
    played: float | None = None
    """When it began to play."""


@dataclass(frozen=True)
class Sight:
    """What came on at `at`; None: the idle screen."""

    at: float
    item: Item | None


@dataclass
class World:
    """Director, scene and clock; `run` lets time pass."""

    manners: dict[str, Manner] = field(default_factory=dict)
    manner: Manner = field(default_factory=Manner)
    """Of an item that has none of its own."""
    tells_shown: bool = True
    director: Director = field(default_factory=Director)
    now: float = 100.0
    on: int | None = None
    under: set[int] = field(default_factory=set)
    """What a transition is still covering."""
    slots: list[Opening | None] = field(default_factory=lambda: [None, None, None])
    sights: list[Sight] = field(default_factory=list)
    done: list[tuple[float, Command]] = field(default_factory=list)
    ticks: int = 0
    programme: tuple[Item, ...] = ()
    fresh: bool = True
    """Nothing was ever shown."""
    hasty: bool = False
    """A programme cut in, or went that had, and nothing has come on since."""
    kept: Item | None = None
    cut: bool = False
    """The programme cut in."""
    _calls: list[tuple[float, int, Callable[[], None]]] = field(default_factory=list)
    _order: itertools.count[int] = field(default_factory=itertools.count)

    # ---- what a test does ----

    def play(self, *programme: Item, cut_in: bool = False) -> None:
        self.hasty = cut_in or self.cut  # what cut in goes at once as well
        self.programme, self.cut = programme, cut_in
        self._perform(self.director.play(programme, self.now, cut_in=cut_in))

    def keep(self, item: Item | None) -> None:
        self.kept = item
        self._perform(self.director.keep(item, self.now))

    def behave(self, key: str, manner: Manner) -> None:
        self.manners[key] = manner

    def turn_out(self, pages: int) -> None:
        """What is on has another number of pages, since the display changed."""
        opening = self.slots[self.on] if self.on is not None else None
        assert opening is not None
        opening.pages = pages
        self._perform(self.director.ready(opening.token, self.now, pages))

    def run(self, seconds: float) -> None:
        until = self.now + seconds
        while True:
            wake = self.director.wake
            assert wake is None or wake >= self.now, "it asks to be woken in the past"
            due = min(self._calls[0][0] if self._calls else until, wake or until)
            if due >= until:
                self.now = max(self.now, until)
                return
            self.now = max(self.now, due)
            if self._calls and self._calls[0][0] <= due:
                heapq.heappop(self._calls)[2]()
            else:
                self.ticks += 1
                self._perform(self.director.tick(self.now))
                wake = self.director.wake
                assert wake is None or wake > self.now, "a tick left something undone"

    # ---- what a test asks ----

    @property
    def seen(self) -> list[str]:
        """The keys in the order in which they came on; `-` is the idle screen."""
        return [sight.item.key if sight.item else "-" for sight in self.sights]

    def spans(self) -> list[tuple[str, float]]:
        """Each sight that is over, and how long it was on."""
        ends = [sight.at for sight in self.sights[1:]]
        return [
            (name, round(end - sight.at, 3))
            for name, sight, end in zip(self.seen, self.sights, ends, strict=False)
        ]

    def loads(self, key: str) -> list[float]:
        return [
            at
            for at, command in self.done
            if isinstance(command, Load) and command.entry.key == key
        ]

    def commands(self, kind: type[Command]) -> list[Command]:
        return [command for _, command in self.done if isinstance(command, kind)]

    def busiest(self) -> int:
        """The most commands and ticks within any second."""
        return max(Counter(int(at) for at, _ in self.done).values(), default=0)

    # ---- the laws of the scene ----

    def _perform(self, commands: Sequence[Command]) -> None:
        for command in commands:
            self.done.append((self.now, command))
            match command:
                case Load(slot, token, entry, loop):
                    assert isinstance(entry, Item)
                    self._load(slot, token, entry, loop=loop)
                case Show(slot):
                    self._show(slot)
                case Unload(slot):
                    assert self.slots[slot] is not None, "unloads an empty slot"
                    assert slot != self.on, "unloads what is on screen"
                    covered = slot not in self.under or self.on is None or not self._fading()
                    assert covered, "unloads what a transition has not covered"
                    self.slots[slot] = None
                    self.under.discard(slot)
                case Loop(slot, loop):
                    opening = self.slots[slot]
                    assert opening is not None, "loops an empty slot"
                    opening.loop = loop
                case Idle():
                    self._idle()

    def _load(self, slot: int, token: int, item: Item, *, loop: bool) -> None:
        assert self.slots[slot] is None, "loads into an occupied slot"
        assert not loop or item.moving
        opening = self.slots[slot] = Opening(token, item, loop)
        manner = self.manners.get(item.key, self.manner)
        if manner.opens is None:
            return
        if manner.opens > 0:
            self._later(manner.opens, lambda: self._opened(opening, manner))
        else:
            self._opened(opening, manner)

    def _opened(self, opening: Opening, manner: Manner) -> None:
        if opening not in self.slots:
            return  # closed before it was ready
        if manner.fails:
            self._perform(self.director.failed(opening.token, "it is broken", self.now))
            return
        opening.ready = True
        opening.pages = manner.pages
        self._perform(self.director.ready(opening.token, self.now, manner.pages))
        if manner.ends_unseen and opening.played is None:
            self._perform(self.director.ended(opening.token, self.now))

    def _show(self, slot: int) -> None:
        opening = self.slots[slot]
        assert opening is not None, "shows an empty slot"
        assert opening.ready, "shows what is not ready"
        assert slot != self.on, "shows what is on"
        if self.on is not None and not self.hasty:
            assert self.now - self.sights[-1].at >= 1 - 1e-9, "it flickers"
        if self.on is not None:
            self._goes(self.slots[self.on])
            self.under.add(self.on)
        self.on = slot
        self.fresh = self.hasty = False
        self.sights.append(Sight(self.now, opening.item))
        opening.played = self.now
        manner = self.manners.get(opening.item.key, self.manner)
        if self.tells_shown:
            self._later(FADE, lambda: self._perform(self.director.shown(opening.token, self.now)))
        if opening.item.moving:
            since = self.now
            self._later(min(1, manner.length), lambda: self._progress(opening, manner, since))
        if manner.breaks is not None:
            self._later(
                manner.breaks,
                lambda: self._break(opening),
            )

    def _goes(self, former: Opening | None) -> None:
        """A still that plays well has its time, for each of its pages, unless something cut in."""
        if former is None or former.failed or self.hasty or former.item.duration is None:
            return
        if not former.item.moving and former.played is not None:
            wanted = max(former.item.duration * former.pages, 1)
            assert self.now - former.played >= wanted - 1e-6, "it was cut short"

    def _break(self, opening: Opening) -> None:
        opening.failed = True
        self._perform(self.director.failed(opening.token, "it broke", self.now))

    def _progress(self, opening: Opening, manner: Manner, since: float) -> None:
        """Once a second, as `Stage.qml` does, and at the end of the clip."""
        if opening not in self.slots or opening.played is None:
            return
        position = self.now - since
        if manner.stalls is not None and position > manner.stalls:
            return
        if position < manner.length - 1e-6:
            self._perform(self.director.progress(opening.token, position, self.now))
            step = min(1.0, manner.length - position)
            self._later(step, lambda: self._progress(opening, manner, since))
        elif opening.loop:
            self._perform(self.director.progress(opening.token, self.now, self.now))
            again = self.now
            self._later(1.0, lambda: self._progress(opening, manner, again))
        else:
            self._perform(self.director.ended(opening.token, self.now))

    def _idle(self) -> None:
        playable = [item for item in self.programme if item.key not in self.director.skipped]
        assert self.fresh or not playable, f"idle, though {playable} may be shown"
        self.on = None
        self.hasty = False
        self.sights.append(Sight(self.now, None))

    def _fading(self) -> bool:
        """Whether the scene is still covering the former item."""
        limit = FADE if self.tells_shown else self.director.limits.transition
        return self.now < self.sights[-1].at + limit - 1e-9

    def _later(self, seconds: float, call: Callable[[], None]) -> None:
        heapq.heappush(self._calls, (self.now + seconds, next(self._order), call))


def world(manners: Mapping[str, Manner] | None = None, *programme: Item) -> World:
    """A world in which `programme` is on."""
    made = World(dict(manners or {}))
    made.play(*programme)
    return made
