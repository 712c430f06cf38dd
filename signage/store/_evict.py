"""What has to go when room is short. The rule is pure; the folder is read and cleared here too."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, NamedTuple

from signage.release.reading import is_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from signage.config import StoreLimits

__all__ = ["Kept", "kept", "remove", "room_after", "victims"]


class Kept(NamedTuple):
    """A body in the store."""

    sha256: str
    size: int
    """Bytes."""
    since: int
    """Nanoseconds since 1970: when it came, or when what was in force last named it."""


def victims(
    bodies: Iterable[Kept],
    spared: Collection[str],
    limits: StoreLimits,
    *,
    free: int,
    need: int = 0,
) -> list[Kept]:
    """What goes so that `need` more bytes fit: the oldest first, no more of them than it takes.

    `spared` never goes. All bodies together stay within `limits.budget`, and `limits.keep_free`
    bytes of the disk stay free, as far as the rest can give that.
    """
    known = list(bodies)
    total = sum(body.size for body in known) + need
    left = free - need
    gone: list[Kept] = []
    for body in sorted(known, key=lambda each: (each.since, each.sha256)):
        if total <= limits.budget and left >= limits.keep_free:
            break
        if body.sha256 not in spared:
            gone.append(body)
            total -= body.size
            left += body.size
    return gone


def room_after(bodies: Iterable[Kept], spared: Collection[str], free: int) -> int:
    """Bytes that would be free if all went that may go."""
    return free + sum(body.size for body in bodies if body.sha256 not in spared)


def kept(objects: Path) -> list[Kept]:
    """Every body that lies there."""
    found = []
    for folder in _folders(objects):
        with contextlib.suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                if is_name(entry.name):
                    with contextlib.suppress(OSError):
                        status = entry.stat(follow_symlinks=False)
                        found.append(Kept(entry.name, status.st_size, status.st_mtime_ns))
    return found


def remove(objects: Path, bodies: Iterable[Kept]) -> int:
    """Remove them. Returns how many. A removal that a power cut undoes costs only its room."""
    removed = 0
    for body in bodies:
        with contextlib.suppress(OSError):
            (objects / body.sha256[:2] / body.sha256).unlink()
            removed += 1
    return removed


def _folders(objects: Path) -> list[str]:
    try:
        with os.scandir(objects) as entries:
            return [entry.path for entry in entries if len(entry.name) == len("ab")]
    except OSError:
        return []
