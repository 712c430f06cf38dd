"""Which way a file goes, told from its first bytes; its name tells only one text from another."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from signage.console.making._job import NotTaken
from signage.content.sniffing import FORMS, form

__all__ = ["Way", "heavy", "way"]

Way = Literal["picture", "drawing", "video", "pdf", "document", "text"]

_PICTURES = {"JPEG", "PNG", "WebP", "GIF", "HEIC", "AVIF", "TIFF", "BMP"}
_TEXTS = (".txt", ".csv", ".srt", ".vtt")
_DOCUMENTS = (".docx", ".pptx", ".doc", ".ppt", ".odt", ".odp")
_KNOWN = {
    "EXE": "is-program", "ELF": "is-program", "ZIP": "is-archive", "RAR": "is-archive",
    "7z": "is-archive", "MP3": "is-sound", "Ogg": "is-sound", "FLAC": "is-sound",
    "WAV": "is-sound", "M4A": "is-sound", "HTML": "is-page", "PSD": "is-photoshop",
    "Office": "is-office", "text": "is-text",
}  # fmt: skip
"""What is known and not shown, to the sentence that says so."""


def way(head: bytes, name: str) -> Way:
    """Tell what a file of that beginning is to be made into.

    Raises:
        NotTaken: nothing that a screen shows.
    """
    kind, ending = form(head), Path(name).suffix.casefold()
    found: Way | None = None
    if not head:
        raise NotTaken("empty")
    if kind in _PICTURES:
        found = "picture"
    elif kind == "SVG":
        found = "drawing"
    elif FORMS.get(kind or "") == "video" or kind in {"WMV", "FLV"}:
        found = "video"
    elif kind == "PDF":
        found = "pdf"
    elif kind in {"Office", "ZIP"} and ending in _DOCUMENTS:
        found = "document"
    elif kind in {"text", None} and ending in _TEXTS:
        found = "text"
    if found is None:
        raise NotTaken(_KNOWN.get(kind or "", "is-nothing"))
    return found


def heavy(found: Way) -> bool:
    """Whether it takes minutes rather than a moment."""
    return found in {"video", "document"}
