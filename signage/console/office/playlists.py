"""Playlists as the forms show them, written back so that what no form can say stays as it was.

The YAML is edited in place (ruamel keeps comments, order and unknown keys). A form carries the
SHA-256 of the file that it was made from; a file that changed meanwhile is never overwritten.
"""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError

from signage import atomic
from signage.content.loader import load_folder

if TYPE_CHECKING:
    from pathlib import Path

    from signage.console.data import Data
    from signage.content.loader import Loaded

__all__ = ["ChangedError", "Draft", "Row", "ids", "make", "open_draft", "save", "slug"]

RESERVED = frozenset({"screens", "calendar", "blocklist"})
_ID = re.compile(r"[^\W_][\w-]{0,63}")
KINDS = ("image", "video", "slide", "pdf", "folder", "board", "qr")


class ChangedError(Exception):
    """Somebody else saved the file in between."""


class Row(NamedTuple):
    """An item as a form shows it."""

    number: int
    """Its place in the file as it was read; -1: a new one."""
    kind: str
    words: str
    """The path, or what a slide says first."""
    duration: str
    caption: str
    qr: str
    title: str = ""
    body: str = ""


class Draft(NamedTuple):
    """A playlist's file as a form shows it."""

    id: str
    digest: str
    name: str
    layout: str
    priority: str
    rows: tuple[Row, ...]
    ticker: tuple[str, ...]
    """Lines that are plain text; others are kept and not shown here."""
    broken: bool = False
    """It cannot be read as YAML: only a hand can mend it."""


def slug(name: str) -> str:
    """Give an id for a playlist of that name: `Sảnh chính` gives `sanh-chinh`."""
    bare = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    plain = bare.encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:48] or "danh-sach"


def ids(data: Data) -> list[str]:
    """Of every playlist's file, by name."""
    return sorted(
        unicodedata.normalize("NFC", path.stem)
        for path in data.playlists.glob("*.yaml")
        if path.stem not in RESERVED and not path.name.startswith(".")
    )


def read(data: Data) -> Loaded:
    """The central folder as it is now."""
    return load_folder(data.content)


def path_of(data: Data, name: str) -> Path:
    """Where a playlist lies; the name is one of `ids`, so that it can lead nowhere else.

    Raises:
        KeyError: there is none of that name.
    """
    for path in data.playlists.glob("*.yaml"):
        if unicodedata.normalize("NFC", path.stem) == name and path.stem not in RESERVED:
            return path
    raise KeyError(name)


def open_draft(data: Data, name: str) -> Draft:
    """Read a playlist for a form.

    Raises:
        KeyError: there is none of that name.
    """
    content = path_of(data, name).read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    try:
        tree = _yaml().load(content.decode("utf-8-sig"))
    except (YAMLError, UnicodeDecodeError, ValueError, RecursionError):
        tree = None
    if not isinstance(tree, CommentedMap):
        return Draft(name, digest, name, "full", "normal", (), (), broken=True)
    items = tree.get("items")
    ticker = tree.get("ticker")
    return Draft(
        name,
        digest,
        _word(tree.get("name")) or name,
        _word(tree.get("layout")) or "full",
        _word(tree.get("priority")) or "normal",
        tuple(_row(n, each) for n, each in enumerate(items if isinstance(items, list) else ())),
        tuple(
            each for each in (ticker if isinstance(ticker, list) else ()) if isinstance(each, str)
        ),
    )


def make(data: Data, title: str) -> str:
    """Make an empty playlist of that title; its id."""
    base = slug(title)
    taken = set(ids(data)) | RESERVED
    free = next(
        name for name in (base, *(f"{base}-{n}" for n in range(2, 1000))) if name not in taken
    )
    tree = CommentedMap(name=title, layout="banner", items=CommentedSeq())
    atomic.write(data.playlists / f"{free}.yaml", _bytes(tree))
    return free


def save(data: Data, draft: Draft) -> str:
    """Write back what a form changed; the file's new digest.

    Rows that the form had are moved and changed in place, rows it left out are removed, new ones
    are made. Nothing else of the file is touched.

    Raises:
        ChangedError: the file is no longer the one that the form was made from.
        KeyError: the file is gone.
    """
    path = path_of(data, draft.id)
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != draft.digest:
        raise ChangedError
    tree = _yaml().load(content.decode("utf-8-sig"))
    _set(tree, "name", draft.name, keep_empty=True)
    if draft.layout != (_word(tree.get("layout")) or "full"):
        tree["layout"] = draft.layout
    old = tree.get("items")
    before = list(old) if isinstance(old, list) else []
    rows = [
        _written(row, before[row.number] if 0 <= row.number < len(before) else None)
        for row in draft.rows
    ]
    if not isinstance(old, CommentedSeq):
        tree["items"] = old = CommentedSeq()
    old[:] = rows
    _set_ticker(tree, draft.ticker)
    made = _bytes(tree)
    atomic.write(path, made)
    return hashlib.sha256(made).hexdigest()


def _set_ticker(tree: CommentedMap, lines: tuple[str, ...]) -> None:
    old = tree.get("ticker")
    others = [each for each in (old if isinstance(old, list) else ()) if not isinstance(each, str)]
    if tuple(each for each in (old or ()) if isinstance(each, str)) == lines:
        return
    if lines or others:
        tree["ticker"] = CommentedSeq([*lines, *others])
    else:
        tree.pop("ticker", None)


def _row(number: int, item: Any) -> Row:
    if not isinstance(item, dict):
        return Row(number, "?", str(item)[:80], "", "", "")
    kind = next((each for each in KINDS if each in item), "?")
    inner = item.get(kind)
    title = body = ""
    if kind == "slide" and isinstance(inner, dict):
        title, body = _vi(inner.get("title")), _vi(inner.get("body"))
    words = title or body if kind == "slide" else _word(inner)
    return Row(
        number, kind, words, _word(item.get("duration")), _vi(item.get("caption")),
        _word(item.get("qr")) if kind != "qr" else "", title, body,
    )  # fmt: skip


def _written(row: Row, item: Any) -> Any:
    if item is None:
        item = CommentedMap()
        if row.kind == "slide":
            item["slide"] = CommentedMap()
        else:
            item[row.kind] = row.words
    if not isinstance(item, dict):
        return item
    if row.kind == "slide" and isinstance(item.get("slide"), dict):
        _set_vi(item["slide"], "title", row.title)
        _set_vi(item["slide"], "body", row.body)
    _set(item, "duration", row.duration)
    _set_vi(item, "caption", row.caption)
    if row.kind != "qr":
        _set(item, "qr", row.qr)
    return item


def _set(node: Any, key: str, value: str, *, keep_empty: bool = False) -> None:
    if _word(node.get(key)) == value:
        return
    if value or keep_empty:
        node[key] = value
    else:
        node.pop(key, None)


def _set_vi(node: Any, key: str, value: str) -> None:
    """The Vietnamese of a text; the other languages of a mapping stay."""
    old = node.get(key)
    if _vi(old) == value:
        return
    if isinstance(old, dict):
        if value:
            old["vi"] = value
        else:
            node.pop(key, None)
    else:
        _set(node, key, value)


def _vi(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("vi", "")
    return _word(value)


def _word(value: Any) -> str:
    return "" if value is None or isinstance(value, (dict, list)) else str(value)


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.version = (1, 2)  # plain `no` and `7:30` stay words
    yaml.preserve_quotes = True
    yaml.width = 100
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _bytes(tree: Any) -> bytes:
    out = io.BytesIO()
    yaml = _yaml()
    yaml.version = None
    yaml.dump(tree, out)
    return out.getvalue()
