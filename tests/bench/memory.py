"""Whether it grows over hundreds of joints, and what a picture of 96 megapixels costs."""

from __future__ import annotations

import time
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from ._report import Figure
from ._run import PERIOD, Run, due, ms, say, scratch
from .rig import _joints, _log, _media, _process
from .rig._players import Entry, List
from .rig._session import session

if TYPE_CHECKING:
    from .rig._media import Medium
    from .rig._process import Usage
    from .rig._session import Session

__all__ = ["growth", "huge"]

_MB = 1e6


def growth(run: Run) -> Figure:
    """Clips cut after a second, one after the other: clip, clip, still, over and over."""
    what = List(
        [
            Entry(_media.clip(1, 2.0), 1.0),
            Entry(_media.clip(2, 2.0), 1.0),
            Entry(_media.still(21), 1.0),
        ]
    )
    early, late = ((50, 100), (450, 500)) if not run.quick else ((5, 12), (20, 27))
    taken: list[tuple[float, Usage]] = []
    with scratch() as folder, session(run.ours(), what, scratch=folder) as live:

        def look() -> None:
            taken.append((time.monotonic(), _process.usage(_process.tree(live.player.pid))))

        measured = live.measure(late[1] * 1.05 + 5, every=0.5, look=look)
    states = _log.shown(measured.looks, measured.end)
    seen = _joints.runs(states)
    joints = [one.times[0] for one in seen[1:]]
    figure = Figure("memory over joints")
    if len(joints) < late[1]:
        figure.add("joints", str(len(joints)), f"at least {late[1]}", ok=False)
        return figure

    def around(span: tuple[int, int]) -> list[Usage]:
        start, end = joints[span[0] - 1], joints[span[1] - 1]
        return [usage for at, usage in taken if start <= at <= end]

    before, after = around(early), around(late)
    figure.numbers = {"joints": len(joints), "taken": [(at, use) for at, use in taken]}
    names = f"joints {early[0]} to {early[1]}, {late[0]} to {late[1]}, median"

    def line(what_: str, field: str, unit: float, most: float, wanted: str) -> None:
        sooner = median(getattr(one, field) for one in before) / unit
        later = median(getattr(one, field) for one in after) / unit
        figure.add(
            f"{what_}, {names}",
            f"{sooner:.1f}, {later:.1f} ({later - sooner:+.1f})",
            wanted,
            ok=later - sooner <= most,
        )

    line("RSS in MB", "rss", _MB, 10.0, "differ by at most 10 MB")
    line("threads", "threads", 1, 0, "do not grow")
    line("descriptors", "descriptors", 1, 0, "do not grow")
    black = sum(one.seconds for one in states if one.seen.kind == "black")
    figure.add("black", ms(black), "0 ms", ok=black == 0)
    return figure


def huge(run: Run) -> Figure:
    """A clip, a huge picture, a clip, a picture; against the same with a small picture instead."""
    figure = Figure("pictures of 12000x8000 beside a clip")
    base = _peak(run, figure, "small", _media.still(31))
    for form, most in (("baseline", 60), ("progressive", 400), ("png", 400)):
        peak = _peak(run, figure, form, _media.huge(31, form))
        added = [after - before for after, before in zip(peak, base, strict=True)]
        figure.add(
            f"{form}: RSS added at the peak, player's process, all processes",
            ", ".join(f"{one / _MB:.0f} MB" for one in added),
            f"at most {most} MB",
            ok=max(added) <= most * _MB,
        )
    return figure


def _peak(run: Run, figure: Figure, name: str, medium: Medium) -> tuple[int, int]:
    """Most bytes ever in the largest process, and at any time in all of them."""
    what = List(
        [
            Entry(_media.clip(4, 4.0)),
            Entry(medium, 2.0),
            Entry(_media.clip(5, 4.0)),
            Entry(_media.still(22), 2.0),
        ]
    )
    say(f"  {name}")
    with scratch() as folder, session(run.ours(), what, scratch=folder) as live:
        sums = _watch(live, run.choose(48, 24))
        peaks = [_process.peak_rss(pid) for pid in _process.tree(live.player.pid)]
        looks, end = live.looks(), time.monotonic()
    states = _log.shown(looks, end)
    seen = _joints.runs(states)
    lost, of = _joints.dropped(seen, due(what))
    wrong = _joints.wrong_frames(seen, [entry.medium.number for entry in what.entries])
    longest = max(
        later - sooner
        for one in seen
        if len(one.times) > 1
        for sooner, later in pairwise(one.times)
    )
    figure.numbers[name] = {
        "peaks": peaks,
        "sum": max(sums),
        "dropped": lost,
        "frames": of,
        "wrong": wrong,
        "longest": longest,
    }
    figure.add(f"{name}: frames of the clip never seen", f"{lost} of {of}", "0", ok=lost == 0)
    figure.add(
        f"{name}: one frame of the clip stood longest", ms(longest - PERIOD) + " more than due"
    )
    figure.add(f"{name}: pictures left out", "yes" if wrong else "no", "no", ok=not wrong)
    return max(peaks), max(sums)


def _watch(live: Session, seconds: float) -> list[int]:
    """Resident bytes of all processes together, a hundred times a second."""
    sums: list[int] = []
    pids = _process.tree(live.player.pid)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if len(sums) % 50 == 0:
            pids = _process.tree(live.player.pid)
        sums.append(_process.resident(pids))
        time.sleep(0.01)
    return sums
