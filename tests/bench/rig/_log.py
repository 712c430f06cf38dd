"""The reader's log, told as what was on screen and since when. Pure."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ._strip import Seen, decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Look", "Shown", "looks", "shown", "within"]

_TIMES = struct.Struct("<dd")
_TORN = 0.003
"""Seconds: an unreadable picture that stands shorter was read while it was being written."""


@dataclass(frozen=True)
class Look:
    """A look that differed from the one before, at `before`; times in seconds, CLOCK_MONOTONIC."""

    before: float
    at: float
    samples: bytes


@dataclass(frozen=True)
class Shown:
    """What stood on the screen from `start` until `end`."""

    start: float
    end: float
    seen: Seen

    @property
    def seconds(self) -> float:
        """How long it stood."""
        return self.end - self.start


def looks(data: bytes, width: int) -> list[Look]:
    """The records of a log whose looks have `width` bytes; a last one cut short is left out."""
    size = _TIMES.size + width
    whole = len(data) // size
    found = []
    for at in range(0, whole * size, size):
        before, then = _TIMES.unpack_from(data, at)
        found.append(Look(before, then, data[at + _TIMES.size : at + size]))
    return found


def within(all_looks: Iterable[Look], start: float, end: float) -> list[Look]:
    """Those from `start` until `end`, and the one that stood at `start`."""
    inside: list[Look] = []
    for look in all_looks:
        if look.at <= start:
            inside = [Look(start, start, look.samples)]
        elif look.at < end:
            inside.append(look)
    return inside


def shown(all_looks: Sequence[Look], end: float) -> list[Shown]:
    """What stood when, until `end`; equal neighbours are one, pictures torn by the reading none.

    A torn picture's time goes to the one before it. Black is never passed over, however short.
    """
    result: list[Shown] = []
    ends = [look.at for look in all_looks[1:]] + [end]
    for look, until in zip(all_looks, ends, strict=True):
        seen = decode(look.samples)
        torn = seen.kind in {"other", "mixed"} and until - look.at < _TORN
        if result and (torn or seen == result[-1].seen):
            result[-1] = Shown(result[-1].start, until, result[-1].seen)
        elif not torn:
            result.append(Shown(look.at, until, seen))
    return result
