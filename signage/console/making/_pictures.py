"""Photos upright, at screen size, in a form that every screen draws, and without their place."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from signage.config import CONTENT
from signage.console.making import _bare
from signage.console.making._job import Made, NotTaken, Said
from signage.content._svg import unsafe

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["SCREEN", "drawing", "opened", "picture"]

SCREEN = 3840
"""Pixels of a picture's longer side; larger ones are scaled."""
QUALITY = 88
"""Of JPEG, in per cent."""
_ENDINGS = {"JPEG": ".jpg", "PNG": ".png", "WebP": ".webp", "GIF": ".gif"}
_ORIENTATION = 0x0112
_BROKEN = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, IndexError)


def opened(source: Path) -> Image.Image:
    """Open a picture of any form that is read, its size judged before a pixel is decoded.

    Raises:
        NotTaken: it has too many pixels, or is no picture.
    """
    from pillow_heif import register_heif_opener  # noqa: PLC0415  (half of the start of this process)

    register_heif_opener()
    Image.MAX_IMAGE_PIXELS = CONTENT.image_pixels
    try:
        found = Image.open(source)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotTaken("photo-pixels", most=CONTENT.image_pixels // 1_000_000) from error
    except _BROKEN as error:
        raise NotTaken("photo-spoilt") from error
    if found.width * found.height > CONTENT.image_pixels:
        raise NotTaken("photo-pixels", most=CONTENT.image_pixels // 1_000_000)
    return found


def picture(source: Path, kind: str, scratch: Path) -> Made:
    """Make a photo ready.

    Raises:
        NotTaken: it is spoilt, or has too many pixels.
    """
    with opened(source) as found:
        try:
            found.load()
            return _made(found, source, kind, scratch)
        except _BROKEN as error:
            raise NotTaken("photo-spoilt") from error


def _made(found: Image.Image, source: Path, kind: str, scratch: Path) -> Made:
    size = f"{found.width} × {found.height}"
    if getattr(found, "n_frames", 1) > 1 and kind in {"GIF", "WebP", "PNG"}:
        return Made(path=source, ending=_ENDINGS[kind], said=(Said("moves", {"size": size}),))
    said: list[Said] = []
    if kind in {"HEIC", "AVIF", "TIFF", "BMP"}:
        said.append(Said("photo-converted", {"form": kind}))
        if getattr(found, "n_frames", 1) > 1:
            said.append(Said("first-page"))
    if found.getexif().get(_ORIENTATION, 1) != 1:
        said.append(Said("photo-turned"))
    upright = ImageOps.exif_transpose(found)
    if max(upright.size) > SCREEN:
        upright.thumbnail((SCREEN, SCREEN), Image.Resampling.LANCZOS)
        said.append(Said("photo-scaled", {"size": f"{upright.width} × {upright.height}"}))
    if upright.mode in {"CMYK", "YCCK", "LAB"}:
        said.append(Said("photo-colours"))
    if not said:
        return _stripped(source, kind, scratch, size)
    return _written(upright, kind, scratch, said)


def _written(upright: Image.Image, kind: str, scratch: Path, said: list[Said]) -> Made:
    clear = upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info
    if clear and upright.convert("RGBA").getchannel("A").getextrema() == (255, 255):
        clear = False
    target = scratch / ("picture.png" if clear else "picture.jpg")
    plain = _in_srgb(upright, "RGBA" if clear else "RGB")
    for key in ("exif", "xmp", "icc_profile"):
        plain.info.pop(key, None)
    if clear:
        plain.save(target, optimize=True)
    else:
        plain.save(target, quality=QUALITY, subsampling=0 if kind == "PNG" else -1)
    return Made(path=target, ending=target.suffix, said=tuple(said))


def _stripped(source: Path, kind: str, scratch: Path, size: str) -> Made:
    """Leave the pixels as they are, and what else the file tells, behind."""
    data = source.read_bytes()
    bare = _bare.bare(data, kind)
    told = (Said("photo-fits", {"size": size}),)
    if bare == data:
        return Made(path=source, ending=_ENDINGS[kind], said=told)
    target = scratch / f"picture{_ENDINGS[kind]}"
    target.write_bytes(bare)
    return Made(path=target, ending=_ENDINGS[kind], said=(*told, Said("photo-stripped")))


def _in_srgb(found: Image.Image, mode: str) -> Image.Image:
    """Turn the colours of a phone's or a press's own space into those of a screen."""
    profile: Any = found.info.get("icc_profile")
    if profile and found.mode in {"RGB", "CMYK"}:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(
                found, own, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError, ValueError):
            turned = None
        if turned is not None:
            return turned.convert(mode)
    if found.mode.startswith("I;16") or found.mode in {"I", "F"}:
        found = found.point(lambda value: value / 256).convert("L")
    return found.convert(mode)


def drawing(source: Path) -> Made:
    """Take an SVG that is only a drawing.

    Raises:
        NotTaken: it carries scripts or references, or is too large.
    """
    if source.stat().st_size > CONTENT.svg_bytes or unsafe(source.read_bytes()):
        raise NotTaken("drawing-unsafe")
    return Made(path=source, ending=".svg")
