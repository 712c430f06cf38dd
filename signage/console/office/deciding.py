"""One decision at a time, and none half taken, however the process ends in its midst.

What is signed is in the tree before the database can say so. Therefore what is to be decided is
noted in a file first; after a kill, a power cut or a full disk the note tells what was under way,
and the record of what was signed tells whether it came about: then it is brought into sight and
written down, else nothing has happened and the note goes.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import time
from typing import TYPE_CHECKING

import msgspec
from django.utils.translation import gettext as _

from signage import atomic
from signage.errors import DeviceError, UsageError
from signage.release.publish import Given, Keyring, Office, refresh

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from signage.console.data import Data
    from signage.release.publish import ContentRole

__all__ = ["DecidedError", "Desk", "Intent"]

log = logging.getLogger("signage.console.deciding")

_PATIENCE = 60.0
"""Seconds to wait for a decision that another takes: thousands of files are read for one."""
_LOOK = 0.05
"""Seconds between looks at it."""


class DecidedError(UsageError):
    """Somebody has decided it meanwhile."""

    def __init__(self) -> None:
        super().__init__(_("Somebody has decided this meanwhile; nothing was signed by you."))


class Intent(msgspec.Struct, frozen=True, kw_only=True):
    """What is about to be signed, by whom."""

    do: str
    """`approve`, `send` or `withdraw`."""
    number: int
    """Of the submission or the emergency."""
    by: int
    """Number of the person who signs."""
    address: str
    """From where, for the trail."""
    ticked: tuple[str, ...] = ()
    """Points of the checklist."""


class _Noted(msgspec.Struct, frozen=True):
    intent: Intent
    before: int
    """Version that was in force."""


class Desk:
    """Decisions of one role; `finish` writes down what was signed under the version it is given.

    `finish` may be called for what is written down already, and does nothing then.
    """

    def __init__(
        self, data: Data, role: ContentRole, finish: Callable[[Data, Intent, int], None]
    ) -> None:
        self._data = data
        self._role: ContentRole = role
        self._finish = finish

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the desk; what somebody left half taken is settled first.

        Raises:
            UsageError: another holds it for too long.
            SignageError: what was left cannot be settled.
        """
        with self._held(_PATIENCE) as held:
            if not held:
                raise UsageError(_("Somebody else is deciding just now. Try again in a minute."))
            self._settle()
            yield

    @contextlib.contextmanager
    def intending(self, intent: Intent) -> Iterator[None]:
        """Note it for as long as it is signed and written down; within `alone`.

        Where that fails although it was signed, it is completed, now or by the next `settle`.
        """
        noted = _Noted(intent, self._version())
        try:
            atomic.write(self._path, msgspec.json.encode(noted), mode=0o600)
        except OSError as error:
            raise DeviceError(f"{self._path}: {error.strerror}") from error
        try:
            yield
        except Exception:
            with contextlib.suppress(Exception):  # the first failure is told
                self._settle()
            raise
        with contextlib.suppress(OSError):  # what is settled twice is settled
            atomic.remove(self._path)

    def settle(self) -> bool:
        """Complete what a process left that ended in the midst of it; whether there was anything.

        Whoever decides just now is not disturbed.

        Raises:
            SignageError, OSError: it cannot be completed now.
        """
        if not self._path.exists():
            return False
        with self._held(0.0) as held:
            return held and self._settle()

    @property
    def _path(self) -> Path:
        return self._data.path / f"deciding-{self._role}"

    def _settle(self) -> bool:
        try:
            noted = msgspec.json.decode(self._path.read_bytes(), type=_Noted)
        except FileNotFoundError:
            return False
        except msgspec.MsgspecError:  # no note of ours was ever half written
            log.warning("%s cannot be read, and goes", self._path)
            atomic.remove(self._path)
            return False
        version = self._version()
        if version > noted.before:
            refresh(self._data.release, Keyring([self._data.keys], Given()))
            self._finish(self._data, noted.intent, version)
            log.warning(
                "%s of %d was signed when it broke off, and is completed now: version %d",
                noted.intent.do, noted.intent.number, version,
            )  # fmt: skip
        atomic.remove(self._path)
        return True

    def _version(self) -> int:
        """Under which the role was signed last; 0: never."""
        return Office(self._data.keys).version(self._role)

    @contextlib.contextmanager
    def _held(self, patience: float) -> Iterator[bool]:
        lock = self._path.with_name(f"{self._path.name}.lock")
        with lock.open("w") as file:
            end = time.monotonic() + patience
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    if time.monotonic() > end:
                        yield False
                        return
                    time.sleep(_LOOK)
                else:
                    yield True
                    return
