"""The files under `media/`: listed, found by a path that may come from anywhere, drawn small."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from signage import atomic
from signage.content.sniffing import FORMS, form

if TYPE_CHECKING:
    from signage.console.data import Data

__all__ = ["File", "folders", "listed", "real", "thumbnail", "type_of"]

_SIDE = 360
_TYPES = {
    "JPEG": "image/jpeg", "PNG": "image/png", "WebP": "image/webp", "GIF": "image/gif",
    "SVG": "image/svg+xml", "MP4": "video/mp4", "PDF": "application/pdf",
}  # fmt: skip
_KINDS = {
    ".jpg": "image", ".jpeg": "image", ".png": "image", ".webp": "image", ".gif": "image",
    ".svg": "image", ".mp4": "video", ".mkv": "video", ".webm": "video", ".pdf": "pdf",
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


def listed(data: Data, search: str) -> list[File]:
    """Every file, the newest first; only those whose path has all words of `search`."""
    words = unicodedata.normalize("NFC", search).casefold().split()
    found = []
    for root, inner, names in os.walk(data.media):
        inner[:] = [each for each in inner if not each.startswith(".")]
        for name in names:
            if name.startswith(".") or name.upper() == "README.MD":
                continue
            whole = Path(root) / name
            path = unicodedata.normalize("NFC", str(whole.relative_to(data.media)))
            if any(word not in path.casefold() for word in words):
                continue
            try:
                status = whole.stat()
            except OSError:
                continue
            kind = _KINDS.get(whole.suffix.casefold(), "other")
            found.append(File(path, kind, status.st_size, status.st_mtime))
    return sorted(found, key=lambda each: (-each.at, each.path))


def folders(data: Data) -> list[str]:
    """The folders under `media/`."""
    return sorted(
        unicodedata.normalize("NFC", str(path.relative_to(data.media)))
        for path in data.media.rglob("*")
        if path.is_dir() and not any(part.startswith(".") for part in path.parts)
    )


def real(data: Data, path: str) -> Path | None:
    """The file of that path, if it lies under `media/` and is a plain file; else None."""
    parts = PurePosixPath(path).parts
    if not parts or ".." in parts or path.startswith("/") or "\0" in path:
        return None
    root = data.media.resolve()
    for form_ in ("NFC", "NFD"):
        found = (root / unicodedata.normalize(form_, path)).resolve()
        if found.is_relative_to(root) and found.is_file():
            return found
    return None


def type_of(path: Path) -> str:
    """By its bytes; what is unknown is to be saved, not shown."""
    with path.open("rb") as file:
        return _TYPES.get(form(file.read(4096)) or "", "application/octet-stream")


def thumbnail(data: Data, path: str) -> Path | None:
    """A small JPEG of a picture, made once; None where it is none."""
    from PIL import Image, ImageOps  # noqa: PLC0415

    source = real(data, path)
    if source is None:
        return None
    status = source.stat()
    key = hashlib.sha256(f"{path}\0{status.st_size}\0{status.st_mtime_ns}".encode()).hexdigest()
    made = data.pictures / "small" / f"{key}.jpg"
    if made.exists():
        return made
    with source.open("rb") as file:
        kind = form(file.read(4096)) or ""
    if FORMS.get(kind) != "image" or kind == "SVG":
        return None
    try:
        with Image.open(source) as opened:
            opened.draft("RGB", (_SIDE * 2, _SIDE * 2))
            picture = ImageOps.exif_transpose(opened)
            picture.thumbnail((_SIDE, _SIDE))
            atomic.folder(made.parent)
            with atomic.writing(made) as out:
                picture.convert("RGB").save(out, "JPEG", quality=78)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return made
