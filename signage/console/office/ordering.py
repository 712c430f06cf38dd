"""The items of a playlist moved and removed in the text itself, each with the notes above it.

ruamel hangs a comment to what stands before it, so an item that moved would leave its own heading
behind and carry off that of the next. Whole lines know no such thing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from signage.console.office.documents import plain
from signage.content import tree

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["arranged"]

_DASH = re.compile(r"( *)-(?: |$)")
_NOTE = re.compile(r" *(#.*)?$")


def arranged(content: bytes, order: Sequence[int], key: str = "items") -> bytes | None:
    """Give the file with the entries of a list in this order, those left out removed.

    None where the list is not written a line each, so that lines cannot be moved.
    """
    root = tree.read(content)
    entry = root.entries.get(key) if root else None
    if root is None or entry is None or not isinstance(entry.node, tree.Sequence):
        return None
    nodes = entry.node.items
    if list(order) == list(range(len(nodes))):
        return content
    text = content.decode("utf-8-sig").replace("\r\n", "\n")
    lines = text.split("\n")
    starts = _starts(lines, [node.line - 1 for node in nodes])
    if starts is None or not order:
        return None
    end = _end(lines, starts[-1])
    edges = [*starts, end]
    pieces = [lines[edges[n] : edges[n + 1]] for n in range(len(starts))]
    made = [*lines[: starts[0]], *(line for n in order for line in pieces[n]), *lines[end:]]
    result = "\n".join(made).encode()
    after = tree.read(result)
    wanted = plain(root)
    wanted[key] = [wanted[key][n] for n in order]
    return result if after is not None and plain(after) == wanted else None


def _starts(lines: list[str], firsts: list[int]) -> list[int] | None:
    """The first line of each entry, notes above it included."""
    indent: int | None = None
    starts: list[int] = []
    for first in firsts:
        at = first
        while not (match := _DASH.match(lines[at])):
            at -= 1
            if at < 0 or (not _NOTE.fullmatch(lines[at]) and not _DASH.match(lines[at])):
                return None
        if indent is None:
            indent = len(match[1])
        if len(match[1]) != indent or (starts and at <= starts[-1]):
            return None
        while starts and at - 1 > starts[-1] and _NOTE.fullmatch(lines[at - 1]):
            at -= 1
        if not starts:  # what stands above the first one: only notes that touch it are its own
            while at > 0 and re.fullmatch(rf" {{{indent}}}#.*", lines[at - 1]):
                at -= 1
        starts.append(at)
    return starts


def _end(lines: list[str], last: int) -> int:
    """The line after the last entry; notes and empty lines below belong to what follows."""
    match = next(m for m in map(_DASH.match, lines[last:]) if m)
    indent = len(match[1])
    at = last
    while at < len(lines) and not _DASH.match(lines[at]):
        at += 1
    at += 1
    while at < len(lines):
        line = lines[at]
        if line.strip() and (len(line) - len(line.lstrip()) <= indent):
            break
        at += 1
    while at > last + 1 and not lines[at - 1].strip():
        at -= 1
    return at
