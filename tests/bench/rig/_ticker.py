"""From rows of the ticker's strip, one a frame, to how evenly it glides. Pure.

The bench's headlines begin with a full block (U+2588). A row through the strip then holds a bar as
wide as that block wherever a headline begins; its place, the centre of its light, is known to a
small part of a pixel. Every bar is followed from frame to frame: a *track*, one lap of one
headline from edge to edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Glide", "Track", "bars", "find_row", "glide", "tracks"]

Row = np.ndarray[Any, np.dtype[np.float32]]
Line = np.ndarray[Any, np.dtype[np.float64]]

_NARROWEST = 10
"""Pixels: a bar narrower than this is a stroke of a letter."""
_ALIKE = 2.0
"""Pixels by which the bars' widths may differ from the usual one."""
_MOVED = 0.2
"""Pixels: less than this is standing still."""
_TRACK = 2.0
"""Seconds a track must last to be judged."""


@dataclass(frozen=True)
class Track:
    """One bar: where its middle was (pixels) at which times (seconds), over at least 2 s."""

    times: Line
    places: Line

    def line(self) -> tuple[float, float]:
        """Pixels a second of the best straight line, and the RMS distance from it in pixels."""
        times = self.times - self.times[0]
        slope, start = np.polyfit(times, self.places, 1)
        away = self.places - (slope * times + start)
        return float(slope), float(np.sqrt(np.mean(away**2)))


@dataclass(frozen=True)
class Glide:
    """How the ticker went: speed in px/s (to the left), distances in px RMS, times in seconds."""

    speed: float
    rms: float
    """Over all tracks."""
    worst_rms: float
    drawn: float
    """Frames a second in which the strip had moved."""
    pause: float
    """The longest time between two such frames."""
    laps: int


def bars(row: Row, least: float = _NARROWEST) -> list[tuple[float, float]]:
    """Middle and width of each bar that lies wholly in the row.

    The strip's ground is the row's commonest level. A row without contrast has no bars.
    """
    away = np.abs(row - np.bincount(np.clip(row, 0, 255).astype(np.int64)).argmax())
    top = float(away.max())
    if top < 40:
        return []
    level = away / top
    edges = np.flatnonzero(np.diff((level > 0.5).astype(np.int8)))
    found = []
    if len(edges) and level[0] > 0.5:
        edges = edges[1:]
    for left, right in zip(edges[::2], edges[1::2], strict=False):
        around = slice(max(0, left - 1), right + 3)  # with both smoothed edges
        wide = float(level[around].sum())
        middle = float((level[around] * np.arange(len(level))[around]).sum()) / wide
        if wide >= least:
            found.append((middle, wide))
    return found


def find_row(picture: np.ndarray[Any, np.dtype[np.uint8]], below: int) -> int | None:
    """The row of the screen, from the top, to watch; None where there is nothing to watch.

    `below` is a row between what is not ticker and the ticker. Of the rows with the most blocks,
    those with the least of other things in them, and of these the middle one.
    """
    luma = picture[below:].astype(np.float32) @ np.array([0.299, 0.587, 0.114], np.float32)
    marks = [[wide for _, wide in bars(row, 1.0)] for row in luma]
    widest = max((wide for row in marks for wide in row if wide < picture.shape[1] / 4), default=0)
    if widest < _NARROWEST:
        return None

    def score(row: list[float]) -> tuple[int, int]:
        blocks = sum(abs(wide - widest) <= _ALIKE for wide in row)
        return blocks, blocks - len(row)

    best = max(map(score, marks))
    rows = [index for index, row in enumerate(marks) if score(row) == best]
    return below + rows[len(rows) // 2]


def tracks(rows: Iterable[Row], times: Line, speed: float) -> list[Track]:
    """Follow every bar through the rows; `speed` is the setting, px/s to the left."""
    seen = [bars(row) for row in rows]
    widths = [wide for row in seen for _, wide in row]
    if not widths:
        return []
    usual = float(np.percentile(widths, 90))
    alive: list[tuple[list[float], list[float]]] = []
    done: list[tuple[list[float], list[float]]] = []
    for time, row in zip(times, seen, strict=True):
        places = [middle for middle, wide in row if abs(wide - usual) <= _ALIKE]
        still_alive = []
        for track in alive:
            due = track[1][-1] - speed * (time - track[0][-1])
            near = min(places, key=lambda place: abs(place - due), default=None)
            if near is not None and abs(near - due) < max(2 * usual, 40.0):
                places.remove(near)
                track[0].append(float(time))
                track[1].append(near)
                still_alive.append(track)
            else:
                done.append(track)
        alive = [*still_alive, *(([float(time)], [place]) for place in places)]
    return [
        Track(np.array(when), np.array(where))
        for when, where in [*done, *alive]
        if len(when) > 10 and when[-1] - when[0] >= _TRACK
    ]


def glide(found: Sequence[Track]) -> Glide | None:
    """The figures; None where nothing was followed for long enough."""
    if not found:
        return None
    lines = [track.line() for track in found]
    counts = np.array([len(track.times) for track in found], dtype=float)
    lasts = np.array([track.times[-1] - track.times[0] for track in found])
    moved: set[float] = set()
    for track in found:
        moved |= set(track.times[1:][np.abs(np.diff(track.places)) > _MOVED].tolist())
    moments = np.array(sorted(moved))
    steps = _steps(moments, found)
    return Glide(
        speed=-float(np.average([slope for slope, _ in lines], weights=lasts)),
        rms=float(np.sqrt(np.average([rms**2 for _, rms in lines], weights=counts))),
        worst_rms=max(rms for _, rms in lines),
        drawn=len(steps) / float(steps.sum()) if len(steps) else 0.0,
        pause=float(steps.max()) if len(steps) else float("inf"),
        laps=len(found),
    )


def _steps(moments: Line, found: Sequence[Track]) -> Line:
    """Times between frames in which the strip moved, where some bar was in sight all the while."""
    steps = [
        (sooner, later)
        for sooner, later in pairwise(moments)
        if any(track.times[0] <= sooner and later <= track.times[-1] for track in found)
    ]
    return np.array([later - sooner for sooner, later in steps])
