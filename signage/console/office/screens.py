"""`screens.yaml` changed as a whole: a screen or a group more, or less."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from signage.console.office import documents, notes
from signage.console.office.documents import changed, lock, open_document, plain, store
from signage.console.office.grids import Names
from signage.console.office.playlists import slug

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from signage.console.data import Data
    from signage.console.office.documents import Document
    from signage.content.model import Content

__all__ = ["Group", "Line", "add", "chosen", "group", "groups", "listed", "remove"]


class Line(NamedTuple):
    """A screen as the list shows it."""

    id: str
    name: str
    plays: tuple[str, ...]
    """Names of its playlists and groups; none: every playlist."""
    on: str
    broken: bool


class Group(NamedTuple):
    """A group of playlists."""

    name: str
    playlists: tuple[str, ...]


def listed(document: Document, content: Content) -> list[Line]:
    """The screens, in the order of the file."""
    said = (plain(document.root) or {}).get("screens")
    names = {each.id: each.name or each.id for each in content.playlists}
    good = {each.id for each in content.screens}
    lines = []
    for key, each in said.items() if isinstance(said, dict) else ():
        own = each if isinstance(each, dict) else {}
        plays = [n for k in ("playlists", "groups") for n in own.get(k) or () if isinstance(n, str)]
        name, on = own.get("name"), own.get("on")
        lines.append(
            Line(
                key, name if isinstance(name, str) and name else key,
                tuple(names.get(each, each) for each in plays),
                on if isinstance(on, str) else "", key not in good,
            )
        )  # fmt: skip
    return lines


def groups(document: Document) -> list[Group]:
    """The groups, in the order of the file."""
    said = (plain(document.root) or {}).get("groups")
    return [
        Group(key, tuple(n for n in each if isinstance(n, str)) if isinstance(each, list) else ())
        for key, each in (said.items() if isinstance(said, dict) else ())
    ]


def chosen(said: Mapping[str, str]) -> list[str]:
    """The playlists that a form ticks, by their numbers."""
    return Names(key="playlists").take(said, "playlists")


def add(data: Data, title: str, by: str) -> str:
    """Make a screen of that name; its id.

    Raises:
        ValueError: it has no name.
        BrokenError: the file cannot be read.
    """
    if not title:
        raise ValueError(_("Give the screen a name."))
    base = slug(title)
    found = ""

    def put(root: CommentedMap) -> None:
        nonlocal found
        screens = _of(root, "screens")
        names = (base, *(f"{base}-{n}" for n in range(2, 1000)))
        found = next(name for name in names if name not in screens)
        notes.put(screens, found, CommentedMap(name=documents.said(title)))

    _store(data, put, by)
    return found


def group(data: Data, name: str, playlists: list[str], by: str) -> None:
    """Make a group, or say anew which playlists are of it.

    Raises:
        ValueError: it has no name, or no playlist.
        BrokenError: the file cannot be read.
    """
    if not name or not playlists:
        raise ValueError(_("Give the group a name, and tick its playlists."))

    def put(root: CommentedMap) -> None:
        entries = _of(root, "groups")
        key = name if name in entries else slug(name)
        listed_ = CommentedSeq(map(documents.said, playlists))
        listed_.fa.set_flow_style()
        notes.put(entries, key, listed_)
        _of(root, "screens")  # a file without it is a fault

    _store(data, put, by)


def remove(data: Data, key: str, name: str, by: str) -> None:
    """Remove a screen, or a group; `key` says which.

    Raises:
        BrokenError: the file cannot be read.
    """

    def put(root: CommentedMap) -> None:
        entries = root.get(key)
        if isinstance(entries, CommentedMap):
            entries.pop(name, None)
            if not entries and key == "groups":
                root.pop(key)

    _store(data, put, by)


def _of(root: CommentedMap, key: str) -> Any:
    entries = root.get(key)
    if not isinstance(entries, CommentedMap):
        entries = root[key] = CommentedMap()
    return entries


def _store(data: Data, put: Callable[[CommentedMap], None], by: str) -> None:
    with lock:
        document = open_document(data, "screens")
        store(data, document, changed(document, put), by)
