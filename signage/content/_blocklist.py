"""`blocklist.yaml`: words with which a headline of a feed is not shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signage.content._fields import Fields, Log, Reported, entries, plain
from signage.content._playlist import mapping
from signage.content.messages import Phrase, Wrong

if TYPE_CHECKING:
    from signage.content._yaml import Node

__all__ = ["read"]


def read(data: bytes, log: Log) -> tuple[str, ...] | None:
    """Read the file; None where it is broken as a whole. A wrong word costs that word."""
    node = mapping(data, log, "blocklist", Phrase("example-blocklist"))
    if node is None:
        return None
    fields = Fields(log, node, ("blocklist",))
    words = fields.need("blocklist", lambda node, key: _words(node, key, log))
    return words if fields.good else None


def _words(node: Node, key: str, log: Log) -> tuple[str, ...]:
    words: dict[str, None] = {}
    for each in entries(node, key):
        try:
            words[_word(each, key)] = None
        except Wrong as wrong:
            log.add(wrong, each.line)
        except Reported:
            pass
    return tuple(words)


def _word(node: Node, key: str) -> str:
    word = plain(node, key)
    if any(sign.isalnum() for sign in word):
        return word
    raise Wrong("no-word", node.line, value=word)
