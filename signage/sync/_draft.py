"""A file being fetched of which nobody knows a hash: kept only with the tag that vouches for it."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import os
from typing import TYPE_CHECKING

from signage import atomic
from signage.config import STORE
from signage.errors import DeviceError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Draft", "ours"]

_LONGEST_TAG = 120
"""Characters of an ETag that fits into a file's name."""


class Draft:
    """See `signage.sync._transport.Draft`.

    The tag is part of the file's name, so that no kill can part the two.
    """

    def __init__(self, folder: Path, path: str) -> None:
        atomic.folder(folder)
        self._folder = folder
        self._key = hashlib.sha256(path.encode()).hexdigest()[:24]
        self._handle = -1
        self.size = 0
        self.tag = ""
        self._file = folder / self._key
        for found in sorted(folder.glob(f"{self._key}-*")):
            self._open(found, _untagged(found.name.partition("-")[2]))
            break

    def restart(self, tag: str) -> None:
        """See `Draft.restart`."""
        self.drop()
        written = base64.urlsafe_b64encode(tag.encode()).decode()
        if len(written) > _LONGEST_TAG:
            tag = written = ""
        self._open(self._folder / f"{self._key}-{written}", tag)

    def write(self, chunk: bytes) -> None:
        """See `Draft.write`.

        Raises:
            DeviceError: the disk is full or failing.
        """
        with ours(f"fetching {self._file.name}"):
            figures = os.fstatvfs(self._handle)
            if figures.f_bavail * figures.f_frsize - len(chunk) < STORE.keep_free:
                raise DeviceError(
                    f"the disk is full: {figures.f_bavail * figures.f_frsize / 1e6:,.0f} MB are "
                    f"free at {self._folder}, of which {STORE.keep_free / 1e6:,.0f} MB are kept "
                    "free; remove something, or give the kiosk a larger disk"
                )
            rest = memoryview(chunk)
            while rest:
                rest = rest[os.write(self._handle, rest) :]
        self.size += len(chunk)

    def equals(self, place: Path) -> bool:
        """Whether it came out as the file that is there."""
        try:
            with self._file.open("rb") as one, place.open("rb") as other:
                return (
                    hashlib.file_digest(one, "sha256").digest()
                    == hashlib.file_digest(other, "sha256").digest()
                )
        except OSError:
            return False

    def become(self, place: Path) -> None:
        """Let it be the file, durably."""
        atomic.folder(place.parent)
        os.fchmod(self._handle, 0o644)
        os.fsync(self._handle)
        self._file.replace(place)
        atomic.sync_folder(place.parent)

    def drop(self) -> None:
        """Throw it away."""
        self.close()
        for found in self._folder.glob(f"{self._key}-*"):
            found.unlink(missing_ok=True)
        self.size, self.tag = 0, ""

    def close(self) -> None:
        """Keep what came for the next time, if it can be told what it is of."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def _open(self, file: Path, tag: str) -> None:
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW
        self._file = file
        self._handle = os.open(file, flags, 0o600)
        self.size = os.fstat(self._handle).st_size if tag else 0
        if not tag:
            os.ftruncate(self._handle, 0)
        self.tag = tag


def _untagged(written: str) -> str:
    with contextlib.suppress(ValueError):
        return base64.urlsafe_b64decode(written).decode()
    return ""


@contextlib.contextmanager
def ours(doing: str) -> Iterator[None]:
    """Errors of the system in this block are this device's."""
    try:
        yield
    except OSError as error:
        raise DeviceError(f"{doing}: {error.strerror or error}; check the disk") from error
