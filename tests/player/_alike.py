"""How alike two pictures are, place by place, and how far a word stands out. Pure.

The structural similarity of Wang et al. (2004), in windows of 8×8 without weights, on brightness;
and beside it the colours, which that measure does not see. A picture is judged by its worst place,
not by its mean: a word that is missing is a thousandth of a screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["Alike", "alike", "contrast", "pixels"]

Pixels = np.ndarray[Any, np.dtype[np.uint8]]
Plane = np.ndarray[Any, np.dtype[np.float64]]

_WINDOW = 8
"""Pixels."""
_PLACE = 24
"""Pixels: the side of the places that are judged each for itself."""
_DARK, _FLAT = (0.01 * 255) ** 2, (0.03 * 255) ** 2
"""Keep the quotients steady where there is no light, or no structure."""
_LUMA = np.array([0.299, 0.587, 0.114])


class Alike(NamedTuple):
    """The worst place of a picture."""

    structure: float
    """1: the same; under 0.9 people see it."""
    colour: float
    """Levels (0 to 255) by which the mean colour of a place differs."""
    mean: float
    """Of the structure, over all places."""


def pixels(image: Image.Image) -> Pixels:
    """As height × width × 3."""
    return np.asarray(image.convert("RGB"))


def alike(one: Pixels, other: Pixels) -> Alike:
    """Compare two pictures of the same size.

    Raises:
        ValueError: they are not of the same size.
    """
    if one.shape != other.shape:
        raise ValueError(
            f"{one.shape[1::-1]} and {other.shape[1::-1]} are no two views of one thing"
        )
    places = _means(_structure(one @ _LUMA, other @ _LUMA), _PLACE)
    apart = np.abs(_coarse(one) - _coarse(other))
    return Alike(float(places.min()), float(apart.max()), float(places.mean()))


def _structure(one: Plane, other: Plane) -> Plane:
    mean, second = _sums(one), _sums(other)
    count = _WINDOW**2
    mean, second = mean / count, second / count
    both = _sums(one * other) / count - mean * second
    spread = _sums(one**2) / count - mean**2 + _sums(other**2) / count - second**2
    light = (2 * mean * second + _DARK) / (mean**2 + second**2 + _DARK)
    found: Plane = light * (2 * both + _FLAT) / (spread + _FLAT)
    return found


def _sums(plane: Plane) -> Plane:
    """Of every window."""
    total = np.pad(plane, ((1, 0), (1, 0))).cumsum(axis=0).cumsum(axis=1)
    w = _WINDOW
    found: Plane = total[w:, w:] - total[:-w, w:] - total[w:, :-w] + total[:-w, :-w]
    return found


def _coarse(picture: Pixels) -> Plane:
    return np.stack([_means(picture[..., k].astype(float), _PLACE) for k in range(3)])


def _means(plane: Plane, side: int) -> Plane:
    tall, wide = (max(1, length // side) for length in plane.shape)
    rows = np.array_split(plane, tall, axis=0)
    return np.array([[part.mean() for part in np.array_split(row, wide, axis=1)] for row in rows])


def contrast(crop: Pixels, ink: tuple[int, int, int]) -> float:
    """The ratio of WCAG 2 between what is drawn in about the colour `ink` and what lies around it.

    The ground is taken where it is nearest to the ink among the half of the pixels that are the
    farthest from it: over a photo that is the unkind side. Of text about a quarter is ink.

    Returns:
        1 where nothing of that colour is drawn.
    """
    flat = crop.reshape(-1, 3).astype(float)
    away = np.abs(flat - ink).max(axis=1)
    order = np.argsort(away)
    nearest = order[: max(4, len(order) // 100)]
    if float(np.median(away[nearest])) > 64:
        return 1.0
    ground = order[len(order) // 2 : len(order) // 2 + max(4, len(order) // 50)]
    darker, lighter = sorted(
        (_light(flat[nearest].mean(axis=0)), _light(flat[ground].mean(axis=0)))
    )
    return (lighter + 0.05) / (darker + 0.05)


def _light(colour: Any) -> float:
    """Relative luminance of sRGB."""
    share = np.asarray(colour) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return float(linear @ np.array([0.2126, 0.7152, 0.0722]))
