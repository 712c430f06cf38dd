"""A table as spreadsheets save it: comma, semicolon or tab, quoted line breaks, blank rows."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, NamedTuple

from signage.content._board_columns import PASSED_OVER, Row, column, like
from signage.content._yaml import control
from signage.content.folding import folded
from signage.content.messages import Phrase, Wrong

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signage.content._fields import Log

__all__ = ["csv_rows"]

_MARKS = ",;\t"
_HINT = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
"""Excel's own first line that names the mark between cells."""
_SEARCHED = 15
"""Lines in which the heading may stand: lists have a title above it."""
_STATUS_TOO = "status"
"""The one key that several columns may have: a state and a remark."""


class _Line(NamedTuple):
    number: int
    cells: list[str]


def csv_rows(text: str, log: Log) -> Iterator[Row]:
    """Give the rows below the heading, blank ones left out; what is wrong is told to `log`.

    Raises:
        Wrong: there is no heading.
    """
    mark, heading = _heading(text)
    columns = _columns(heading, log)
    for line in _lines(text, mark, log):
        if line.number <= heading.number or not any(cell.strip() for cell in line.cells):
            continue
        if wrong := control("".join(line.cells), line.number):
            log.add(wrong, line.number)
            continue
        if any(cell.strip() for cell in line.cells[len(heading.cells) :]):
            log.tell("board-cells", line.number, mark=Phrase(_named(mark)))
            continue
        cells: dict[str, str] = {}
        for place, key in columns.items():
            words = line.cells[place] if place < len(line.cells) else ""
            cells[key] = f"{cells[key]} / {words}" if key in cells else words
        if any(line.cells[place : place + 1] != [heading.cells[place]] for place in columns):
            yield Row(line.number, cells)  # else it is the heading, as lists repeat it on each page


def _heading(text: str) -> tuple[str, _Line]:
    """Find the mark between cells and the line that names the columns."""
    hint = _HINT.match(text)
    best: tuple[int, str, _Line] | None = None
    for mark in hint[1] if hint else _MARKS:
        for line in _lines(text, mark, None):
            if line.number > _SEARCHED:
                break
            keys = {column(cell) for cell in line.cells} - {None}
            if "name" in keys and (best is None or len(keys) > best[0]):
                best = (len(keys), mark, line)
    if best is None:
        raise Wrong("board-heading", 1, example=Phrase("example-heading"))
    return best[1:]


def _columns(heading: _Line, log: Log) -> dict[int, str]:
    """Give the place of each column that is shown; a column that is not is told."""
    found: dict[int, str] = {}
    for place, words in enumerate(heading.cells):
        key = column(words)
        if key is None:
            if words.strip() and folded(words) not in PASSED_OVER:
                plain = " ".join(words.split())
                hint = like(plain, keys=False)
                log.tell("board-column", heading.number, value=plain, hint=hint)
        elif key in found.values() and key != _STATUS_TOO:
            log.tell("board-column-twice", heading.number, value=" ".join(words.split()))
        else:
            found[place] = key
    return found


def _lines(text: str, mark: str, log: Log | None) -> Iterator[_Line]:
    """Cut the text into lines of cells; a quotation mark that is never closed is told."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            if log is not None:
                log.tell("board-quote", number)
            continue
        if number > 1 or not _HINT.fullmatch(mark.join(cells)):
            yield _Line(number, cells)


def _named(mark: str) -> str:
    return {",": "comma", ";": "semicolon"}.get(mark, "tabulator")
