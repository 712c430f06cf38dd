"""A YAML file as the loader sees it: words and their lines, for who edits what it wrote.

The console's forms read a file by this, so that a fault's line finds the field it belongs to.
"""

from __future__ import annotations

from signage.content import _values
from signage.content._yaml import Bad, Entry, Mapping, Node, Scalar, Sequence, parse
from signage.content.messages import Wrong

__all__ = [
    "DAYS", "Bad", "Entry", "Mapping", "Node", "Scalar", "Sequence", "days", "last_line", "read",
]  # fmt: skip

DAYS = _values.DAYS


def read(data: bytes) -> Mapping | None:
    """Give the top level; None where the file cannot be read, or holds no `key: value`.

    A file with nothing in it is an empty mapping.
    """
    try:
        tree = parse(data)
    except Wrong:
        return None
    if tree.root is None:
        return Mapping(1)
    return tree.root if isinstance(tree.root, Mapping) and not tree.root.own else None


def days(words: str) -> tuple[int, ...] | None:
    """Give weekdays, Monday 0, of `mon-fri`; None where it says none."""
    try:
        return _values.days(words)
    except Wrong:
        return None


def last_line(node: Node) -> int:
    """Give the last line on which something of a node begins."""
    if isinstance(node, Mapping):
        return max((last_line(each.node) for each in node.entries.values()), default=node.line)
    if isinstance(node, Sequence):
        return max((last_line(each) for each in node.items), default=node.line)
    return node.line
