"""Pictures: decoded to the last row, since Qt calls a truncated JPEG ready."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from signage.config import CONTENT
from signage.store import Media
from signage.sync._intake import _svg
from signage.sync._intake._verdict import RefusedError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["FORMATS", "ORIENTATION", "examine", "is_drawing"]

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
ORIENTATION = 0x0112
_SIDEWAYS = {5, 6, 7, 8}
"""EXIF orientations that swap width and height."""
_HEAD = 512
"""Bytes in which an SVG shows itself."""


def examine(path: Path) -> Media:
    """The picture's size as shown.

    Raises:
        RefusedError: it does not decode whole.
    """
    return _svg.examine(path) if is_drawing(path) else _raster(path)


def is_drawing(path: Path) -> bool:
    """Whether it is an SVG, or pretends to be."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")


def _raster(path: Path) -> Media:
    from PIL import Image  # noqa: PLC0415  (only when there is a picture)

    Image.MAX_IMAGE_PIXELS = None  # ours is checked below, before anything is decoded
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of EXIF oddities that harm nobody
        try:
            image = Image.open(path, formats=FORMATS)
        except Exception as error:  # a hostile file may raise anything
            raise RefusedError(
                "is no JPEG, PNG, WebP or GIF picture; save it as JPEG or PNG"
            ) from error
        with image:
            width, height = image.size
            if width * height > CONTENT.image_pixels:
                raise RefusedError(
                    f"has {width} × {height} pixels, too many for the screen's memory; "
                    "save it smaller (3840 × 2160 is plenty)"
                )
            # A JPEG is read to its end all the same, and is drawn to an eighth in a fraction of the
            # memory; other forms do not know this and are drawn whole.
            image.draft(None, (max(width // 8, 1), max(height // 8, 1)))
            try:
                image.load()
                sideways = image.getexif().get(ORIENTATION) in _SIDEWAYS
            except MemoryError:
                raise
            except Exception as error:
                raise RefusedError(
                    f"is damaged or cut short ({_words(error)}); copy it again"
                ) from error
    if sideways:
        width, height = height, width
    return Media(kind="image", width=width, height=height)


def _words(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
