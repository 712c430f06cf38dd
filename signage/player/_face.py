"""Whose screen this is: the centre's name, emblem and theme; the screen's own name, and its turn.

Read before the first frame from as little of the activation record as it takes (`glance`), and
afterwards with the plan (`face`), by the same rules.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

from signage.content.model import Centre, Rotation, Screen, Theme
from signage.player._emblem import needs_plate
from signage.player._theme import Palette, dressed
from signage.release.manifest import Body

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from signage.content.model import Content, Text
    from signage.player.programme import Bodies
    from signage.store import Media, Store

__all__ = ["CENTRE", "Face", "face", "glance", "in_order"]

CENTRE = "Trung tâm Phục vụ hành chính công"
"""Where `screens.yaml` does not name the centre."""
_OF_A_PLACE = frozenset({"xã", "phường", "trấn", "khu", "huyện", "tỉnh", "phố", "of"})
"""Words that the name of a place follows."""
_OF_TWO_WORDS = frozenset({("thị", "trấn"), ("đặc", "khu"), ("thành", "phố")})
_QUICK_BYTES, _QUICK_PIXELS = 300_000, 1_500_000
"""Of an emblem for which the first frame may wait: 30 ms on a Raspberry Pi 4."""


class Face(msgspec.Struct, frozen=True, kw_only=True):
    """What the emblem screen, the panel and the board's head are made of."""

    names: tuple[str, ...] = (CENTRE,)
    """The centre's, the screen's language first; at least one."""
    place: str = ""
    """The screen's name."""
    emblem: str = ""
    """A file in the store; empty: the neutral mark stands for it."""
    plate: bool = False
    """Whether it needs a white plate to be seen."""
    quick: bool = False
    """Whether the first frame may wait for it."""
    palette: Palette = msgspec.field(default_factory=lambda: dressed("son-duong", Centre()))
    rotate: Rotation = 0


class _Content(msgspec.Struct, frozen=True):
    screens: tuple[Screen, ...] = ()
    centre: Centre = Centre()
    theme: Theme = "son-duong"


class _Manifest(msgspec.Struct, frozen=True):
    content: _Content
    files: dict[str, Body] = {}


class _Glimpse(msgspec.Struct, frozen=True):
    """Of an activation; all else in the record is passed over."""

    source: str
    manifest: _Manifest
    media: dict[str, msgspec.Raw] = {}


class _Seen(msgspec.Struct, frozen=True):
    """Of `Media`."""

    width: int = 0
    height: int = 0
    rendition: Body | None = None


def glance(store: Store, screen: str, source: str | None) -> Face:
    """What the store's records say, before anything else of them is read.

    With a `source`, what came from another one does not count. Nothing that is wrong with a record
    keeps the first frame: where there is nothing to read, it is nobody's.
    """
    found = store.glance(msgspec.json.Decoder(_Glimpse))
    if found is None or source not in {None, found.source}:
        return Face()
    media = found.media

    def seen(sha256: str) -> _Seen | None:
        try:
            return msgspec.json.decode(media[sha256], type=_Seen)
        except (KeyError, msgspec.MsgspecError):
            return None

    return face(found.manifest.content, found.manifest.files, seen, screen, store, hurried=True)


def face(
    content: Content | _Content,
    files: Mapping[str, Body],
    media: Callable[[str], Media | _Seen | None],
    screen: str,
    bodies: Bodies,
    *,
    hurried: bool = False,
) -> Face:
    """What `content` says of the screen of that id.

    Args:
        content: of the release, or of the emergency where there is none.
        files: path to body, as in its manifest.
        media: what the intake found in a body, by hash.
        screen: the id; the centre's own things hold for one that is not named, too.
        bodies: the store.
        hurried: an emblem that takes its time is left to the plan, which comes a moment later.
    """
    own = next((each for each in content.screens if each.id == screen), None) or Screen(id=screen)
    colours = dressed(own.theme or content.theme, content.centre)
    emblem, quick = _emblem(files.get(content.centre.emblem or ""), media, bodies)
    if hurried and not quick:
        emblem = ""
    return Face(
        names=tuple(map(_kept, in_order(content.centre.name, own.locale))) or (CENTRE,),
        place=own.name,
        emblem=emblem,
        plate=emblem != "" and needs_plate(emblem, colours.chrome),
        quick=quick,
        palette=colours,
        rotate=own.rotate,
    )


def in_order(text: Text, language: str) -> tuple[str, ...]:
    """A text in each of its languages: first the one that is asked for, then as written."""
    wanted = language.partition("-")[0]
    ordered = sorted(text, key=lambda tag: (tag != language, tag.partition("-")[0] != wanted))
    return tuple(text[tag] for tag in ordered if text[tag])


def _kept(name: str) -> str:
    """The name of a place is not parted at the end of a line: `xã Sơn Dương`."""
    words = name.split(" ")
    kept, within = words[0], words[0] in _OF_A_PLACE
    for before, word in pairwise(words):
        within = within and word[:1].isupper()
        whole = within or (before, word) in _OF_TWO_WORDS
        kept += ("\N{NO-BREAK SPACE}" if whole else " ") + word
        within = within or word in _OF_A_PLACE
    return kept


def _emblem(
    body: Body | None, media: Callable[[str], Media | _Seen | None], bodies: Bodies
) -> tuple[str, bool]:
    """The file to draw, and whether that is quick; nothing where the intake refused it."""
    seen = media(body.sha256) if body else None
    if body is None or seen is None:
        return "", False
    drawn = seen.rendition or body
    if not bodies.has(drawn):
        return "", False
    quick = drawn.size <= _QUICK_BYTES and 0 < seen.width * seen.height <= _QUICK_PIXELS
    return str(bodies.path(drawn.sha256).absolute()), quick
