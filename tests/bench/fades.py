"""Transitions with `transition: fade`: how many frames draw one, and that nothing goes black."""

from __future__ import annotations

from statistics import median

from ._report import Figure
from ._run import Run, scratch
from .rig import _fades, _log, _media
from .rig._pace import Pace
from .rig._players import Entry, List
from .rig._session import session

__all__ = ["fades"]


def fades(run: Run) -> Figure:
    """Clip, still, clip, still on the paced display: an unpaced one runs a fade too fast."""
    what = List(
        [
            Entry(_media.clip(1, 2.0)),
            Entry(_media.still(21), 2.0),
            Entry(_media.clip(2, 2.0)),
            Entry(_media.still(22), 2.0),
        ],
        transition="fade",
    )
    seconds = run.choose(120, 24)
    with scratch() as folder:
        pace = Pace(folder, 1280, seconds)
        with session(run.ours(pace.environment), what, scratch=folder) as live:
            live.measure(2.0)
            measured = live.measure(seconds)
    found = _fades.fades(measured.looks)
    black = sum(
        state.seconds
        for state in _log.shown(measured.looks, measured.end)
        if state.seen.kind == "black"
    )
    figure = Figure("fades, display paced at 60 Hz")
    figure.numbers = {"fades": found}
    figure.add("fades", str(len(found)), "at least 8", ok=len(found) >= 8)
    if found:
        drawn = [fade.frames / fade.seconds for fade in found if fade.seconds]
        figure.add(
            "frames drawn in a fade, median, fewest",
            f"{median(fade.frames for fade in found):.0f}, {min(fade.frames for fade in found)}",
        )
        figure.add("length of a fade, median", f"{median(fade.seconds for fade in found):.3f} s")
        figure.add("frames drawn per second of a fade, median", f"{median(drawn):.1f}")
        figure.add(
            "longest that one frame of a fade stood",
            f"{max(fade.longest for fade in found) * 1000:.1f} ms",
        )
        darkest = min(fade.darkest for fade in found)
        figure.add(
            "darkest that white became, of 255",
            str(darkest),
            "no dip: at least 200",
            ok=darkest >= 200,
        )
    figure.add("black", f"{black * 1000:.1f} ms", "0 ms", ok=black == 0)
    return figure
