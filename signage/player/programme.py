"""From the active content to what the director plays: one shot after the other. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Literal, Protocol
from urllib.parse import quote

import msgspec
from msgspec.structs import replace

from signage.config import CONTENT, PLAYER
from signage.content.model import Board, Codes, Image, Pdf, Slide, Video
from signage.player._legible import legible, short_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from signage.content.model import Item, Playlist, Procedure, Text
    from signage.release.manifest import Body
    from signage.store.model import Activation, Media

__all__ = ["Bodies", "Shot", "numbered", "programme", "shots"]


class Bodies(Protocol):
    """Where the bodies lie: the store."""

    def path(self, sha256: str) -> Path:
        """Where the body of that hash lies, if it is there."""

    def has(self, body: Body) -> bool:
        """Whether it is there."""


class Row(msgspec.Struct, frozen=True):
    """A procedure on a board, see `Procedure`."""

    code: str
    name: str
    days: str
    fee: str
    counter: str
    qr: str
    """A matrix, see `Shot.qr`; empty: no code."""
    address: str


class BigCode(msgspec.Struct, frozen=True):
    """A code that is the message itself."""

    matrix: str
    address: str
    """In print, short."""
    name: str
    beside: str
    """The name in the other languages."""


class Shot(msgspec.Struct, frozen=True):
    """One thing on screen: a picture, a clip, a slide in one language, a page of a PDF or board.

    Its words are `legible`. What of them does not fit at once, the scene parts into pages.
    """

    key: str
    playlist: str
    item: int
    """Position in the playlist, from 0."""
    label: str
    """What `status` and the log call it: the path, or the title of a slide."""
    kind: Literal["image", "video", "slide", "pdf", "board", "qr"]
    layout: str
    fit: str
    transition: Literal["cut", "fade"]
    duration: float | None
    source: str = ""
    """The body in the store; empty for a slide."""
    page: int = 0
    caption: tuple[str, ...] = ()
    title: str = ""
    beside: str = ""
    """The title in the languages that have no body of their own."""
    body: str = ""
    entries: tuple[str, ...] = ()
    """Of a list."""
    table: tuple[tuple[str, ...], ...] = ()
    """Rows of cells, all of one length; the first is the heading."""
    image: str = ""
    """Of a slide: the picture beside the words, a body in the store."""
    rows: tuple[Row, ...] = ()
    """Of a board: what is on this page."""
    number: int = 1
    """Which page of the board this is, from 1."""
    count: int = 1
    """How many it has."""
    codes: tuple[BigCode, ...] = ()
    pan: bool = False
    qr: str = ""
    """Rows of `0` and `1` joined by `/`."""
    address: str = ""
    """What the code says, short, for print."""
    urgent: bool = False
    """Of an emergency: a slide then looks like a warning."""
    volume: int = 0
    cues: tuple[tuple[float, float, str], ...] = ()

    @property
    def moving(self) -> bool:
        """Whether it ends by itself: a video."""
        return self.kind == "video"

    def view(self) -> dict[str, Any]:
        """What QML needs to draw it; see `qml/Slot.qml` for the receiving end.

        QML makes a URL of `source`, so a state folder named `kho #1` has to be written as one.
        """
        return {
            "kind": self.kind, "layout": self.layout, "fit": self.fit, "source": quote(self.source),
            "page": self.page, "caption": list(self.caption), "title": self.title,
            "beside": self.beside, "body": self.body, "entries": list(self.entries),
            "table": [list(row) for row in self.table], "image": quote(self.image),
            "rows": [msgspec.structs.asdict(row) for row in self.rows],
            "codes": [msgspec.structs.asdict(code) for code in self.codes],
            "number": self.number, "count": self.count, "pan": self.pan,
            "duration": self.duration, "qr": self.qr, "address": self.address,
            "urgent": self.urgent, "volume": self.volume, "cues": [list(cue) for cue in self.cues],
        }  # fmt: skip


def programme(
    activation: Activation,
    playlists: Iterable[str],
    bodies: Bodies,
    *,
    shows: Callable[[str, int], bool] = lambda _playlist, _item: True,
) -> tuple[Shot, ...]:
    """The shots of these playlists, in order, each in a place of its own; see `shots`."""
    return numbered(shots(activation, playlists, bodies, shows=shows))


def shots(
    activation: Activation,
    playlists: Iterable[str],
    bodies: Bodies,
    *,
    shows: Callable[[str, int], bool] = lambda _playlist, _item: True,
    missing: Callable[[str], object] = lambda _path: None,
) -> Iterator[Shot]:
    """The shots of these playlists, in order.

    Args:
        activation: what is active in the store.
        playlists: ids, in the order shown; one that is not there is passed over.
        bodies: the store.
        shows: whether the n-th item of a playlist is on now.
        missing: hears of each path whose body the store lost.

    An item whose body did not pass the intake is left out, and so is one whose body is missing.
    """
    by_id = {playlist.id: playlist for playlist in activation.manifest.content.playlists}
    for name in playlists:
        for number in range(len(by_id[name].items) if name in by_id else 0):
            if shows(name, number):
                yield from _shots(activation, by_id[name], number, bodies, missing)


def numbered(found: Iterable[Shot]) -> tuple[Shot, ...]:
    """The same with unlike keys: the same picture twice is two places in the programme."""
    seen: Counter[str] = Counter()
    unique = []
    for shot in found:
        seen[shot.key] += 1
        unique.append(replace(shot, key=f"{shot.key}@{seen[shot.key]}"))
    return tuple(unique)


def _shots(
    activation: Activation,
    playlist: Playlist,
    number: int,
    bodies: Bodies,
    missing: Callable[[str], object],
) -> Iterator[Shot]:
    item = playlist.items[number]
    shot = Shot(
        key="", playlist=playlist.id, item=number, label="", kind="slide",
        layout=playlist.layout, fit=item.fit, transition=item.transition,
        duration=item.duration, caption=_words(item.caption.values()),
        qr=activation.qr.get(item.qr or "", ""), address=short_address(item.qr or ""),
        urgent=playlist.priority == "emergency",
    )  # fmt: skip
    if isinstance(item, Slide):
        yield from _slide(replace(shot, image=_picture(activation, item.image, bodies)), item)
        return
    if isinstance(item, Codes):
        yield from _codes(shot, item, activation.qr)
        return
    found = activation.manifest.files.get(item.path)
    media = activation.media.get(found.sha256) if found else None
    if found is None or media is None:
        return
    body = media.rendition or found
    if not bodies.has(body):
        missing(item.path)
        return
    shot = replace(
        shot,
        key=f"{playlist.id}/{item.path}",
        label=item.path,
        source=str(bodies.path(body.sha256).absolute()),
    )
    yield from _drawn(shot, item, media, activation)


def _drawn(shot: Shot, item: Item, media: Media, activation: Activation) -> Iterator[Shot]:
    if isinstance(item, Image):
        yield replace(
            shot, kind="image", duration=item.duration or CONTENT.default_duration, pan=item.pan
        )
    elif isinstance(item, Video):
        subtitles = activation.manifest.files.get(item.subtitles or "")
        found = activation.media.get(subtitles.sha256) if subtitles else None
        yield replace(
            shot, kind="video", volume=item.volume,
            cues=tuple(
                (cue.start, cue.end, legible(cue.text)) for cue in (found.cues if found else ())
            ),
        )  # fmt: skip
    elif isinstance(item, Board):
        yield from _board(shot, item, media.rows, activation.qr)
    elif isinstance(item, Pdf):
        for page in _pages(item, media.pages):
            yield replace(
                shot, kind="pdf", key=f"{shot.key}#{page}", label=f"{shot.label}#{page}",
                page=page - 1, duration=item.duration or CONTENT.default_duration,
            )  # fmt: skip


def _slide(shot: Shot, slide: Slide) -> Iterator[Shot]:
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
            beside=" · ".join(_words(others)) if number == 0 else "",
            duration=slide.duration or CONTENT.default_duration,
        )  # fmt: skip


def _languages(*texts: Text) -> tuple[str, ...]:
    """Those that any of them is in, in the order in which they are named."""
    return tuple(dict.fromkeys(language for text in texts for language in text))


def _said(text: Text, language: str) -> str:
    return _line(text.get(language) or next(iter(text.values()), ""))


def _line(text: str) -> str:
    return legible(text).replace("\n", " ")


def _picture(activation: Activation, path: str | None, bodies: Bodies) -> str:
    """Where the picture of a slide lies; empty where there is none: its words are shown alone."""
    found = activation.manifest.files.get(path or "")
    media = activation.media.get(found.sha256) if found else None
    if found is None or media is None:
        return ""
    body = media.rendition or found
    return str(bodies.path(body.sha256).absolute()) if bodies.has(body) else ""


def _codes(shot: Shot, item: Codes, matrices: Mapping[str, str]) -> Iterator[Shot]:
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
            title=" · ".join(filter(None, (title, beside))), codes=tuple(codes),
            duration=item.duration or CONTENT.default_duration,
        )  # fmt: skip


def _board(
    shot: Shot, item: Board, rows: Sequence[Procedure], matrices: Mapping[str, str]
) -> Iterator[Shot]:
    """A shot for each twelve procedures."""
    each = PLAYER.board_page
    drawn = [
        Row(
            code=_line(row.code), name=_line(row.name), days=_line(row.days), fee=_line(row.fee),
            counter=_line(row.counter), qr=matrices.get(row.qr, ""), address=short_address(row.qr),
        )
        for row in rows
    ]  # fmt: skip
    count = -(-len(drawn) // each)
    for number in range(count):
        yield replace(
            shot, kind="board", key=f"{shot.key}#{number + 1}",
            label=f"{shot.label}#{number + 1}",
            title=" · ".join(filter(None, _led(item.title))), source="",
            rows=tuple(drawn[number * each : (number + 1) * each]), number=number + 1, count=count,
            duration=item.duration or CONTENT.default_duration,
        )  # fmt: skip


def _led(text: Text) -> tuple[str, str]:
    """The words in the first language, and in the others."""
    words = [_line(each) for each in text.values() if legible(each)]
    return (words[0], " · ".join(words[1:])) if words else ("", "")


def _words(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(filter(None, (legible(text) for text in texts)))


def _pages(item: Pdf, count: int) -> Iterator[int]:
    for first, last in item.pages or ((1, count),):
        yield from range(first, min(last, count) + 1)
