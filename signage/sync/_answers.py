"""What a server's answer means, and what a failed request means. Asks nothing itself."""

from __future__ import annotations

import contextlib
import email.utils
import os
import re
import ssl
from http.client import HTTPException, RemoteDisconnected
from pathlib import Path
from typing import TYPE_CHECKING

import requests
import urllib3.exceptions as u3

from signage.errors import DeviceError
from signage.sync._transport import MissingError, TransportError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from requests import Response

__all__ = [
    "authorities",
    "closed_meanwhile",
    "conditions",
    "content_range",
    "length",
    "lost_place",
    "put_away",
    "refuse",
    "refuse_encoding",
    "refuse_login",
    "strong_tag",
    "too_large",
    "translated",
    "validator",
    "wrong_length",
]  # fmt: skip

_RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18}|\*)")
_OK, _PARTIAL, _LOGIN = 200, 206, 511
_BUSY = {429, 503}
_GONE = {404, 410}
_SHUT = {401, 403, 407}
_FAULTS = 500
_LINE = 120
"""Characters of a server's words in a message."""
_REST = 16_384
"""Bytes of a body that are read although nobody wants them."""
_BLANK = b"\xef\xbb\xbf \t\r\n"


def conditions(known: str | None) -> dict[str, str]:
    """Headers that ask only for what changed since `known`."""
    kind, _, value = (known or "").partition(":")
    header = {"tag": "If-None-Match", "date": "If-Modified-Since"}.get(kind)
    return {header: value} if header else {}


def validator(answer: Response) -> str | None:
    """What `conditions` takes: the ETag, else the time of the last change."""
    if tag := answer.headers.get("ETag"):
        return f"tag:{tag}"
    date = answer.headers.get("Last-Modified")
    return f"date:{date}" if date else None


def length(answer: Response) -> int | None:
    """Bytes of the body, where the server says."""
    written = answer.headers.get("Content-Length", "")
    chunked = "Transfer-Encoding" in answer.headers
    return int(written) if re.fullmatch(r"\d{1,18}", written, re.ASCII) and not chunked else None


def content_range(answer: Response) -> tuple[int | None, int | None]:
    """The first byte that comes, and the size of the whole; None where the server does not say."""
    match = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
    if match is None:
        return None, None
    return int(match[1]), None if match[3] == "*" else int(match[3])


def put_away(answer: Response) -> None:
    """Give the connection back to serve again, if the body is at its end, or nearly so."""
    raw = answer.raw
    try:
        # The words below a 404: less work to read than a connection is to make.
        left = raw.length_remaining
        while left is not None and left <= _REST and not raw.closed and raw.read1(_REST):
            pass
    except (u3.HTTPError, HTTPException, OSError):
        answer.close()
    if not raw.closed:
        answer.close()
    raw.release_conn()


def refuse(answer: Response, url: str) -> None:
    """Pass only an answer that brings what was asked for.

    Raises:
        MissingError, TransportError: it does not.
    """
    status = answer.status_code
    if status in {_OK, _PARTIAL}:
        return
    if status in _GONE:
        raise MissingError(f"{url}: not there (HTTP {status})", status=status)
    if status in _BUSY:
        raise TransportError(
            f"{url}: the server asks to come back later (HTTP {status})",
            kind="busy", retry_after=_retry_after(answer), status=status,
        )  # fmt: skip
    if status == _LOGIN:
        raise _login(url)
    if status in _SHUT:
        advice = "refuses us; check the address and the server's rights"
    elif status >= _FAULTS:
        advice = "has a fault; check the server"
    else:
        advice = "answers what nobody expects; check the address"
    raise TransportError(
        f"{url}: the server {advice} (HTTP {status})", kind="status", status=status,
        retry_after=_retry_after(answer),
    )  # fmt: skip


def refuse_encoding(answer: Response, url: str) -> None:
    """Pass only a body as it is: packed, its bytes would not be those that were sealed.

    Raises:
        TransportError: it is packed, though that was not asked for.
    """
    packed = answer.headers.get("Content-Encoding", "identity").casefold().strip()
    carried = answer.headers.get("Transfer-Encoding", "chunked").casefold().strip()
    if packed not in {"", "identity"} or carried not in {"chunked", "identity"}:
        how = packed if packed not in {"", "identity"} else carried
        raise TransportError(
            f"{url}: the server packs it ({_plain(how)}) though we asked it not to; switch that "
            "off there",
            kind="encoding",
        )


def refuse_login(answer: Response, url: str, head: bytes, *, strictly: bool = True) -> None:
    """Pass nothing that is a web page, as a hotel's or a café's network sends for everything.

    `head` is how the body begins, as far as that is known. `strictly`: no file that begins with
    a `<` is expected here at all; else only what is called HTML and looks like it is none.

    Raises:
        TransportError: it is one.
    """
    html = (
        answer.headers.get("Content-Type", "")
        .casefold()
        .startswith(("text/html", "application/xhtml"))
    )
    marked = head.lstrip(_BLANK).startswith(b"<")
    drawing = head.lstrip(_BLANK)[:5].lower() in {b"<?xml", b"<svg ", b"<svg>"}
    if (html or marked) if strictly else (html and marked and not drawing):
        raise _login(url)


def wrong_length(url: str, told: int | None, size: int) -> TransportError:
    """Another length than was asked for; `told` None: longer."""
    what = "more than" if told is None else f"{told:,} bytes instead of"
    return TransportError(
        f"{url}: {what} {size:,} bytes; check that the server has the whole release",
        kind="length",
    )


def too_large(url: str, limit: int) -> TransportError:
    """More than anything of its kind may have."""
    return TransportError(
        f"{url}: larger than {limit:,} bytes, which it must not be; check the address",
        kind="length",
    )


def lost_place(url: str) -> TransportError:
    """A range that is not the one that was asked for."""
    return TransportError(
        f"{url}: the server does not know which bytes it sends; check it", kind="range"
    )


def strong_tag(answer: Response) -> str:
    """The ETag, if it vouches for every byte; else nothing."""
    tag: str = answer.headers.get("ETag", "")
    return tag if tag.startswith('"') else ""


def authorities() -> str | bool:
    """Whom TLS trusts: a file or folder of authorities, or True for those that came with us.

    Raises:
        DeviceError: the environment names a file that is not there.
    """
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        if path := os.environ.get(name):
            if not Path(path).exists():
                raise DeviceError(f"{name} names {path}, which is not there: correct it")
            return path
    return True


def closed_meanwhile(error: BaseException) -> bool:
    """Whether a connection ended before a single byte of the answer came."""
    return any(
        isinstance(each, RemoteDisconnected | ConnectionResetError | BrokenPipeError)
        for each in _causes(error)
    )


@contextlib.contextmanager
def translated(url: str) -> Iterator[None]:
    """Turn what the libraries raise into our own."""
    try:
        yield
    except (requests.RequestException, u3.HTTPError, HTTPException, OSError, ValueError) as error:
        raise _failure(error, url) from error


def _failure(error: Exception, url: str) -> TransportError:  # noqa: PLR0911  (a table)
    causes = list(_causes(error))

    def caused(*kinds: type[BaseException]) -> BaseException | None:
        return next((each for each in causes if isinstance(each, kinds)), None)

    if caused(requests.exceptions.ProxyError, u3.ProxyError):
        return TransportError(
            f"{url}: the proxy that the environment names does not let us through; check "
            f"HTTPS_PROXY and HTTP_PROXY ({_short(causes[-1])})",
            kind="proxy",
        )
    if tls := caused(ssl.SSLError, u3.SSLError, requests.exceptions.SSLError):
        return _tls(caused(ssl.SSLError) or tls, url)
    if caused(u3.NameResolutionError):
        return TransportError(
            f"{url}: nobody knows this name; check the address and the network (DNS)", kind="name"
        )
    if caused(requests.exceptions.ReadTimeout, u3.ReadTimeoutError):
        return TransportError(f"{url}: the server is silent; check the network", kind="silent")
    if caused(requests.exceptions.ConnectTimeout, u3.ConnectTimeoutError, u3.NewConnectionError):
        return TransportError(
            f"{url}: nobody answers there ({_short(causes[-1])}); check the address, the server "
            "and the network",
            kind="refused",
        )
    if caused(u3.IncompleteRead, u3.ProtocolError, HTTPException, ConnectionError):
        return TransportError(
            f"{url}: the connection was cut ({_short(causes[-1])}); check the network", kind="cut"
        )
    return TransportError(f"{url}: {_short(causes[-1])}; check the address", kind="status")


def _tls(error: BaseException, url: str) -> TransportError:
    reason = getattr(error, "verify_message", "") or getattr(error, "reason", "") or _short(error)
    return TransportError(
        f"{url}: cannot be sure that this is the server ({reason}); check the address, this "
        "device's clock, and the server's certificate (REQUESTS_CA_BUNDLE names one's own "
        "authorities)",
        kind="tls",
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error, what it wraps and so on, the innermost last."""
    seen: set[int] = set()
    waiting: list[BaseException] = [error]
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        inner = (each.__cause__, each.__context__, getattr(each, "reason", None), *each.args)
        waiting += [one for one in inner if isinstance(one, BaseException)]


def _short(error: BaseException) -> str:
    """A few words, without addresses in memory."""
    if isinstance(error, OSError) and error.strerror:
        return str(error.strerror)
    words = re.sub(r"<[^<>]* object at 0x[0-9a-f]+>:? ?", "", str(error))
    return _plain(words) or type(error).__name__


def _plain(words: str) -> str:
    """What a server wrote, as one line that drives no terminal."""
    words = "".join(each if each.isprintable() else " " for each in words).strip()
    return words if len(words) <= _LINE else f"{words[: _LINE - 1]}…"


def _login(url: str) -> TransportError:
    return TransportError(
        f"{url}: a login page or some other web page came instead of the file; sign in to this "
        "network, or check the address",
        kind="login",
    )


def _retry_after(answer: Response) -> float | None:
    """Seconds; of a date, by the server's own clock, since ours may be anything."""
    written = answer.headers.get("Retry-After", "").strip()
    if re.fullmatch(r"\d{1,9}", written, re.ASCII):
        return float(written)
    try:
        then = email.utils.parsedate_to_datetime(written)
        now = email.utils.parsedate_to_datetime(answer.headers.get("Date", ""))
        return max((then - now).total_seconds(), 0.0)
    except (TypeError, ValueError, OverflowError):
        return None
