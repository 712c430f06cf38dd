"""Sets of rules as bits of one number, and how such a set grows along a line.

A thousand rules are then judged by a few operations on whole numbers, instead of one by one.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Steps", "bits"]


def bits(indices: Iterable[int]) -> int:
    """Give the set of these indices."""
    mask = 0
    for index in indices:
        mask |= 1 << index
    return mask


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
