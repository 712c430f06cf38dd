"""PDF: every page's drawing must unpack; a locked file cannot be shown."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from signage.config import INTAKE
from signage.store import Media
from signage.sync._intake._verdict import RefusedError

if TYPE_CHECKING:
    from pathlib import Path

    from pypdf import PdfReader

__all__ = ["examine"]


def examine(path: Path) -> Media:
    """The number of pages, and the first one's size in points.

    Raises:
        RefusedError: it is damaged, locked, empty or too long.
    """
    from pypdf import PdfReader  # noqa: PLC0415  (only when there is a PDF)

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what counts is raised
    try:
        with path.open("rb") as file:
            return _measure(PdfReader(file, strict=False))
    except (RefusedError, MemoryError):
        raise
    except Exception as error:  # a hostile file may raise anything
        words = " ".join(str(error).split())[:120] or type(error).__name__
        raise RefusedError(f"is a damaged or cut-short PDF ({words}); copy it again") from error


def _measure(reader: PdfReader) -> Media:
    if reader.is_encrypted:
        raise RefusedError("is locked with a password; save it again without one")
    pages = len(reader.pages)
    if not 0 < pages <= INTAKE.pdf_pages:
        raise RefusedError(f"has {pages} pages; the screen takes 1 to {INTAKE.pdf_pages}")
    for page in reader.pages:
        contents = page.get_contents()
        if contents is not None:
            contents.get_data()
    first = reader.pages[0]
    width, height = float(first.cropbox.width), float(first.cropbox.height)
    if width <= 0 or height <= 0:
        raise RefusedError("is a PDF whose first page has no size")
    if first.rotation % 180:
        width, height = height, width
    return Media(kind="pdf", width=max(round(width), 1), height=max(round(height), 1), pages=pages)
