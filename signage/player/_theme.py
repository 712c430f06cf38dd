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

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signage.content.model import Centre, Theme

__all__ = ["LEAST", "PAIRS", "Palette", "contrast", "dressed", "palette"]

LEAST = 4.5
"""Of words to the ground they stand on."""
_CHROME, _CHROME_LIGHT, _PRIMARY = 0.045, 0.085, 0.14
"""Relative luminance at most, of grounds that carry light words."""
_ACCENT = 0.28
"""Relative luminance at least, so that a rule of it is seen on the chrome."""
_STEPS = 20
"""On the way of a colour to black or to white."""
_Rgb = tuple[float, float, float]
"""Linear light, 0 to 1."""


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
        own = _linear(primary)
        dark = _luminance(_linear(found.ground)) < _CHROME_LIGHT
        found = replace(
            found,
            primary=_hex(_darkened(own, _PRIMARY)),
            heading=legible(primary, (found.ground, found.card)),
            # Where all is dark, the colour is what stands out of it.
            chrome=found.chrome if dark else _hex(_darkened(own, _CHROME)),
            chrome_light=found.chrome_light if dark else _hex(_darkened(own, _CHROME_LIGHT)),
        )
    if accent:
        own = _lightened(_linear(accent), _ACCENT)
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


def contrast(one: str, other: str) -> float:
    """By WCAG 2.2: 1 to 21."""
    light, dark = sorted((_luminance(_linear(one)), _luminance(_linear(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def legible(words: str, grounds: Sequence[str]) -> str:
    """The same hue, moved to black or to white as little as those grounds ask for.

    Grounds that are both light or both dark always have an answer: black or white itself.
    """
    ends = ((0.0, 0.0, 0.0), (1.0, 1.0, 1.0))
    for step in range(_STEPS):
        for end in ends:
            tried = _hex(_mixed(_linear(words), end, step / _STEPS))
            if _worst(tried, grounds) >= LEAST:
                return tried
    return max(map(_hex, ends), key=lambda end: _worst(end, grounds))


def _worst(words: str, grounds: Sequence[str]) -> float:
    return min(contrast(words, ground) for ground in grounds)


def _darkened(colour: _Rgb, most: float) -> _Rgb:
    have = _luminance(colour)
    return _mixed(colour, (0.0, 0.0, 0.0), 1 - most / have) if have > most else colour


def _lightened(colour: _Rgb, least: float) -> _Rgb:
    have = _luminance(colour)
    return _mixed(colour, (1.0, 1.0, 1.0), (least - have) / (1 - have)) if have < least else colour


def _mixed(one: _Rgb, other: _Rgb, share: float) -> _Rgb:
    red, green, blue = (a + (b - a) * share for a, b in zip(one, other, strict=True))
    return red, green, blue


def _luminance(colour: _Rgb) -> float:
    return 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]


def _linear(colour: str) -> _Rgb:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _curve(red), _curve(green), _curve(blue)


def _curve(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004  (sRGB)


def _hex(colour: _Rgb) -> str:
    parts = (
        12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055  # noqa: PLR2004  (sRGB)
        for part in colour
    )
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, part))):02x}" for part in parts)
