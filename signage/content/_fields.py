"""From nodes to values: fields of a mapping, each checked, each fault told with its line."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, TypeVar

from signage.config import CONTENT
from signage.content._yaml import Bad, Mapping, Node, Scalar, Sequence
from signage.content.messages import Phrase, Wrong, choices, fault

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from signage.content.fault import Fault

__all__ = [
    "Fields",
    "Log",
    "Reported",
    "choice",
    "entries",
    "flag",
    "integer",
    "plain",
    "scalar",
    "text",
    "value",
]

T = TypeVar("T")

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_HIGHEST_DIGITS = 9


class Reported(Exception):  # noqa: N818  (no fault of its own)
    """The node has a fault that is in the log already: leave the thing out, say nothing more."""


class Log:
    """The faults of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []

    def add(self, wrong: Wrong, line: int) -> None:
        """Tell of `wrong`, at its own line or else at `line`."""
        self.faults.append(fault(self.file, wrong.line or line, wrong.code, **wrong.params))

    def tell(self, code: str, line: int, **params: str | int | Phrase) -> None:
        """Tell of a fault by its code."""
        self.faults.append(fault(self.file, line, code, **params))


class Fields:
    """The keys of one mapping, taken one by one. `good` turns false with the first fault."""

    def __init__(self, log: Log, node: Mapping, allowed: Collection[str]) -> None:
        self.node = node
        self.good = not node.own
        self._log = log
        for key, entry in node.entries.items():
            if key not in allowed:
                self.good = False
                hint = choices(key, allowed, phrase="allowed")
                log.tell("unknown-key", entry.line, key=key, hint=hint)

    def take(self, key: str, convert: Callable[[Node, str], T]) -> T | None:
        """Give the converted value of `key`, or None where it is absent or wrong (then told)."""
        entry = self.node.entries.get(key)
        if entry is None:
            return None
        try:
            return convert(entry.node, key)
        except Wrong as wrong:
            self._log.add(wrong, entry.node.line)
        except Reported:
            pass
        self.good = False
        return None

    def need(self, key: str, convert: Callable[[Node, str], T]) -> T | None:
        """As `take`, but an absent key is a fault."""
        if key not in self.node.entries:
            self.wrong("missing-key", self.node.line, key=key)
            return None
        return self.take(key, convert)

    def wrong(self, code: str, line: int, **params: str | int | Phrase) -> None:
        """Tell of a fault that concerns several keys."""
        self.good = False
        self._log.tell(code, line, **params)

    def line(self, key: str) -> int:
        """Give the line of a key's value, or the mapping's where it is absent."""
        entry = self.node.entries.get(key)
        return entry.node.line if entry else self.node.line


def scalar(node: Node, key: str) -> str:
    """Give the single value that stands there, stripped, not empty."""
    if isinstance(node, Scalar):
        if words := node.value.strip():
            return words
        raise Wrong("no-value", node.line, key=key)
    if isinstance(node, Bad):
        raise Reported
    raise Wrong("not-text", node.line, key=key)


def plain(node: Node, key: str) -> str:
    """Give words in one language, NFC."""
    words = scalar(node, key)
    if len(words) > CONTENT.text_characters:
        raise Wrong("long-text", node.line, key=key, limit=CONTENT.text_characters)
    return unicodedata.normalize("NFC", words)


def text(node: Node, key: str) -> dict[str, str]:
    """Give words by language; a string is Vietnamese."""
    if not isinstance(node, Mapping):
        return {"vi": plain(node, key)}
    if node.own:
        raise Reported
    if not node.entries:
        raise Wrong("no-value", node.line, key=key)
    words = {}
    for language, entry in node.entries.items():
        if not _LANGUAGE.fullmatch(language):
            raise Wrong("bad-language", entry.line, value=language)
        words[language] = plain(entry.node, language)
    return words


def value(convert: Callable[[str], T]) -> Callable[[Node, str], T]:
    """Make a converter of nodes from one of strings."""
    return lambda node, key: convert(scalar(node, key))


def choice(*known: str) -> Callable[[Node, str], str]:
    """Make a converter that takes one of `known`."""

    def convert(node: Node, key: str) -> str:
        word = scalar(node, key)
        if word not in known:
            raise Wrong("bad-choice", node.line, key=key, value=word, hint=choices(word, known))
        return word

    return convert


def integer(low: int, high: int) -> Callable[[Node, str], int]:
    """Make a converter that takes a whole number from `low` to `high`."""

    def convert(node: Node, key: str) -> int:
        word = scalar(node, key)
        digits = word.isascii() and word.isdigit() and len(word) <= _HIGHEST_DIGITS
        if not digits or not low <= int(word) <= high:
            raise Wrong("bad-number", node.line, key=key, value=word, low=low, high=high)
        return int(word)

    return convert


def flag(node: Node, key: str) -> bool:
    """Take `true` or `false`."""
    word = scalar(node, key)
    if word.lower() not in {"true", "false"}:
        raise Wrong("bad-flag", node.line, key=key, value=word)
    return word.lower() == "true"


def entries(node: Node, key: str) -> list[Node]:
    """Give the entries of a list; the faults within them are for who reads them."""
    if isinstance(node, Sequence) and not node.own:
        return node.items
    if isinstance(node, (Bad, Sequence)):
        raise Reported
    if isinstance(node, Scalar) and not node.value.strip():
        raise Wrong("no-value", node.line, key=key)
    raise Wrong("not-list", node.line, key=key)
