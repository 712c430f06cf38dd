"""Sticks: removable disks that hold a signed release, at their top or in a folder `signage`.

Whoever automounts them is somebody else. The kernel says when the table of mounts changed, so
nothing is polled.
"""

from __future__ import annotations

import contextlib
import os
import select
import stat
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from signage.config import SIGNED
from signage.sync._mounts import unescape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["MountWatch", "Stick", "Sticks", "mounts"]

_TABLE = Path("/proc/self/mountinfo")
_BLOCK = Path("/sys/dev/block")
_NEVER = ("/", "/boot", "/boot/efi", "/usr", "/var", "/home")
_INSIDE = ("", "signage")


class Stick(NamedTuple):
    """A release on a mounted disk. Mounted anew, it is another one."""

    mount: str
    """What the kernel calls this mounting."""
    folder: Path


class Sticks:
    """What is plugged in. `places` are folders under which disks are mounted.

    A disk that the kernel calls removable counts wherever it is mounted. Network shares never do:
    one that is dead would hang whoever looks.
    """

    def __init__(
        self,
        places: tuple[str, ...] = SIGNED.sticks,
        *,
        table: Callable[[], str] = lambda: _TABLE.read_text(errors="surrogateescape"),
        removable: Callable[[str], bool] | None = None,
    ) -> None:
        self._places = tuple(f"{place.rstrip('/')}/" for place in places)
        self._table = table
        self._removable = removable or is_removable
        self._seen: frozenset[Stick] = frozenset()
        self._text = ""

    def fresh(self) -> list[Stick]:
        """Releases that were plugged in since this was last asked."""
        try:
            text = self._table()
        except OSError:
            return []
        if text == self._text:
            return []
        self._text = text
        found = self.found()
        new = [stick for stick in found if stick not in self._seen]
        self._seen = frozenset(found)
        return new

    def found(self) -> list[Stick]:
        """Releases on the disks that are mounted now."""
        try:
            table = self._table()
        except OSError:
            return []
        return [
            Stick(f"{mount.id}:{mount.device}:{mount.point}", folder)
            for mount in mounts(table)
            if self._counts(mount)
            for folder in (Path(mount.point, inside) for inside in _INSIDE)
            if _holds_release(folder)
        ]

    def _counts(self, mount: Mount) -> bool:
        if not mount.source.startswith("/dev/") or mount.point in _NEVER:
            return False
        return mount.point.startswith(self._places) or self._removable(mount.device)


class Mount(NamedTuple):
    """A line of `/proc/self/mountinfo` (proc(5))."""

    id: str
    device: str
    """Major and minor number: `8:17`."""
    point: str
    source: str


def mounts(table: str) -> Iterator[Mount]:
    """The mounts of a table; what is no line of it is passed over."""
    for line in table.splitlines():
        before, _, after = line.partition(" - ")
        fields, more = before.split(" "), after.split(" ")
        if len(fields) > 4 and len(more) > 1:  # noqa: PLR2004
            yield Mount(fields[0], fields[2], unescape(fields[4]), unescape(more[1]))


def is_removable(device: str, *, block: Path = _BLOCK) -> bool:
    """Whether the kernel calls the disk (`8:17`: its partition) removable."""
    with contextlib.suppress(OSError):
        place = (block / device).resolve()
        for folder in (place, place.parent):
            flag = folder / "removable"
            if flag.is_file():
                return flag.read_text().strip() == "1"
    return False


class MountWatch:
    """Waits for a mount to come or go; see `Watch`. The kernel tells by POLLPRI on its table."""

    interval = float("inf")
    local = True

    def __init__(self, table: Path = _TABLE) -> None:
        self._reader, self._writer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._table = -1
        self._poll = select.poll()
        self._poll.register(self._reader, select.POLLIN)
        with contextlib.suppress(OSError):
            self._table = os.open(table, os.O_RDONLY | os.O_CLOEXEC)
            self._poll.register(self._table, select.POLLPRI)

    def wait(self, seconds: float, least: float = 0.0) -> set[str] | None:
        """See `Watch.wait`."""
        begun = time.monotonic()
        ready = dict(self._poll.poll(max(seconds, 0.0) * 1000))
        if self._reader in ready:
            with contextlib.suppress(BlockingIOError):
                while os.read(self._reader, 4096):
                    pass
            return set()
        if not ready:
            return None
        if (left := begun + least - time.monotonic()) > 0:
            time.sleep(left)
        return set()

    def wake(self) -> None:
        """See `Watch.wake`."""
        with contextlib.suppress(BlockingIOError):  # full: it will be noticed anyway
            os.write(self._writer, b".")

    def close(self) -> None:
        """See `Watch.close`."""
        for handle in (self._reader, self._writer, self._table):
            if handle >= 0:
                os.close(handle)


def _holds_release(folder: Path) -> bool:
    """Whether there is a timestamp, a plain file in plain folders."""
    try:
        return all(
            stat.S_ISDIR(each.lstat().st_mode) for each in (folder, folder / "metadata")
        ) and stat.S_ISREG((folder / "metadata" / "timestamp.json").lstat().st_mode)
    except OSError:
        return False
