"""Reading a foreign file that may change, or be swapped, under our hands."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from signage.errors import SignageError, SourceError
from signage.release.manifest import Body

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = [
    "ChangedError", "NotPlainError", "Reader", "Stamp", "StoppedError", "UnreadableError",
    "is_name", "opened", "stamp",
]  # fmt: skip

_CHUNK = 256 * 1024
"""Bytes; twice as fast as small ones, and short enough to stop between."""
_NAME = re.compile(r"[0-9a-f]{64}")

Stamp = tuple[int, int, int, int, int]
"""dev, ino, size, mtime_ns, ctime_ns. The last betrays an overwriting that put the mtime back."""


class ChangedError(SourceError):
    """The file changed while it was read: it is still being written."""


class NotPlainError(SourceError):
    """What lies there is not a plain file inside the folder."""


class UnreadableError(SourceError):
    """The file could not be opened or read, though it is there."""


class StoppedError(SignageError):
    """The agent is ending; nothing is wrong."""


def stamp(status: os.stat_result) -> Stamp:
    """What stays the same as long as a file's bytes do."""
    return (
        status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns,
    )  # fmt: skip


def is_name(name: str) -> bool:
    """Whether that is the name of a body: a SHA-256 in hex."""
    return _NAME.fullmatch(name) is not None


@contextlib.contextmanager
def opened(path: Path, within: Path | None) -> Iterator[Reader]:
    """Open a plain file for one reading, never through a symbolic link, never blocking on a FIFO.

    Raises:
        ChangedError: it is not there any more.
        NotPlainError: a link, a pipe, a device, a folder, or outside `within`.
        UnreadableError: it is there, and the system does not give it.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise ChangedError(f"{path.name} was removed before it was read") from None
    except OSError as error:
        if error.errno in {errno.ELOOP, errno.ENXIO}:  # a symbolic link; a socket
            raise NotPlainError(f"{path.name} is not a plain file") from error
        raise UnreadableError(f"{path.name} cannot be read: {error.strerror}") from error
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise NotPlainError(f"{path.name} is not a plain file")
        if within is not None:
            # Where the kernel opened it, not where the name pointed when somebody looked.
            place = Path(f"/proc/self/fd/{handle}").readlink()
            if not place.is_relative_to(within):
                raise NotPlainError(f"{path.name} lies outside the folder")
        yield Reader(path, handle, status)
    finally:
        os.close(handle)


class Reader:
    """One reading of one file, hashed on the way."""

    def __init__(self, path: Path, handle: int, status: os.stat_result) -> None:
        self.size = status.st_size
        self._path = path
        self._handle = handle
        self._before = stamp(status)
        self._hash = hashlib.sha256()
        self._read = 0

    def chunks(self, stop: Callable[[], bool] | None) -> Iterator[bytes]:
        """The file's bytes.

        Raises:
            ChangedError: the file is not what it was when it was opened.
            StoppedError: `stop` said so.
            UnreadableError: the source failed.
        """
        while chunk := self._chunk():
            if stop is not None and stop():
                raise StoppedError("stopped")
            self._hash.update(chunk)
            self._read += len(chunk)
            if self._read > self.size:
                break  # it grows as fast as we read
            yield chunk
        if self._read != self.size or not self._same():
            raise ChangedError(f"{self._path.name} changed while it was read")

    def body(self) -> Body:
        """What was read, once `chunks` has ended without an error."""
        return Body(self._hash.hexdigest(), self._read)

    def _chunk(self) -> bytes:
        with self._source():
            return os.read(self._handle, _CHUNK)

    def _same(self) -> bool:
        """Of the open file as well as the name: it may have been written to, or replaced."""
        with self._source():
            try:
                named = self._path.lstat()
            except FileNotFoundError:
                return False
            return stamp(os.fstat(self._handle)) == self._before == stamp(named)

    @contextlib.contextmanager
    def _source(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise UnreadableError(f"{self._path.name} cannot be read: {error.strerror}") from error
