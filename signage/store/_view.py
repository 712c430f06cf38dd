"""What anyone may do with a store, without a lock: read, cut and resume, verify."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, TypeVar

from signage import atomic
from signage.config import STORE, StoreLimits
from signage.store import _active, _cut, _headlines, _lock, _record
from signage.store._check import Check
from signage.store._disk import Disk
from signage.store._marker import Marker

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import msgspec

    from signage.release.manifest import Body, Feeds
    from signage.store.model import Activation, Cut

__all__ = ["View"]

T = TypeVar("T")


class View:
    """A store as everybody has it.

    Reading changes nothing, not even by making a folder. What changes something here works for
    anyone at any time: the cut is a record of its own, and `verify` only removes what is spoilt.
    """

    def __init__(self, state: Path, *, limits: StoreLimits = STORE) -> None:
        self.state = state
        self.objects = state / "objects"
        self._parts = state / "parts"
        self._records = _active.Records(state / "active")
        self._cut = state / "active" / "cut.json"
        self._headlines = state / "active" / "headlines.json"
        self._trust = (state / "trust.json", state / "trust.former.json")
        self._marker = Marker(state / "running")
        self._disk = Disk(state, lambda: self._limits.keep_free)
        self._limits = limits

    def path(self, sha256: str) -> Path:
        """Where the body of that hash lies, if it is there."""
        return self.objects / sha256[:2] / sha256

    def has(self, body: Body) -> bool:
        """Whether the body is there with its right size (its hash was checked when it came)."""
        sha256 = body.sha256
        try:  # without a Path: thousands are asked for at once
            return os.stat(f"{self.objects}/{sha256[:2]}/{sha256}").st_size == body.size  # noqa: PTH116
        except OSError:
            return False

    def activation_path(self) -> Path:
        """The activation record. It is renamed into place, so watch its folder, not itself.

        The emergency, the cut and the headlines lie in the same folder.
        """
        return self._records.now

    def active(self) -> Activation | None:
        """The activation in force; where its record is spoilt, the one before; else None."""
        return self._records.active()

    def glance(self, decoder: msgspec.json.Decoder[T]) -> T | None:
        """As much of what is in force as `decoder` asks for; of an emergency where nothing else is.

        For who cannot wait until the whole record is read. None: there is none that is whole.
        """
        return self._records.glance(decoder)

    def urgent(self) -> Activation | None:
        """The emergency in force; None where there is none, or its record is spoilt."""
        return self._records.alarmed()

    def cut(self) -> Cut | None:
        """The cut in force. One that cannot be read is a cut: somebody pressed the stop."""
        return _cut.read(self._cut)

    def headlines(self) -> Feeds:
        """What the agent last fetched for the ticker; nothing where that is spoilt."""
        return _headlines.read(self._headlines)

    def trust(self) -> bytes | None:
        """What `keep_trust` kept; where that is spoilt, what it kept before; else None."""
        for path in self._trust:
            with contextlib.suppress(OSError):
                content = _record.opened(path.read_bytes())
                if content is not None:
                    return content
        return None

    def usage(self) -> tuple[int, int]:
        """Bytes free to us and bytes used, of the file system on which the state lies."""
        return self._disk.usage()

    def locked(self) -> bool:
        """Whether an agent is at work on this state."""
        return _lock.is_held(self.state / "lock")

    @property
    def unclean(self) -> bool:
        """Whether the device stopped with an agent at work, and `checking` has not ended since."""
        return self._marker.unclean

    # Anyone, at any time

    def set_cut(self, show: str | None, at: str) -> Cut:
        """Cut the programme: the emblem at once, or the playlist `show` of what is in force.

        `at` is ISO 8601 with offset, by this device's clock.

        Raises:
            DeviceError: the disk is full or failing; nothing was changed.
        """
        with self._disk.ours("cutting the programme"):
            return _cut.write(self._cut, show, at)

    def resume(self) -> bool:
        """End the cut. Returns whether there was one.

        Raises:
            DeviceError: the disk is failing; the cut is still in force.
        """
        with self._disk.ours("going back to the programme"):
            there = self._cut.exists()
            atomic.remove(self._cut)
        return there

    def verify(self, between: Callable[[Check], None] = lambda _check: None) -> Check:
        """Hash again whatever is in force, was before, or is urgent; remove what is spoilt.

        `between` is called between slices: to tell how far it is, or to stop it by raising.
        """
        check = self._check(lambda: None)
        while check.step():
            between(check)
        return check

    # Within

    def _check(self, done: Callable[[], None]) -> Check:
        def bodies() -> list[tuple[str, Body]]:
            intact = self._records.intact()
            return [named for _, activation in intact for named in _active.bodies(activation)]

        def named(sha256: str) -> bool:
            return any(body.sha256 == sha256 for _, body in bodies())

        torn = [str(path.relative_to(self.state)) for path in self._records.torn()]
        return Check(
            bodies(), self.path, self._limits.check_slice, records=torn, named=named, done=done
        )
