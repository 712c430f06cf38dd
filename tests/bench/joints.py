"""Joints with `transition: cut`: clip to clip, and stills between clips."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from ._report import Figure
from ._run import PERIOD, Run, due, ms
from .rig import _joints, _log, _media
from .rig._joints import percentile
from .rig._players import Entry, List
from .rig._session import session

if TYPE_CHECKING:
    from .rig._joints import Joint

__all__ = ["clips", "stills"]

_SETTLE = 2.0
"""Seconds after the first picture that are not judged."""


def clips(run: Run) -> Figure:
    """Clip to clip, 2 s each, three in turn."""
    what = List([Entry(_media.clip(number, 2.0)) for number in (1, 2, 3)])
    return _measure("joints between clips", run, what, 2.0, ["clip-clip"])


def stills(run: Run) -> Figure:
    """Clip, still, clip, still: 1.2 s each, just above the player's shortest second."""
    what = List(
        [
            Entry(_media.clip(11, 1.2)),
            Entry(_media.still(21), 1.2),
            Entry(_media.clip(12, 1.2)),
            Entry(_media.still(22), 1.2),
        ]
    )
    return _measure("joints between stills and clips", run, what, 2.4, ["still-clip", "clip-still"])


def _measure(name: str, run: Run, what: List, seconds: float, kinds: list[str]) -> Figure:
    turns, each = int(run.choose(4, 1)), run.choose(53, 13)
    dues, order = due(what), [entry.medium.number for entry in what.entries]
    joints: dict[str, list[Joint]] = defaultdict(list)
    wrong: dict[str, int] = defaultdict(int)
    black: dict[str, float] = defaultdict(float)
    blind: dict[str, float] = defaultdict(float)
    for player, scratch in run.turns(turns):
        with session(player, what, scratch=scratch) as live:
            live.measure(_SETTLE)
            measured = live.measure(each * seconds)
        states = _log.shown(measured.looks, measured.end)
        seen = _joints.runs(states)
        joints[player.name] += _joints.joints(seen, dues, PERIOD)
        wrong[player.name] += _joints.wrong_frames(seen, order)
        black[player.name] += sum(one.seconds for one in states if one.seen.kind == "black")
        blind[player.name] = max(blind[player.name], measured.blind)
    figure = Figure(name)
    figure.numbers = {"joints": joints, "wrong": wrong, "black": black, "blind": blind}
    for kind in kinds:
        _judge(
            figure,
            kind,
            {who: _joints.gaps(found, dues, kind) for who, found in joints.items()},
            dues,
        )
    figure.add(
        "black", ms(black["signage"]), "0 ms", mpv=ms(black["mpv"]), ok=black["signage"] == 0
    )
    figure.add(
        "frames of a wrong clip",
        str(wrong["signage"]),
        "0",
        mpv=str(wrong["mpv"]),
        ok=wrong["signage"] == 0,
    )
    figure.add("exactness of times (p99)", ms(blind["signage"]), mpv=ms(blind["mpv"]))
    return figure


def _judge(
    figure: Figure, kind: str, found: dict[str, list[Joint]], dues: dict[int, _joints.Due]
) -> None:
    ours, mpv = found["signage"], found.get("mpv", [])
    count = 12 if len(ours) < 100 else 200
    figure.add(
        f"{kind}: joints",
        str(len(ours)),
        f"at least {count}",
        mpv=str(len(mpv)),
        ok=len(ours) >= count,
    )
    gaps = {who: [joint.gap for joint in joints] for who, joints in found.items()}

    def line(share: float, wanted: str, most: float) -> None:
        value, theirs = percentile(gaps["signage"], share), percentile(gaps.get("mpv", []), share)
        name = {0.5: "p50", 0.95: "p95", 1.0: "largest"}[share]
        figure.add(
            f"{kind}: gap beyond a frame, {name}",
            ms(value),
            wanted,
            mpv=ms(theirs),
            ok=value <= most,
        )

    line(0.5, "below mpv's", percentile(gaps.get("mpv", []), 0.5))
    line(0.95, "at most 17 ms", 0.017)
    line(1.0, "at most 50 ms", 0.050)
    first = {who: sum(joint.first_frame != 0 for joint in joints) for who, joints in found.items()}
    last = {
        who: sum(joint.last_frame < dues[joint.before].frames - 2 for joint in joints)
        for who, joints in found.items()
    }
    figure.add(
        f"{kind}: first frames that are not 0",
        str(first["signage"]),
        "0",
        mpv=str(first.get("mpv", "")),
        ok=first["signage"] == 0,
    )
    figure.add(
        f"{kind}: last frames not within one of the last",
        str(last["signage"]),
        "0",
        mpv=str(last.get("mpv", "")),
        ok=last["signage"] == 0,
    )
    stutters: dict[str, Any] = {
        who: ms(percentile([joint.stutter for joint in joints], 0.95))
        for who, joints in found.items()
    }
    figure.add(
        f"{kind}: one of the first five frames stands too long, p95",
        stutters["signage"],
        mpv=stutters.get("mpv", ""),
    )
