"""One conditional GET of a feed, after redirects, unpacked, never more than the limits.

The agent's `HttpTransport` takes nothing that begins with a `<` and nothing packed; feeds are
both. Time is the worker's business: a name that nobody resolves holds this call for ever.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import requests

from signage.config import FEEDS
from signage.errors import UsageError
from signage.sync import _answers
from signage.sync._http import secure
from signage.sync._transport import TransportError
from signage.sync.feeds._message import shown

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["Page", "fetch"]

_REDIRECTS = {301, 302, 303, 307, 308}
_UNCHANGED = 304
_ACCEPT = (
    "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
)
_CHUNK = 64 * 1024
_PACKED = 47
"""zlib's word for “gzip or zlib, see yourself”."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a server gave."""

    content: bytes | None
    """None: unchanged."""
    known: tuple[tuple[str, str], ...] = ()
    """Headers for the next question."""
    charset: str | None = None
    date: datetime | None = None
    """The server's clock."""


def fetch(url: str, known: tuple[tuple[str, str], ...] = ()) -> Page:
    """Give what lies at `url`, over https with TLS verified, or from this very machine.

    Raises:
        TransportError: it did not come, or is too large.
    """
    name, target = shown(url), url
    for _ in range(FEEDS.redirects + 1):
        _allow(target, name, first=target == url)
        with _send(target, name, dict(known)) as answer:
            if answer.status_code not in _REDIRECTS or "Location" not in answer.headers:
                return _page(answer, name)
            target = urljoin(target, answer.headers["Location"])
    raise TransportError(
        f"{name}: redirected more than {FEEDS.redirects} times; check the address", kind="redirect"
    )


def _allow(target: str, name: str, *, first: bool) -> None:
    try:
        secure(target, signed=False)
    except UsageError as error:
        if first:
            raise TransportError(str(error), kind="status") from error
        raise TransportError(
            f"{name}: redirected to {shown(target)[:200]!r}, where we do not follow; check the "
            "address",
            kind="redirect",
        ) from error


def _send(url: str, name: str, known: dict[str, str]) -> requests.Response:
    near = urlsplit(url).scheme == "http"  # only this very machine may be asked like that
    with _answers.translated(name):
        return requests.get(
            url,
            headers={
                "User-Agent": "signage (feed reader)",
                "Accept": _ACCEPT,
                "Accept-Encoding": "gzip",
                **known,
            },
            stream=True,
            allow_redirects=False,
            verify=_answers.authorities(),
            proxies={"no_proxy": "*"} if near else None,
            timeout=FEEDS.fetch,
        )


def _page(answer: requests.Response, name: str) -> Page:
    date = _date(answer)
    if answer.status_code == _UNCHANGED:
        return Page(None, date=date)
    _answers.refuse(answer, name)
    headers = (
        ("If-None-Match", answer.headers.get("ETag")),
        ("If-Modified-Since", answer.headers.get("Last-Modified")),
    )
    return Page(
        content=_content(answer, name),
        known=tuple((header, value) for header, value in headers if value),
        charset=requests.utils.get_encoding_from_headers(answer.headers)
        if "charset" in answer.headers.get("Content-Type", "").lower()
        else None,
        date=date,
    )


def _content(answer: requests.Response, name: str) -> bytes:
    packing = answer.headers.get("Content-Encoding", "identity").casefold().strip()
    if packing not in {"", "identity", "gzip", "x-gzip", "deflate"}:
        raise TransportError(
            f"{name}: the server packs it ({packing[:40]}) though we asked it not to; switch that "
            "off there",
            kind="encoding",
        )
    unpack = zlib.decompressobj(_PACKED) if packing not in {"", "identity"} else None
    content = b""
    with _answers.translated(name):
        while chunk := answer.raw.read(_CHUNK, decode_content=False):
            content += _unpacked(unpack, chunk, name) if unpack else chunk
            if len(content) > FEEDS.feed_bytes:
                raise TransportError(
                    f"{name}: larger than {FEEDS.feed_bytes // 1_000_000} MB; ask for a shorter "
                    "feed",
                    kind="length",
                )
    if unpack and not unpack.eof:
        raise TransportError(f"{name}: the connection was cut; check the network", kind="cut")
    return content


def _unpacked(unpack: zlib._Decompress, chunk: bytes, name: str) -> bytes:
    """Never much more than the limit, however much a small chunk swells to."""
    try:
        return unpack.decompress(chunk, FEEDS.feed_bytes + 1)
    except zlib.error as error:
        raise TransportError(
            f"{name}: the server packs it wrongly; check the server", kind="encoding"
        ) from error


def _date(answer: requests.Response) -> datetime | None:
    try:
        found = parsedate_to_datetime(answer.headers.get("Date", ""))
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo else None
