"""From what was shown to joints, dropped frames and their figures. Pure.

A *run* is a stretch of one picture or clip. A *joint* lies between two runs. Its gap is the time
from the last change of the screen before it until the first picture after it, less the time that
last picture was due to stand: one frame period for a clip, its duration for a still.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ._log import Shown

__all__ = ["Due", "Joint", "Run", "dropped", "gaps", "joints", "percentile", "runs", "wrong_frames"]


@dataclass(frozen=True)
class Due:
    """What a coded medium should do: its number of frames, and the seconds its last one stands."""

    frames: int
    last: float

    @property
    def is_still(self) -> bool:
        """A picture, not a clip."""
        return self.frames == 1


@dataclass
class Run:
    """One medium on screen: the frames seen and when each came; `dark` seconds of black after."""

    clip: int
    frames: list[int] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    dark: float = 0.0
    unread: float = 0.0
    """Seconds of neither code nor black after it (a fade, the desktop)."""


@dataclass(frozen=True)
class Joint:
    """From one medium to the next; times in seconds."""

    before: int
    after: int
    at: float
    last_frame: int
    first_frame: int
    gap: float
    dark: float
    unread: float
    stutter: float
    """The longest that one of the first five frames stood beyond a frame period."""


def runs(states: Sequence[Shown]) -> list[Run]:
    """Stretches of one medium; a clip that starts again from an earlier frame is a new one."""
    result: list[Run] = []
    for state in states:
        if state.seen.kind == "code":
            clip, frame = state.seen.clip, state.seen.frame
            if not result or result[-1].clip != clip or frame < result[-1].frames[-1]:
                result.append(Run(clip))
            run = result[-1]
            if not run.frames or frame != run.frames[-1]:
                run.frames.append(frame)
                run.times.append(state.start)
        elif result and state.seen.kind == "black":
            result[-1].dark += state.seconds
        elif result:
            result[-1].unread += state.seconds
    return result


def joints(all_runs: Sequence[Run], due: Mapping[int, Due], period: float) -> list[Joint]:
    """Every joint between two runs that were seen whole; the run before the first joint is not.

    `period` is the seconds a frame of a clip stands.
    """
    found = []
    for before, after in pairwise(all_runs[1:]):
        starts = after.times[:6]
        stands = [later - sooner for sooner, later in pairwise(starts)]
        stutter = 0.0 if due[after.clip].is_still or not stands else max(stands) - period
        found.append(
            Joint(
                before.clip,
                after.clip,
                after.times[0],
                before.frames[-1],
                after.frames[0],
                after.times[0] - before.times[-1] - due[before.clip].last,
                before.dark,
                before.unread,
                max(0.0, stutter),
            )
        )
    return found


def gaps(all_joints: Sequence[Joint], due: Mapping[int, Due], kind: str) -> list[Joint]:
    """Joints of one kind: `clip-clip`, `still-clip`, `clip-still` or `still-still`."""

    def name(clip: int) -> str:
        return "still" if due[clip].is_still else "clip"

    return [joint for joint in all_joints if f"{name(joint.before)}-{name(joint.after)}" == kind]


def wrong_frames(all_runs: Sequence[Run], order: Sequence[int]) -> int:
    """Frames of media that were not the next of the endless `order`."""
    wrong, at = 0, None
    for run in all_runs:
        if at is None:
            at = order.index(run.clip)
        elif run.clip == order[(at + 1) % len(order)]:
            at = (at + 1) % len(order)
        else:
            wrong += len(run.frames)
    return wrong


def dropped(all_runs: Sequence[Run], due: Mapping[int, Due]) -> tuple[int, int]:
    """Frames that were never seen, of how many, over the clips that were seen whole."""
    missed = total = 0
    for run in all_runs[1:-1]:
        frames = due[run.clip].frames
        if frames > 1:
            total += frames
            missed += frames - len(set(run.frames) & set(range(frames)))
    return missed, total


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` (0 to 1) of all do not exceed; NaN of nothing."""
    if not values:
        return math.nan
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
