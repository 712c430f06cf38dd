"""A release on a disk: a folder, a share, a stick. Nothing in it is trusted, least of all names."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from typing import TYPE_CHECKING

from signage.config import NETWORK, NetworkLimits
from signage.store import StoppedError
from signage.sync._transport import Fetched, MissingError, TransportError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from signage.sync._transport import Part

__all__ = ["DirectoryTransport"]

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_ODD = {errno.ELOOP, errno.ENXIO, errno.ENOTDIR}
"""A symbolic link; a socket or a pipe's other end; a link or a file where a folder should be."""


class DirectoryTransport:
    """Reads a folder, and only plain files in it; see `Transport`.

    Every part of a path is opened by itself and never through a symbolic link, so nothing outside
    the folder can be reached, whatever is swapped meanwhile. A pipe or a device never holds us.
    Only the folder itself may be reached through links: the technician named it.
    """

    def __init__(self, path: Path, *, limits: NetworkLimits = NETWORK) -> None:
        self.name = os.path.abspath(path)  # noqa: PTH100  (`a/../b` is `b`: one folder, one name)
        self._limits = limits

    def fetch(self, path: str, *, limit: int, known: str | None = None) -> Fetched | None:
        """See `Transport.fetch`. The validator is what `stat` tells."""
        with self._opened(path) as (handle, status):
            validator = ":".join(
                map(str, (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns,
                          status.st_ctime_ns))
            )  # fmt: skip
            if validator == known:
                return None
            content = b""
            while len(content) <= limit and (chunk := self._read(handle, path)):
                content += chunk
        if len(content) > limit:
            raise TransportError(
                f"{self._place(path)}: larger than {limit:,} bytes, which it must not be",
                kind="length",
            )
        return Fetched(content, validator)

    def download(self, path: str, part: Part, size: int, stop: Callable[[], bool]) -> None:
        """See `Transport.download`."""
        with self._opened(path) as (handle, status):
            if status.st_size != size:
                raise TransportError(
                    f"{self._place(path)}: {status.st_size:,} bytes, where {size:,} are expected: "
                    "copy the release again",
                    kind="length",
                )
            if part.size > size:
                part.restart()
            os.lseek(handle, part.size, os.SEEK_SET)
            while part.size < size:
                if stop():
                    raise StoppedError("stopped")
                chunk = self._read(handle, path)[: size - part.size]
                if not chunk:
                    raise TransportError(
                        f"{self._place(path)}: became shorter while it was read", kind="length"
                    )
                part.write(chunk)

    def close(self) -> None:
        """Nothing is kept open between two files."""

    def _place(self, path: str) -> str:
        return f"{self.name}/{path}"

    def _read(self, handle: int, path: str) -> bytes:
        with self._translated(path):
            return os.read(handle, self._limits.chunk)

    @contextlib.contextmanager
    def _opened(self, path: str) -> Iterator[tuple[int, os.stat_result]]:
        *folders, name = path.split("/")
        if not path.isascii() or any(each in {"", ".", ".."} for each in (*folders, name)):
            raise TransportError(f"{path!r} is no path in a release", kind="unreadable")
        with contextlib.ExitStack() as stack:
            with self._translated(path):
                at = self._root(stack)
                for folder in folders:
                    at = os.open(folder, _FOLDER, dir_fd=at)
                    stack.callback(os.close, at)
                handle = os.open(name, _FILE, dir_fd=at)
                stack.callback(os.close, handle)
                status = os.fstat(handle)
                if not stat.S_ISREG(status.st_mode):
                    raise OSError(errno.ELOOP, "not a plain file")
            yield handle, status

    def _root(self, stack: contextlib.ExitStack) -> int:
        try:
            handle = os.open(self.name, _FOLDER & ~os.O_NOFOLLOW)
        except OSError as error:
            raise TransportError(
                f"{self.name}: {error.strerror}: check the path, or mount the share",
                kind="unreadable",
            ) from error
        stack.callback(os.close, handle)
        return handle

    @contextlib.contextmanager
    def _translated(self, path: str) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError as error:
            raise MissingError(f"{self._place(path)}: no such file") from error
        except OSError as error:
            if error.errno in _ODD:
                raise TransportError(
                    f"{self._place(path)}: not a plain file in plain folders (a symbolic link, a "
                    "pipe, a device?): copy the release anew",
                    kind="unreadable",
                ) from error
            raise TransportError(
                f"{self._place(path)}: {error.strerror}: check the disk or the share",
                kind="unreadable",
            ) from error
