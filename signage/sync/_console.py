"""The centre's console, as a screen asks it: small JSON there and back, under the screen's token.

TLS is always verified, as for a release. Nothing that nobody signed may come over http, nor may a
token go there, but on this very machine.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol

import requests
from msgspec.structs import replace
from requests.utils import get_environ_proxies

from signage.config import NETWORK, REPORTS
from signage.store import source_name
from signage.sync import _answers
from signage.sync._exchange import Adapter, Exchange, aside
from signage.sync._http import near, secure
from signage.sync._transport import TransportError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["REFUSED", "ConsoleWire", "Wire"]

REFUSED = frozenset({401, 403, 410})
"""The console knows no such token: not any more, or it never did."""
_LIMITS = replace(NETWORK, stall=60.0)
"""A report of 60 KB may take its time on a line that a clip fills."""


class Wire(Protocol):
    """Carries one question and its answer."""

    name: str
    """The console, as messages call it."""

    def ask(self, token: str, body: bytes | None = None) -> bytes:
        """Give the answer to a POST of `body`, or to a GET.

        Raises:
            TransportError: none came, or none that is one; its `status` is in `REFUSED` where the
                console does not know the token.
            StoppedError: the agent is ending.
        """


class ConsoleWire:
    """See `Wire`. One address of the console; a request ends when `stop` says so.

    Raises:
        UsageError: it is no address, or one that must not be used.
    """

    def __init__(self, url: str, stop: Callable[[], bool]) -> None:
        secure(url, signed=False)
        self._url = url if url.endswith("/") else f"{url}/"
        self.name = source_name(url)
        self._stop = stop
        self._adapter = Adapter(pool_connections=1, pool_maxsize=1)

    def ask(self, token: str, body: bytes | None = None) -> bytes:
        """See `Wire.ask`."""
        exchange = Exchange(self.name, _LIMITS, time.monotonic)
        return aside(exchange, lambda: self._ask(exchange, token, body), self._stop)

    def _ask(self, exchange: Exchange, token: str, body: bytes | None) -> bytes:
        request = requests.PreparedRequest()
        with _answers.translated(self.name):
            request.prepare(
                method="GET" if body is None else "POST",
                url=self._url,
                headers={
                    "User-Agent": "signage",
                    "Accept-Encoding": "identity",
                    "Authorization": f"Bearer {token}",
                    **({} if body is None else {"Content-Type": "application/json"}),
                },
                data=body,
            )
            answer = self._send(request)
        try:
            if answer.status_code in REFUSED:
                raise TransportError(
                    f"{self.name}: the console does not know this screen (HTTP "
                    f"{answer.status_code}): pair it again, or give it a new token",
                    kind="status", status=answer.status_code,
                )  # fmt: skip
            _answers.refuse(answer, self.name)
            _answers.refuse_login(answer, self.name, b"")
            with _answers.translated(self.name):
                content: bytes = answer.raw.read(REPORTS.answer_bytes + 1, decode_content=False)
            if len(content) > REPORTS.answer_bytes:
                raise _answers.too_large(self.name, REPORTS.answer_bytes)
            with exchange.writing(len(content)):
                return content
        finally:
            _answers.put_away(answer)

    def _send(self, request: requests.PreparedRequest) -> requests.Response:
        proxies = {} if near(self._url) else get_environ_proxies(self._url)
        again = False
        while True:
            try:
                return self._adapter.send(
                    request, stream=True, verify=_answers.authorities(), proxies=proxies,
                    timeout=(_LIMITS.connect, _LIMITS.stall),
                )  # fmt: skip
            except requests.ConnectionError as error:
                # The server may have closed a connection in the moment we used it again; to tell
                # the same twice does no harm.
                if again or not _answers.closed_meanwhile(error):
                    raise
                again = True
