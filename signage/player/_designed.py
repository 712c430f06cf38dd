"""What the player designs itself: slides, boards of procedures, big codes; as shots. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from signage.config import CONTENT
from signage.player._legible import legible, short_address
from signage.player._shot import BigCode, Row, Shot

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from signage.content.model import Board, Codes, Procedure, Slide, Text

__all__ = ["board_shots", "code_shots", "lines_of", "slide_shots"]


def slide_shots(shot: Shot, slide: Slide) -> Iterator[Shot]:
    """A slide in each language that has more than a title, in turn: two at once halve the type.

    A language that has a title only stands under the first one's; without any body, so do all. A
    line or cell that is not there in a language is shown in the first one it has.
    """
    cells = [cell for row in slide.table for cell in row]
    spoken = _languages(slide.body, *slide.entries, *cells)
    languages = spoken or tuple(slide.title)[:1]
    if not languages and shot.image:
        languages = ("",)  # a picture by itself
    others = [slide.title[language] for language in slide.title if language not in languages]
    for number, language in enumerate(languages):
        title = _line(slide.title.get(language, ""))
        body = legible(slide.body.get(language, ""))
        entries = tuple(filter(None, (_said(entry, language) for entry in slide.entries)))
        first = title or body.partition("\n")[0] or next(iter(entries), "")
        yield replace(
            shot, key=f"{shot.playlist}/slide:{language}:{first}", label=first, title=title,
            body=body, entries=entries,
            table=tuple(tuple(_said(cell, language) for cell in row) for row in slide.table),
            beside=" · ".join(lines_of(others)) if number == 0 else "",
            duration=slide.duration or CONTENT.default_duration,
        )  # fmt: skip


def _languages(*texts: Text) -> tuple[str, ...]:
    """Those that any of them is in, in the order in which they are named."""
    return tuple(dict.fromkeys(language for text in texts for language in text))


def _said(text: Text, language: str) -> str:
    return _line(text.get(language) or next(iter(text.values()), ""))


def _line(text: str) -> str:
    return legible(text).replace("\n", " ")


def code_shots(shot: Shot, item: Codes, matrices: Mapping[str, str]) -> Iterator[Shot]:
    """Big codes, all languages of a name together. What is too long for a code is left out."""
    title, beside = _led(item.title)
    codes = []
    for code in item.codes:
        address = short_address(code.url)
        name, others = _led(code.name)
        if code.url in matrices:
            codes.append(BigCode(matrices[code.url], address, name, others))
    if codes:
        label = title or codes[0].name or codes[0].address
        yield replace(
            shot, kind="qr", key=f"{shot.playlist}/qr:{item.codes[0].url}", label=label,
            title=title, beside=beside, codes=tuple(codes),
            duration=item.duration or CONTENT.default_duration,
        )  # fmt: skip


def board_shots(
    shot: Shot, item: Board, rows: Sequence[Procedure], matrices: Mapping[str, str]
) -> Iterator[Shot]:
    """All procedures as one shot; a board of nothing is none."""
    title, beside = _led(item.title)
    drawn = tuple(
        Row(
            code=_line(row.code), name=_line(row.name), days=_line(row.days), fee=_line(row.fee),
            counter=_line(row.counter), qr=matrices.get(row.qr, ""), address=short_address(row.qr),
        )
        for row in rows
    )  # fmt: skip
    if drawn:
        yield replace(
            shot, kind="board", title=title, beside=beside, source="", rows=drawn,
            duration=item.duration or CONTENT.default_duration,
        )  # fmt: skip


def _led(text: Text) -> tuple[str, str]:
    """The words in the first language, and in the others."""
    words = [_line(each) for each in text.values() if legible(each)]
    return (words[0], " · ".join(words[1:])) if words else ("", "")


def lines_of(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(filter(None, (legible(text) for text in texts)))
