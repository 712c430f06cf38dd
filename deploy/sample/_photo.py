"""A picture as a lens would see it: range behind range of wooded hills before sunrise, in mist.

Made of noise: skylines, the grain of the woods, the mist in the valleys, the light through it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageFilter

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["write"]

WIDTH, HEIGHT = 1920, 1080
NEAR = np.array([14, 34, 40], float)
FAR = np.array([206, 190, 178], float)
SUN = (1290.0, 395.0)


def _ramp(*stops: tuple[float, tuple[int, int, int]]) -> np.ndarray:
    places = [place * HEIGHT for place, _ in stops]
    rows = np.arange(HEIGHT)
    return np.stack(
        [np.interp(rows, places, [colour[k] for _, colour in stops]) for k in range(3)], axis=1
    )


def _noise(rng: np.random.Generator, wide: int, tall: int, cell: float, octaves: int) -> np.ndarray:
    """Smooth noise between 0 and 1, of `octaves` sizes from `cell` pixels downwards."""
    total = np.zeros((tall, wide))
    for octave in range(octaves):
        size = cell / 2**octave
        grid = rng.random((int(tall / size) + 3, int(wide / size) + 3)).astype(np.float32)
        image = Image.fromarray(grid, mode="F").resize(
            (int(grid.shape[1] * size), int(grid.shape[0] * size)), Image.Resampling.BICUBIC
        )
        total += np.asarray(image)[:tall, :wide] / 2**octave
    return (total - total.min()) / (total.max() - total.min())


def _skyline(rng: np.random.Generator, base: float, tall: float, wave: float) -> np.ndarray:
    xs = np.arange(WIDTH)
    line = np.zeros(WIDTH)
    for octave in range(9):
        size = wave / 2**octave
        knots = rng.random(int(WIDTH / size) + 4)
        place = xs / size
        left = place.astype(int)
        share = place - left
        share = share * share * (3 - 2 * share)
        line += (knots[left] * (1 - share) + knots[left + 1] * share) * 0.5**octave * 0.98**octave
    line -= line.mean()
    return base - tall * line / np.abs(line).max()


def write(target: Path) -> None:
    """Draw it and save a JPEG."""
    rng = np.random.default_rng(2025)
    rows = np.arange(HEIGHT)[:, None]
    columns = np.arange(WIDTH)[None, :]
    sky = _ramp((0, (70, 104, 132)), (0.22, (142, 158, 164)), (0.4, (238, 196, 150)),
                (0.5, (252, 220, 176)), (1, (250, 226, 190)))  # fmt: skip
    picture = np.repeat(sky[:, None, :], WIDTH, axis=1)
    away = np.hypot((columns - SUN[0]) * 0.72, (rows - SUN[1]) * 1.25)
    glow = np.exp(-away / 210)[..., None]
    picture += glow * np.array([90, 62, 22])
    streaks = _noise(rng, WIDTH, 320, 300, 5)
    streaks = np.asarray(
        Image.fromarray(streaks.astype(np.float32), mode="F").resize((WIDTH * 2, 320))
    )
    cloud = (
        np.clip(streaks[:, :WIDTH] - 0.52, 0, 1) * 1.9 * np.sin(np.linspace(0, 3.1, 320))[:, None]
    )
    picture[60:380] += cloud[..., None] * (np.array([255, 214, 178]) - picture[60:380])
    picture += np.exp(-((np.hypot(columns - SUN[0], rows - SUN[1]) / 34) ** 4))[..., None] * 130
    layers = 8
    for index in range(layers):
        depth = index / (layers - 1)
        base = 470 + 450 * depth**1.25
        line = _skyline(rng, base, 60 + 105 * (1 - abs(depth - 0.45)), 560 + 260 * depth)
        tone = FAR * (1 - depth) ** 1.15 + NEAR * (1 - (1 - depth) ** 1.15)
        tone = tone + np.array([-14, 4, 14]) * np.sin(depth * np.pi)
        woods = _noise(rng, WIDTH, HEIGHT, 26 + 40 * depth, 4) - 0.5
        below = rows - line[None, :]
        cover = np.clip(below + 0.5 + woods * 3 * depth, 0, 1)
        sunny = np.exp(-np.abs(columns - SUN[0]) / 620) * (1 - depth) * 34
        body = (
            tone + woods[..., None] * (8 + 26 * depth) + sunny[..., None] * np.array([1, 0.72, 0.4])
        )
        # Mist lies in the valleys: it thickens downwards, and rolls.
        roll = _noise(rng, WIDTH, HEIGHT, 420, 5)
        mist = np.clip((below - 18 - 60 * depth) / (125 + 70 * depth), 0, 1) ** 1.3
        mist = np.clip(mist * (0.5 + 0.95 * roll), 0, 1) * (0.97 - 0.5 * depth**2)
        light = np.array([247, 221, 190]) * (1 - depth * 0.34) + np.array([0, 6, 22]) * depth
        body = body + mist[..., None] * (light - body)
        picture += cover[..., None] * (body - picture)
    edge = 1 - 0.2 * (np.hypot((columns - 960) / 1180, (rows - 500) / 820)[..., None]) ** 2.4
    picture = picture * edge + rng.normal(0, 2.0, picture.shape[:2])[..., None]
    image = Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8))
    image.filter(ImageFilter.GaussianBlur(0.6)).save(target, quality=86, optimize=True)
