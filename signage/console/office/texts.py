"""Texts and boards as pages show them, and written back; a board row by row, with its faults."""

from __future__ import annotations

import csv
import hashlib
import io
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from signage import atomic
from signage.config import CONTENT
from signage.console.office.uploads import UnfitError
from signage.content import board
from signage.content._board_columns import column
from signage.content.sniffing import form

if TYPE_CHECKING:
    from pathlib import Path

    from signage.content.fault import Fault

__all__ = [
    "EDITED", "SHOWN", "ChangedError", "Grid", "Line", "digest_of", "grid", "joined", "read_words",
    "save",
]  # fmt: skip

EDITED = frozenset({"text", "board", "subtitles"})
"""Kinds of files that are edited in the browser."""
SHOWN = 4000
"""Characters of a text on the page of its file."""
_COLUMNS_MOST = 12
_HEAD = 4096


class ChangedError(Exception):
    """Somebody else saved the file in between."""


class Line(NamedTuple):
    """A row of a board."""

    number: int
    """Of its line in the file, for the faults."""
    cells: tuple[str, ...]
    faults: tuple[Fault, ...]


class Grid(NamedTuple):
    """A board as a table of cells: the heading, what stands above it, and the rows."""

    mark: str
    above: tuple[tuple[str, ...], ...]
    heading: tuple[str, ...]
    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]
    """Of the whole."""


def read_words(path: Path) -> str:
    """The text of a file; what is no UTF-8 stands as a question mark, and binary not at all."""
    data = path.read_bytes()[: CONTENT.text_bytes]
    if form(data[:_HEAD]) not in {"text", "HTML", None} or b"\0" in data[:_HEAD]:
        return ""
    return data.decode("utf-8-sig", errors="replace")


def digest_of(path: Path) -> str:
    """SHA-256 of the file: a form carries it, so that nobody's work is overwritten."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def save(path: Path, words: str, digest: str) -> str:
    """Write a text back; its new digest.

    Raises:
        ChangedError: the file is no longer the one that the form was made from.
        UnfitError: it is too long, or holds control characters.
        OSError: the disk is full.
    """
    whole = unicodedata.normalize("NFC", words.replace("\r\n", "\n").replace("\r", "\n"))
    if whole and not whole.endswith("\n"):
        whole += "\n"
    data = whole.encode()
    if len(data) > CONTENT.text_bytes:
        raise UnfitError("text-long", most=CONTENT.text_bytes // 1000)
    if "\0" in whole:
        raise UnfitError("no-text")
    if digest_of(path) != digest:
        raise ChangedError
    if path.read_bytes().startswith(b"\xef\xbb\xbf"):
        data = b"\xef\xbb\xbf" + data  # Excel wrote it, and reads it only with this
    atomic.write(path, data)
    return hashlib.sha256(data).hexdigest()


def grid(words: str, path: str) -> Grid | None:
    """Give a board as cells; None where it is YAML, or has no rows that can be told apart.

    Faults stand at the row whose lines hold them.
    """
    faults = board.read(words.encode(), path).faults
    mark = _mark(words)
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=mark)
    rows: list[tuple[int, int, tuple[str, ...]]] = []
    try:
        before = 0
        for cells in reader:
            rows.append((before + 1, reader.line_num, tuple(cells)))
            before = reader.line_num
    except csv.Error:
        return None
    heading = _heading(rows)
    if heading is None:
        return None
    width = min(_COLUMNS_MOST, max(len(cells) for _s, _e, cells in rows[heading:]))
    lines = [
        Line(
            start,
            (*cells, *[""] * (width - len(cells))),
            tuple(each for each in faults if start <= each.line <= end),
        )
        for start, end, cells in rows[heading + 1 :]
        if any(cell.strip() for cell in cells)
    ]
    told = {each for line in lines for each in line.faults}
    head = rows[heading][2]
    return Grid(
        mark, tuple(cells for _s, _e, cells in rows[:heading]),
        (*head, *[""] * (width - len(head))), tuple(lines),
        tuple(each for each in faults if each not in told),
    )  # fmt: skip


def joined(grid_: Grid, heading: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """The text of a board with these rows, in the form that it had."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=grid_.mark, lineterminator="\n")
    for cells in (*grid_.above, heading, *rows):
        writer.writerow(cells)
    return out.getvalue()


def _mark(words: str) -> str:
    first = "\n".join(words.splitlines()[:5])
    return max(";\t,", key=first.count)


def _heading(rows: list[tuple[int, int, tuple[str, ...]]]) -> int | None:
    """The place of the heading, found as the reader of boards finds it."""
    best: tuple[int, int] | None = None
    for place, (_start, _end, cells) in enumerate(rows[:15]):
        keys = {column(cell) for cell in cells} - {None}
        if "name" in keys and (best is None or len(keys) > best[0]):
            best = (len(keys), place)
    return best[1] if best else None
