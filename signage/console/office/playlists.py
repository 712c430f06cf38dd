"""Playlists as the console shows and changes them: the list, the order of items, one item."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from signage import atomic
from signage.config import CONTENT
from signage.console.office import documents, history, notes
from signage.console.office.documents import (
    Document,
    changed,
    lock,
    open_document,
    plain,
    said,
    store,
)
from signage.console.office.ordering import arranged
from signage.console.office.shapes import KINDS
from signage.content import tree
from signage.content.loader import load_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signage.console.data import Data
    from signage.content.loader import Loaded
    from signage.content.model import Content

__all__ = [
    "Entry", "Move", "add", "arrange", "bare", "entries", "gone", "ids", "kind_of", "make",
    "mark", "read", "remove", "restore", "slug", "users", "usual",
]  # fmt: skip

ids = documents.ids


def slug(name: str) -> str:
    """Give an id for a playlist of that name: `Sảnh chính` gives `sanh-chinh`."""
    return bare(name).replace(" ", "-")[:48].strip("-") or "danh-sach"


def bare(words: str) -> str:
    """Give words as somebody types them who searches: no accents, no marks, lower case."""
    plain_ = unicodedata.normalize("NFD", words.casefold().replace("đ", "d"))
    plain_ = plain_.encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", " ", plain_).strip()


def read(data: Data) -> Loaded:
    """The central folder, read this moment."""
    return load_folder(data.content)


class Entry(NamedTuple):
    """An item as the list shows it."""

    number: int
    """Its place in the file."""
    kind: str
    words: str
    """The path, or what a slide says first."""
    path: str
    """Of its picture in the library; empty: it has none."""
    duration: str
    caption: str
    when: Any
    """As the file says it; see `wording`."""
    qr: str
    mark: str
    """By which it is known again, wherever it stands by then."""
    lines: tuple[int, int]
    """In the file, both included."""


def mark(item: Any) -> str:
    """Tell an item from others by what it says."""
    said_ = json.dumps(item, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said_.encode()).hexdigest()[:16]


def kind_of(item: Any) -> str:
    """What an item is; `?` where that cannot be told."""
    if not isinstance(item, dict):
        return "?"
    kinds = [key for key in KINDS if key in item and key != "qr"]
    if len(kinds) == 1:
        return kinds[0]
    return "qr" if not kinds and "qr" in item else "?"


def entries(document: Document) -> list[Entry]:
    """The items of a playlist, in order."""
    node = document.root.entries.get("items") if document.root else None
    listed = node.node if node else None
    if not isinstance(listed, tree.Sequence):
        return []
    return [_entry(n, each) for n, each in enumerate(listed.items)]


def usual(document: Document) -> str:
    """How long an item is shown that says nothing, as a file says it."""
    defaults = (plain(document.root) or {}).get("defaults") if document.root else None
    own = defaults.get("duration") if isinstance(defaults, dict) else None
    return own if isinstance(own, str) and own else f"{CONTENT.default_duration:g}s"


def _entry(number: int, node: tree.Node) -> Entry:
    item = plain(node)
    kind = kind_of(item)
    item_ = item if isinstance(item, dict) else {}
    inner = item_.get(kind)
    words, path = _vi(inner), ""
    if kind == "slide":
        slide = inner if isinstance(inner, dict) else {}
        rows = slide.get("table") or slide.get("list") or [""]
        first = rows[0] if isinstance(rows, list) else ""
        words = (
            _vi(slide.get("title"))
            or _vi(slide.get("body"))
            or _vi(first[0] if isinstance(first, list) and first else first)
        )
        path = _vi(slide.get("image"))
    elif kind == "qr":
        codes = inner if isinstance(inner, list) else [inner]
        words = _vi(item_.get("title")) or ", ".join(
            each if isinstance(each, str) else _vi(each.get("name")) or _vi(each.get("url"))
            for each in codes
            if isinstance(each, (str, dict))
        )
    elif kind == "?":
        words = json.dumps(item, ensure_ascii=False)[:120]
    elif kind == "image":
        path = words
    return Entry(
        number, kind, " ".join(words.split())[:160], path or "", _vi(item_.get("duration")),
        _vi(item_.get("caption")), item_.get("when"), _vi(item_.get("qr")) if kind != "qr" else "",
        mark(item), (node.line, max(node.line, tree.last_line(node))),
    )  # fmt: skip


def _vi(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("vi") or next(iter(value.values()), "")
    return value if isinstance(value, str) else ""


# ---- changes ----


def make(data: Data, title: str, layout: str = "banner") -> str:
    """Make an empty playlist of that title; its id."""
    base = slug(title)
    with lock:
        taken = {*ids(data), *documents.RESERVED}
        names = (base, *(f"{base}-{n}" for n in range(2, 1000)))
        free = next(name for name in names if name not in taken)
        empty = Document(free, data.playlists / f"{free}.yaml", b"", tree.Mapping(1))

        def fill(root: CommentedMap) -> None:
            root.update({"name": said(title), "layout": layout, "items": CommentedSeq()})

        atomic.write(empty.path, changed(empty, fill))
    return free


class Move(NamedTuple):
    """A row of the list as a form gives it back."""

    number: int
    """Its place when the form was made."""
    mark: str
    held: str
    """How long it was shown when the form was made."""
    duration: str
    removed: bool = False


class Outcome(NamedTuple):
    """What became of a change of the order."""

    document: Document
    merged: bool
    """Whether somebody else had changed the file, and both changes now stand."""
    lost: tuple[str, ...] = ()
    """Items that are gone, since somebody else removed or rewrote them."""


def arrange(data: Data, name: str, moves: Sequence[Move], base: str, by: str) -> Outcome:
    """Put items into an order, remove some, change how long they are shown.

    What somebody else changed meanwhile stays: their new items keep their place after the item
    before them, an item that they rewrote has their words and this place.

    Raises:
        KeyError: the playlist is gone.
        BrokenError: it cannot be read.
    """
    with lock:
        document = open_document(data, name)
        present = entries(document)
        free = {each.number: each for each in present}
        order: list[int] = []
        durations: dict[int, str] = {}
        removed: set[int] = set()
        lost = []
        marks = {each.mark for each in moves}
        for move in moves:
            found = _found(move, free, marks)
            if found is None:
                lost.append(str(move.number + 1))
                continue
            del free[found.number]
            theirs = found.mark != move.mark
            if move.removed and not theirs:
                removed.add(found.number)
                continue
            if move.removed:  # they wrote it anew: nobody takes that off unseen
                lost.append(str(move.number + 1))
            order.append(found.number)
            if theirs and found.duration != move.held:
                continue
            if move.duration not in {move.held, found.duration}:
                durations[found.number] = move.duration
        for each in free.values():  # somebody else's, or a form that did not show them
            before = [n for n in order if n < each.number]
            place = order.index(max(before)) + 1 if before else 0
            order.insert(place, each.number)
        made = document.content
        if durations:
            made = changed(document, lambda root: _timed(root, durations))
        made = _ordered(made, document, order)
        merged = document.digest != base
        if made != document.content:
            document = store(data, document, made, by)
    return Outcome(document, merged, tuple(lost))


def _found(move: Move, free: dict[int, Entry], marks: set[str]) -> Entry | None:
    """The item that a row is about; one that was written anew in its place is still it."""
    here = free.get(move.number)
    if here is not None and here.mark == move.mark:
        return here
    moved = next((each for each in free.values() if each.mark == move.mark), None)
    if moved is None and here is not None and here.mark not in marks:
        return here
    return moved


def _timed(root: CommentedMap, durations: dict[int, str]) -> None:
    for number, words in durations.items():
        item = root["items"][number]
        if isinstance(item, CommentedMap):
            if words:
                notes.put(item, "duration", said(words))
            else:
                item.pop("duration", None)


def _ordered(made: bytes, document: Document, order: list[int]) -> bytes:
    root = tree.read(made)
    count = len(entries(document._replace(content=made, root=root)))
    if order == list(range(count)):
        return made
    if (moved := arranged(made, order)) is not None:
        return moved

    def put(whole: CommentedMap) -> None:
        before = list(whole["items"])
        whole["items"][:] = [before[n] for n in order]

    return changed(document._replace(content=made, root=root), put)


def add(data: Data, name: str, items: Sequence[dict[str, Any]], by: str) -> Document:
    """Put new items at the end.

    Raises:
        KeyError: the playlist is gone.
        BrokenError: it cannot be read.
    """

    def put(root: CommentedMap) -> None:
        listed = root.get("items")
        if not isinstance(listed, CommentedSeq):
            listed = root["items"] = CommentedSeq()
        elif not listed:
            listed.fa.set_block_style()
        for item in items:
            listed.append(CommentedMap(item))

    with lock:
        document = open_document(data, name)
        return store(data, document, changed(document, put), by)


def remove(data: Data, name: str, by: str) -> None:
    """Delete a playlist; the history keeps it.

    Raises:
        KeyError: there is none.
    """
    with lock:
        document = open_document(data, name)
        history.keep(data, name, document.content, by)
        atomic.remove(document.path)


def restore(data: Data, name: str, key: str, by: str) -> bool:
    """Bring back an earlier version of a playlist, deleted or not; False: there is none."""
    if name not in {*ids(data), *documents.RESERVED, *(each for each, _ in gone(data))}:
        return False
    version = history.version(data, name, key)
    if version is None:
        return False
    with lock:
        try:
            document = open_document(data, name)
        except KeyError:
            document = Document(name, data.playlists / f"{name}.yaml", b"", None)
        store(data, document, version.path.read_bytes(), by)
    return True


def gone(data: Data) -> list[tuple[str, history.Version]]:
    """Playlists that were deleted and can come back."""
    return history.deleted(data, {*ids(data), *documents.RESERVED})


def users(content: Content, name: str) -> list[str]:
    """The screens and groups of `screens.yaml` that name a playlist, by what people call them."""
    screens = [each.name or each.id for each in content.screens if name in (each.playlists or ())]
    groups = [group for group, names in content.groups.items() if name in names]
    return [*screens, *groups]
