"""What is shown without a file: slides of words, lists and tables, and big codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from signage.config import CONTENT
from signage.content import _values
from signage.content._fields import Fields, Log, Reported, entries, scalar, text, value
from signage.content._yaml import Bad, Mapping, Node, Scalar, Sequence
from signage.content.messages import Phrase, Wrong
from signage.content.model import Code

if TYPE_CHECKING:
    from collections.abc import Callable

    from signage.content.model import Text

__all__ = ["big_codes", "slide"]

_SLIDE = ("title", "body", "list", "table", "image")
_CODE = ("name", "url")


def slide(log: Log, media: Callable[[Node, str], str]) -> Callable[[Node, str], dict[str, Any]]:
    """Make a converter of a `slide:` to the fields of the model; `media` takes its picture."""

    def convert(node: Node, key: str) -> dict[str, Any]:
        fields = _fields(node, key, log, _SLIDE, "example-slide")
        made = {
            "title": fields.take("title", text),
            "body": fields.take("body", text),
            "entries": fields.take("list", _list),
            "table": fields.take("table", _table),
            "image": fields.take("image", media),
        }
        words = {name: found for name, found in made.items() if found}
        if not fields.good:
            raise Reported
        if not words:
            raise Wrong("slide-empty", node.line)
        return words

    return convert


def big_codes(log: Log) -> Callable[[Node, str], tuple[Code, ...]]:
    """Make a converter of a `qr:` that is an item: one code, or a list of them."""

    def convert(node: Node, key: str) -> tuple[Code, ...]:
        listed = entries(node, key) if isinstance(node, Sequence) else [node]
        if not listed:
            raise Wrong("no-value", node.line, key=key)
        if len(listed) > CONTENT.codes:
            raise Wrong("codes-many", node.line, count=len(listed), limit=CONTENT.codes)
        found: dict[str, Code] = {}
        for each in listed:
            try:
                code = _code(each, key, log)
            except Wrong as wrong:
                log.add(wrong, each.line)
                continue
            except Reported:
                continue
            if code.url in found:
                log.tell("listed-twice", each.line, value=code.url)
            found[code.url] = code
        if len(found) < len(listed):
            raise Reported
        return tuple(found.values())

    return convert


def _code(node: Node, key: str, log: Log) -> Code:
    if isinstance(node, Scalar):
        return Code(url=_values.url(scalar(node, key)))
    fields = _fields(node, key, log, _CODE, "example-code")
    name = fields.take("name", text)
    url = fields.need("url", value(_values.url))
    if not fields.good or url is None:
        raise Reported
    return Code(url=url, name=name or {})


def _fields(node: Node, key: str, log: Log, allowed: tuple[str, ...], example: str) -> Fields:
    """Give the fields of a mapping.

    Raises:
        Wrong: it is none.
        Reported: what is wrong with it is told already.
    """
    if isinstance(node, Bad) or (isinstance(node, Mapping) and node.own):
        raise Reported
    if not isinstance(node, Mapping):
        raise Wrong("not-mapping", node.line, key=key, example=Phrase(example))
    return Fields(log, node, allowed)


def _list(node: Node, key: str) -> tuple[Text, ...]:
    listed = entries(node, key)
    if len(listed) > CONTENT.entries:
        raise Wrong("list-long", node.line, count=len(listed), limit=CONTENT.entries)
    if not listed:
        raise Wrong("no-value", node.line, key=key)
    return tuple(text(each, key) for each in listed)


def _table(node: Node, key: str) -> tuple[tuple[Text, ...], ...]:
    rows = entries(node, key)
    if len(rows) > CONTENT.table_rows:
        raise Wrong("table-long", node.line, count=len(rows), limit=CONTENT.table_rows)
    if not rows:
        raise Wrong("no-value", node.line, key=key)
    made: list[tuple[Text, ...]] = []
    for row in rows:
        cells = entries(row, key)
        if not cells:
            raise Wrong("no-value", row.line, key=key)
        if len(cells) > CONTENT.table_columns:
            limit = CONTENT.table_columns
            raise Wrong("table-wide", row.line, count=len(cells), limit=limit)
        if made and len(cells) != len(made[0]):
            raise Wrong("table-row", row.line, count=len(cells), heading=len(made[0]))
        made.append(tuple(_cell(each, key) for each in cells))
    return tuple(made)


def _cell(node: Node, key: str) -> Text:
    """A cell may be empty, as on paper."""
    if isinstance(node, Scalar) and not node.value.strip():
        return {}
    return text(node, key)
