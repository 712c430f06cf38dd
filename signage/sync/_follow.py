"""The loop around an agent: wait for hints, step, tell the service manager that it lives."""

from __future__ import annotations

import contextlib
import logging
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

import msgspec

from signage.config import SOURCE
from signage.errors import ContentError, SourceError
from signage.health import Health
from signage.store import StoppedError
from signage.sync._care import Care
from signage.sync._intake import Workshop

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from signage.config import SourceLimits
    from signage.errors import SignageError
    from signage.journal import AgentStatus
    from signage.store import Store
    from signage.sync._agent import Clock, Examiner
    from signage.sync._report import Stage
    from signage.sync._reports import Reports
    from signage.sync._watch import Watch

__all__ = ["Follower", "Origin", "Stepper", "SystemClock", "bring_once"]

_log = logging.getLogger(__name__)

_EASE = 4.0
"""Pause after reading the playlists, in lengths of that reading: a folder in turmoil must not take
the processor."""
_EASE_MOST = 2.0
"""Seconds of such a pause at most."""
_PATIENCE = 45.0
"""Seconds without progress after which `bring_once` gives up."""


class Stepper(Protocol):
    """An agent of any kind: `Agent`, `SignedAgent`."""

    @property
    def settled(self) -> bool:
        """Whether the store has all that the source has."""

    @property
    def broken(self) -> frozenset[str]:
        """Playlists that cannot be read."""

    @property
    def load_seconds(self) -> float:
        """What reading the playlists took last."""

    @property
    def progress(self) -> int:
        """Counts whatever it gets on with."""

    @property
    def status(self) -> AgentStatus | None:
        """What was last noted."""

    @property
    def given_up(self) -> SignageError | None:
        """What makes it senseless for somebody to wait who came only once."""

    def stage(self) -> Stage:
        """How far the present work is."""

    def step(self, closed: Collection[str] = ()) -> float:
        """Do what there is to do; returns seconds after which the next step is wanted."""

    def mend(self) -> None:
        """Bodies of what is in force were lost: bring them in again."""

    def close(self) -> None:
        """Give back what is held open."""


class Origin(Protocol):
    """What a command named as its source: it knows which agent follows it, and what to wait for."""

    name: str

    def agent(
        self,
        store: Store,
        examiner: Examiner,
        clock: Clock,
        *,
        limits: SourceLimits,
        local: bool,
        stop: Callable[[], bool],
    ) -> Stepper:
        """An agent for it; `local` as the watch says."""

    def watch(self) -> Watch:
        """What tells that something happened there."""

    def local(self) -> bool:
        """Whether it lies on a disk of this device."""


class SystemClock:
    """This device's clock."""

    def monotonic(self) -> float:
        """See `Clock`."""
        return time.monotonic()

    def now(self) -> datetime:
        """See `Clock`."""
        return datetime.now(UTC).astimezone()


class Follower:
    """Follows a source until it is told to stop. Run it on a thread or in a process of its own."""

    def __init__(
        self,
        store: Store,
        source: Origin,
        *,
        watch: Watch | None = None,
        health: Health | None = None,
        reports: Reports | None = None,
    ) -> None:
        """`reports`: what is told to the centre's console meanwhile; None: nothing is."""
        self._store = store
        self._reports = reports
        self._source = source
        self._watch = watch or source.watch()
        self._health = health or Health()
        self._stopping = False

    def run(self) -> None:
        """Follow. Ends within a second of `stop`.

        Raises:
            DeviceError: another agent is at work on this state.
            UsageError: nobody said whose signatures to trust.
        """
        workshop = Workshop()
        try:
            with self._store.lock(), contextlib.suppress(StoppedError):
                if self._reports is not None:
                    self._reports.start()
                self._loop(workshop)
        finally:
            if self._reports is not None:
                self._reports.stop()
            self._health.stopping()
            workshop.close()
            self._watch.close()

    def stop(self) -> None:
        """End `run` soon; from any thread, and from a signal handler."""
        self._stopping = True
        self._watch.wake()

    def _loop(self, workshop: Workshop) -> None:
        agent = self._source.agent(
            self._store, workshop, SystemClock(), limits=SOURCE, local=self._watch.local,
            stop=self._stopped,
        )  # fmt: skip
        care = Care(self._store, agent.mend, time.monotonic)
        closed: set[str] = set()
        self._health.ready()
        try:
            while not self._stopped():
                pause = agent.step(closed)
                if agent.status is not None:
                    self._health.status(_words(agent.status))
                workshop.rest()
                least = min(agent.load_seconds * _EASE, _EASE_MOST)
                closed = self._rest(pause, least, care)
        finally:
            agent.close()

    def _rest(self, pause: float, least: float, care: Care) -> set[str]:
        """Wait for a hint, and look after the store meanwhile."""
        end = time.monotonic() + min(pause, self._watch.interval)
        beat = self._health.interval or pause
        while not self._stopped() and (left := end - time.monotonic()) > 0:
            wanted = care.step()
            if not wanted:
                break
            closed = self._watch.wait(min(left, beat, wanted), least)
            if closed is not None:
                return closed
        return set()

    def _stopped(self) -> bool:
        """Asked by whoever works, so this is where the loop's heart beats."""
        self._health.beat()
        return self._stopping


def bring_once(
    store: Store,
    source: Origin,
    stopped: Callable[[], bool],
    *,
    shown: Callable[[Stepper], None] = lambda _agent: None,
    patience: float = _PATIENCE,
) -> Stepper:
    """Bring the source into the store and come back. `shown` is called often, to draw bars.

    Raises:
        SourceError: it is not there, or nothing went on for 45 s.
        TrustError: it is not to be trusted; what is of it was brought in.
        ContentError: it holds a playlist that cannot be read, or is newer than this version.
        DeviceError: this device cannot take it in.
        UsageError: nobody said whose signatures to trust.
        StoppedError: `stopped` said so.
    """
    workshop = Workshop()
    # Nobody is there to wait for a second opinion on a file that does not decode.
    limits = msgspec.structs.replace(SOURCE, doubt=0.0)
    clock = SystemClock()
    started: list[Stepper] = []

    def stop() -> bool:
        for each in started:
            shown(each)
        return stopped()

    try:
        with store.lock():
            agent = source.agent(
                store, workshop, clock, limits=limits, local=source.local(), stop=stop
            )
            started.append(agent)
            with contextlib.closing(agent):
                Care(store, agent.mend, clock.monotonic).finish(stop)
                _until_settled(agent, source.name, clock, stop, patience)
    finally:
        workshop.close()
    if agent.broken:
        names = ", ".join(f"{name}.yaml" for name in sorted(agent.broken))
        raise ContentError(f"{source.name}: cannot be read: {names}; see `signage check`")
    return agent


def _until_settled(
    agent: Stepper, name: str, clock: SystemClock, stop: Callable[[], bool], patience: float
) -> None:
    progress, since = agent.progress, clock.monotonic()
    while True:
        pause = agent.step()
        if agent.settled:
            return
        if (fault := agent.given_up) is not None:
            raise fault
        if agent.progress != progress:
            progress, since = agent.progress, clock.monotonic()
        elif clock.monotonic() - since > patience:
            raise SourceError(f"{name}: no progress for {patience:.0f} s: {_reason(agent)}")
        _sleep(min(pause, 1.0), stop)


def _sleep(seconds: float, stopped: Callable[[], bool]) -> None:
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        if stopped():
            raise StoppedError("stopped")
        time.sleep(min(left, 0.1))


def _reason(agent: Stepper) -> str:
    return (agent.status.sync.error if agent.status else None) or "nothing is known"


def _words(status: AgentStatus) -> str:
    return f"{status.sync.state}: {status.sync.error}" if status.sync.error else status.sync.state
