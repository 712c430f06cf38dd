"""From the reader's log to fades. Pure.

A fade is what lies between the last whole picture of one medium and the first of another.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from ._strip import decode, white_level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ._log import Look

__all__ = ["Fade", "fades"]

_PURE_DARK = 24
_PURE_LIGHT = 231
"""Of 255: a block between these belongs to a blend (H.264 stays within 12 of black and white)."""
_SHORTEST = 0.05
"""Seconds: what is shorter is a cut read while it was being written."""


@dataclass(frozen=True)
class Fade:
    """From one picture to another: blends drawn, how long, and how far white went down."""

    before: int
    after: int
    frames: int
    seconds: float
    darkest: int
    longest: float
    """Seconds one blend stood at most."""


def _is_pure(samples: bytes) -> bool:
    return all(level <= _PURE_DARK or level >= _PURE_LIGHT for level in samples)


def fades(looks: Sequence[Look]) -> list[Fade]:
    """Every whole fade from one medium to another."""
    found: list[Fade] = []
    before: int | None = None
    blends: list[Look] = []
    for look in looks:
        seen = decode(look.samples)
        if not (_is_pure(look.samples) and seen.kind == "code"):
            blends.append(look)
            continue
        if before is not None and blends and seen.clip != before:
            times = [*(blend.at for blend in blends), look.at]
            if times[-1] - times[0] >= _SHORTEST:
                found.append(
                    Fade(
                        before,
                        seen.clip,
                        len(blends),
                        times[-1] - times[0],
                        min(white_level(blend.samples) for blend in blends),
                        max(later - sooner for sooner, later in pairwise(times)),
                    )
                )
        before, blends = seen.clip, []
    return found
