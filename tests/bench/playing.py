"""Clips alone: dropped frames and CPU; a still, and a still beside the clock: CPU."""

from __future__ import annotations

from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING

from ._report import Figure
from ._run import PERIOD, Run, due, ms
from .rig import _joints, _log, _media
from .rig._players import Entry, List
from .rig._session import session

if TYPE_CHECKING:
    from .rig._session import Measured

__all__ = ["clips", "clock", "still"]

_SETTLE = 4.0
"""Seconds after the first picture that are not judged: imports, caches, the first preload."""


def clips(run: Run) -> Figure:
    """Three 4 s clips of 1280x720 at 30 fps, in turn."""
    what = List([Entry(_media.clip(number, 4.0)) for number in (4, 5, 6)])
    dues = due(what)
    cpu: dict[str, list[tuple[float, float]]] = defaultdict(list)
    missed: dict[str, int] = defaultdict(int)
    total: dict[str, int] = defaultdict(int)
    longest: dict[str, float] = defaultdict(float)
    figure = Figure("clips alone, 720p30")
    for player, scratch in run.turns(int(run.choose(4, 1))):
        with session(player, what, scratch=scratch) as live:
            live.measure(_SETTLE)
            measured = live.measure(run.choose(48, 16))
        states = _log.shown(measured.looks, measured.end)
        lost, of = _joints.dropped(_joints.runs(states), dues)
        missed[player.name] += lost
        total[player.name] += of
        longest[player.name] = max(longest[player.name], *(one.seconds for one in states[1:-1]))
        cpu[player.name].append((measured.cpu, measured.server))
    figure.numbers = {"cpu": cpu, "dropped": missed, "frames": total, "longest": longest}
    ours, mpv = missed["signage"], missed["mpv"]
    figure.add(
        "frames never seen",
        f"{ours} of {total['signage']}",
        "no more than mpv",
        mpv=f"{mpv} of {total['mpv']}",
        ok=ours * max(1, total["mpv"]) <= mpv * max(1, total["signage"]),
    )
    figure.add(
        "one frame stood longest",
        ms(longest["signage"] - PERIOD) + " more than due",
        mpv=ms(longest["mpv"] - PERIOD) + " more than due",
    )
    own, theirs = (median(sum(pair) for pair in cpu[who]) for who in ("signage", "mpv"))
    figure.add(
        "CPU s per s, X server counted",
        _cpu(cpu["signage"]),
        "at most 1.1 × mpv",
        mpv=_cpu(cpu["mpv"]),
        ok=own <= 1.1 * theirs,
    )
    figure.add("CPU against mpv", f"{own / theirs:.2f}", "at most 1.10")
    return figure


def _cpu(pairs: list[tuple[float, float]]) -> str:
    """Player and X server, medians of the turns."""
    return f"{median(a for a, _ in pairs):.3f} + {median(b for _, b in pairs):.3f}"


def still(run: Run) -> Figure:
    """One picture, for ever."""
    return _quiet("a still image", run, "full", 0.005, with_mpv=True)


def clock(run: Run) -> Figure:
    """One picture beside the panel with clock, date and QR; no ticker."""
    return _quiet("a still image beside the clock panel", run, "sidebar", 0.02, with_mpv=False)


def _quiet(name: str, run: Run, layout: str, most: float, *, with_mpv: bool) -> Figure:
    what = List([Entry(_media.still(23), 30.0)], layout=layout)
    found: dict[str, list[Measured]] = defaultdict(list)
    for player, scratch in run.turns(int(run.choose(2, 1)), () if with_mpv else (run.ours(),)):
        with session(player, what, scratch=scratch, full=layout == "full") as live:
            live.measure(run.choose(8, _SETTLE))
            found[player.name].append(live.measure(run.choose(65, 20)))
    figure = Figure(name)
    pairs = {who: [(one.cpu, one.server) for one in all_] for who, all_ in found.items()}
    changes = {who: sum(len(one.looks) - 1 for one in all_) for who, all_ in found.items()}
    figure.numbers = {"cpu": pairs, "changes": changes}
    ours = median(sum(pair) for pair in pairs["signage"])
    figure.add(
        "CPU s per s, X server counted",
        _cpu(pairs["signage"]),
        f"at most {most}",
        mpv=_cpu(pairs["mpv"]) if "mpv" in pairs else "",
        ok=ours <= most,
    )
    figure.add(
        "changes of the picture (it comes round by itself)",
        str(changes["signage"]),
        "0: it never blinks",
        mpv=str(changes.get("mpv", "")),
        ok=changes["signage"] == 0,
    )
    return figure
