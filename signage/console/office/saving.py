"""What a form changed, put into the file as it is by then: two people's changes both stand.

Each form names the file that it was made from, which the history remembers. A field that only one
of two changed is theirs; a field that both changed is written by neither: the second is told, sees
both, and decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from signage.console.office import history
from signage.console.office.binding import Form, bind, differences
from signage.console.office.documents import (
    BrokenError,
    Document,
    changed,
    lock,
    open_document,
    store,
)  # fmt: skip
from signage.console.office.fields import KEPT
from signage.content import tree

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from signage.console.data import Data
    from signage.console.office.fields import Field

__all__ = ["Path", "Result", "at", "save"]

Path = tuple[str | int, ...]
"""Keys and places from the top of a file to a mapping."""


class Result(NamedTuple):
    """What became of it."""

    document: Document
    form: Form
    """As the file is now; where fields are in conflict, as it was typed."""
    conflicts: tuple[str, ...] = ()
    """Labels of fields that somebody else changed as well. Then nothing was written."""
    merged: bool = False
    """Whether somebody else had changed the file meanwhile."""
    before: dict[str, Any] | None = None
    """Of the fields that were written, for the trail."""
    after: dict[str, Any] | None = None


def at(root: tree.Mapping | None, path: Path) -> tree.Mapping | None:
    """The mapping at a path; None where there is none."""
    node: tree.Node | None = root
    for step in path:
        if isinstance(node, tree.Mapping) and isinstance(step, str):
            entry = node.entries.get(step)
            node = entry.node if entry else None
        elif isinstance(node, tree.Sequence) and isinstance(step, int):
            node = node.items[step] if 0 <= step < len(node.items) else None
        else:
            return None
    return node if isinstance(node, tree.Mapping) else None


def save(  # noqa: PLR0917  (the form, whose it is, and where it belongs)
    data: Data,
    name: str,
    fields: Sequence[Field],
    typed: Mapping[str, str],
    by: str,
    path: Path = (),
    *,
    moved: Callable[[tree.Mapping | None], Path | None] | None = None,
) -> Result:
    """Write what `typed` changes; `typed["digest"]` names the file that the form was made from.

    `moved` says where the mapping of `path` is by now, None where it is gone: then it is put there
    anew, at the end.

    Raises:
        KeyError: the file is gone.
        BrokenError: it cannot be read.
    """
    with lock:
        document = open_document(data, name)
        if document.root is None:
            raise BrokenError
        digest = typed.get("digest", "")
        same = digest == document.digest
        base = document.content if same else history.base(data, digest)
        old = at(tree.read(base), path) if base is not None else None
        place = path if same or moved is None else moved(document.root)
        current = at(document.root, place) if place is not None else old
        mine, was, now = (
            bind(fields, old, typed=typed).values,
            bind(fields, old).values,
            bind(fields, current).values,
        )
        wanted = []
        clash = False
        for each in fields:
            key = each.name
            if mine[key] is KEPT or now[key] is KEPT or mine[key] in (was[key], now[key]):
                continue
            if now[key] != was[key] or (base is None and not same):
                clash = True
            wanted.append(each)
        if clash:
            form = bind(fields, current, typed=typed)
            labels = differences(form, bind(fields, current))
            return Result(document, form, tuple(labels))
        if wanted or place is None:
            values = {each.name: mine[each.name] for each in wanted}
            made = changed(document, lambda root: _put(root, place, path, fields, values, was))
            document = store(data, document, made, by)
    where = place if place is not None else (*path[:-1], _last(document, path))
    return Result(
        document, bind(fields, at(document.root, where)), merged=not same,
        before={key: was[key] for key in values} if wanted else None,
        after=values if wanted else None,
    )  # fmt: skip


def _last(document: Document, path: Path) -> int:
    entry = document.root.entries.get(str(path[0])) if document.root else None
    return len(entry.node.items) - 1 if entry and isinstance(entry.node, tree.Sequence) else 0


def _put(  # noqa: PLR0917  (a step of `save`)
    root: CommentedMap, place: Path | None, path: Path, fields: Sequence[Field],
    values: dict[str, Any], was: dict[str, Any],
) -> None:  # fmt: skip
    node: Any = root
    everything = dict(values)
    if place is None:  # somebody removed it meanwhile: it comes back as it stood in the form
        everything = {each.name: was[each.name] for each in fields} | values
        place = (*path[:-1], -1)
    for step, after in zip(place, (*place, "")[1:], strict=True):
        if isinstance(step, int):
            if not 0 <= step < len(node):
                node.append(CommentedMap())
                step = len(node) - 1  # noqa: PLW2901  (a new one, at the end)
            node = node[step]
            continue
        if not isinstance(node.get(step), (CommentedMap, CommentedSeq)):
            node[step] = CommentedSeq() if isinstance(after, int) else CommentedMap()
        node = node[step]
    for each in fields:
        if each.name in everything and everything[each.name] is not KEPT:
            value = everything[each.name]
            if value != each.show(node):
                each.write(node, value)
