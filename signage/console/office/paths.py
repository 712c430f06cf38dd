"""Paths of the library that a form suggests for a field that names a file."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING
from unicodedata import normalize

if TYPE_CHECKING:
    from signage.console.data import Data
    from signage.console.office.folder import Known

__all__ = ["suggested"]

MOST = 150
"""Paths suggested, the newest first; the rest is found in the library."""
_ENDINGS = {
    "image": (".jpg", ".jpeg", ".png", ".webp", ".gif", ".svg"), "video": (".mp4", ".mkv", ".webm"),
    "pdf": (".pdf",), "board": (".csv", ".yaml"), "text": (".txt",), "subtitles": (".srt", ".vtt"),
}  # fmt: skip


def suggested(data: Data, known: Known, *kinds: str) -> list[tuple[str, list[str]]]:
    """Each kind with paths of it under `media/`; `folder` is a kind as well."""
    root = f"{data.media}/"
    files = sorted(
        ((at, path[len(root) :]) for path, at, _size in known.state if path.startswith(root)),
        reverse=True,
    )
    found = []
    for kind in kinds:
        if kind == "folder":
            paths = sorted({str(PurePath(path).parent) for _at, path in files} - {"."})
        else:
            endings = _ENDINGS[kind]
            paths = [path for _at, path in files if path.casefold().endswith(endings)]
        found.append((kind, [normalize("NFC", path) for path in paths[:MOST]]))
    return found
