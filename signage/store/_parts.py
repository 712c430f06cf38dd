"""Bodies on their way: a file that grows, outlasts the process, and is believed by its hash only.

A part is scratch. Nothing is flushed while it grows, since on opening, its bytes are read again and
go into the hash that decides at the end; so it does not matter what a power cut left of them.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import os
import stat
from typing import TYPE_CHECKING, Self

from signage import atomic
from signage.errors import DeviceError, SourceError, TrustError
from signage.store import _lock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from signage.release.manifest import Body
    from signage.store._disk import Disk

__all__ = ["Part", "SpoiltPartError", "part_size", "sweep"]

_CHUNK = 1024 * 1024
"""Bytes read at once of what is there already."""


class SpoiltPartError(TrustError):
    """The hash is wrong, and some of the bytes lay on this disk before: fetch it anew at once.

    A power cut spoils a part without anybody being to blame; only bytes fetched in one go accuse
    the source.
    """


class Part:
    """A body being fetched. Used as a context manager; without `finish` it stays for next time.

    One writer at a time: a second one on the same body is refused while the block lasts.
    """

    def __init__(
        self,
        path: Path,
        target: Path,
        body: Body,
        name: str,
        *,
        disk: Disk,
        stop: Callable[[], None],
    ) -> None:
        self.body = body
        self.name = name
        self.size = 0
        """Bytes that are there."""
        self.resumed = False
        """Whether some of them were there before."""
        self._path = path
        self._target = target
        self._disk = disk
        self._stop = stop
        self._hash = hashlib.sha256()
        self._handle = -1

    def __enter__(self) -> Self:
        """Open it, and read what is there.

        Raises:
            DeviceError: the disk is full or failing, or somebody else is fetching this body.
            StoppedError: the agent is ending.
        """
        doing = f"fetching {self.name}"
        with self._disk.ours(doing):
            atomic.folder(self._path.parent)
            self._handle = _opened(self._path)
        try:
            _claim(self._handle, self._path, self.name)
            with self._disk.ours(doing):
                self._recall()
            if not self.complete:
                self._disk.spare(self.body.size - self.size, self.name)
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Close it. One without a byte goes, any other stays."""
        try:
            if self._handle >= 0 and self.size == 0:
                with contextlib.suppress(OSError):
                    self._path.unlink()
        finally:
            self._close()

    @property
    def complete(self) -> bool:
        """Whether it has its size: nothing is left to fetch, `finish` decides."""
        return self.size == self.body.size

    def restart(self) -> None:
        """Begin anew.

        Raises:
            DeviceError: the disk is failing.
        """
        with self._disk.ours(f"fetching {self.name}"):
            os.ftruncate(self._handle, 0)
            os.lseek(self._handle, 0, os.SEEK_SET)
        self.size = 0
        self.resumed = False
        self._hash = hashlib.sha256()

    def write(self, chunk: bytes | memoryview) -> None:
        """Add bytes.

        Raises:
            SourceError: more than the body has: what was there is dropped too.
            DeviceError: the disk is full or failing; what went in before stays.
        """
        if self.size + len(chunk) > self.body.size:
            self.restart()
            raise SourceError(f"{self.name} is longer than the {self.body.size} bytes announced")
        rest = memoryview(chunk)
        with self._disk.ours(f"fetching {self.name}"):
            while rest:
                count = os.write(self._handle, rest)
                self._hash.update(rest[:count])
                self.size += count
                rest = rest[count:]

    def finish(self) -> Body:
        """Let it be the body, durably. The part is gone then.

        Raises:
            SourceError: it is shorter than the body; it stays, to be resumed.
            TrustError: the bytes are not the body's (`SpoiltPartError` where some lay here
                before); the part is dropped.
            DeviceError: the disk is full or failing; the part stays.
        """
        if not self.complete:
            raise SourceError(f"{self.name} came short: {self.size} of {self.body.size} bytes")
        doing = f"taking in {self.name}"
        if self._hash.hexdigest() != self.body.sha256:
            resumed = self.resumed
            with self._disk.ours(doing):
                self._path.unlink(missing_ok=True)
            self._close()
            words = f"{self.name} is not what was signed: its SHA-256 is another one"
            raise SpoiltPartError(words) if resumed else TrustError(words)
        with self._disk.ours(doing):
            os.fchmod(self._handle, 0o644)
            os.fsync(self._handle)
            atomic.folder(self._target.parent)
            self._path.replace(self._target)
            atomic.sync_folder(self._target.parent)
        self._close()
        return self.body

    def _recall(self) -> None:
        """Hash what is there; what cannot be the beginning of the body goes."""
        if os.fstat(self._handle).st_size > self.body.size:
            os.ftruncate(self._handle, 0)
        while True:
            try:
                chunk = os.read(self._handle, _CHUNK)
            except OSError as error:
                if error.errno != errno.EIO:
                    raise
                self.restart()  # a bad spot on the disk: other blocks next time
                return
            if not chunk:
                break
            self._hash.update(chunk)
            self.size += len(chunk)
            self._stop()
        self.resumed = self.size > 0

    def _close(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


def _claim(handle: int, path: Path, name: str) -> None:
    """Take the part for ourselves; not so if another has it, or has just made a body of it."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        ours = os.path.samestat(os.fstat(handle), path.lstat())
    except OSError:
        ours = False
    if not ours:
        raise DeviceError(f"{name} is being fetched already")


def part_size(path: Path, body: Body) -> int:
    """Bytes of the body that its part has already."""
    try:
        status = path.lstat()
    except OSError:
        return 0
    plain = stat.S_ISREG(status.st_mode) and status.st_size <= body.size
    return status.st_size if plain else 0


def sweep(folder: Path, keep: Iterable[str]) -> int:
    """Remove every part but those named, and but those being fetched. Returns how many."""
    spared = set(keep)
    removed = 0
    try:
        found = [path for path in folder.iterdir() if path.name not in spared]
    except OSError:
        return 0
    for path in found:
        if not _lock.is_held(path):
            with contextlib.suppress(OSError):
                path.unlink()
                removed += 1
    return removed


def _opened(path: Path) -> int:
    """A plain file of our own; whatever else lies under that name is replaced, not followed."""
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
    try:
        handle = os.open(path, flags, 0o600)
    except OSError as error:
        if error.errno not in {errno.ELOOP, errno.ENXIO, errno.ENODEV}:
            raise
    else:
        status = os.fstat(handle)
        if stat.S_ISREG(status.st_mode) and status.st_nlink <= 1:
            return handle
        os.close(handle)
    path.unlink()
    return os.open(path, flags | os.O_EXCL, 0o600)
