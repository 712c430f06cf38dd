"""Hints that something happened in a folder: by inotify where it hears, by the clock where not."""

from __future__ import annotations

import contextlib
import logging
import os
import select
import time
from typing import TYPE_CHECKING, Protocol, cast

from signage.config import SOURCE, SourceLimits
from signage.sync._mounts import is_remote
from signage.sync._source import stamp_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from watchdog.events import FileSystemEvent, FileSystemEventHandler
    from watchdog.observers.api import BaseObserver

    from signage.sync._source import Source

__all__ = ["FolderWatch", "Hints", "Watch"]

_log = logging.getLogger(__name__)

_GLANCE = 2.0
"""Seconds between looks at whether the watched folders are still the same ones."""
_BURST = 0.5
"""Seconds after which hints are handed over although more of them come."""


class Watch(Protocol):
    """What the loop waits on."""

    @property
    def interval(self) -> float:
        """Seconds between looks when there is no hint."""

    local: bool
    """Whether the folders lie on a disk of this device."""

    def wait(self, seconds: float, least: float = 0.0) -> set[str] | None:
        """Wait for a hint, at most `seconds`; with a hint, still at least `least`.

        Returns:
            The files that somebody finished writing; None when there was no hint.
        """

    def wake(self) -> None:
        """End a `wait` at once; from any thread, and from a signal handler."""

    def close(self) -> None:
        """Watch no more."""


class Hints:
    """A waiting room: anyone may knock, from a thread or a signal handler; one waits."""

    def __init__(
        self,
        *,
        settle: float = SOURCE.settle,
        burst: float = _BURST,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settle = settle
        self._burst = burst
        self._monotonic = monotonic
        self._closed: set[str] = set()
        self._fresh: set[str] = set()
        self._reader, self._writer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._hurried = False

    def knock(self, closed: str | None = None) -> None:
        """Something happened; `closed` was written to its end."""
        if closed is not None:
            self._closed.add(closed)
        self._ring()

    def appeared(self, path: str) -> None:
        """A file is there that was not. Unless it is `touched` next, it was moved in whole."""
        self._fresh.add(path)
        self._ring()

    def touched(self, path: str) -> None:
        """A file is being written."""
        self._fresh.discard(path)
        self._ring()

    def _ring(self) -> None:
        with contextlib.suppress(BlockingIOError):  # full: it will be noticed anyway
            os.write(self._writer, b".")

    def hurry(self) -> None:
        """End the wait without waiting for quiet."""
        self._hurried = True
        self.knock()

    def wait(self, seconds: float, least: float = 0.0) -> bool:
        """Wait for a knock and then for quiet (`settle`), but not for ever (`burst`).

        With a knock it takes at least `least` seconds, unless somebody is in a hurry.
        """
        earliest = self._monotonic() + least
        if not self._heard(seconds):
            return False
        end = self._monotonic() + self._burst
        while not self._hurried and self._monotonic() < end and self._heard(self._settle):
            pass
        while not self._hurried and (left := earliest - self._monotonic()) > 0:
            self._heard(left)
        self._hurried = False
        return True

    def closed(self) -> set[str]:
        """Files written to their end since this was last asked."""
        closed, self._closed = self._closed, set()
        fresh, self._fresh = self._fresh, set()
        return closed | {path for path in fresh if (seen := stamp_of(path)) and seen[2]}

    def close(self) -> None:
        """Give the pipe back."""
        os.close(self._reader)
        os.close(self._writer)

    def _heard(self, seconds: float) -> bool:
        if not select.select([self._reader], [], [], max(seconds, 0.0))[0]:
            return False
        with contextlib.suppress(BlockingIOError):
            while os.read(self._reader, 4096):
                pass
        return True


class FolderWatch:
    """Watches a source's folders, also when they go, come back, or are other ones.

    inotify is deaf for a folder that was renamed away, mounted over, or deleted and made again, so
    every two seconds the folders' device and inode are compared, and it begins anew when they
    differ. On a network mount nothing is watched, and `interval` is short.
    """

    def __init__(self, source: Source, *, limits: SourceLimits = SOURCE) -> None:
        self._source = source
        self._limits = limits
        self._hints = Hints(settle=limits.settle)
        self._observer: BaseObserver | None = None
        self._watched: tuple[object, ...] = ()
        self.interval = limits.rescan
        self.local = True
        self._begin()

    def wait(self, seconds: float, least: float = 0.0) -> set[str] | None:
        """See `Watch.wait`."""
        end = time.monotonic() + seconds
        while True:
            left = end - time.monotonic()
            hinted = self._hints.wait(min(left, _GLANCE), least)
            if self._identity() != self._watched:
                self._begin()
                hinted = True
            if hinted:
                return self._hints.closed()
            if left <= _GLANCE:
                return None

    def wake(self) -> None:
        """See `Watch.wake`."""
        self._hints.hurry()

    def close(self) -> None:
        """See `Watch.close`."""
        self._end()
        self._hints.close()

    def _begin(self) -> None:
        self._end()
        self._watched = self._identity()
        remote = any(is_remote(folder) for folder, _ in self._source.places())
        self.local = not remote
        self.interval = self._limits.poll if remote else self._limits.rescan
        if remote:
            return
        try:
            self._observe()
        except OSError as error:  # inotify's limits, or a folder that went this very moment
            _log.warning("cannot watch %s, so it is polled: %s", self._source.name, error)
            self.interval = self._limits.poll

    def _observe(self) -> None:
        from watchdog.events import (  # noqa: PLC0415  (only where it is needed)
            DirCreatedEvent,
            DirDeletedEvent,
            DirModifiedEvent,
            DirMovedEvent,
            FileClosedEvent,
            FileCreatedEvent,
            FileDeletedEvent,
            FileModifiedEvent,
            FileMovedEvent,
        )
        from watchdog.observers.inotify import InotifyObserver  # noqa: PLC0415

        # Not "opened" and "closed without writing": those are our own readings.
        kinds: list[type[FileSystemEvent]] = [
            FileClosedEvent, FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent,
            DirCreatedEvent, DirDeletedEvent, DirModifiedEvent, DirMovedEvent,
        ]  # fmt: skip
        observer = InotifyObserver()
        handler = cast("FileSystemEventHandler", _Handler(self._hints))  # it has `dispatch`
        for folder, deep in self._source.places():
            if folder.is_dir():
                observer.schedule(handler, str(folder), recursive=deep, event_filter=kinds)
        observer.start()
        self._observer = observer

    def _end(self) -> None:
        observer, self._observer = self._observer, None
        if observer is not None:
            observer.stop()
            observer.join(2.0)

    def _identity(self) -> tuple[object, ...]:
        """Which folders these are: device and inode of each."""
        stamps = (stamp_of(folder) for folder, _ in self._source.places())
        return tuple(stamp[:2] if stamp is not None else None for stamp in stamps)


class _Handler:
    """Turns watchdog's events into hints; it runs on watchdog's thread."""

    def __init__(self, hints: Hints) -> None:
        self._hints = hints

    def dispatch(self, event: FileSystemEvent) -> None:
        """One event. What was closed after writing, or moved in, is complete."""
        path = os.fsdecode(event.src_path)
        if event.is_directory:
            self._hints.knock()
        elif event.event_type == "created":  # also what came from a folder that is not watched
            self._hints.appeared(path)
        elif event.event_type == "modified":
            self._hints.touched(path)
        elif event.event_type == "moved":
            self._hints.knock(os.fsdecode(event.dest_path))
        else:
            self._hints.knock(path if event.event_type == "closed" else None)
