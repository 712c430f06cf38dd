"""The files under `media/`: listed, and found by a path that may come from anywhere."""

from __future__ import annotations

import os
import unicodedata
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from signage.content.sniffing import form

if TYPE_CHECKING:
    from signage.console.data import Data

__all__ = [
    "File", "Inner", "chosen", "folded", "folders", "inner", "kind_of", "listed", "real", "type_of",
    "walked",
]  # fmt: skip

_PASSED_OVER = frozenset({"readme.md", "thumbs.db", "desktop.ini"})
_TYPES = {
    "JPEG": "image/jpeg", "PNG": "image/png", "WebP": "image/webp", "GIF": "image/gif",
    "SVG": "image/svg+xml", "MP4": "video/mp4", "PDF": "application/pdf",
}  # fmt: skip
_KINDS = {
    ".jpg": "image", ".jpeg": "image", ".png": "image", ".webp": "image", ".gif": "image",
    ".svg": "image", ".mp4": "video", ".mkv": "video", ".webm": "video", ".mov": "video",
    ".avi": "video", ".ts": "video", ".mpg": "video", ".pdf": "pdf",
    ".csv": "board", ".txt": "text", ".srt": "subtitles", ".vtt": "subtitles",
}  # fmt: skip


class File(NamedTuple):
    """A file of the library."""

    path: str
    """Under `media/`, NFC."""
    kind: str
    size: int
    at: float

    @property
    def name(self) -> str:
        """Without its folder."""
        return self.path.rpartition("/")[2]


def kind_of(path: str) -> str:
    """What a file of that name is called in the library."""
    return _KINDS.get(PurePosixPath(path).suffix.casefold(), "other")


def walked(data: Data) -> tuple[list[File], list[str]]:
    """Every file and every folder under `media/`, in no order; hidden ones left out."""
    files: list[File] = []
    found: list[str] = []
    waiting = [("", data.media)]
    while waiting:
        before, folder = waiting.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError:
            continue
        for entry in entries:
            if entry.name.startswith(".") or entry.name.casefold() in _PASSED_OVER:
                continue
            path = before + unicodedata.normalize("NFC", entry.name)
            try:
                if entry.is_dir(follow_symlinks=False):
                    found.append(path)
                    waiting.append((f"{path}/", Path(entry.path)))
                elif entry.is_file():
                    status = entry.stat()
                    files.append(File(path, kind_of(path), status.st_size, status.st_mtime))
            except OSError:
                continue
    return files, found


def listed(data: Data, search: str, folder: str | None = None) -> list[File]:
    """Every file, the newest first: see `chosen`."""
    return chosen(walked(data)[0], search, folder)


def chosen(files: list[File], search: str, folder: str | None = None) -> list[File]:
    """Those whose path has all words of `search`, with or without their marks, the newest first.

    `folder` leaves out what does not lie directly in it.
    """
    words = [folded(word) for word in search.split()]
    found = [
        file
        for file in files
        if (folder is None or file.path.rpartition("/")[0] == folder)
        and (not words or _has(folded(file.path), words))
    ]
    return sorted(found, key=lambda each: (-each.at, each.path))


def _has(path: str, words: list[str]) -> bool:
    return all(word in path for word in words)


class Inner(NamedTuple):
    """A folder within a folder."""

    path: str
    name: str
    files: int
    """Files in it, however deep."""


def inner(files: list[File], folders: list[str], folder: str) -> list[Inner]:
    """The folders that lie directly in `folder`, by name."""
    found = []
    for path in sorted(folders):
        before, _sign, name = path.rpartition("/")
        if before == folder:
            within = sum(1 for file in files if file.path.startswith(f"{path}/"))
            found.append(Inner(path, name, within))
    return found


def folders(data: Data) -> list[str]:
    """The folders under `media/`."""
    return sorted(walked(data)[1])


@lru_cache(maxsize=20_000)
def folded(words: str) -> str:
    """As people type when they search: without case and marks."""
    bare = unicodedata.normalize("NFD", words.casefold().replace("đ", "d"))
    return "".join(sign for sign in bare if not unicodedata.combining(sign))


def real(data: Data, path: str) -> Path | None:
    """The file of that path, if it lies under `media/` and is a plain file; else None."""
    parts = PurePosixPath(path).parts
    if not parts or ".." in parts or path.startswith("/") or "\0" in path:
        return None
    root = data.media.resolve()
    for form_ in ("NFC", "NFD"):
        try:
            found = (root / unicodedata.normalize(form_, path)).resolve()
            if found.is_relative_to(root) and found.is_file():
                return found
        except (OSError, ValueError, RuntimeError):  # too long; links that run in a circle
            return None
    return None


def type_of(path: Path) -> str:
    """By its bytes; what is unknown is to be saved, not shown."""
    with path.open("rb") as file:
        return _TYPES.get(form(file.read(4096)) or "", "application/octet-stream")
