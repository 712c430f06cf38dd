"""Sets of rules as bits of one number, and how such a set grows along a line.

A thousand rules are then judged by a few operations on whole numbers, instead of one by one.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import compress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Span", "Steps", "bits", "members"]

_SPARSE = 16
"""Bits for each member from which it is quicker to look for the members than at every bit."""
_BITS = bytes.maketrans(b"01", b"\0\1")


def bits(indices: Iterable[int]) -> int:
    """Give the set of these indices."""
    mask = 0
    for index in indices:
        mask |= 1 << index
    return mask


def members(mask: int) -> list[int]:
    """Give the indices in a set, in order."""
    if mask.bit_count() * _SPARSE > mask.bit_length():
        return list(compress(range(mask.bit_length()), bin(mask)[:1:-1].encode().translate(_BITS)))
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found


class Steps:
    """A set that gains members at points of a line: `upto(x)` is the set at x, x included."""

    def __init__(self, pairs: Iterable[tuple[int, int]], always: int = 0) -> None:
        """Take pairs of a point and the set that joins there; `always` is in from the start."""
        joined: dict[int, int] = {}
        for point, mask in pairs:
            joined[point] = joined.get(point, 0) | mask
        self._points = sorted(joined)
        self._sets = [always]
        for point in self._points:
            self._sets.append(self._sets[-1] | joined[point])

    def upto(self, point: int) -> int:
        """Give all that joined at or before the point."""
        return self._sets[bisect_right(self._points, point)]

    def position(self, point: int) -> int:
        """Count the points at which something joined up to here."""
        return bisect_right(self._points, point)

    def after(self, point: int) -> int | None:
        """Give the next point at which something joins, or None."""
        index = bisect_right(self._points, point)
        return self._points[index] if index < len(self._points) else None

    def between(self, low: int, high: int) -> Iterator[int]:
        """Give the points p with low < p < high, in order."""
        index = bisect_right(self._points, low)
        while index < len(self._points) and self._points[index] < high:
            yield self._points[index]
            index += 1


class Span:
    """Rules with a beginning and an end along one line; those without stay in from the start."""

    def __init__(
        self,
        spans: Iterable[tuple[int, int | None, int | None]],
        *,
        wraps: bool = False,
    ) -> None:
        """Take rule, first point, last point (included), None: open.

        With `wraps`, one that ends before it begins holds round the end of the line; else never.
        """
        begun: list[tuple[int, int]] = []
        over: list[tuple[int, int]] = []
        open_start = self._around = self.members = 0
        for number, first, last in spans:
            bit = 1 << number
            self.members |= bit
            if first is None:
                open_start |= bit
            else:
                begun.append((first, bit))
            if last is not None:
                over.append((last + 1, bit))
            if wraps and first is not None and last is not None and first > last:
                self._around |= bit
        self._begun = Steps(begun, open_start)
        self._over = Steps(over)

    def outside(self, begun: int, over: int) -> int:
        """Give the members that do not hold here."""
        started = self._begun.upto(begun)
        ended = self._over.upto(over)
        within = (started & ~ended) | (self._around & (started | ~ended))
        return self.members & ~within

    def position(self, begun: int, over: int) -> tuple[int, int]:
        """Name the stretch in which a place lies: the same one, the same members outside."""
        return self._begun.position(begun), self._over.position(over)

    def points(self, low: int, high: int) -> list[int]:
        """Give the points p, low < p < high, at which a member begins or is over."""
        return sorted({*self._begun.between(low, high), *self._over.between(low, high)})

    def after(self, point: int) -> int | None:
        """Give the next point at which a member begins or is over."""
        found = [self._begun.after(point), self._over.after(point)]
        return min((at for at in found if at is not None), default=None)
