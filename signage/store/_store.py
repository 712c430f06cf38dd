"""The store's folders, and the rules by which they change."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import os
import time
from typing import TYPE_CHECKING

from signage import atomic
from signage.config import STORE, StoreLimits
from signage.errors import DeviceError
from signage.release.manifest import Body
from signage.store import _record, _take

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from signage.store.model import Activation

__all__ = ["Store"]

_LOCK_PATIENCE = 0.5
"""Seconds: `locked` holds the lock for an instant, which must not turn an agent away."""


class Store:
    """The kiosk's own copy of the content, under a state folder.

    ```
    objects/ab/ab12…      bodies, named by their SHA-256
    active/now.json       the activation in force
    active/previous.json  the one before it
    intake.json           what the agent remembers of its source (a cache)
    lock                  one agent at a time
    ```

    Whoever only reads needs no lock and changes nothing, not even by making a folder. Everything
    that writes must hold `lock()`.
    """

    def __init__(self, state: Path, *, limits: StoreLimits = STORE) -> None:
        self.state = state
        self.objects = state / "objects"
        self._now = state / "active" / "now.json"
        self._previous = state / "active" / "previous.json"
        self._limits = limits

    # Reading

    def path(self, sha256: str) -> Path:
        """Where the body of that hash lies, if it is there."""
        return self.objects / sha256[:2] / sha256

    def has(self, body: Body) -> bool:
        """Whether the body is there with its right size (its hash was checked when it came)."""
        try:
            return self.path(body.sha256).stat().st_size == body.size
        except OSError:
            return False

    def activation_path(self) -> Path:
        """The activation record. It is renamed into place, so watch its folder, not itself."""
        return self._now

    def active(self) -> Activation | None:
        """The activation in force; where its record is spoilt, the one before; else None."""
        return _record.read(self._now) or _record.read(self._previous)

    def usage(self) -> tuple[int, int]:
        """Bytes free to us and bytes used, of the file system on which the state lies."""
        place = next(p for p in (self.state, *self.state.absolute().parents) if p.exists())
        figures = os.statvfs(place)
        return (
            figures.f_bavail * figures.f_frsize,
            (figures.f_blocks - figures.f_bfree) * figures.f_frsize,
        )

    def locked(self) -> bool:
        """Whether an agent is at work on this state."""
        try:
            handle = os.open(self.state / "lock", os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return False
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
        finally:
            os.close(handle)
        return False

    # Writing

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the state as its one agent, and sweep up what a killed one left.

        Raises:
            DeviceError: another agent holds it, or the folder cannot be written.
        """
        try:
            for place in (self.state, self.objects, self._now.parent):
                atomic.folder(place)
            handle = os.open(
                self.state / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644
            )
        except OSError as error:
            raise self._device_error(error, f"the state folder {self.state}") from error
        try:
            self._acquire(handle)
            self._sweep()
            yield
        finally:
            os.close(handle)

    def take(
        self, source: Path, *, within: Path | None = None, stop: Callable[[], bool] | None = None
    ) -> Body:
        """Copy a file in under its hash, and tell what it is. An equal body is kept once.

        `within` is a folder, already resolved, that the opened file must lie in, whatever
        symbolic links were swapped meanwhile. `stop` is asked between chunks.

        Raises:
            ChangedError: the file changed or went while it was read; try again when it is still.
            NotPlainError: it is no regular file, a symbolic link, or lies outside `within`.
            UnreadableError: it is there and the source does not give it.
            DeviceError: our own disk is full or failing; nothing was changed.
            StoppedError: `stop` said so.
        """
        with _take.opened(source, within) as reader:
            return self._keep(reader.chunks(stop), reader.body, reader.size, source.name)

    def put(self, content: bytes, name: str) -> Body:
        """Keep bytes that were made on this device, as `take` keeps a file's.

        `name` is what a message calls them.

        Raises:
            DeviceError: our own disk is full or failing; nothing was changed.
        """
        body = Body(hashlib.sha256(content).hexdigest(), len(content))
        return self._keep([content], lambda: body, body.size, name)

    def activate(self, activation: Activation) -> None:
        """Put an activation in force, in one step. What was in force becomes the previous one.

        Raises:
            DeviceError: a body is missing or has a wrong size, or the disk is full or failing;
                what was in force still is.
        """
        for path, body in _bodies(activation):
            if not self.has(body):
                raise DeviceError(f"the store lost {path} ({body.sha256[:12]}): check the disk")
        with self._ours("activating the content"):
            if _record.read(self._now) is not None:
                atomic.write(self._previous, self._now.read_bytes())
            atomic.write(self._now, _record.encode(activation))

    def evict(self, keep: Iterable[str] = ()) -> int:
        """Remove the bodies that neither the active nor the previous activation names.

        `keep` are hashes to spare as well (taken in, not yet activated). While a record is there
        that cannot be read, nothing is removed, since nobody knows what it names.

        Returns:
            How many were removed.
        """
        spared = set(keep)
        for record in (self._now, self._previous):
            activation = _record.read(record)
            if activation is not None:
                spared.update(body.sha256 for _, body in _bodies(activation))
            elif record.exists():
                return 0
        removed = 0
        for path in self.objects.glob("[0-9a-f][0-9a-f]/*"):
            if _take.is_name(path.name) and path.name not in spared:
                with contextlib.suppress(OSError):
                    path.unlink()
                    removed += 1
        return removed

    def recall(self) -> bytes:
        """What the agent last remembered, or nothing; the agent must cope with garbage."""
        try:
            return (self.state / "intake.json").read_bytes()
        except OSError:
            return b""

    def remember(self, memory: bytes) -> None:
        """Keep the agent's memory of its source.

        Raises:
            DeviceError: the disk is full or failing.
        """
        with self._ours("remembering what was taken in"):
            atomic.write(self.state / "intake.json", memory)

    # Within

    def _keep(
        self, chunks: Iterable[bytes], tell: Callable[[], Body], size: int, name: str
    ) -> Body:
        """The one way in. `tell` says what it was, once the last of the chunks has come."""
        self._spare(size, name)
        with self._ours(f"taking in {name}"), atomic.unnamed(self.objects) as scratch:
            for chunk in chunks:
                scratch.file.write(chunk)
            body = tell()
            if not self.has(body):
                target = self.path(body.sha256)
                atomic.folder(target.parent)
                scratch.name(target)
        return body

    def _acquire(self, handle: int) -> None:
        patience = time.monotonic() + _LOCK_PATIENCE
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > patience:
                    raise DeviceError(
                        f"state in use: another signage agent works on {self.state}; "
                        "stop it, or name another folder with --state"
                    ) from None
                time.sleep(0.05)
            else:
                return

    def _sweep(self) -> None:
        for place in (self.state, self.objects, self._now.parent):
            for path in place.iterdir():
                if atomic.is_scratch(path):
                    with contextlib.suppress(OSError):
                        path.unlink()

    def _spare(self, size: int, name: str) -> None:
        free, _ = self.usage()
        if free - size < self._limits.keep_free:
            raise DeviceError(
                f"the disk is full: {name} needs {_mb(size)}, {_mb(free)} are free on "
                f"{self.state}, of which {_mb(self._limits.keep_free)} are kept free; remove "
                "something, or give the kiosk a larger disk"
            )

    @contextlib.contextmanager
    def _ours(self, doing: str) -> Iterator[None]:
        """Errors in this block are this device's, not the source's."""
        try:
            yield
        except OSError as error:
            raise self._device_error(error, doing) from error

    def _device_error(self, error: OSError, doing: str) -> DeviceError:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            free, used = self.usage()
            return DeviceError(
                f"the disk is full: {doing} failed with {_mb(free)} free and {_mb(used)} used on "
                f"{self.state}; remove something, or give the kiosk a larger disk"
            )
        return DeviceError(f"{doing}: {error.strerror or error}; check the disk and its rights")


def _bodies(activation: Activation) -> Iterator[tuple[str, Body]]:
    """Everything that the player may open, with the path of the file that it shows."""
    for path, body in activation.manifest.files.items():
        yield path, body
        media = activation.media.get(body.sha256)
        if media is not None and media.rendition is not None:
            yield f"the rendition of {path}", media.rendition


def _mb(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"
