"""Small pictures of what lies in the library: of photos, and of a frame of a video."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image, ImageOps

from signage.console.making import _bounds, _pictures
from signage.console.making._job import HEAD, NotTaken
from signage.console.making._probe import probe
from signage.console.making._programs import FILES_ONLY, run
from signage.content.sniffing import FORMS, form

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["SIDE", "small"]

SIDE = 480
"""Pixels of the longer side."""


def small(source: Path, scratch: Path) -> None:
    """Make `1.jpg` in the scratch folder.

    Raises:
        NotTaken: there is nothing to be drawn small.
    """
    with source.open("rb") as file:
        kind = FORMS.get(form(file.read(HEAD)) or "")
    if kind == "video":
        facts = probe(source)
        frame = scratch / "frame.png"
        command = [
            "ffmpeg", "-hide_banner", "-v", "error", "-nostdin", "-y", *FILES_ONLY,
            "-ss", str(min(3.0, facts.seconds / 4)), "-i", f"file:{source}",
            "-map", f"0:{facts.stream}", "-frames:v", "1",
            "-vf", f"scale={SIDE}:{SIDE}:force_original_aspect_ratio=decrease", f"file:{frame}",
        ]  # fmt: skip
        run(command, _bounds.VIDEO, 120.0)
        if not frame.exists():
            raise NotTaken("video-spoilt")
        source = frame
    elif kind != "image":
        raise NotTaken("is-nothing")
    with _pictures.opened(source) as found:
        try:
            found.draft("RGB", (SIDE * 2, SIDE * 2))
            upright = ImageOps.exif_transpose(found)
            upright.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
        except (OSError, SyntaxError, ValueError, EOFError) as error:
            raise NotTaken("photo-spoilt") from error
        on = Image.new("RGB", upright.size, "#f6ead2")
        clear = upright.convert("RGBA")
        on.paste(clear, mask=clear)
        on.save(scratch / "1.jpg", quality=80)
