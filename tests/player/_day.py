"""The real player in a day of seconds: clocks, scene and power are made up, the rest is not.

Time stands still while the player works, and jumps to whatever it wants to be woken for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, Signal

from signage.player._arrival import Moment
from signage.player._player import Player
from signage.player.commands import Command, Idle, Load, Show, Unload
from signage.player.programme import Shot
from signage.release.manifest import Manifest
from signage.store import Activation, Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from signage.content.model import Content
    from signage.health import Health
    from signage.player._plan import Plan

__all__ = ["FakeDisplay", "FakePower", "FakeTime", "Lobby", "Sight", "activation"]

_OPENS = 0.05
"""Seconds that the scene takes to open anything."""


class FakeTimer:
    def __init__(self, time: FakeTime, fires: Callable[[], object]) -> None:
        self._time, self.fires = time, fires
        self.due: float | None = None

    def start(self, milliseconds: int, /) -> None:
        self.due = self._time.seconds + milliseconds / 1000

    def stop(self) -> None:
        self.due = None


class FakeAlarm:
    """As the kernel's: rings at an instant of the wall clock, and when that is set."""

    def __init__(self, time: FakeTime, fires: Callable[[], object]) -> None:
        self._time, self.fires = time, fires
        self.at: datetime | None = None

    @property
    def due(self) -> float | None:
        if self.at is None:
            return None
        return max(self._time.seconds, (self.at - self._time.wall).total_seconds())

    def set(self, at: datetime | None) -> None:
        self.at = at

    def stop(self) -> None:
        self.at = None


class FakeTime:
    """A `Clockwork` that passes when it is told to."""

    def __init__(self, start: datetime, *, trusted: bool = True) -> None:
        self.seconds = 0.0
        self.wall = start
        """What the clock said, or would have said, at second 0."""
        self.trusted = trusted
        self.floor: datetime | None = None
        self.settle: Callable[[], object] = lambda: None
        self._wakers: list[FakeTimer | FakeAlarm] = []

    def now(self) -> datetime:
        return self.wall + timedelta(seconds=self.seconds)

    def moment(self) -> Moment:
        return Moment(
            now=self.now(), trusted=self.trusted, floor=None if self.trusted else self.floor,
            boot="this", uptime=100 + self.seconds,
        )  # fmt: skip

    def elapsed(self) -> float:
        return self.seconds

    def timer(self, fires: Callable[[], object], owner: QObject | None = None) -> FakeTimer:
        self._wakers.append(made := FakeTimer(self, fires))
        return made

    def alarm(self, rings: Callable[[], object], owner: QObject | None = None) -> FakeAlarm:
        self._wakers.append(made := FakeAlarm(self, rings))
        return made

    def later(self, seconds: float, call: Callable[[], object]) -> None:
        def once() -> None:
            self._wakers.remove(timer)
            call()

        timer = self.timer(once)
        timer.start(round(seconds * 1000))

    def run(self, until: datetime) -> None:
        while True:
            due = [(at, waker) for waker in self._wakers if (at := waker.due) is not None]
            at, waker = min(due, key=lambda each: each[0])
            if at > (until - self.wall).total_seconds():
                self.seconds = (until - self.wall).total_seconds()
                return
            self.seconds = max(self.seconds, at)
            waker.stop()
            waker.fires()
            self.settle()

    def set_clock(self, to: datetime) -> None:
        """As `date -s` does: the alarm rings."""
        self.wall = to - timedelta(seconds=self.seconds)
        for waker in self._wakers:
            if isinstance(waker, FakeAlarm):
                waker.fires()
        self.settle()


class FakeStage(QObject):
    ready = Signal(int, int)
    shown = Signal(int)
    progress = Signal(int, float)
    ended = Signal(int)
    failed = Signal(int, str)


@dataclass(frozen=True)
class Sight:
    """What came on at `at`; an empty label is the emblem."""

    at: datetime
    label: str


class FakeScene:
    """Opens everything after a moment; notes what is to be seen."""

    def __init__(self, time: FakeTime) -> None:
        self.stage = FakeStage()
        self.sights: list[Sight] = []
        self.plans: list[Plan] = []
        self.values: dict[str, Any] = {}
        self._time = time
        self._slots: dict[int, tuple[int, Shot]] = {}

    def perform(self, command: Command) -> None:
        match command:
            case Load(slot, token, entry):
                assert slot not in self._slots
                assert isinstance(entry, Shot)
                self._slots[slot] = token, entry
                self._time.later(_OPENS, lambda: self.stage.ready.emit(token, 1))
            case Show(slot):
                token, entry = self._slots[slot]
                self.sights.append(Sight(self._time.now(), entry.label))
                self._time.later(0.1, lambda: self.stage.shown.emit(token))
            case Unload(slot):
                del self._slots[slot]
            case Idle():
                self.sights.append(Sight(self._time.now(), ""))

    def dress(self, plan: Plan) -> None:
        self.plans.append(plan)

    def set(self, **values: Any) -> None:
        self.values |= values


@dataclass
class FakePower:
    told: list[tuple[datetime, bool]] = field(default_factory=list)
    now: Callable[[], datetime] = datetime.now
    trouble: str = ""
    times_again: int = 0

    def again(self) -> None:
        self.times_again += 1

    def switch(self, *, on: bool) -> None:
        self.told.append((self.now(), on))


@dataclass
class FakeDisplay:
    """Swaps each redraw at once, unless it hangs or is not seen."""

    seen: bool = True
    hangs: bool = False
    asked: int = 0
    waiting: Callable[[], None] | None = None

    def redraw(self, swapped: Callable[[], None]) -> None:
        self.asked += 1
        if self.hangs:
            self.waiting = swapped
        else:
            swapped()


class Lobby:
    """A store, the player on it, and what one would have seen."""

    def __init__(
        self,
        state: Path,
        time: FakeTime,
        *,
        screen: str = "sanh",
        timesync: Path | None = None,
        display: FakeDisplay | None = None,
        health: Health | None = None,
    ) -> None:
        self.store, self.time = Store(state), time
        self.scene = FakeScene(time)
        self.power = FakePower(now=time.now)
        self.player = Player(
            self.store, self.scene, screen, source=None, time=time, power=self.power,  # type: ignore[arg-type]
            timesync=timesync or state / "nowhere", display=display, health=health,
        )  # fmt: skip
        time.settle = self.settle

    def settle(self) -> None:
        while self.player.busy:  # a plan is on its way: spinning would keep its thread waiting
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def start(self) -> None:
        self.player.start()
        self.settle()

    def look(self) -> None:
        """What the watcher would have it do."""
        self.player.look()
        self.settle()

    def activate(self, made: Activation) -> None:
        with self.store.lock():
            self.store.activate(made)

    def alarm(self, made: Activation | None) -> None:
        with self.store.lock():
            self.store.alarm(made)

    def at(self, moment: datetime) -> str:
        """The label on screen then."""
        return next(
            (each.label for each in reversed(self.scene.sights) if each.at <= moment), "nothing"
        )

    def between(self, start: datetime, end: datetime) -> list[str]:
        """What came on, in order."""
        return [each.label for each in self.scene.sights if start <= each.at < end]


def activation(content: Content, release: str = "folder-1", **rest: Any) -> Activation:
    """Slides need no bodies."""
    return Activation(
        release=release, source="/centre", signed=False, activated="2026-02-10T05:00:00+07:00",
        manifest=Manifest(created="2026-02-10T05:00:00+07:00", files={}, content=content), **rest,
    )  # fmt: skip
