"""What is in force: the records under `active/`, read by anyone and changed by the agent."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, TypeVar

from signage import atomic
from signage.store import _record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import msgspec

    from signage.release.manifest import Body
    from signage.store.model import Activation

__all__ = ["Records", "bodies"]

T = TypeVar("T")


class Records:
    """`now.json`, `previous.json` and `emergency.json` of one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now = folder / "now.json"
        self.previous = folder / "previous.json"
        self.urgent = folder / "emergency.json"
        self._all = (self.now, self.previous, self.urgent)
        self._known: dict[Path, tuple[object, Activation | None]] = {}
        """What was read last: of 10,000 files a record takes a tenth of a second to read."""

    def alarmed(self) -> Activation | None:
        """The emergency in force."""
        return self._read(self.urgent)

    def active(self) -> Activation | None:
        """The activation in force; where its record is spoilt, the one before; else None."""
        return self._read(self.now) or self._read(self.previous)

    def glance(self, decoder: msgspec.json.Decoder[T]) -> T | None:
        """As much of the first record that is whole as `decoder` asks for."""
        read = (_record.read_as(path, decoder) for path in self._all)
        return next((found for found in read if found is not None), None)

    def whole(self) -> list[Activation] | None:
        """Every activation that must not lose a body; None where nobody can tell."""
        found = []
        for path in self._all:
            activation = self._read(path)
            if activation is not None:
                found.append(activation)
            elif path.exists():
                return None
        return found

    def intact(self) -> list[tuple[Path, Activation]]:
        """Those that can be read."""
        read = [(path, self._read(path)) for path in self._all]
        return [(path, activation) for path, activation in read if activation is not None]

    def torn(self) -> list[Path]:
        """Records that are not what was written."""
        return [path for path in self._all if _record.torn(path)]

    def replace(self, activation: Activation) -> set[str]:
        """Put it in force. Returns the hashes that were named before and no longer are.

        Raises:
            OSError: what was in force still is.
        """
        before = _names(self.intact())
        if self._read(self.now) is not None:
            atomic.write(self.previous, self.now.read_bytes())
        atomic.write(self.now, _record.encode(activation))
        return before - _names(self.intact())

    def alarm(self, activation: Activation | None) -> None:
        """Put an emergency in force, or end it.

        Raises:
            OSError: what was in force still is.
        """
        if activation is not None:
            atomic.write(self.urgent, _record.encode(activation))
        elif self.urgent.exists():
            atomic.remove(self.urgent)

    def mend(self) -> None:
        """Set aside what a failing card spoilt, as far as another record answers for it.

        Without this, nobody would know what the spoilt one names, and nothing could be evicted.
        """
        with contextlib.suppress(OSError):
            if _record.torn(self.now) and self._read(self.previous) is not None:
                atomic.write(self.now, self.previous.read_bytes())
            for path in (self.previous, self.urgent):
                if _record.torn(path):
                    atomic.remove(path)

    def _read(self, path: Path) -> Activation | None:
        """What a record says, read again only when it is another file than before."""
        try:
            found = path.stat()
        except OSError:
            return None
        stamp = found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
        known = self._known.get(path)
        if known is None or known[0] != stamp:
            known = self._known[path] = stamp, _record.read(path)
        return known[1]


def bodies(activation: Activation) -> Iterator[tuple[str, Body]]:
    """Everything that the player may open, with the path of the file that it shows."""
    for path, body in activation.manifest.files.items():
        yield path, body
        media = activation.media.get(body.sha256)
        if media is not None and media.rendition is not None:
            yield f"the rendition of {path}", media.rendition


def _names(records: list[tuple[Path, Activation]]) -> set[str]:
    return {body.sha256 for _, activation in records for _, body in bodies(activation)}


def touch(path: Path) -> None:
    """Mark a body as having been in force until now."""
    with contextlib.suppress(OSError):
        os.utime(path)
