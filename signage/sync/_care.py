"""Looking after the store while there is nothing else to do: hashes after a power cut, lost bodies.

For every kind of agent: it finds what is missing, the agent's `mend` brings it in again.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from signage.config import SIGNED, STORE
from signage.store import StoppedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from signage.release.manifest import Body
    from signage.store import Activation, Check, Store

__all__ = ["Care"]

_log = logging.getLogger(__name__)


class Care:
    """`mend` is called when something of what is in force is missing."""

    def __init__(
        self, store: Store, mend: Callable[[], None], monotonic: Callable[[], float]
    ) -> None:
        self._store = store
        self._mend = mend
        self._monotonic = monotonic
        self._check: Check | None = store.checking() if store.unclean else None
        self._look_at = float("-inf")
        self._read: tuple[object, list[Body]] = (None, [])
        self._missing = False
        if self._check is not None:
            _log.info("the device stopped without warning: checking %d files", self._check.bodies)

    def step(self) -> float:
        """Do a little. Returns seconds after which it wants to go on; 0: first the agent is to."""
        begun = self._monotonic()
        if self._check is not None:
            more = self._check.step()
            if not more:
                damaged = bool(self._check.damage)
                self._checked(self._check)
                self._check = None
                if damaged:
                    return 0.0
            return (self._monotonic() - begun) * STORE.check_ease
        if begun >= self._look_at:
            self._look_at = begun + SIGNED.look
            missing = any(not self._store.has(body) for body in self._bodies())
            if missing and not self._missing:  # its source may be away for days
                _log.warning("files of what is on are missing in the store: fetched again")
            self._missing = missing
            if missing:
                self._mend()
                return 0.0
        return max(self._look_at - self._monotonic(), 0.0)

    def finish(self, stop: Callable[[], bool] = lambda: False) -> None:
        """Do all of it now.

        Raises:
            StoppedError: `stop` said so.
        """
        while self._check is not None:
            if stop():
                raise StoppedError("stopped")
            self.step()

    def _checked(self, check: Check) -> None:
        for damage in check.damage:
            _log.warning("%s is %s in the store", damage.name, damage.kind)
        if check.damage:
            self._mend()
        else:
            _log.info("checked: every file in the store is what it should be")

    def _bodies(self) -> list[Body]:
        """Everything that the player may open; read again only when the records changed."""
        folder = self._store.activation_path().parent
        stamp = tuple(_stamp(folder / name) for name in ("now.json", "emergency.json"))
        if self._read[0] != stamp:
            known = (self._store.active(), self._store.urgent())
            self._read = stamp, [body for each in known if each for body in _needed(each)]
        return self._read[1]


def _needed(activation: Activation) -> Iterator[Body]:
    yield from activation.manifest.files.values()
    yield from (each.rendition for each in activation.media.values() if each.rendition)


def _stamp(path: Path) -> object:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns
