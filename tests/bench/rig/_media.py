"""Clips and stills that say on every frame which they are, made once and kept.

They lie in `$SIGNAGE_BENCH_MEDIA`, else in the temporary folder, and are about 40 MB.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from . import _strip

__all__ = ["FPS", "SIZE", "Medium", "clip", "folder", "huge", "still"]

FPS = 30
SIZE = (1280, 720)
_STRIP = SIZE[0] // _strip.BLOCKS
_MAGENTA = (255, 0, 255)

Picture = np.ndarray[Any, np.dtype[np.uint8]]


@dataclass(frozen=True)
class Medium:
    """A coded file: its number in the code, and how many frames it has (1: a still)."""

    path: Path
    number: int
    frames: int

    @property
    def seconds(self) -> float:
        """How long a clip lasts."""
        return self.frames / FPS


def folder() -> Path:
    """Where the media are kept between runs."""
    path = Path(
        os.environ.get("SIGNAGE_BENCH_MEDIA")
        or Path(tempfile.gettempdir()) / f"signage-bench-{os.getuid()}"
    )
    path.mkdir(parents=True, exist_ok=True)
    return path


def _texture(number: int) -> Picture:
    """A soft field with some grain, twice as wide as a picture, and nowhere near magenta."""
    random = np.random.default_rng(number)
    width, height = SIZE
    coarse = random.integers(40, 160, (height // 80 + 1, width * 2 // 80 + 1, 3), dtype=np.uint8)
    soft = Image.fromarray(coarse).resize((width * 2, height), Image.Resampling.BICUBIC)
    field = np.asarray(soft)
    grain = random.integers(0, 24, field.shape, dtype=np.uint8)
    return np.asarray(field + grain, dtype=np.uint8)


def _draw_strips(picture: Picture, number: int, frame: int) -> None:
    levels = [
        _MAGENTA,
        *((255,) * 3 if bit else (0,) * 3 for bit in _strip.blocks(number, frame)),
        _MAGENTA,
    ]
    for index, colour in enumerate(levels):
        columns = slice(index * _STRIP, (index + 1) * _STRIP)
        picture[:_STRIP, columns] = colour
        picture[-_STRIP:, columns] = colour


def _frame(texture: Picture, number: int, frame: int) -> Picture:
    """A pan at 3 px a frame under a box that crosses: work for the codec, as in a real clip."""
    width, height = SIZE
    left = frame * 3 % width
    picture = texture[:, left : left + width].copy()
    at = 40 + frame * 7 % (width - 240)
    picture[height // 3 : height // 3 + 160, at : at + 160] = (250, 250 - number * 20 % 200, 40)
    _draw_strips(picture, number, frame)
    return picture


def clip(number: int, seconds: float) -> Medium:
    """A silent H.264 clip, 1280x720 at 30 fps; `number` is 1 to 63, unlike for each clip."""
    frames = round(seconds * FPS)
    path = folder() / f"clip-{number}-{frames}-v2.mp4"
    if not path.exists():
        part = path.with_name(f"part-{os.getpid()}-{path.name}")
        texture = _texture(number)
        command = [
            "ffmpeg",
            "-v",
            "error",
            "-y",
            "-f",
            "rawvideo",
            "-pix_fmt",
            "rgb24",
            "-s",
            "{}x{}".format(*SIZE),
            "-r",
            str(FPS),
            "-i",
            "-",
            "-c:v",
            "libx264",
            "-preset",
            "veryfast",
            "-crf",
            "23",
            "-pix_fmt",
            "yuv420p",
            "-profile:v",
            "high",
            "-g",
            "60",
            "-movflags",
            "+faststart",
            str(part),
        ]
        with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
            assert process.stdin is not None
            for frame in range(frames):
                process.stdin.write(_frame(texture, number, frame).tobytes())
            process.stdin.close()
            if process.wait(120):
                raise RuntimeError(f"ffmpeg could not make {path.name}")
        part.rename(path)
    return Medium(path, number, frames)


def still(number: int) -> Medium:
    """A JPEG of the size of the screen."""
    path = folder() / f"still-{number}-v2.jpg"
    if not path.exists():
        picture = Image.fromarray(_frame(_texture(number), number, 0))
        part = path.with_name(f"part-{os.getpid()}-{path.name}")
        picture.save(part, "JPEG", quality=92, subsampling=0)
        part.rename(path)
    return Medium(path, number, 1)


def huge(number: int, form: str) -> Medium:
    """A picture of 12000x8000 (96 megapixels); `form` is `baseline`, `progressive` or `png`.

    To be shown with `fit: stretch`, so that the strips lie where every other picture has them.
    """
    path = folder() / f"huge-{number}-{form}-v2.{'png' if form == 'png' else 'jpg'}"
    if not path.exists():
        small = Image.fromarray(_frame(_texture(number), number, 0))
        picture = small.resize((12000, 8000), Image.Resampling.BILINEAR)
        part = path.with_name(f"part-{os.getpid()}-{path.name}")
        if form == "png":
            picture.save(part, "PNG", compress_level=1)
        else:
            picture.save(part, "JPEG", quality=85, progressive=form == "progressive")
        part.rename(path)
    return Medium(path, number, 1)
