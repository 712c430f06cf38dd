"""A board's file: its procedures, parsed here so that the player has nothing to parse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signage.config import CONTENT, INTAKE
from signage.store import Media
from signage.sync._intake._verdict import RefusedError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["procedures"]

_FILE = "board"
"""What the file is called in a fault: a body has no name."""


def procedures(path: Path) -> Media:
    """The rows that are shown, without those that are wrong, of which `wrong` tells.

    Raises:
        RefusedError: there is nothing to show.
    """
    from signage.content.board import parse  # noqa: PLC0415  (only when there is a board)

    if path.stat().st_size > CONTENT.text_bytes:
        raise RefusedError(f"is over {CONTENT.text_bytes // 1_000_000} MB of text")
    rows, faults = parse(path.read_bytes(), _FILE)
    wrong = [f"{each.line}: {each.message}" for each in faults if each.severity == "error"]
    if not rows:
        first = next(iter(faults), None)
        reason = f": line {first.line}: {first.message}" if first else ""
        raise RefusedError(f"has no procedure that could be shown{reason}")
    told, rest = wrong[: INTAKE.row_faults], wrong[INTAKE.row_faults :]
    if rest:
        told.append(f"{rest[0].partition(':')[0]}: and {len(rest)} faults more from here on")
    return Media(kind="board", rows=rows, wrong=tuple(told))
