"""What the screen tells the centre's console every 30 s: how it is, and a picture of what is on.

It runs on a thread of its own and can hold nothing back: what the follower does goes on whatever
the console does. While that is away nothing is kept for later: the next report is about the moment
in which it is sent. A picture that the console has already is not sent again.
"""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from signage.config import NETWORK, REPORTS
from signage.errors import SignageError, UsageError
from signage.store import StoppedError
from signage.sync._backoff import BackOff, Outage
from signage.sync._transport import TransportError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from signage.journal import Picture
    from signage.sync._console import Wire

__all__ = ["Reports", "read_token"]

_log = logging.getLogger(__name__)

_LISTS = ("faults", "quarantine", "ticker", "cuts")
_KEPT, _LETTERS = 20, 400
"""Of a list and of a sentence, where the whole would be too long."""
_TOKEN_BYTES = 200
_SHORTEST = 20
"""Characters of a token."""


class Reports:
    """Reports of one screen. `start` it once; it ends with the process, or with `stop`.

    `facts` gives what `signage status --json` says, `picture` what is on; both may take their time.
    """

    def __init__(
        self,
        url: str,
        token_file: Path,
        facts: Callable[[], dict[str, Any]],
        picture: Callable[[], Picture | None],
        *,
        wire: Wire | None = None,
        back_off: BackOff | None = None,
    ) -> None:
        """Name the console and what is told.

        Raises:
            UsageError: the address is none, or one that must not be used.
        """
        self._ended = threading.Event()
        if wire is None:
            from signage.sync._console import ConsoleWire  # noqa: PLC0415  (requests: only here)

            wire = ConsoleWire(url, self._ended.is_set)
        self._wire = wire
        self._token_file = token_file
        self._facts, self._picture = facts, picture
        self._back_off = back_off or BackOff(
            replace(
                NETWORK, poll=REPORTS.every, retry=REPORTS.every, retry_most=REPORTS.every_most,
                spread=0.05,
            )
        )  # fmt: skip
        self._outage = Outage(_log, self._wire.name, time.monotonic)
        self._has = ""
        """SHA-256 of the picture that the console has."""
        self._trouble = ""
        """What is wrong on our side, as it was told."""

    def start(self) -> None:
        """Report from now on, on a thread."""
        threading.Thread(target=self._run, name="reports", daemon=True).start()

    def stop(self) -> None:
        """Not any more; from any thread."""
        self._ended.set()

    def _run(self) -> None:
        pause = 1.0  # the player is to come up first
        while not self._ended.wait(pause):
            try:
                pause = self.once()
            except StoppedError:
                return
            except Exception as error:  # noqa: BLE001  (a report is never worth the agent)
                self._tell(f"no report: {error!r}")
                pause = self._back_off.failed()

    def once(self) -> float:
        """Make one report and send it; seconds after which the next is wanted.

        Raises:
            StoppedError: it was stopped meanwhile.
        """
        try:
            token = read_token(self._token_file)
            body, digest = self._body()
        except (SignageError, OSError) as error:
            self._tell(f"no report: {error}")
            return self._back_off.failed()
        self._tell("")
        try:
            answer = self._wire.ask(token, body)
        except TransportError as error:
            self._outage.failed(error)
            return self._back_off.failed(error.retry_after)
        self._outage.over()
        self._has = digest if _kept(answer) else ""
        return self._back_off.poll()

    def _body(self) -> tuple[bytes, str]:
        picture = self._picture()
        digest = hashlib.sha256(picture.jpeg).hexdigest() if picture and picture.jpeg else ""
        report: dict[str, Any] = {
            "at": datetime.now(UTC).astimezone().isoformat(timespec="seconds"),
            "status": bounded(self._facts()),
            "sight": picture.sight if picture else "silent",
            "taken": picture.taken if picture else "",
            "sha256": digest,
        }
        if picture is not None and digest and digest != self._has:
            report["picture"] = picture.jpeg
        return msgspec.json.encode(report), digest

    def _tell(self, trouble: str) -> None:
        if trouble and trouble != self._trouble:
            _log.warning("%s", trouble)
        self._trouble = trouble


def read_token(path: Path) -> str:
    """The screen's token.

    Raises:
        UsageError: others may read it, or it is none.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        if path.stat().st_mode & 0o077:
            raise UsageError(f"{path}: others may read the screen's token: chmod 600 {path}")
        token = file.read(_TOKEN_BYTES).decode("ascii", "replace").strip()
    if len(token) < _SHORTEST or not token.isascii() or not token.isprintable() or " " in token:
        raise UsageError(f"{path}: holds no token: copy it anew from the console")
    return token


def bounded(status: dict[str, Any]) -> dict[str, Any]:
    """Cut a status that is too long for a report; of each list its beginning stays."""
    if len(msgspec.json.encode(status)) <= REPORTS.status_bytes:
        return status
    cut = {
        key: [_short(each) for each in value[:_KEPT]] if key in _LISTS else value
        for key, value in status.items()
    }
    return cut if len(msgspec.json.encode(cut)) <= REPORTS.status_bytes else {"cut": True}


def _short(told: Any) -> Any:
    if isinstance(told, dict):
        return {key: _short(value) for key, value in told.items()}
    return told[:_LETTERS] if isinstance(told, str) else told


class _Answer(msgspec.Struct):
    picture: bool = False
    """Whether the console has the picture of the report."""


def _kept(answer: bytes) -> bool:
    try:
        return msgspec.json.decode(answer, type=_Answer).picture
    except (msgspec.MsgspecError, ValueError):
        return False
