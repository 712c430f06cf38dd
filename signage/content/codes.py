"""QR codes: made once, by whoever reads the content, so that a screen has only squares to draw.

A code is scanned across a lobby, and has to decode off a screenshot of 1280×720 that was scaled to
a third. What counts there is how many pixels a module has, so a code has as few modules as its
address allows, and of the error correction that fits into those, the most.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = [
    "CARD",
    "FAR",
    "LINE",
    "LONGEST",
    "MODULE",
    "QUIET",
    "matrix",
    "modules",
    "pixels",
    "readable",
]

QUIET = 4
"""Modules of white on each side: ISO/IEC 18004 asks for four."""
FAR = 3
"""A code can be scanned from afar when it decodes on a screenshot so many times smaller."""
LINE = 720 / 1080
"""Pixels that a unit of the scene has on a screen of 1280×720."""
MODULE = 9.0
"""Units of a module at least: six pixels of such a screen."""
CARD = 7.5
"""The same on a card of a board, where there are many: five pixels. They decode off a third of it
wherever they lie, four do not always."""
LONGEST = 134
"""Bytes of an address whose code (49 modules wide with its quiet zone, 441 units) leaves room for
what it belongs to; one that is longer would take half of the screen, or could not be scanned."""

_LEVELS = (0, 3, 2)
"""As qrcode numbers M, Q and H (15, 25 and 30 % of a code may be lost); L (7 %) is 1."""
_LEAST = 1
_AROUND = 7
"""Pixels of a card around a code that is drawn to be read: as a screenshot has it, no multiple of
`FAR`."""


@lru_cache(maxsize=4096)
def matrix(address: str) -> str | None:
    """Rows of `0` and `1` joined by `/`, without the quiet zone; None: too long for a QR code.

    About 5 ms each, for what is new.
    """
    from qrcode.exceptions import DataOverflowError  # noqa: PLC0415  (only when one is new)
    from qrcode.main import QRCode  # noqa: PLC0415

    code = QRCode(error_correction=_LEAST, border=0)
    code.add_data(address)
    best = _LEAST
    try:
        version = code.best_fit()
        for level in _LEVELS:
            code.error_correction = level
            if code.best_fit() != version:
                break
            best = level
    except (DataOverflowError, ValueError):  # the latter from qrcode's own check of a version
        if best == _LEAST and code.error_correction == _LEAST:
            return None
    code.error_correction, code.version = best, version
    code.make(fit=False)
    return "/".join("".join("1" if dark else "0" for dark in row) for row in code.get_matrix())


def modules(matrix: str) -> int:
    """Give how many modules wide a code is, its quiet zone included."""
    return matrix.find("/") + 2 * QUIET


def pixels(matrix: str) -> int:
    """Give how many pixels wide a code is drawn at least on a screen of 1280×720."""
    return round(modules(matrix) * CARD * LINE)


def readable(matrix: str, side: int) -> str | None:
    """Say what is read off a code that is drawn `side` pixels wide and scaled to a third, or None.

    `side` takes in the quiet zone. It is drawn as a screen draws it: whole pixels a module, black
    on white.
    """
    from PIL import Image  # noqa: PLC0415  (only to check)

    seen = _drawn(matrix, side)
    seen = seen.resize((seen.width // FAR, seen.height // FAR), Image.Resampling.BOX)
    return _read(seen)


def _drawn(matrix: str, side: int) -> Image:
    """Draw a code as the player does, on a card."""
    from PIL import Image  # noqa: PLC0415

    rows = matrix.split("/")
    each = max(1, side // modules(matrix))
    bits = bytes(0 if sign == "1" else 255 for row in rows for sign in row)
    code = Image.frombytes("L", (len(rows), len(rows)), bits)
    code = code.resize((len(rows) * each,) * 2, Image.Resampling.NEAREST)
    around = QUIET * each + _AROUND
    card = Image.new("L", (code.width + 2 * around,) * 2, 255)
    card.paste(code, (around, around))
    return card


def _read(image: Image) -> str | None:
    import zxingcpp  # noqa: PLC0415  (only to check)

    return next((each.text for each in zxingcpp.read_barcodes(image)), None)
