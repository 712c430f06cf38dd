"""The code that every frame of the bench's clips and stills carries: who am I, which frame.

A strip of 40 equal blocks runs along the top edge of a picture and again along the bottom edge:

    0        magenta: where the strip begins        25, 26  white, black
    1, 2     white, black: is this picture whole?   27      magenta: where the strip ends
    3 to 8   clip, 6 bits, highest first            28 to 39 moving content, not read
    9 to 18  frame, 10 bits
    19 to 24 check of the sixteen bits

Blocks are far larger than what scaling, chroma subsampling or H.264 can smear, and only the middle
of a block is sampled. White and black blocks are in every picture, so a screen that goes dark, even
partly in a fade, shows as a white block that is not white.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "BLOCKS",
    "CLIP_BITS",
    "FIRST_SAMPLED",
    "FRAME_BITS",
    "SAMPLED",
    "Seen",
    "blocks",
    "check",
    "decode",
    "white_level",
]

BLOCKS = 40
"""Blocks across the width of a picture."""
CLIP_BITS = 6
FRAME_BITS = 10
CHECK_BITS = 6
FIRST_SAMPLED = 1
SAMPLED = 2 + CLIP_BITS + FRAME_BITS + CHECK_BITS + 2
"""Blocks from `FIRST_SAMPLED` on that are read, of each of the two strips."""

_DARK = 64
_LIGHT = 192
_BLACK = 32
"""Of 255: a white block this dark is a black screen, not a fade."""

Kind = Literal["code", "black", "mixed", "other"]


@dataclass(frozen=True)
class Seen:
    """What one look at the two strips says.

    `code`: both ends of the strip are whole and the check holds. `black`: a block that is white in
    every picture is black. `mixed`: some block is neither dark nor light, as in a fade. `other`:
    the desktop, an idle screen, or two frames torn across.
    """

    kind: Kind
    clip: int = -1
    frame: int = -1


def check(value: int) -> int:
    """CRC-6 (x^6 + x + 1) of the sixteen bits of clip and frame, started at 63."""
    crc = 0b111111
    for shift in range(CLIP_BITS + FRAME_BITS - 1, -1, -1):
        top = (crc >> (CHECK_BITS - 1)) & 1
        crc = (crc << 1) & 0b111111
        if top ^ ((value >> shift) & 1):
            crc ^= 0b000011
    return crc


def blocks(clip: int, frame: int) -> list[int]:
    """The sampled blocks of a picture, 1 for white and 0 for black."""
    value = clip << FRAME_BITS | frame
    bits = value << CHECK_BITS | check(value)
    count = CLIP_BITS + FRAME_BITS + CHECK_BITS
    return [1, 0, *((bits >> shift) & 1 for shift in range(count - 1, -1, -1)), 1, 0]


def white_level(samples: bytes) -> int:
    """The darkest of the blocks that are white in every picture, 0 to 255."""
    return min(
        samples[at] for top in range(0, len(samples), SAMPLED) for at in (top, top + SAMPLED - 2)
    )


def decode(samples: bytes) -> Seen:
    """Read the samples of the top strip, and of the bottom strip if they follow.

    The top strip tells clip and frame; the bottom one can only turn a picture into `black`.
    """
    if white_level(samples) < _BLACK:
        return Seen("black")
    top = samples[:SAMPLED]
    if any(_DARK <= level < _LIGHT for level in top):
        return Seen("mixed")
    bits = [int(level >= _LIGHT) for level in top]
    if bits[:2] != [1, 0] or bits[-2:] != [1, 0]:
        return Seen("other")
    number = 0
    for bit in bits[2:-2]:
        number = number << 1 | bit
    value = number >> CHECK_BITS
    if number & 0b111111 != check(value):
        return Seen("other")
    return Seen("code", value >> FRAME_BITS, value & ((1 << FRAME_BITS) - 1))
