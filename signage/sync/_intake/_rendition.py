"""Renditions: a picture far larger than any screen, scaled once so that no lap decodes it whole.

Measured: what the player needs for a 96-megapixel file takes seconds of CPU and hundreds of
megabytes every time it comes round, and the clip beside it drops frames.
"""

from __future__ import annotations

import io
import math
import warnings
from typing import TYPE_CHECKING

from signage.config import INTAKE
from signage.sync._intake._image import FORMATS, ORIENTATION, is_drawing
from signage.sync._intake._verdict import RefusedError

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image

    from signage.store import Media

__all__ = ["oversized", "render"]

_BAND = 128
"""Rows of the rendition drawn at a time."""
_MARGIN = 4
"""Rows drawn above and below a band and cut off again: Lanczos looks three rows around."""
_DEEP = "I"
"""Modes of sixteen bits begin so; Pillow would cut them off rather than scale them."""


def oversized(media: Media, path: Path) -> bool:
    """Whether a screen shows so few of the pixels at `path` that they get a rendition.

    A drawing (SVG) has no pixels, however large it says it is.
    """
    return (
        media.kind == "image"
        and _scale(media.width, media.height) < INTAKE.rendition_below
        and not is_drawing(path)
    )


def render(path: Path) -> bytes:
    """The picture upright, in sRGB and as large as a screen can show: JPEG, or PNG if see-through.

    Of what moves, the first frame.

    Raises:
        RefusedError: there is none, and the original does for want of better.
        MemoryError: it takes more than there is.
    """
    from PIL import Image  # noqa: PLC0415  (only when there is a picture)

    Image.MAX_IMAGE_PIXELS = None  # it was measured when it was examined
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of EXIF oddities that harm nobody
        try:
            with Image.open(path, formats=FORMATS) as image:
                content = _encoded(_drawn(image))
        except MemoryError:
            raise
        except Exception as error:  # a hostile file may raise anything
            raise RefusedError(f"cannot be scaled ({type(error).__name__})") from error
    if len(content) > INTAKE.rendition_bytes:
        raise RefusedError(f"scales to over {INTAKE.rendition_bytes // 1_000_000} MB")
    return content


def _scale(width: int, height: int) -> float:
    if width <= 0 or height <= 0:
        return 1.0
    covering = max(INTAKE.screen_width / width, INTAKE.screen_height / height)
    return min(covering, math.sqrt(INTAKE.rendition_pixels / (width * height)))


def _drawn(image: Image) -> Image:
    from PIL.Image import Transpose  # noqa: PLC0415

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT, 3: Transpose.ROTATE_180, 4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE, 6: Transpose.ROTATE_270, 7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }  # fmt: skip
    turn = turns.get(image.getexif().get(ORIENTATION, 1))
    sideways = turn in {turns[5], turns[6], turns[7], turns[8]}
    width, height = image.size
    scale = min(_scale(height, width) if sideways else _scale(width, height), 1.0)
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    profile = image.info.get("icc_profile")
    image.draft(None, size)  # a JPEG decodes to a half, a quarter, an eighth at once
    image.load()
    drawn = _plain(_resized(image, size), profile)
    return drawn if turn is None else drawn.transpose(turn)


def _resized(image: Image, size: tuple[int, int]) -> Image:
    """By Lanczos in bands: converting and weighing by opacity costs no second whole picture."""
    from PIL import Image  # noqa: PLC0415

    width, height = size
    mode = _mode(image)
    step = image.height / height
    drawn = Image.new(mode, size)
    for top in range(0, height, _BAND):
        bottom = min(top + _BAND, height)
        first, last = max(top - _MARGIN, 0), min(bottom + _MARGIN, height)
        low, high = math.floor(first * step), min(math.ceil(last * step), image.height)
        band = image.crop((0, low, image.width, high)).convert(mode)
        box = (0, first * step - low, band.width, min(last * step - low, band.height))
        scaled = band.resize((width, last - first), Image.Resampling.LANCZOS, box)
        drawn.paste(scaled.crop((0, top - first, width, bottom - first)), (0, top))
    return drawn


def _mode(image: Image) -> str:
    """In which it is scaled: never a palette, whose numbers have no between."""
    if image.has_transparency_data:
        return "RGBA"
    if image.mode in {"1", "L"}:
        return "L"
    return image.mode if image.mode == "CMYK" or image.mode.startswith(_DEEP) else "RGB"


def _plain(image: Image, profile: bytes | None) -> Image:
    """Eight bits, in sRGB, and see-through only if anything can be seen through it."""
    if image.mode.startswith(_DEEP):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    flat = _in_srgb(image if alpha is None else image.convert("RGB"), profile)
    if alpha is not None and alpha.getextrema() != (255, 255):
        flat.putalpha(alpha)
    return flat


def _in_srgb(image: Image, profile: bytes | None) -> Image:
    """In the colours of a screen; a profile that nobody can read leaves them as they are."""
    from PIL import ImageCms  # noqa: PLC0415

    plain = image.mode if image.mode == "L" else "RGB"
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            done = ImageCms.profileToProfile(
                image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            done = None
        if done is not None:
            return done
    return image.convert(plain)


def _encoded(image: Image) -> bytes:
    buffer = io.BytesIO()
    if image.mode in {"RGBA", "LA"}:
        image.save(buffer, "PNG")
    else:
        image.save(buffer, "JPEG", quality=INTAKE.rendition_quality, subsampling=0)
    return buffer.getvalue()
