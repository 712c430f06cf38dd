"""`screens.yaml`: which screen plays which playlists, alone or by group."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar, cast

from signage.content import _values
from signage.content._centre import Looks
from signage.content._fields import Fields, Log, Reported, entries, plain, scalar, value
from signage.content._playlist import mapping
from signage.content._yaml import Bad, Mapping, Node
from signage.content.messages import Phrase, Wrong, choices, meant
from signage.content.model import Centre, Rotation, Screen, Theme

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from signage.content._bodies import Want
    from signage.content._media import Library

__all__ = ["Screens", "read"]

_KEYS = ("screens", "groups", "theme", "centre")
_SCREEN = (
    "name", "playlists", "groups", "on", "rotate", "locale",
    "theme", "ticker_speed", "lunar", "weather",
)  # fmt: skip
_ID = re.compile(r"[^\W_][\w.-]{0,63}")
_LOCALE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
_TURNS = ("0", "90", "180", "270")

T = TypeVar("T")


@dataclass
class Screens:
    """What came of the file. `whole` is False where it is broken as a whole."""

    whole: bool = False
    screens: list[Screen] = field(default_factory=list)
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    """Ids of screens that are wrong in themselves: they keep their last good form."""
    broken_groups: set[str] = field(default_factory=set)
    lines: dict[str, int] = field(default_factory=dict)
    """Where each screen is written, by id."""
    centre: Centre = field(default_factory=Centre)
    centre_line: int = 1
    theme: Theme | None = None
    parts: set[tuple[str, str]] = field(default_factory=set)
    """As `Loaded.broken_parts`."""
    uses: dict[tuple[str, Want], int] = field(default_factory=dict)
    """The files that are named here, to the first line that names them."""


def read(data: bytes, log: Log, playlists: Collection[str], library: Library) -> Screens:
    """Read the file; `playlists` are the ids that exist, broken ones included."""
    node = mapping(data, log, "screens", Phrase("example-screens"))
    if node is None:
        return Screens()
    fields = Fields(log, node, _KEYS)
    looks = Looks(log, library)
    made = Screens(centre=looks.centre(fields), theme=looks.theme(fields))
    names = _names(log, playlists, "unknown-playlist", lambda name: Phrase("make", name=name))

    def group(node: Node, name: str) -> tuple[str, ...]:
        if isinstance(node, Mapping):
            raise Wrong("not-list", node.line, key=name)
        return names(node, name)

    groups = fields.take("groups", lambda node, key: _each(node, key, log, group))
    if groups is not None:
        made.groups, made.broken_groups = groups
    known = [*made.groups, *made.broken_groups]  # the wrong ones are told of already
    in_groups = _names(log, known, "unknown-group", lambda _: Phrase("group"))
    screens = fields.need(
        "screens",
        lambda node, key: _each(
            node, key, log, lambda n, k: _screen(n, k, log, names, in_groups, looks)
        ),
    )
    if screens is None or not fields.good:
        return Screens()
    made.whole = True
    made.screens = list(screens[0].values())
    written = node.entries["screens"].node
    if isinstance(written, Mapping):
        made.lines = {_name(each): entry.line for each, entry in written.entries.items()}
    made.broken = screens[1]
    made.parts, made.uses = looks.parts, looks.uses
    if "centre" in node.entries:
        made.centre_line = node.entries["centre"].line
    return made


def _each(
    node: Node, key: str, log: Log, convert: Callable[[Node, str], T]
) -> tuple[dict[str, T], set[str]]:
    """Convert each entry of a mapping alone: the good ones by name, and the names of the bad."""
    if isinstance(node, Bad) or (isinstance(node, Mapping) and node.own):
        raise Reported
    if not isinstance(node, Mapping):
        raise Wrong("not-mapping", node.line, key=key, example=Phrase("example-screens"))
    good: dict[str, T] = {}
    bad: set[str] = set()
    for written, entry in node.entries.items():
        name = _name(written)
        if not _ID.fullmatch(name):
            log.tell("bad-id", entry.line, value=name)
            bad.add(name)
            continue
        try:
            good[name] = convert(entry.node, name)
        except Wrong as wrong:
            log.add(wrong, entry.line)
            bad.add(name)
        except Reported:
            bad.add(name)
    return good, bad


def _name(written: str) -> str:
    return unicodedata.normalize("NFC", written)


def _names(
    log: Log, known: Collection[str], code: str, otherwise: Callable[[str], Phrase]
) -> Callable[[Node, str], tuple[str, ...]]:
    """Make a converter of a list of names; an unknown one is told and left out, no more."""

    def convert(node: Node, key: str) -> tuple[str, ...]:
        names: list[str] = []
        for each in entries(node, key):
            name = plain(each, key).removesuffix(".yaml")
            if name in names:
                raise Wrong("listed-twice", each.line, value=name)
            if name in known:
                names.append(name)
                continue
            log.tell(code, each.line, name=name, hint=meant(name, known, otherwise(name)))
        return tuple(names)

    return convert


def _screen(  # noqa: PLR0917  (one caller, and two ways to look a name up)
    node: Node,
    name: str,
    log: Log,
    names: Callable[[Node, str], tuple[str, ...]],
    groups: Callable[[Node, str], tuple[str, ...]],
    looks: Looks,
) -> Screen:
    if isinstance(node, Bad) or (isinstance(node, Mapping) and node.spoilt):
        raise Reported
    if not isinstance(node, Mapping):
        raise Wrong("not-mapping", node.line, key=name, example=Phrase("example-screens"))
    fields = Fields(log, node, _SCREEN)
    screen = Screen(
        id=name,
        name=fields.take("name", plain) or "",
        playlists=fields.take("playlists", names),
        groups=fields.take("groups", groups) or (),
        on=fields.take("on", value(_values.hours)) or (),
        rotate=fields.take("rotate", _rotation) or 0,
        locale=fields.take("locale", _locale) or "vi",
        **looks.of_screen(fields, name),
    )
    if not fields.good:
        raise Reported
    return screen


def _rotation(node: Node, key: str) -> Rotation:
    word = scalar(node, key)
    if word not in _TURNS:
        raise Wrong("bad-choice", node.line, key=key, value=word, hint=choices(word, _TURNS))
    return cast("Rotation", int(word))


def _locale(node: Node, key: str) -> str:
    word = scalar(node, key)
    if not _LOCALE.fullmatch(word):
        raise Wrong("bad-language", node.line, value=word)
    return word
