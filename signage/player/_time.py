"""The player's clocks and what wakes it: one face for the system's, and for a day in seconds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer

from signage.health import boot_id, uptime
from signage.player._alarm import Alarm
from signage.player._arrival import Moment

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Clockwork", "Keeper", "Rings", "SystemClockwork", "Timer"]


class Timer(Protocol):
    """Calls once, when the time that it was started with has passed."""

    def start(self, milliseconds: int, /) -> None:
        """Begin anew."""

    def stop(self) -> None:
        """Forget it."""


class Rings(Protocol):
    """Calls at an instant of the wall clock, and whenever that clock is set."""

    def set(self, at: datetime | None) -> None:
        """Ring at that instant, or only when the clock is set."""


class Keeper(Protocol):
    """What is known of the clock's trust; `signage.journal.Timekeeper`."""

    def trusted(self) -> bool:
        """Whether the clock may be believed."""

    def floor(self) -> datetime:
        """An instant that has passed for certain."""


class Clockwork(Protocol):
    """All that the player knows of time."""

    def now(self) -> datetime:
        """The wall clock, aware."""

    def moment(self) -> Moment:
        """Now, by every clock, and whether they may be believed. Reads files."""

    def elapsed(self) -> float:
        """Seconds on a clock that nobody sets."""

    def timer(self, fires: Callable[[], object], owner: QObject) -> Timer:
        """Make a timer."""

    def alarm(self, rings: Callable[[], object], owner: QObject) -> Rings:
        """Make an alarm."""


class SystemClockwork:
    """This device's."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper
        self._elapsed = QElapsedTimer()
        self._elapsed.start()

    def now(self) -> datetime:
        """The wall clock."""
        return datetime.now(UTC)

    def moment(self) -> Moment:
        """Now; the floor matters only as long as the clock is not trusted."""
        trusted = self._keeper.trusted()
        return Moment(
            now=self.now(), trusted=trusted, floor=None if trusted else self._keeper.floor(),
            boot=boot_id(), uptime=uptime(),
        )  # fmt: skip

    def elapsed(self) -> float:
        """Seconds since the player began."""
        return self._elapsed.nsecsElapsed() / 1e9

    def timer(self, fires: Callable[[], object], owner: QObject) -> Timer:
        """A timer of Qt's."""
        timer = QTimer(owner, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        timer.timeout.connect(fires)
        return timer

    def alarm(self, rings: Callable[[], object], owner: QObject) -> Rings:
        """The kernel's."""
        alarm = Alarm(owner)
        alarm.rang.connect(rings)
        return alarm
