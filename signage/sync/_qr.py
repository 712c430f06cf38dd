"""QR codes: made here, so that the player has only squares to draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signage.sync._plan import addresses

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signage.content.model import Content

__all__ = ["codes", "matrix"]


def codes(content: Content, known: Mapping[str, str]) -> dict[str, str]:
    """Address to matrix, for every address of `content` that fits; `known` ones are not remade."""
    return {
        address: code
        for address in addresses(content)
        if (code := known.get(address) or matrix(address)) is not None
    }


def matrix(address: str) -> str | None:
    """Rows of `0` and `1` joined by `/`, without the quiet zone; None: too long for a QR code.

    Error correction M (15 %): lobby screens have reflections and dead pixels, not torn corners,
    and a coarser code is read from further away.
    """
    from qrcode.constants import ERROR_CORRECT_M  # noqa: PLC0415  (only when one is new)
    from qrcode.exceptions import DataOverflowError  # noqa: PLC0415
    from qrcode.main import QRCode  # noqa: PLC0415

    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(address)
    try:
        code.make(fit=True)
    except (DataOverflowError, ValueError):
        return None
    return "/".join("".join("1" if dark else "0" for dark in row) for row in code.get_matrix())
