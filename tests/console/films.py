"""What a telephone does to a film, byte by byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["turned"]


def turned(path: Path, height: int) -> Path:
    """Say of a MOV that lies on its side, `height` pixels high, that it is upright.

    By the matrix in the header of its track, as a telephone does that is held so.
    """
    data = bytearray(path.read_bytes())
    at = data.index(b"tkhd") + 4
    matrix = at + (52 if data[at] else 40)
    rows = (0, 1 << 16, 0, -(1 << 16), 0, 0, height << 16, 0, 1 << 30)
    data[matrix : matrix + 36] = b"".join(each.to_bytes(4, "big", signed=True) for each in rows)
    path.write_bytes(data)
    return path
