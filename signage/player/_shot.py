"""One thing on screen, with all that the scene needs to draw it. Pure."""

from __future__ import annotations

from typing import Any, Literal
from urllib.parse import quote

import msgspec

from signage.config import PLAYER

__all__ = ["BigCode", "Row", "Shot"]


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
    """One thing on screen: a picture, a clip, a slide in one language, a page of a PDF.

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
    """The title in the languages that have no body of their own; smaller."""
    body: str = ""
    entries: tuple[str, ...] = ()
    """Of a list."""
    table: tuple[tuple[str, ...], ...] = ()
    """Rows of cells, all of one length; the first is the heading."""
    image: str = ""
    """Of a slide: the picture beside the words, a body in the store."""
    rows: tuple[Row, ...] = ()
    """Of a board: all of them. The scene finds out how many are on a page."""
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
            "rows": msgspec.json.encode(self.rows).decode(),  # thousands, at once
            "codes": [msgspec.structs.asdict(code) for code in self.codes],
            "each": PLAYER.board_page, "pan": self.pan,
            "duration": self.duration, "qr": self.qr, "address": self.address,
            "urgent": self.urgent, "volume": self.volume, "cues": [list(cue) for cue in self.cues],
        }  # fmt: skip
