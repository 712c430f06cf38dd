"""A disk whose power can be cut: ext4 on a loop device, shut down without flushing anything."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import shutil
import struct
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Disk", "available"]

_SHUTDOWN = 0x8004587D
"""EXT4_IOC_SHUTDOWN; with the flag, what is in memory is dropped, the journal's end included."""
_NO_FLUSH = 2
_NEW_MOUNTS = 0x20000
"""CLONE_NEWNS; of this thread, and of what it starts."""
_PATIENCE = 20.0
"""Seconds in which the last process must have let go of the disk."""


def available() -> bool:
    """Whether this machine lets us have one."""
    tools = all(map(shutil.which, ("mkfs.ext4", "losetup", "mount", "umount", "unshare")))
    return tools and os.geteuid() == 0 and Path("/dev/loop-control").exists()


class Disk:
    """A context manager; `path` is where it is mounted while it has power."""

    def __init__(self, folder: Path, megabytes: int = 1500) -> None:
        self._image, self.path = folder / "disk.img", folder / "disk"
        self._size = megabytes * 1_000_000

    def __enter__(self) -> Self:
        _alone()
        self.path.mkdir()
        with self._image.open("wb") as file:
            file.truncate(self._size)
        subprocess.run(["mkfs.ext4", "-q", "-F", str(self._image)], check=True)
        self.mount()
        return self

    def __exit__(self, *_: object) -> None:
        subprocess.run(["umount", "-l", str(self.path)], check=False)

    def mount(self) -> None:
        """Power on: the kernel replays the journal."""
        subprocess.run(["mount", "-o", "loop", str(self._image), str(self.path)], check=True)

    @property
    def device(self) -> str:
        """The loop device's name under /sys/block."""
        done = subprocess.run(
            ["losetup", "-j", str(self._image), "-n", "-O", "NAME"],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        return done.stdout.split()[0].removeprefix("/dev/")

    def cut(self) -> None:
        """Power off: what was not synced is gone, as on a card whose cache is honest."""
        handle = os.open(self.path, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, _SHUTDOWN, struct.pack("I", _NO_FLUSH))
        finally:
            os.close(handle)
        self._until(lambda: not subprocess.run(
            ["umount", str(self.path)], check=False, capture_output=True
        ).returncode)  # fmt: skip
        # Another namespace may hold it a moment longer, and would lend the dead file system out.
        self._until(lambda: not subprocess.run(
            ["losetup", "-j", str(self._image)], check=True, capture_output=True
        ).stdout)  # fmt: skip

    def _until(self, holds: Callable[[], bool]) -> None:
        deadline = time.monotonic() + _PATIENCE
        while not holds():
            if time.monotonic() > deadline:
                raise RuntimeError(f"{self.path} is still in use")
            time.sleep(0.01)

    def lost(self) -> bool:
        """Whether a file written and not synced is gone after a cut; else nothing here counts."""
        probe = self.path / "probe"
        probe.write_bytes(b"x" * 100_000)
        self.cut()
        self.mount()
        gone = not probe.exists() or probe.read_bytes() != b"x" * 100_000
        with contextlib.suppress(FileNotFoundError):
            probe.unlink()
        return gone


def _alone() -> None:
    """Mount where nobody else sees it: a namespace of another's would hold it beyond the cut."""
    if ctypes.CDLL(None, use_errno=True).unshare(_NEW_MOUNTS) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    subprocess.run(["mount", "--make-rprivate", "/"], check=True)
