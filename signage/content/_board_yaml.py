"""A board's rows from YAML: a list of mappings with the keys of the columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signage.content._board_columns import Row, column, like
from signage.content._yaml import Bad, Mapping, Scalar, Sequence, parse
from signage.content.messages import Phrase, Wrong

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signage.content._fields import Log
    from signage.content._yaml import Node

__all__ = ["yaml_rows"]


def yaml_rows(data: bytes, path: str, log: Log) -> Iterator[Row]:
    """Give the rows; one with a wrong key or value is told to `log` and left out.

    Raises:
        Wrong: it is no list.
    """
    tree = parse(data)
    for wrong in tree.faults:
        log.add(wrong, 1)
    if tree.root is None or isinstance(tree.root, Bad):
        if not tree.faults:
            raise Wrong("empty-yaml", 1, key="- name")
        return
    if not isinstance(tree.root, Sequence):
        raise Wrong("not-list", tree.root.line, key=path)
    if tree.root.own:
        return
    for node in tree.root.items:
        if (row := _row(node, log)) is not None:
            yield row


def _row(node: Node, log: Log) -> Row | None:
    if isinstance(node, Bad) or (not isinstance(node, Scalar) and node.spoilt):
        return None
    if not isinstance(node, Mapping):
        log.tell("not-mapping", node.line, key="-", example=Phrase("example-row"))
        return None
    cells: dict[str, str] = {}
    good = True
    for word, entry in node.entries.items():
        key = column(word)
        if key is None:
            log.tell("unknown-key", entry.line, key=word, hint=like(word, keys=True))
        elif key in cells:
            log.tell("board-column-twice", entry.line, value=word)
        elif not isinstance(entry.node, Scalar):
            log.tell("not-text", entry.line, key=word)
        else:
            cells[key] = entry.node.value
            continue
        good = False
    return Row(node.line, cells) if good else None
