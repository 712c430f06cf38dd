"""Paths under `media/` as people write them, and names that are passed over. Touches no file."""

from __future__ import annotations

import errno
import re
import unicodedata

from signage.config import CONTENT
from signage.content.messages import Phrase, Wrong

__all__ = ["ignored", "natural", "os_reason", "path_rules"]

_DRIVE = re.compile(r"[A-Za-z]:[/\\]")
_DIGITS = re.compile(r"(\d+)")
_SYSTEM = {"readme", "thumbs.db", "desktop.ini", "$recycle.bin", "#recycle", "@eadir"}


def path_rules(written: str) -> str:
    """Give a path under `media/` as NFC.

    Raises:
        Wrong: it is absolute, has backslashes, leaves the folder, or is not written plainly.
    """
    path = unicodedata.normalize("NFC", written)
    if len(path) > CONTENT.path_characters:
        raise Wrong("long-path", limit=CONTENT.path_characters)
    if "\\" in path and not _DRIVE.match(path):
        raise Wrong("path-backslash", path=path, better=path.replace("\\", "/").lstrip("/"))
    if path.startswith(("/", "~")) or _DRIVE.match(path) or "://" in path:
        raise Wrong("path-absolute", path=path)
    parts = path.split("/")
    if ".." in parts:
        raise Wrong("path-leaves", path=path)
    if "" in parts or "." in parts:
        better = "/".join(part for part in parts if part not in {"", "."})
        raise Wrong("path-form", path=path, better=better or "quang-ba/tan-trao.jpg")
    return path


def ignored(name: str) -> bool:
    """Whether a file is passed over by its name: hidden, temporary, or a system's own."""
    folded = name.casefold()
    return (
        folded.startswith((".", "~$", "readme."))
        or folded in _SYSTEM
        or folded.endswith((".tmp", ".part", ".crdownload", "~"))
    )


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key: `ảnh 2` before `ảnh 10`."""
    return tuple(
        (0, int(part), part) if part.isascii() and part.isdigit() else (1, 0, part)
        for part in _DIGITS.split(unicodedata.normalize("NFC", name).casefold())
    )


def os_reason(error: OSError) -> Phrase:
    """Say why the system gave no bytes."""
    if error.errno in {errno.EACCES, errno.EPERM}:
        return Phrase("denied")
    if error.errno == errno.EIO:
        return Phrase("disk")
    return Phrase("system", error=error.strerror or str(error.errno))
