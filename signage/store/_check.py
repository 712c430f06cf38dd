"""Re-hashing what is in force: a slice at a time, from the medium, and what is spoilt goes.

A body that is not what its name says is removed, durably: the player leaves it out, and the agent,
which looks whether a body is there and has its size, brings it in again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from typing import TYPE_CHECKING, Literal

import msgspec

from signage import atomic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from signage.release.manifest import Body

__all__ = ["Check", "Damage"]

_CHUNK = 256 * 1024


class Damage(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is not as it should be."""

    name: str
    """A path under `media/`, `the rendition of …`, or a record such as `active/now.json`."""
    sha256: str = ""
    """Of the body; empty for a record."""
    kind: Literal["spoilt", "missing", "unreadable"]
    removed: bool = False
    """Whether the spoilt bytes are gone, so that the agent brings them in again."""


class Check:
    """One pass over some bodies. `step` until it says that nothing is left.

    It holds no lock: an agent and a player may be at work meanwhile.
    """

    def __init__(
        self,
        bodies: Iterable[tuple[str, Body]],
        path: Callable[[str], Path],
        slice_bytes: int,
        *,
        records: Iterable[str] = (),
        named: Callable[[str], bool] = lambda _sha256: True,
        done: Callable[[], None] = lambda: None,
    ) -> None:
        """`named` says of a hash whether a record still names it, by now."""
        names: dict[str, tuple[str, Body]] = {}
        for name, body in bodies:
            names.setdefault(body.sha256, (name, body))
        self._path = path
        self._slice = slice_bytes
        self._named = named
        self._done = done
        self.damage = [Damage(name=name, kind="spoilt") for name in records]
        """What was found so far."""
        self.bodies = len(names)
        """How many there are to check, each hash once."""
        self.size = sum(body.size for _, body in names.values())
        """Bytes of them."""
        self.checked = 0
        """How many are done."""
        self.read = 0
        """Bytes read."""
        self._work = self._run(list(names.values()))
        self._over = False

    def step(self) -> bool:
        """Read on, about as far as a slice. Returns whether anything is left to do."""
        if not self._over and next(self._work, None) is None:
            self._over = True
            self._done()
        return not self._over

    def _run(self, bodies: list[tuple[str, Body]]) -> Iterator[bool]:
        due = self._slice
        for name, body in bodies:
            for _ in self._one(name, body):
                if self.read >= due:
                    due = self.read + self._slice
                    yield True
            self.checked += 1

    def _one(self, name: str, body: Body) -> Iterator[None]:
        path = self._path(body.sha256)
        try:
            handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
        except FileNotFoundError:
            if self._named(body.sha256):  # else the agent went on meanwhile, and let it go
                self.damage.append(Damage(name=name, sha256=body.sha256, kind="missing"))
            return
        except OSError:  # a link, a device, a bad spot in the folder
            self._spoilt(name, body, "unreadable", path, None)
            return
        try:
            yield from self._hashed(handle, path, name, body)
        finally:
            os.close(handle)

    def _hashed(self, handle: int, path: Path, name: str, body: Body) -> Iterator[None]:
        found = hashlib.sha256()
        begun = self.read
        try:
            _forget(handle)  # what is on the medium counts, not what the kernel remembers
            while chunk := os.read(handle, _CHUNK):
                found.update(chunk)
                self.read += len(chunk)
                if self.read - begun > body.size:
                    break
                yield
        except OSError:
            self._spoilt(name, body, "unreadable", path, handle)
            return
        finally:
            _forget(handle)  # and the player's pages stay in memory, not these
        if self.read - begun != body.size or found.hexdigest() != body.sha256:
            self._spoilt(name, body, "spoilt", path, handle)

    def _spoilt(
        self,
        name: str,
        body: Body,
        kind: Literal["spoilt", "unreadable"],
        path: Path,
        handle: int | None,
    ) -> None:
        """Remove it, unless the agent put another in its place meanwhile."""
        removed = False
        with contextlib.suppress(OSError):
            if handle is not None and not os.path.samestat(os.fstat(handle), path.lstat()):
                return
            atomic.remove(path)
            removed = True
        self.damage.append(Damage(name=name, sha256=body.sha256, kind=kind, removed=removed))


def _forget(handle: int) -> None:
    with contextlib.suppress(OSError):
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
