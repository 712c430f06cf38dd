"""Whether an emblem is seen on a dark ground by itself, or needs a white plate below it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from signage.player._theme import contrast

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["needs_plate"]

_SIDE = 40
"""Pixels of the small picture that is looked at."""
_SEEN = 2.2
"""Contrast from which an outline is seen."""
_MOST = 0.35
"""Share of the outline that may be hard to see."""


@lru_cache(maxsize=4)
def needs_plate(file: str, ground: str) -> bool:
    """Look at its outline, in a few milliseconds; from any thread.

    What fills its whole rectangle has none of its own, and most likely white around it.
    """
    reader = QImageReader(file)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid():
        small = size.scaled(QSize(_SIDE, _SIDE), Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(small.expandedTo(QSize(1, 1)))
    image = reader.read()
    if image.isNull():
        return False
    outline = list(_outline(image.convertToFormat(QImage.Format.Format_ARGB32)))
    hidden = sum(contrast(colour, ground) < _SEEN for colour in outline)
    return not outline or hidden > _MOST * len(outline)


def _outline(image: QImage) -> Iterator[str]:
    """Colours of what is solid beside what is not."""
    solid = {
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() > 160  # noqa: PLR2004  (of 255)
    }
    if len(solid) == image.width() * image.height():
        return
    for x, y in solid:
        if not {(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)} <= solid:
            yield image.pixelColor(x, y).name()
