"""Themes as data: every colour by its role, and a centre's own colours in place of a theme's. Pure.

Whatever a centre writes, every pair of words and ground keeps a contrast of at least 4.5 : 1
(WCAG 2.2, 1.4.3): its colour gives the hue, and gets the lightness that its role needs.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from signage.content.colours import (
    ACCENT_LEAST,
    PRIMARY_MOST,
    Rgb,
    contrast,
    linear,
    luminance,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signage.content.model import Centre, Theme

__all__ = ["LEAST", "PAIRS", "Palette", "contrast", "dressed", "palette"]

LEAST = 4.5
"""Of words to the ground they stand on."""
_CHROME, _CHROME_LIGHT = 0.045, 0.085
"""Relative luminance at most, of grounds that carry light words."""
_STEPS = 20
"""On the way of a colour to black or to white."""


class Palette(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="camel"
):
    """A colour (`#rrggbb`) for each role; what each is for says `qml/Tokens.qml`."""

    ground: str
    ground_text: str
    ground_soft: str
    heading: str
    line: str
    card: str
    card_text: str
    card_soft: str
    primary: str
    primary_text: str
    chrome: str
    chrome_light: str
    chrome_text: str
    chrome_soft: str
    accent: str
    accent_light: str
    accent_text: str
    mat: str
    mat_text: str
    mat_soft: str
    alarm: str
    alarm_text: str
    alarm_soft: str
    alarm_head: str
    alarm_head_text: str


PAIRS: tuple[tuple[str, str], ...] = (
    ("ground_text", "ground"), ("ground_soft", "ground"), ("heading", "ground"),
    ("card_text", "card"), ("card_soft", "card"), ("heading", "card"), ("primary_text", "primary"),
    ("chrome_text", "chrome"), ("chrome_text", "chrome_light"),
    ("chrome_soft", "chrome"), ("chrome_soft", "chrome_light"), ("accent_text", "accent"),
    ("mat_text", "mat"), ("mat_soft", "mat"),
    ("alarm_text", "alarm"), ("alarm_soft", "alarm"), ("alarm_head_text", "alarm_head"),
)  # fmt: skip
"""Words, and what they stand on."""


@lru_cache(maxsize=4)
def palette(theme: Theme) -> Palette:
    """The theme as it was drawn."""
    body = (Path(__file__).parent / "themes" / f"{theme}.json").read_bytes()
    return msgspec.json.decode(body, type=Palette)


def dressed(theme: Theme, centre: Centre) -> Palette:
    """The theme in the centre's own colours, where it has any. A warning keeps its own."""
    if not centre.primary and not centre.accent:
        return palette(theme)
    return _dressed(theme, centre.primary, centre.accent)


@lru_cache(maxsize=4)
def _dressed(theme: Theme, primary: str | None, accent: str | None) -> Palette:
    found = palette(theme)
    if primary:
        own = linear(primary)
        dark = luminance(linear(found.ground)) < _CHROME_LIGHT
        found = replace(
            found,
            primary=_hex(_darkened(own, PRIMARY_MOST)),
            heading=legible(primary, (found.ground, found.card)),
            # Where all is dark, the colour is what stands out of it.
            chrome=found.chrome if dark else _hex(_darkened(own, _CHROME)),
            chrome_light=found.chrome_light if dark else _hex(_darkened(own, _CHROME_LIGHT)),
        )
    if accent:
        own = _lightened(linear(accent), ACCENT_LEAST)
        found = replace(
            found,
            accent=_hex(own),
            accent_light=_hex(_mixed(own, (1.0, 1.0, 1.0), 0.5)),
            chrome_soft=_hex(_mixed(own, (1.0, 1.0, 1.0), 0.6)),
        )
    return replace(
        found,
        primary_text=legible(found.primary_text, (found.primary,)),
        chrome_text=legible(found.chrome_text, (found.chrome, found.chrome_light)),
        chrome_soft=legible(found.chrome_soft, (found.chrome, found.chrome_light)),
        accent_text=legible(found.accent_text, (found.accent,)),
    )


def legible(words: str, grounds: Sequence[str]) -> str:
    """The same hue, moved to black or to white as little as those grounds ask for.

    Grounds that are both light or both dark always have an answer: black or white itself.
    """
    ends = ((0.0, 0.0, 0.0), (1.0, 1.0, 1.0))
    for step in range(_STEPS):
        for end in ends:
            tried = _hex(_mixed(linear(words), end, step / _STEPS))
            if _worst(tried, grounds) >= LEAST:
                return tried
    return max(map(_hex, ends), key=lambda end: _worst(end, grounds))


def _worst(words: str, grounds: Sequence[str]) -> float:
    return min(contrast(words, ground) for ground in grounds)


def _darkened(colour: Rgb, most: float) -> Rgb:
    have = luminance(colour)
    return _mixed(colour, (0.0, 0.0, 0.0), 1 - most / have) if have > most else colour


def _lightened(colour: Rgb, least: float) -> Rgb:
    have = luminance(colour)
    return _mixed(colour, (1.0, 1.0, 1.0), (least - have) / (1 - have)) if have < least else colour


def _mixed(one: Rgb, other: Rgb, share: float) -> Rgb:
    red, green, blue = (a + (b - a) * share for a, b in zip(one, other, strict=True))
    return red, green, blue


def _hex(colour: Rgb) -> str:
    parts = (
        12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055  # noqa: PLR2004  (sRGB)
        for part in colour
    )
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, part))):02x}" for part in parts)
