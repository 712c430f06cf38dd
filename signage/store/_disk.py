"""The disk under the store: how full it is, and its errors in words that name numbers."""

from __future__ import annotations

import contextlib
import errno
import os
from typing import TYPE_CHECKING

from signage.errors import DeviceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["Disk", "megabytes"]


class Disk:
    """The file system on which a state folder lies, `keep_free` bytes of which are never used."""

    def __init__(self, state: Path, keep_free: Callable[[], int]) -> None:
        self._state = state
        self._keep_free = keep_free

    def usage(self) -> tuple[int, int]:
        """Bytes free to us and bytes used."""
        state = self._state
        place = next(p for p in (state, *state.absolute().parents) if p.exists())
        figures = os.statvfs(place)
        return (
            figures.f_bavail * figures.f_frsize,
            (figures.f_blocks - figures.f_bfree) * figures.f_frsize,
        )

    def spare(self, size: int, name: str) -> None:
        """Make sure that there is room for `size` bytes.

        Raises:
            DeviceError: there is not.
        """
        free, _ = self.usage()
        floor = self._keep_free()
        if free - size < floor:
            raise DeviceError(
                f"the disk is full: {name} needs {megabytes(size)}, {megabytes(free)} are free on "
                f"{self._state}, of which {megabytes(floor)} are kept free; remove "
                "something, or give the kiosk a larger disk"
            )

    @contextlib.contextmanager
    def ours(self, doing: str) -> Iterator[None]:
        """Errors of the system in this block are this device's, not the source's."""
        try:
            yield
        except OSError as error:
            raise self.error(error, doing) from error

    def error(self, error: OSError, doing: str) -> DeviceError:
        """The error in words."""
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            free, used = self.usage()
            return DeviceError(
                f"the disk is full: {doing} failed with {megabytes(free)} free and "
                f"{megabytes(used)} used on {self._state}; remove something, or give the kiosk a "
                "larger disk"
            )
        if error.errno in {errno.EACCES, errno.EPERM}:
            return DeviceError(
                f"{doing}: {error.strerror}; do it as the user who owns {self._state}, or with sudo"
            )
        return DeviceError(f"{doing}: {error.strerror or error}; check the disk and its rights")


def megabytes(size: int) -> str:
    """A size as people read it."""
    return f"{size / 1_000_000:,.1f} MB"
