"""How light colours are, and what a centre's own may be so that words on them can be read. Pure.

By WCAG 2.2 (1.4.3). The player gives each colour the lightness that its role needs; `check` says
of which it does.
"""

from __future__ import annotations

__all__ = ["ACCENT_LEAST", "PRIMARY_MOST", "Rgb", "contrast", "linear", "luminance"]

Rgb = tuple[float, float, float]
"""Linear light, 0 to 1."""

PRIMARY_MOST = 0.14
"""Relative luminance of a main colour at most: it carries light words."""
ACCENT_LEAST = 0.28
"""Relative luminance of an accent at least, so that a rule of it is seen on the main colour."""


def linear(colour: str) -> Rgb:
    """Give the light of `#rrggbb`."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _curve(red), _curve(green), _curve(blue)


def luminance(colour: Rgb) -> float:
    """Give the relative luminance: 0 (black) to 1 (white)."""
    return 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours: 1 to 21."""
    dark, light = sorted((luminance(linear(one)), luminance(linear(other))))
    return (light + 0.05) / (dark + 0.05)


def _curve(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004  (sRGB)
