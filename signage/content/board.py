"""A board's file: procedures from CSV as a spreadsheet saves it, or from YAML. Pure.

The same reading for `check` and for the intake. One bad row costs that row; a row that is marked
`bãi bỏ` is no longer a procedure, and vanishes.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from signage.config import CONTENT
from signage.content import _values
from signage.content._board_csv import csv_rows
from signage.content._board_yaml import yaml_rows
from signage.content._fields import Log
from signage.content._yaml import decode
from signage.content.folding import folded
from signage.content.messages import Wrong
from signage.content.model import Procedure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from signage.content._board_columns import Row
    from signage.content.fault import Fault

__all__ = ["Table", "parse", "read"]

_YAML = re.compile(r"(?:\s|#[^\n]*\n)*(?:-\s|---|\[)")
_ABOLISHED = folded("bãi bỏ")
_DENIED = tuple(folded(each).rstrip() for each in ("không", "chưa", "không bị", "chưa bị"))
_ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|#+)")
"""What a spreadsheet writes where a formula failed."""

_COUNT = re.compile(r"\d{1,3}(?:[.,]\d)?", re.ASCII)
"""A number alone, as lists have it below “Số ngày”: on a card it needs its unit."""


class Table(NamedTuple):
    """What came of a file."""

    rows: tuple[Procedure, ...]
    faults: tuple[Fault, ...]
    """Sorted; `file` is the path with `media/` before it."""
    lines: tuple[int, ...]
    """Of each row."""


def parse(data: bytes, path: str) -> tuple[tuple[Procedure, ...], tuple[Fault, ...]]:
    """Give the rows that are shown, and the faults; no rows: there is nothing to show.

    `path` is the file's under `media/`: it goes before the faults.
    """
    table = read(data, path)
    return table.rows, table.faults


def read(data: bytes, path: str) -> Table:
    """As `parse`, with the line of each row."""
    log = Log(f"media/{path}")
    try:
        found = list(_rows(data, path, log))
    except Wrong as wrong:
        log.add(wrong, 1)
        return Table((), tuple(log.faults), ())
    made: list[tuple[int, Procedure]] = []
    codes: dict[str, int] = {}
    for row in found:
        procedure = None if _gone(row) else _procedure(row, log)
        if procedure is None:
            continue
        if len(made) == CONTENT.board_rows:
            log.tell("board-rows", row.line, limit=CONTENT.board_rows)
            break
        if first := codes.get(procedure.code):
            log.tell("board-code-twice", row.line, value=procedure.code, first=first)
        elif procedure.code:
            codes[procedure.code] = row.line
        made.append((row.line, procedure))
    if not made and not any(each.severity == "error" for each in log.faults):
        log.tell("board-empty", 1)
    rows = tuple(procedure for _, procedure in made)
    return Table(rows, tuple(sorted(log.faults)), tuple(line for line, _ in made))


def _rows(data: bytes, path: str, log: Log) -> Iterable[Row]:
    if len(data) > CONTENT.text_bytes:
        raise Wrong("text-too-big", path=path, limit=CONTENT.text_bytes)
    text = decode(data)
    if _YAML.match(text) or path.casefold().endswith((".yaml", ".yml")):
        return yaml_rows(data, path, log)
    return csv_rows(text, log)


def _gone(row: Row) -> bool:
    """Whether the row says `bãi bỏ`, in whatever letters; `chưa bãi bỏ` says the opposite."""
    status = row.cells.get("status", "")
    if not status:
        return False
    before, found, _ = folded(status).partition(_ABOLISHED)
    return bool(found) and not before.endswith(_DENIED)


def _procedure(row: Row, log: Log) -> Procedure | None:
    """Make one of a row, None where it is none; what is wrong is told."""
    cells = {key: _plain(words) for key, words in row.cells.items() if key != "status"}
    if not any(cells.values()):
        return None
    good = True
    for key, words in cells.items():
        if key != "qr" and len(words) > CONTENT.cell_characters:
            log.tell("long-text", row.line, key=key, limit=CONTENT.cell_characters)
            good = False
        elif _ERROR.fullmatch(words):
            log.tell("board-formula", row.line, value=words)
            good = False
    if not cells.get("name"):
        log.tell("board-name", row.line)
        return None
    if address := cells.get("qr"):
        try:
            _values.url(address)
        except Wrong as wrong:
            if not _ERROR.fullmatch(address):
                log.add(wrong, row.line)
            cells["qr"] = ""
    if _COUNT.fullmatch(cells.get("days", "")):
        cells["days"] += " ngày"
    return Procedure(**cells) if good else None


def _plain(words: str) -> str:
    """In one line, composed."""
    return unicodedata.normalize("NFC", " ".join(words.split()))
