"""Central folders made for a test, with the smallest files of each form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signage.content.loader import Loaded, load_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = [
    "GIF",
    "HEIC",
    "JPEG",
    "MP4",
    "PDF",
    "PNG",
    "SRT",
    "SVG",
    "TS",
    "WEBP",
    "WMV",
    "loaded",
    "make",
]

JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
GIF = b"GIF89a\1\0\1\0"
WEBP = b"RIFF\x20\0\0\0WEBPVP8 "
MP4 = b"\0\0\0\x18ftypisom\0\0\2\0isommp42"
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
TS = b"".join(b"G" + bytes(187) for _ in range(4))
PDF = b"%PDF-1.7\n"
WMV = b"0&\xb2u\x8ef\xcf\x11\xa6\xd9"
SVG = b'<?xml version="1.0"?>\n<!-- drawn -->\n<svg xmlns="http://www.w3.org/2000/svg"/>'
SRT = "1\n00:00:01,000 --> 00:00:02,000\nXin chào\n".encode()

_MEDIA = {
    "a.jpg": JPEG,
    "b.png": PNG,
    "quang-ba/tan-trao.jpg": JPEG,
    "quang-ba/gioi-thieu.mp4": MP4,
    "quang-ba/gioi-thieu.vi.srt": SRT,
    "niem-yet/thu-tuc.pdf": PDF,
    "ocop/chè 10.jpg": JPEG,
    "ocop/chè 2.png": PNG,
    "ocop/phim.mp4": MP4,
    "ocop/tờ rơi.pdf": PDF,
    "ocop/ghi chú.txt": "để dành".encode(),
    "tin/thong-bao.txt": "Tin một\nTin hai\n".encode(),
}


def make(
    root: Path,
    playlists: Mapping[str, str | bytes],
    media: Mapping[str, bytes] | None = None,
) -> Path:
    """Write a folder: playlists by file name, media by path beside those that are always there."""
    (root / "playlists").mkdir(parents=True, exist_ok=True)
    for name, words in playlists.items():
        data = words.encode() if isinstance(words, str) else words
        (root / "playlists" / name).write_bytes(data)
    for name, data in {**_MEDIA, **(media or {})}.items():
        path = root / "media" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root


def loaded(root: Path, words: str | bytes, media: Mapping[str, bytes] | None = None) -> Loaded:
    """Load a folder with the one playlist `p`."""
    return load_folder(make(root, {"p.yaml": words}, media))
