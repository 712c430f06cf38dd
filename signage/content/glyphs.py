"""Letters that no font has: a screen would show empty boxes. Pure; who asks has the fonts.

What a font need not have is no letter: spaces and line breaks, joiners, marks of direction,
variation selectors. A letter that is written as a base and a mark counts as the one that it makes.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from msgspec.structs import replace

from signage.content.fonts import Coverage, installed
from signage.content.messages import Phrase, fault
from signage.content.model import Board, Codes, Slide, TextLine
from signage.content.places import Place

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from signage.content.fault import Fault
    from signage.content.loader import Loaded
    from signage.content.model import Item, Playlist, Text

__all__ = ["Coverage", "installed", "review"]

_SILENT = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
_SELECTORS = ((0x034F, 0x034F), (0x180B, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
"""What only says how others are drawn."""
_CJK = ("CJK ", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC", "FULLWIDTH", "KANGXI")
_RARE = 0x20000
"""From here on lie ideographs that few fonts have, those of Nôm Dao among them."""
_BREAK = re.compile(r"\r\n|\r|\n")
_NAMED = 6
"""Letters that one message names."""


def review(
    loaded: Loaded, fonts: Container[int] | None, *, sealing: bool = False
) -> tuple[Fault, ...]:
    """Tell of each letter that none of the `fonts` has, once, where it stands first.

    `fonts` is what `installed` gives; None: nothing is known, and nothing told. Screens have fonts
    of their own, so where a folder is sealed (`sealing`), on a server perhaps, these are warnings:
    they hold back nothing, least of all a flood warning.
    """
    if fonts is None:
        return ()
    letters: set[str] = set()
    for _, words in _texts(loaded):
        letters.update(words)
    lacking = {each for each in letters if _lacks(each, fonts)}
    if not lacking:
        return ()
    places: dict[tuple[Place, str], list[str]] = {}
    for place, words in _texts(loaded):
        for letter in dict.fromkeys(unicodedata.normalize("NFC", words)):
            if letter in lacking and _lacks(letter, fonts):
                lacking.discard(letter)
                places.setdefault((place, _remedy(letter)), []).append(letter)
    faults = (
        fault(*place, "no-glyph", letters=_named(found), remedy=Phrase(remedy))
        for (place, remedy), found in places.items()
    )
    if sealing:
        faults = (replace(each, severity="warning") for each in faults)
    return tuple(sorted(faults))


def _lacks(letter: str, fonts: Container[int]) -> bool:
    code = ord(letter)
    if code in fonts or unicodedata.category(letter) in _SILENT:
        return False
    return not any(first <= code <= last for first, last in _SELECTORS)


def _named(letters: list[str]) -> str:
    named = [f"`{each}` (U+{ord(each):04X})" for each in letters[:_NAMED]]
    return ", ".join([*named, *(["…"] if len(letters) > _NAMED else [])])


def _remedy(letter: str) -> str:
    """What to do about it, by its writing."""
    category, name = unicodedata.category(letter), unicodedata.name(letter, "")
    rare = ord(letter) >= _RARE and name.startswith("CJK ")
    if rare or category in {"Co", "Cn", "Cs"}:
        return "fonts-none"
    if name.startswith(_CJK):
        return "fonts-cjk"
    return "fonts-emoji" if category in {"So", "Sk"} else "fonts-other"


def _texts(loaded: Loaded) -> Iterator[tuple[Place, str]]:
    """Give all words that a screen may show, each with its place."""
    for playlist in loaded.content.playlists:
        yield from _playlist(playlist, loaded)
    for screen in loaded.content.screens:
        yield loaded.places.screen(screen.id), screen.name
    for words in loaded.content.centre.name.values():
        yield loaded.places.centre, words
    for path, text in loaded.texts.items():
        for number, words in enumerate(_BREAK.split(text), 1):
            yield Place(f"media/{path}", number), words
    for path, table in loaded.boards.items():
        for row, number in zip(table.rows, table.lines, strict=True):
            shown = (row.name, row.code, row.days, row.fee, row.counter, row.qr)
            yield Place(f"media/{path}", number), "".join(shown)


def _playlist(playlist: Playlist, loaded: Loaded) -> Iterator[tuple[Place, str]]:
    file = loaded.places.when(playlist.id).file
    for item in playlist.items:
        for words in _item(item):
            yield Place(file, item.line), words
    lines = loaded.places.tickers.get(playlist.id, (1,) * len(playlist.ticker))
    for line, number in zip(playlist.ticker, lines, strict=True):
        if isinstance(line, TextLine):
            for words in line.text.values():
                yield Place(file, number), words


def _item(item: Item) -> Iterator[str]:
    texts: list[Text] = [item.caption]
    if isinstance(item, Slide | Codes | Board):
        texts.append(item.title)
    if isinstance(item, Slide):
        texts += [item.body, *item.entries, *(cell for row in item.table for cell in row)]
    elif isinstance(item, Codes):
        texts += [code.name for code in item.codes]
        yield from (code.url for code in item.codes)
    if item.qr:
        yield item.qr
    for text in texts:
        yield from text.values()
