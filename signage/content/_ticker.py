"""The lines of a ticker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signage.content import _values
from signage.content._fields import Fields, Log, flag, integer, plain, scalar, text, value
from signage.content._items import Reader, kind_hint, node_is_spoilt
from signage.content._paths import path_rules
from signage.content._yaml import Mapping, Node, Scalar
from signage.content.messages import Phrase, Wrong
from signage.content.model import FeedLine, FileLine, TextLine, TickerLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from signage.content._media import Library

__all__ = ["feed", "file", "line"]

_KEYS = {"text": ("text", "urgent"), "file": ("file", "urgent"), "feed": ("feed", "max", "age")}
_HEADLINES = 10
_MOST_HEADLINES = 100
_OLDEST = 366 * 86_400.0
"""Seconds: the longest `age` of a headline."""


def line(node: Node, log: Log, library: Library, reader: Reader) -> TickerLine | None:
    """Read one entry of `ticker:`; None where it is wrong, which is told."""
    if isinstance(node, Scalar):
        try:
            return TextLine(text={"vi": plain(node, "ticker")})
        except Wrong as wrong:
            log.add(wrong, node.line)
            return None
    kind = _kind(node, log)
    if kind is None or not isinstance(node, Mapping):
        return None
    fields = Fields(log, node, _KEYS[kind])
    made = _made(kind, fields, library)
    if not fields.good:
        return None
    if isinstance(made, FileLine):
        reader.uses.setdefault((made.path, "text"), node.line)
    return made


def _kind(node: Node, log: Log) -> str | None:
    if node_is_spoilt(node):
        return None
    if not isinstance(node, Mapping):
        log.tell("not-mapping", node.line, key="ticker", example=Phrase("example-line"))
        return None
    kinds = [key for key in node.entries if key in _KEYS]
    if len(kinds) == 1:
        return kinds[0]
    if kinds:
        second = node.entries[kinds[1]].line
        log.tell("item-kinds", second, first=kinds[0], second=kinds[1])
    else:
        log.tell("line-kind", node.line, hint=kind_hint(node, _KEYS))
    return None


def _made(kind: str, fields: Fields, library: Library) -> TickerLine | None:
    if kind == "feed":
        return feed(fields)
    urgent = fields.take("urgent", flag) or False
    if kind == "text":
        words = fields.take("text", text)
        return TextLine(text=words, urgent=urgent) if words else None
    path = fields.take("file", file(library))
    return FileLine(path=path, urgent=urgent) if path else None


def feed(fields: Fields, *, most: int | None = None) -> FeedLine | None:
    """Read the keys of a feed, the number of its headlines among them unless it is given."""
    url = fields.take("feed", value(_values.feed))
    if most is None:
        most = fields.take("max", integer(1, _MOST_HEADLINES))
    age = fields.take("age", value(lambda word: _values.duration(word, most=_OLDEST)))
    return FeedLine(url=url, max=most or _HEADLINES, age=age) if url else None


def file(library: Library) -> Callable[[Node, str], str]:
    """Make a converter of the path of a text file."""

    def convert(node: Node, key: str) -> str:
        path = path_rules(scalar(node, key))
        library.check(path, "text")
        return path

    return convert
