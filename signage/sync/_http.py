"""A release, or a playlist, behind a URL. Whatever the server does, this ends, and says why."""

from __future__ import annotations

import contextlib
import ipaddress
import time
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import requests
from requests.utils import get_environ_proxies

from signage.config import NETWORK, NetworkLimits
from signage.errors import UsageError
from signage.store import source_name
from signage.sync import _answers
from signage.sync._exchange import Adapter, Exchange, aside
from signage.sync._transport import Fetched, TransportError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from signage.sync._transport import Draft, Part

__all__ = ["HttpTransport", "near", "secure"]

_REDIRECTS = {301, 302, 303, 307, 308}
_PARTIAL, _UNCHANGED, _BEYOND = 206, 304, 416


class HttpTransport:
    """Asks a server; see `Transport`. `url` names a folder there.

    TLS is always verified, by the authorities of `REQUESTS_CA_BUNDLE` where that is set. Proxies
    are those of the environment, but never for this very machine. Of a signed release the address
    may be http, since nobody can change it unseen; of anything else it is https (see `secure`).
    Redirects never lead from https to http.

    `stop` is asked several times a second while a `fetch` goes on.

    Raises:
        UsageError: the address is none, or is one that must not be used.
    """

    def __init__(
        self,
        url: str,
        *,
        signed: bool = True,
        limits: NetworkLimits = NETWORK,
        stop: Callable[[], bool] = lambda: False,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        secure(url, signed=signed)
        self.name = source_name(url)
        self.stop = stop
        parts = urlsplit(url)
        path = parts.path if parts.path.endswith("/") else f"{parts.path}/"
        self._url = parts._replace(path=path, query="", fragment="").geturl()
        self._signed = signed
        self._limits = limits
        self._monotonic = monotonic
        self._adapter = Adapter(pool_connections=4, pool_maxsize=limits.at_once + 1)
        self._proxies: dict[str, dict[str, str]] = {}
        self._tags: dict[str, str] = {}
        """Path to the strong ETag under which its unfinished part came."""

    def fetch(self, path: str, *, limit: int, known: str | None = None) -> Fetched | None:
        """See `Transport.fetch`."""
        exchange = self._exchange(path)
        return aside(exchange, lambda: self._fetch(exchange, path, limit, known), self.stop)

    def download(self, path: str, part: Part, size: int, stop: Callable[[], bool]) -> None:
        """See `Transport.download`."""
        if part.size > size:
            part.restart()
        if part.size == size:
            return
        exchange = self._exchange(path)
        aside(exchange, lambda: self._download(exchange, path, part, size), stop)

    def update(
        self, path: str, draft: Draft, *, limit: int, known: str | None, stop: Callable[[], bool]
    ) -> str | None:
        """Bring a file whose size nobody knows beforehand, unless it is as it was at `known`.

        What came of it stays in `draft` when it fails; the next time goes on from there only if
        the server vouches for its being the same file (If-Range with a strong ETag).

        Returns:
            Its validator, empty where the server gives none; None: it is unchanged.

        Raises:
            As `Transport.download`; a TransportError as well when it is larger than `limit` bytes.
        """
        exchange = self._exchange(path)
        return aside(exchange, lambda: self._update(exchange, path, draft, limit, known), stop)

    def close(self) -> None:
        """See `Transport.close`."""
        self._adapter.close()

    # On the exchange's thread

    def _fetch(
        self, exchange: Exchange, path: str, limit: int, known: str | None
    ) -> Fetched | None:
        with self._opened(exchange, path, _answers.conditions(known)) as answer:
            if answer.status_code == _UNCHANGED and known is not None:
                return None
            _answers.refuse(answer, exchange.url)
            _answers.refuse_login(answer, exchange.url, b"")
            length = _answers.length(answer)
            content = bytearray()
            while (length is None or length <= limit) and len(content) <= limit:
                chunk = self._read(answer, exchange.url, limit + 1 - len(content))
                if not chunk:
                    break
                with exchange.writing(len(chunk)):
                    content += chunk
            _answers.refuse_login(answer, exchange.url, bytes(content[:64]))
            if len(content) > limit or (length or 0) > limit:
                raise _answers.too_large(exchange.url, limit)
            return Fetched(bytes(content), _answers.validator(answer))

    def _download(self, exchange: Exchange, path: str, part: Part, size: int) -> None:
        for _ in range(2):
            with self._opened(exchange, path, self._range(path, part.size)) as answer:
                if part.size and self._misplaced(answer, exchange.url, part.size, size):
                    self._tags.pop(path, None)
                    with exchange.writing(0):
                        part.restart()
                    continue
                _answers.refuse(answer, exchange.url)
                resumed = answer.status_code == _PARTIAL
                if resumed and not part.size:
                    break
                self._pour(exchange, answer, path, part, size, resumed=resumed)
                return
        raise _answers.lost_place(exchange.url)

    def _update(
        self, exchange: Exchange, path: str, draft: Draft, limit: int, known: str | None
    ) -> str | None:
        for _ in range(2):
            ranged = bool(draft.size and draft.tag)
            headers = _answers.conditions(known)
            if ranged:
                headers = {"Range": f"bytes={draft.size}-", "If-Range": draft.tag}
            with self._opened(exchange, path, headers) as answer:
                if answer.status_code == _UNCHANGED and known is not None and not ranged:
                    return None
                resumed = answer.status_code == _PARTIAL
                first = _answers.content_range(answer)[0] if resumed else None
                if ranged and (answer.status_code == _BEYOND or (resumed and first != draft.size)):
                    with exchange.writing(0):  # also one that a kill left complete
                        draft.restart("")
                    continue
                _answers.refuse(answer, exchange.url)
                if resumed and not ranged:
                    break
                self._fill(exchange, answer, draft, limit, resumed=resumed)
                return _answers.validator(answer) or ""
        raise _answers.lost_place(exchange.url)

    def _fill(
        self,
        exchange: Exchange,
        answer: requests.Response,
        draft: Draft,
        limit: int,
        *,
        resumed: bool,
    ) -> None:
        length = _answers.length(answer)
        if (length or 0) + (draft.size if resumed else 0) > limit:
            raise _answers.too_large(exchange.url, limit)
        chunk = self._read(answer, exchange.url, self._limits.chunk)
        if not resumed:
            _answers.refuse_login(answer, exchange.url, chunk, strictly=False)
            with exchange.writing(0):
                draft.restart(_answers.strong_tag(answer))
        while chunk:
            with exchange.writing(len(chunk)):
                if draft.size + len(chunk) > limit:
                    draft.restart("")
                    raise _answers.too_large(exchange.url, limit)
                draft.write(chunk)
            chunk = self._read(answer, exchange.url, self._limits.chunk)

    def _range(self, path: str, size: int) -> dict[str, str]:
        if not size:
            return {}
        tag = self._tags.get(path)
        return {"Range": f"bytes={size}-", **({"If-Range": tag} if tag else {})}

    def _misplaced(self, answer: requests.Response, url: str, begun: int, size: int) -> bool:
        """Whether the answer to a range fits nothing that came before: begin anew."""
        if answer.status_code == _BEYOND:
            return True
        if answer.status_code != _PARTIAL:
            return False
        first, whole = _answers.content_range(answer)
        if whole not in {None, size}:
            raise _answers.wrong_length(url, whole, size)
        return first != begun

    def _pour(
        self,
        exchange: Exchange,
        answer: requests.Response,
        path: str,
        part: Part,
        size: int,
        *,
        resumed: bool,
    ) -> None:
        length = _answers.length(answer)
        told = None if length is None else length + (part.size if resumed else 0)
        if told not in {None, size}:
            _answers.refuse_login(answer, exchange.url, b"")
            raise _answers.wrong_length(exchange.url, told, size)
        self._remember(path, answer)
        first = not resumed
        while first or part.size < size or length is None:
            chunk = self._read(answer, exchange.url, self._limits.chunk)
            if not chunk:
                break
            with exchange.writing(len(chunk)):
                if first:  # not before: what a login page interrupts is not lost
                    _answers.refuse_login(answer, exchange.url, chunk, strictly=False)
                    first = False
                    if part.size:
                        part.restart()
                if part.size + len(chunk) > size:
                    part.restart()
                    raise _answers.wrong_length(exchange.url, None, size)
                part.write(chunk)
        if part.size < size:
            raise TransportError(
                f"{exchange.url}: cut off after {part.size:,} of {size:,} bytes; it goes on from "
                "there",
                kind="cut",
            )
        self._tags.pop(path, None)

    def _remember(self, path: str, answer: requests.Response) -> None:
        if tag := _answers.strong_tag(answer):
            self._tags[path] = tag
        else:
            self._tags.pop(path, None)

    # One request

    @contextlib.contextmanager
    def _opened(
        self, exchange: Exchange, path: str, headers: dict[str, str]
    ) -> Iterator[requests.Response]:
        """The answer to a GET, after redirects; its connection is used again if it was read out."""
        url = urljoin(self._url, path)
        for _ in range(self._limits.redirects + 1):
            answer = self._send(url, headers)
            try:
                if answer.status_code not in _REDIRECTS or "Location" not in answer.headers:
                    _answers.refuse_encoding(answer, exchange.url)
                    yield answer
                    return
                url = self._next(url, answer.headers["Location"], exchange.url)
            finally:
                _answers.put_away(answer)
        raise TransportError(
            f"{exchange.url}: redirected more than {self._limits.redirects} times; check the "
            "address",
            kind="redirect",
        )

    def _send(self, url: str, headers: dict[str, str]) -> requests.Response:
        request = requests.PreparedRequest()
        with _answers.translated(source_name(url)):
            request.prepare(
                method="GET",
                url=url,
                headers={
                    "User-Agent": "signage",
                    "Accept-Encoding": "identity",
                    **headers,
                },
            )
            proxies = self._proxies_for(url)
            again = False
            while True:
                try:
                    return self._adapter.send(
                        request, stream=True, proxies=proxies, verify=_answers.authorities(),
                        timeout=(self._limits.connect, self._limits.stall),
                    )  # fmt: skip
                except requests.ConnectionError as error:
                    # The server may have closed a connection in the moment we used it again.
                    if again or not _answers.closed_meanwhile(error):
                        raise
                    again = True

    def _proxies_for(self, url: str) -> dict[str, str]:
        parts = urlsplit(url)
        key = f"{parts.scheme}://{parts.netloc}"
        if key not in self._proxies:
            near = _loopback(parts.hostname or "")
            self._proxies[key] = {} if near else get_environ_proxies(url)
        return self._proxies[key]

    def _next(self, url: str, location: str, asked: str) -> str:
        """Where a redirect leads, if we follow it there."""
        with contextlib.suppress(UnicodeError):  # names in Vietnamese, written as they are
            location = location.encode("latin-1").decode()
        try:
            target = urljoin(url, location)
            secure(target, signed=self._signed)
            allowed = url.startswith("http:") or target.startswith("https:")
        except (UsageError, ValueError):
            allowed = False
        if not allowed:
            raise TransportError(
                f"{asked}: redirected to {location[:200]!r}, where we do not follow; sign in to "
                "this network, or check the address",
                kind="redirect",
            )
        return target

    def _read(self, answer: requests.Response, url: str, most: int) -> bytes:
        """What has come by now, at least a byte; nothing at the end."""
        with _answers.translated(url):
            return answer.raw.read1(min(most, self._limits.chunk), decode_content=False) or b""

    def _exchange(self, path: str) -> Exchange:
        return Exchange(source_name(urljoin(self._url, path)), self._limits, self._monotonic)


def secure(url: str, *, signed: bool) -> None:
    """Say whether content may come from that address.

    Raises:
        UsageError: it is no address of a server, or one where anybody on the way could change
            what nobody signed.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise UsageError(f"{url}: is no address: {error}") from error
    if parts.scheme not in {"http", "https"} or not host:
        raise UsageError(f"{url!r} is no address: write one that begins with https://")
    if not signed and parts.scheme != "https" and not _loopback(host):
        raise UsageError(
            f"{source_name(url)}: content that nobody signed comes over https only, since anybody "
            "on the way could change it: use https://, or a signed release"
        )


def near(url: str) -> bool:
    """Whether that is this very machine."""
    return _loopback(urlsplit(url).hostname or "")


def _loopback(host: str) -> bool:
    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
