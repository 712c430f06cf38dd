"""The small picture for the console: what taking one costs the frames on the screen."""

from __future__ import annotations

import statistics
import time
from itertools import pairwise
from typing import TYPE_CHECKING

from signage.config import REPORTS
from signage.journal import look

from ._report import Figure
from ._run import Run, ms, scratch
from .rig import _media, _news
from .rig._pace import RATE, Pace
from .rig._players import Entry, List
from .rig._session import session

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["pictures"]

_SETTLE = 4.0
"""Seconds after the first picture that are not judged."""
_EVERY = REPORTS.picture_every + 1.0
"""Seconds between two pictures: the player makes no more."""
_AFTER = 1.0
"""Seconds after a picture was asked for in which it may cost something."""
_ALLOWED = 0.020
"""Seconds by which a frame may come later."""


def pictures(run: Run) -> Figure:
    """A running strip and clips at 1280x720, a picture asked for every 21 s."""
    what = List(
        [Entry(_media.clip(number, 4.0)) for number in (4, 5, 6)],
        layout="banner", ticker=_news.headlines(),
    )  # fmt: skip
    seconds = run.choose(8 * _EVERY, 3 * _EVERY)
    asked: list[tuple[float, float, int]] = []
    with scratch() as folder:
        paced = Pace(folder, 1280, seconds + _SETTLE + 15)
        player = run.ours(paced.environment)
        with session(player, what, scratch=folder, size=(1280, 720), full=False) as live:
            live.measure(_SETTLE)
            start = paced.count

            def ask() -> None:
                begun = time.monotonic()
                found = look(folder / "state")
                size = len(found.jpeg) if found else 0
                asked.append((begun, time.monotonic() - begun, size))

            live.measure(seconds, every=_EVERY, look=ask)
            shown = [float(each) for each in paced.swaps(start, paced.count).shown]
    figure = Figure(f"pictures for the console, display paced at {RATE} Hz")
    took = [after for _, after, size in asked if size]
    if not took:
        figure.add("pictures were given", "none", "some", ok=False)
        return figure
    there = [_longest(shown, at, at + _AFTER) for at, _, size in asked if size]
    quiet = _elsewhere(shown, [at for at, *_ in asked])
    usual = statistics.median(quiet)
    figure.numbers = {"with": there, "without": quiet, "took": took}
    largest = max(size for *_, size in asked)
    figure.add("pictures", f"{len(took)}, of {largest / 1e3:.0f} KB at most")
    figure.add("longest wait for one", ms(max(took)))
    figure.add(
        "longest time between two frames in the second without one, median and worst",
        f"{ms(usual)}, {ms(max(quiet))}",
    )
    delay = statistics.median(there) - usual
    figure.add(
        "the same in the second of a picture, median and worst",
        f"{ms(statistics.median(there))}, {ms(max(there))}",
    )
    figure.add(
        "frames later for a picture", ms(max(delay, 0.0)), f"{ms(_ALLOWED)} at most",
        ok=delay <= _ALLOWED,
    )  # fmt: skip
    return figure


def _longest(shown: Sequence[float], begin: float, end: float) -> float:
    """The longest time between two frames there."""
    inside = [at for at in shown if begin - 0.1 <= at <= end]
    return max((b - a for a, b in pairwise(inside)), default=end - begin)


def _elsewhere(shown: Sequence[float], asked: Sequence[float]) -> list[float]:
    """The same in every second that is at no picture."""
    seconds: list[float] = []
    at = shown[0]
    while at + _AFTER < shown[-1]:
        if all(not each - _AFTER <= at <= each + 2 * _AFTER for each in asked):
            seconds.append(_longest(shown, at, at + _AFTER))
        at += _AFTER
    return seconds
