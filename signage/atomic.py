"""The one way to write state: a reader, or a power cut, sees the old file or the new, whole.

POSIX promises that `rename` is atomic for readers, not that it is durable: the data must be on the
medium before the name points at it (fsync of the file), and the name itself is only durable once
its folder is (fsync of the folder). The order here is that of borg's `SaveFile`.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "Unnamed", "folder", "is_scratch", "remove", "sync_folder", "unnamed", "write", "writing",
]  # fmt: skip

_PREFIX = ".tmp-"


def write(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Replace `path` by `data`, durably.

    Raises:
        OSError: nothing was changed, and no temporary file is left behind.
    """
    with writing(path, mode=mode) as file:
        file.write(data)


@contextlib.contextmanager
def writing(path: Path, *, mode: int = 0o644) -> Iterator[IO[bytes]]:
    """Give a new file that replaces `path`, durably, when the block ends without an error.

    The temporary file lies in the same folder, is named `.tmp-*`, and is removed on any error.
    What a kill leaves behind is for the owner of the folder to sweep (see `is_scratch`).
    """
    with unnamed(path.parent) as scratch:
        yield scratch.file
        scratch.name(path, mode=mode)


class Unnamed:
    """A file being written whose name is known only when its last byte is (its hash, say)."""

    def __init__(self, file: IO[bytes], path: str) -> None:
        self.file = file
        self._path = path

    def name(self, path: Path, *, mode: int = 0o644, settle: bool = True) -> None:
        """Close the file and let `path`, on the same file system, be it, durably.

        Who names many files in one folder says `settle=False`, and `sync_folder` after the last.
        """
        self.file.flush()
        os.fchmod(self.file.fileno(), mode)
        os.fsync(self.file.fileno())
        self.file.close()
        Path(self._path).replace(path)
        if settle:
            sync_folder(path.parent)


@contextlib.contextmanager
def unnamed(folder: Path) -> Iterator[Unnamed]:
    """Give a scratch file in `folder`, which is gone after the block unless it was named."""
    handle, path = tempfile.mkstemp(prefix=_PREFIX, dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            yield Unnamed(file, path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            Path(path).unlink()


def is_scratch(path: Path) -> bool:
    """Whether `path` is a temporary file that a killed `writing` left behind."""
    return path.name.startswith(_PREFIX)


def remove(path: Path) -> None:
    """Remove `path` durably; a missing file is no error."""
    with contextlib.suppress(FileNotFoundError):
        path.unlink()
        sync_folder(path.parent)


def folder(path: Path) -> None:
    """Make the folder `path` and those above it, durably, where they are not there yet."""
    if path.is_dir():
        return
    folder(path.parent)
    with contextlib.suppress(FileExistsError):
        path.mkdir()
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
