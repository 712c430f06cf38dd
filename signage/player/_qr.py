"""QR codes for QML: `image://qr/<rows>`, one pixel a module, the quiet zone included."""

from __future__ import annotations

from PySide6.QtCore import QSize  # noqa: TC002  (PySide reads the signature)
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider

__all__ = ["QrProvider"]

_QUIET = 4
"""Modules of white on each side: ISO/IEC 18004 asks for four."""


class QrProvider(QQuickImageProvider):
    """Draws what the agent computed: microseconds, so it may run on the GUI thread."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:  # noqa: A002, ARG002, N802, N803
        """Qt's own signature; `id` is rows of `0` and `1` joined by `/`."""
        return image(id)


def image(rows: str) -> QImage:
    """Black on white, one pixel a module."""
    modules = rows.split("/")
    side = len(modules) + 2 * _QUIET
    picture = QImage(side, side, QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFFFF)
    for y, row in enumerate(modules, _QUIET):
        for x, module in enumerate(row, _QUIET):
            if module == "1":
                picture.setPixel(x, y, 0xFF000000)
    return picture
