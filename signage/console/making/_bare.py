"""What a photo tells besides its pixels (place, phone, owner, a film behind it), left out.

The pixels stay as they are, byte for byte: nothing is decoded.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["bare"]

_DROPPED = {0xE1, 0xED, 0xFE, *range(0xE3, 0xED), 0xEF}
"""Segments of JPEG: Exif and XMP, IPTC, comments, and what makers add. JFIF, the colours (ICC) and
Adobe's mark stay."""
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
_START_OF_SCAN, _END, _MORE, _MARK = 0xDA, 0xD9, 0xE2, 0xFF
_CHUNKS = {b"eXIf", b"tEXt", b"iTXt", b"zTXt", b"tIME"}


def bare(data: bytes, kind: str) -> bytes:
    """Give the same picture with nothing but its pixels and colours.

    What does not parse is given back as it is: who decoded it before knows that it can be shown.
    """
    try:
        if kind == "JPEG":
            return b"".join(_jpeg(data))
        if kind == "PNG":
            return b"".join(_png(data))
        if kind == "WebP":
            return _webp(data)
    except (IndexError, ValueError):
        return data
    return data


def _jpeg(data: bytes) -> Iterator[bytes]:
    yield data[:2]
    at = 2
    while True:
        while data[at + 1] == _MARK:  # padding
            at += 1
        if data[at] != _MARK:
            raise ValueError(at)
        marker = data[at + 1]
        if marker == _END:
            yield data[at : at + 2]
            return
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        mpf = marker == _MORE and data[at + 4 : at + 8] == b"MPF\0"
        if marker not in _DROPPED and not mpf:
            yield data[at:end]
        if marker == _START_OF_SCAN:
            found = _MARKER.search(data, end)
            stop = found.start() if found else len(data)
            yield data[end:stop]
            if found is None:
                return
            end = stop
        at = end


def _png(data: bytes) -> Iterator[bytes]:
    yield data[:8]
    at = 8
    while at < len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        name = data[at + 4 : at + 8]
        if name not in _CHUNKS:
            yield data[at:end]
        if name == b"IEND":
            return
        at = end


def _webp(data: bytes) -> bytes:
    kept = []
    at = 12
    while at + 8 <= len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + size + size % 2
        name, body = data[at : at + 4], data[at:end]
        if name == b"VP8X":
            body = body[:8] + bytes([body[8] & ~0x0C]) + body[9:]  # no Exif, no XMP
        if name not in {b"EXIF", b"XMP "}:
            kept.append(body)
        at = end
    whole = b"WEBP" + b"".join(kept)
    return b"RIFF" + len(whole).to_bytes(4, "little") + whole
