"""From exec to the first coded picture on the screen."""

from __future__ import annotations

from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING

from ._report import Figure
from .rig import _media
from .rig._players import Entry, List
from .rig._session import session

if TYPE_CHECKING:
    from pathlib import Path

    from ._run import Run

__all__ = ["first"]


def first(run: Run) -> Figure:
    """Ten starts of each, by turns, on three clips; ours from a store that is filled already.

    The line that is judged is the player's own process, which is what a kiosk starts; `signage
    play`, which starts the agent as well, is told beside it.
    """
    what = List([Entry(_media.clip(number, 4.0)) for number in (4, 5, 6)])
    warm: set[Path] = set()
    found: dict[str, list[float]] = defaultdict(list)
    whole = run.ours()
    whole.name = "play"
    players = [run.ours(alone=True), whole, run.mpv()]
    for player, scratch in run.turns(int(run.choose(10, 3)), players):
        if scratch not in warm:  # the disk cache, what Python compiles
            warm.add(scratch)
            with session(player, what, scratch=scratch) as live:
                live.measure(3.0)
        with session(player, what, scratch=scratch) as live:
            found[player.name].append(live.first - live.started)
    figure = Figure("first content on screen, filled store")
    figure.numbers = {"seconds": found}
    ours, mpv = median(found["signage"]), median(found["mpv"])
    figure.add(
        "from exec of the player, median",
        f"{ours:.3f} s",
        "at most 2 × mpv",
        mpv=f"{mpv:.3f} s",
        ok=ours <= 2 * mpv,
    )
    figure.add(
        "from exec of the player, largest",
        f"{max(found['signage']):.3f} s",
        mpv=f"{max(found['mpv']):.3f} s",
    )
    figure.add("from exec of `signage play`, median", f"{median(found['play']):.3f} s")
    return figure
