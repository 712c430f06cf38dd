"""What a file is, told from its first bytes; its name is never asked."""

from __future__ import annotations

import re
from typing import Literal

__all__ = ["FORMS", "Kind", "form", "sniff"]

Kind = Literal["image", "video", "pdf"]

FORMS: dict[str, Kind] = {
    "JPEG": "image",
    "PNG": "image",
    "WebP": "image",
    "GIF": "image",
    "SVG": "image",
    "MP4": "video",
    "Matroska": "video",
    "MPEG-TS": "video",
    "MPEG-PS": "video",
    "AVI": "video",
    "PDF": "pdf",
}
"""The forms that are shown. `form` knows more by name, so that a message can say what came."""

_MAGIC = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"\x1aE\xdf\xa3", "Matroska"),
    (b"\x00\x00\x01\xba", "MPEG-PS"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"8BPS", "PSD"),
    (b"0&\xb2u\x8ef\xcf\x11", "WMV"),
    (b"FLV\x01", "FLV"),
    (b"PK\x03\x04", "ZIP"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"7z\xbc\xaf'\x1c", "7z"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
    (b"ID3", "MP3"),
    (b"OggS", "Ogg"),
    (b"fLaC", "FLAC"),
)
_SHORT = {b"BM", b"MZ"}
"""Might begin a text, too."""
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_AVIF = {b"avif", b"avis"}
_QUICKTIME = {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}
_OFFICE = (b"word/", b"xl/", b"ppt/", b"[Content_Types].xml", b"opendocument")
_SPACE = re.compile(rb"\s*")
_PAGE = re.compile(rb"\s*(?:<!doctype\s+html|<html|<head|<body)", re.IGNORECASE)


def sniff(head: bytes) -> Kind | None:
    """Tell what a file is that starts with `head` (4 KiB do), or None where it is not shown."""
    name = form(head)
    return FORMS.get(name) if name else None


def form(head: bytes) -> str | None:  # noqa: PLR0911  (a table in the form of a function)
    """Name the form of a file: one of `FORMS`, or one that is known and not shown, or None."""
    for magic, name in _MAGIC:
        if head.startswith(magic) and (magic not in _SHORT or b"\0" in head[:64]):
            return _inside_zip(head) if name == "ZIP" else name
    if head[:4] == b"RIFF":
        return {b"WEBP": "WebP", b"AVI ": "AVI", b"WAVE": "WAV"}.get(head[8:12])
    if head[4:8] == b"ftyp":
        brands = {head[8:12], *(head[at : at + 4] for at in range(16, _box(head), 4))}
        if brands & _HEIC and not brands & _AVIF:
            return "HEIC"
        if brands & _AVIF:
            return "AVIF"
        return "M4A" if head[8:12] in {b"M4A ", b"M4B "} else "MP4"
    if head[4:8] in _QUICKTIME:
        return "MP4"
    if _is_transport_stream(head):
        return "MPEG-TS"
    if b"%PDF-" in head[:1024]:
        return "PDF"
    return _in_words(head)


def _box(head: bytes) -> int:
    return min(int.from_bytes(head[:4], "big"), len(head), 256)


def _inside_zip(head: bytes) -> str:
    return "Office" if any(part in head for part in _OFFICE) else "ZIP"


def _is_transport_stream(head: bytes) -> bool:
    return any(
        len(head) > first + 2 * step and head[first::step][:3] == b"GGG"
        for first, step in ((0, 188), (4, 192))
    )


def _in_words(head: bytes) -> str | None:
    """Tell SVG, a web page and plain text apart."""
    head = head.removeprefix(b"\xef\xbb\xbf")
    if _is_svg(head):
        return "SVG"
    if _PAGE.match(head):
        return "HTML"
    if not head.strip() or b"\0" in head:
        return None
    try:
        head.decode()
    except UnicodeDecodeError as error:
        if error.reason != "unexpected end of data":  # a character cut by the end of the head
            return None
    return "text"


def _is_svg(head: bytes) -> bool:
    """Whether the first element is `svg`, after whatever may stand before it."""
    at = 0
    while True:
        at = _SPACE.match(head, at).end()  # type: ignore[union-attr]  # it matches nothing, too
        if head.startswith(b"<?", at):
            end = head.find(b"?>", at)
        elif head.startswith(b"<!--", at):
            end = head.find(b"-->", at)
        elif head[at : at + 9].upper() == b"<!DOCTYPE":
            end = _doctype_end(head, at)
        else:
            return re.compile(rb"<(?:\w+:)?svg[\s/>]").match(head, at) is not None
        if end < 0:  # the prologue is longer than the head
            return b"<!DOCTYPE svg" in head
        at = head.index(b">", end) + 1


def _doctype_end(head: bytes, at: int) -> int:
    closed, bracket = head.find(b">", at), head.find(b"[", at)
    if 0 <= bracket < closed:
        closing = head.find(b"]", bracket)
        return head.find(b">", closing) if closing >= 0 else -1
    return closed
