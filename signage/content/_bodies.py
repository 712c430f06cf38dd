"""One file under `media/`: what it is, and whether that is what the playlist takes it for."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from signage.config import CONTENT
from signage.content._svg import unsafe
from signage.content.messages import Phrase, Wrong
from signage.content.sniffing import FORMS, form

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["File", "Want", "board_fault", "kind_fault", "left_out", "look", "text_fault"]

Want = Literal["image", "video", "pdf", "text", "subtitles", "board"]

_FOUND = {"image": "picture", "video": "video", "pdf": "pdf", "text": "text"}
_OTHER = {
    "HEIC": ("heic", "to-jpeg"),
    "AVIF": ("other-picture", "to-jpeg"),
    "BMP": ("other-picture", "to-jpeg"),
    "TIFF": ("other-picture", "to-jpeg"),
    "PSD": ("other-picture", "to-jpeg"),
    "WMV": ("other-video", "to-mp4"),
    "FLV": ("other-video", "to-mp4"),
    "Office": ("office", "to-pdf"),
    "ZIP": ("archive", "unpack"),
    "RAR": ("archive", "unpack"),
    "7z": ("archive", "unpack"),
    "MP3": ("sound", "to-mp4"),
    "M4A": ("sound", "to-mp4"),
    "WAV": ("sound", "to-mp4"),
    "Ogg": ("sound", "to-mp4"),
    "FLAC": ("sound", "to-mp4"),
}
"""Forms that are known and not shown: what they are, and the remedy."""
_NAMED = {"EXE": "program", "ELF": "program", "HTML": "page", "text": "text"}
_BESIDE = (".txt", ".srt", ".vtt", ".md", ".csv", ".yaml", ".json")
"""Text that belongs beside media; anything else in a folder is told of."""


@dataclass(frozen=True, slots=True)
class File:
    """What the bytes of a file say."""

    real: Path
    form: str | None
    unsafe: Phrase | None = None
    """Of a drawing."""
    text: str | None = None
    """Of what is no picture, video or PDF: the fault as a text, or None."""
    words: str = ""
    """Of a text that is right so far."""
    cues: bool = False
    """Whether the text has the marks of subtitles."""


def kind_fault(file: File, path: str, want: Want) -> Wrong | None:
    """Judge a file that is wanted as a picture, video or PDF."""
    kind = FORMS.get(file.form or "")
    if kind is None:
        return _unshown(path, file.form)
    if kind != want:
        return Wrong("media-kind", path=path, found=Phrase(_FOUND[kind]), key=kind)
    return Wrong("svg-unsafe", path=path, found=file.unsafe) if file.unsafe else None


def _unshown(path: str, name: str | None) -> Wrong:
    if name in _OTHER:
        found, remedy = _OTHER[name]
        return Wrong("media-other", path=path, found=_found(found, name), remedy=Phrase(remedy))
    return Wrong("media-unknown", path=path, found=Phrase(_NAMED.get(name or "", "unknown")))


def _found(phrase: str, name: str) -> Phrase:
    return Phrase(phrase, form=name) if phrase.startswith("other-") else Phrase(phrase)


def left_out(path: str, name: str | None) -> Wrong | None:
    """Judge a file of a `folder:` that is not shown."""
    if name == "text" and path.casefold().endswith(_BESIDE):
        return None
    wrong = _unshown(path, name)
    if name in _OTHER and name != "HEIC":
        return Wrong("folder-other", **wrong.params)
    return wrong


def look(handle: int, real: Path, head: bytes) -> File:
    """Read the rest of what is judged as a whole: drawings and texts."""
    name = form(head)
    if name == "SVG":
        data = _rest(handle, head, CONTENT.svg_bytes)
        if len(data) > CONTENT.svg_bytes:
            return File(real, name, unsafe=Phrase("svg-too-big", limit=CONTENT.svg_bytes))
        return File(real, name, unsafe=unsafe(data))
    if name not in {"text", "HTML"}:
        return File(real, name, text="text-not-utf-8")
    data = _rest(handle, head, CONTENT.text_bytes)
    if len(data) > CONTENT.text_bytes:
        return File(real, name, text="text-too-big")
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = "\0"
    if "\0" in words:
        return File(real, name, text="text-not-utf-8")
    return File(real, name, words=words, cues="-->" in words)


def _rest(handle: int, head: bytes, limit: int) -> bytes:
    parts = [head]
    size = len(head)
    while size <= limit and (part := os.read(handle, 1 << 16)):
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def board_fault(file: File, path: str) -> Wrong | None:
    """Judge a file that is wanted as rows by its form alone: what is in it tells its own faults."""
    if (kind := FORMS.get(file.form or "")) is not None:
        return Wrong("board-form", path=path, found=Phrase(_FOUND[kind]))
    if file.form in _OTHER:
        return Wrong("board-form", path=path, found=_found(_OTHER[file.form][0], file.form))
    if file.form in _NAMED and file.form != "text":
        return Wrong("board-form", path=path, found=Phrase(_NAMED[file.form]))
    return None


def text_fault(file: File, path: str, want: Want) -> Wrong | None:
    """Judge a file that is wanted as words or subtitles."""
    if (kind := FORMS.get(file.form or "")) is not None:
        return Wrong("not-a-text", path=path, found=Phrase(_FOUND[kind]))
    if file.form == "HTML":
        return Wrong("not-a-text", path=path, found=Phrase("page"))
    if file.text == "text-too-big":
        return Wrong("text-too-big", path=path, limit=CONTENT.text_bytes)
    if file.text is not None:
        return Wrong(file.text, path=path)
    if want == "subtitles" and not file.cues:
        return Wrong("not-subtitles", path=path)
    return None
