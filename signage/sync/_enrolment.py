"""Pairing: a screen without a source shows a code, until an administrator confirms it.

The screen makes its token itself; the console learns its SHA-256 only. The console shows its root
at once, and the screen shows that root's fingerprint beside the code, so that whoever confirms can
compare both sides. Nothing is trusted before that; afterwards that very root is.
"""

from __future__ import annotations

import hashlib
import logging
import re
import secrets
import time
from typing import TYPE_CHECKING, Literal
from urllib.parse import urljoin, urlsplit

import msgspec
from msgspec.structs import replace

from signage.config import NETWORK, REPORTS
from signage.content.codes import matrix
from signage.errors import SignageError
from signage.journal import Offer, Paired, Pairing
from signage.store import StoppedError
from signage.sync._backoff import BackOff, Outage
from signage.sync._blame import check_root
from signage.sync._console import REFUSED
from signage.sync._transport import TransportError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from signage.sync._console import Wire

__all__ = ["Enrolment"]

_log = logging.getLogger(__name__)

_CODE = re.compile(r"[A-Z]{8}")
_SCREEN = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


class _Started(msgspec.Struct):
    """The console's answer to a new screen."""

    code: str
    root: bytes
    """`1.root.json`."""
    minutes: float
    """For which the code serves."""
    page: str = "/man-hinh/ghep-noi/"
    """Where it is confirmed, below the console's address."""


class _Waiting(msgspec.Struct):
    """The console's answer to a screen that waits."""

    state: Literal["waiting", "paired"]
    screen: str = ""
    release: str = "release/"
    """Where the release tree is, below the console's address."""


class Enrolment:
    """One screen's way to be paired; `step` does what there is to do, without a sleep."""

    def __init__(
        self,
        state: Path,
        centre: str,
        wire: Wire,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        back_off: BackOff | None = None,
    ) -> None:
        self._pairing = Pairing(state)
        self._centre = centre if centre.endswith("/") else f"{centre}/"
        self._wire, self._monotonic = wire, monotonic
        self._back_off = back_off or BackOff(replace(NETWORK, poll=REPORTS.pairing_poll))
        self._outage = Outage(_log, wire.name, monotonic)
        self._token = ""
        self._root = b""
        self._until = 0.0
        self.paired = self._pairing.paired()

    def step(self) -> float:
        """Ask for a code, or whether it was confirmed; seconds after which to ask again.

        Raises:
            OSError: what was confirmed cannot be written down.
            StoppedError: the agent is ending.
        """
        try:
            if not self._token or self._monotonic() >= self._until:
                self._begin()
            else:
                self._look()
        except (TransportError, SignageError, msgspec.MsgspecError, ValueError) as error:
            if isinstance(error, StoppedError):
                raise
            return self._failed(error)
        self._outage.over()
        return self._back_off.poll()

    def _begin(self) -> None:
        token = secrets.token_urlsafe(32)
        told = msgspec.json.encode({"token_digest": hashlib.sha256(token.encode()).hexdigest()})
        started = msgspec.json.decode(self._wire.ask(token, told), type=_Started)
        if not _CODE.fullmatch(started.code) or not started.page.startswith("/"):
            raise ValueError("the console's answer is none")
        check_root(started.root, self._wire.name)
        page = urljoin(self._centre, started.page.lstrip("/"))
        full = f"{page}?ma={started.code}"
        self._pairing.show(
            Offer(
                code=started.code, address=page.partition("://")[2].rstrip("/"),
                matrix=matrix(full) or "", fingerprint=_fingerprint(started.root),
            )
        )  # fmt: skip
        _log.info(
            "%s: confirm the code %s at %s; fingerprint of the root: sha256:%s",
            self._wire.name, started.code, page, _fingerprint(started.root),
        )  # fmt: skip
        self._token, self._root = token, started.root
        minutes = min(max(started.minutes, 1.0), REPORTS.pairing_minutes)
        self._until = self._monotonic() + minutes * 60

    def _look(self) -> None:
        answer = msgspec.json.decode(self._wire.ask(self._token), type=_Waiting)
        if answer.state != "paired":
            return
        source = urljoin(self._centre, answer.release)
        elsewhere = urlsplit(source)[:2] != urlsplit(self._centre)[:2]
        if elsewhere or not _SCREEN.fullmatch(answer.screen):
            raise ValueError("the console's answer is none")
        paired = Paired(
            centre=self._centre, source=source.rstrip("/"),
            report=urljoin(self._centre, "api/man-hinh/"), screen=answer.screen,
            fingerprint=_fingerprint(self._root),
        )  # fmt: skip
        self._pairing.accept(paired, self._root, self._token)
        _log.info(
            "%s: this is screen %s now; its root sha256:%s is pinned",
            self._wire.name, paired.screen, paired.fingerprint,
        )  # fmt: skip
        self.paired = paired

    def _failed(self, error: Exception) -> float:
        if isinstance(error, TransportError) and error.status in REFUSED and self._token:
            self._token = ""  # the code is spent, or too old: another one
            return 0.0
        fault = (
            error
            if isinstance(error, TransportError)
            else TransportError(f"{self._wire.name}: {error}", kind="status")
        )
        self._outage.failed(fault)
        if not self._token:
            self._pairing.show(Offer(trouble=str(fault)))
        return self._back_off.failed(fault.retry_after)


def _fingerprint(root: bytes) -> str:
    return hashlib.sha256(root).hexdigest()
