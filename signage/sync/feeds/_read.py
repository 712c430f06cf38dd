"""From the bytes of a feed to its entries: RSS 0.9 to 2.0, RDF and Atom, as real ones are.

feedparser reads the XML, and what is nearly XML. Before it, what keeps it from the strict parser is
mended; after it, everything goes through `_clean` and `_dates`, which know what it does not. Asks
nothing of the network. Runs in the worker: it may take long and much over a hostile feed.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import feedparser

from signage.config import FEEDS
from signage.content.folding import folded
from signage.sync.feeds._clean import deceptive, plain, shortened
from signage.sync.feeds._dates import instant
from signage.sync.feeds._message import Entry

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

__all__ = ["NoFeedError", "read"]

_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")
"""How UTF-16 and UTF-32 begin; those are left to feedparser."""
_START = re.compile(r"(?i)<\?xml\b|<(?:\w+:)?(?:rss|rdf|feed|channel)\b")
_DECLARED = re.compile(r"(?i)(<\?xml\b[^<>]{0,200}?)\s+encoding\s*=\s*[\"'][^\"'<>]{0,40}[\"']")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_UNSURE = "\ufffd"
"""What stands where a byte could not be read: nobody shows such a headline."""
_DATES = ("published", "updated", "created", "date")
_ABOUT = re.compile(r"(?i)\s*[-–|:]?\s*\b(?:RSS|Atom)\b(?:\s*(?:2\.0|1\.0|feeds?))?\s*[-–|:]?\s*")


class NoFeedError(Exception):
    """What came is no feed; the message says what it seems to be, as the end of a sentence."""


def read(
    data: bytes, url: str, *, now: datetime, zone: tzinfo, charset: str | None = None
) -> tuple[tuple[Entry, ...], int]:
    """The entries in the feed's order, each headline once, and how many pose as something else.

    `charset` is what the server said; it counts only where the document says nothing.

    Raises:
        NoFeedError: it is none.
    """
    found: Any = feedparser.parse(
        io.BytesIO(_mended(data, charset)), sanitize_html=False, resolve_relative_uris=False
    )
    if not found.get("version"):
        raise NoFeedError(_instead(data))
    name = _name(plain(str(found.feed.get("title", "")))) or _host(url)
    entries: dict[str, Entry] = {}
    posing = 0
    for each in found.entries:
        text = shortened(_title(each), FEEDS.characters)
        if _UNSURE in text or not any(sign.isalnum() for sign in text):
            continue
        if deceptive(text):
            posing += 1
            continue
        own = _name(plain(str((each.get("source") or {}).get("title", ""))))
        entries.setdefault(folded(text), Entry(text, own or name, _when(each, now, zone)))
        if len(entries) >= FEEDS.headlines * 2:  # half of them may be too old
            break
    if found.bozo and not entries and not posing:  # what is well-formed may be empty
        raise NoFeedError("a feed came that is cut off or damaged")
    return tuple(entries.values()), posing


def _title(entry: Any) -> str:
    """An entry may have only a description; RSS asks for one of the two."""
    for key in ("title", "summary", "description"):
        if words := plain(str(entry.get(key, ""))):
            return words
    return ""


def _when(entry: Any, now: datetime, zone: tzinfo) -> str | None:
    for key in _DATES:
        found = instant(str(entry.get(key, "")), now=now, zone=zone) if key in entry else None
        if found is not None:
            return found.isoformat(timespec="seconds")
    return None


def _name(title: str) -> str:
    """A source's name without “RSS feed”; nothing where it poses as something else."""
    words = _ABOUT.sub(" ", title).strip(" -–|:»›")
    if deceptive(words) or _UNSURE in words:
        return ""
    return shortened(words, FEEDS.source_characters)


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _mended(data: bytes, charset: str | None) -> bytes:
    """Without a mark and junk before the document, control characters, and a wrong encoding.

    What is UTF-8 through and through is UTF-8, whatever it says of itself: no other encoding gives
    that by chance.
    """
    if data.startswith(_WIDE):
        return data
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = re.match(rb"(?i)[^<]{0,200}<\?xml\b[^<>]{0,200}?\bencoding\s*=", data)
        try:
            text = "" if declared or not charset else data.decode(charset)
        except (LookupError, UnicodeDecodeError):
            text = ""
        if not text:
            return data
    begin = _START.search(text, 0, 10_000)
    text = text[begin.start() :] if begin else text
    return _DECLARED.sub(r"\1", _CONTROLS.sub("", text), count=1).encode()


def _instead(data: bytes) -> str:
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not head:
        return "nothing came"
    if b"<html" in head or head.startswith(b"<!doctype html"):
        return "a web page came instead of a feed (a login page?)"
    return "what came is no feed"
