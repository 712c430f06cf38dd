"""The loop around the agent: wait for hints, step, tell the service manager that it lives."""

from __future__ import annotations

import contextlib
import logging
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from signage.config import SOURCE
from signage.errors import ContentError, DeviceError, SourceError
from signage.health import Health
from signage.store import StoppedError
from signage.sync._agent import Agent
from signage.sync._intake import Workshop
from signage.sync._mounts import is_remote
from signage.sync._watch import FolderWatch

if TYPE_CHECKING:
    from collections.abc import Callable

    from signage.journal import AgentStatus
    from signage.store import Store
    from signage.sync._source import Source
from signage.sync._watch import Watch

__all__ = ["Follower", "SystemClock", "bring_once"]

_log = logging.getLogger(__name__)

_EASE = 4.0
"""Pause after reading the playlists, in lengths of that reading: a folder in turmoil must not take
the processor."""
_EASE_MOST = 2.0
"""Seconds of such a pause at most."""
_PATIENCE = 45.0
"""Seconds without progress after which `bring_once` gives up."""


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
        source: Source,
        *,
        watch: Watch | None = None,
        health: Health | None = None,
    ) -> None:
        self._store = store
        self._source = source
        self._watch = watch or FolderWatch(source)
        self._health = health or Health()
        self._stopping = False

    def run(self) -> None:
        """Follow. Ends within a second of `stop`.

        Raises:
            DeviceError: another agent is at work on this state.
        """
        workshop = Workshop()
        try:
            with self._store.lock(), contextlib.suppress(StoppedError):
                self._loop(workshop)
        finally:
            self._health.stopping()
            workshop.close()
            self._watch.close()

    def stop(self) -> None:
        """End `run` soon; from any thread, and from a signal handler."""
        self._stopping = True
        self._watch.wake()

    def _loop(self, workshop: Workshop) -> None:
        agent = Agent(
            self._store, self._source, workshop, SystemClock(), stop=self._stopped,
            local=self._watch.local,
        )  # fmt: skip
        closed: set[str] = set()
        self._health.ready()
        while not self._stopped():
            pause = agent.step(closed)
            if agent.status is not None:
                self._health.status(_words(agent.status))
            workshop.rest()
            closed = self._rest(pause, min(agent.load_seconds * _EASE, _EASE_MOST))

    def _rest(self, pause: float, least: float) -> set[str]:
        end = time.monotonic() + min(pause, self._watch.interval)
        beat = self._health.interval or pause
        while not self._stopped() and (left := end - time.monotonic()) > 0:
            closed = self._watch.wait(min(left, beat), least)
            if closed is not None:
                return closed
        return set()

    def _stopped(self) -> bool:
        """Asked by whoever works, so this is where the loop's heart beats."""
        self._health.beat()
        return self._stopping


def bring_once(store: Store, source: Source, stopped: Callable[[], bool]) -> Agent:
    """Bring the source into the store and come back.

    Raises:
        SourceError: it is not there, or nothing went on for 45 s.
        ContentError: it holds a playlist that cannot be read.
        DeviceError: this device cannot take it in.
        StoppedError: `stopped` said so.
    """
    workshop = Workshop()
    # Nobody is there to wait for a second opinion on a file that does not decode.
    limits = msgspec.structs.replace(SOURCE, doubt=0.0)
    clock = SystemClock()
    try:
        with store.lock():
            local = not any(is_remote(folder) for folder, _ in source.places())
            agent = Agent(store, source, workshop, clock, limits=limits, local=local, stop=stopped)
            progress, since = agent.progress, clock.monotonic()
            while True:
                pause = agent.step()
                if agent.settled:
                    break
                _give_up(agent)
                if agent.progress != progress:
                    progress, since = agent.progress, clock.monotonic()
                elif clock.monotonic() - since > _PATIENCE:
                    raise SourceError(
                        f"{source.name}: no progress for {_PATIENCE:.0f} s: {_reason(agent)}"
                    )
                _sleep(min(pause, 1.0), stopped)
    finally:
        workshop.close()
    if agent.broken:
        names = ", ".join(f"{name}.yaml" for name in sorted(agent.broken))
        raise ContentError(f"{source.name}: cannot be read: {names}; see `signage check`")
    return agent


def _give_up(agent: Agent) -> None:
    status = agent.status
    if status is None:
        return
    if status.sync.state == "lost":
        raise SourceError(_reason(agent))
    if status.sync.state == "failed":
        raise DeviceError(_reason(agent))


def _sleep(seconds: float, stopped: Callable[[], bool]) -> None:
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        if stopped():
            raise StoppedError("stopped")
        time.sleep(min(left, 0.1))


def _reason(agent: Agent) -> str:
    return (agent.status.sync.error if agent.status else None) or "nothing is known"


def _words(status: AgentStatus) -> str:
    return f"{status.sync.state}: {status.sync.error}" if status.sync.error else status.sync.state
