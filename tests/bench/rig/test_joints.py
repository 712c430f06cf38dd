from __future__ import annotations

import math

import pytest

from ._joints import Due, dropped, gaps, joints, percentile, runs, wrong_frames
from ._log import Shown
from ._strip import Seen

PERIOD = 1 / 30
Part = tuple[int | str, int, float]
DUE = {1: Due(4, PERIOD), 2: Due(4, PERIOD), 3: Due(4, PERIOD), 21: Due(1, 2.0)}


def film(*parts: Part) -> list[Shown]:
    """Parts are (clip, frame, seconds), or ("black", 0, seconds)."""
    states, at = [], 100.0
    for clip, frame, seconds in parts:
        seen = Seen("code", clip, frame) if isinstance(clip, int) else Seen("black")
        states.append(Shown(at, at + seconds, seen))
        at += seconds
    return states


def whole(clip: int, last: float = PERIOD) -> list[Part]:
    parts: list[Part] = [(clip, frame, PERIOD) for frame in range(3)]
    return [*parts, (clip, 3, last)]


class TestJoints:
    def test_a_perfect_joint_has_no_gap(self) -> None:
        [joint] = joints(runs(film(*whole(1), *whole(2), *whole(3))), DUE, PERIOD)
        assert joint.gap == pytest.approx(0, abs=1e-9)
        assert (joint.before, joint.after, joint.last_frame, joint.first_frame) == (2, 3, 3, 0)
        assert joint.dark == 0

    def test_a_late_one_has_what_it_is_late(self) -> None:
        [joint] = joints(runs(film(*whole(1), *whole(2, PERIOD + 0.05), *whole(3))), DUE, PERIOD)
        assert joint.gap == pytest.approx(0.05)

    def test_black_between_is_told_and_is_part_of_the_gap(self) -> None:
        states = film(*whole(1), *whole(2), ("black", 0, 0.02), *whole(3))
        [joint] = joints(runs(states), DUE, PERIOD)
        assert joint.dark == pytest.approx(0.02)
        assert joint.gap == pytest.approx(0.02)

    def test_a_still_is_due_to_stand_its_duration(self) -> None:
        states = film(*whole(1), (21, 0, 2.013), *whole(2), *whole(3))
        first, second = joints(runs(states), DUE, PERIOD)
        assert first.gap == pytest.approx(0.013)
        assert gaps([first, second], DUE, "still-clip") == [first]
        assert gaps([first, second], DUE, "clip-clip") == [second]

    def test_a_first_frame_that_stands_too_long_is_a_stutter(self) -> None:
        states = film(
            *whole(1), *whole(2), (3, 0, PERIOD + 0.1), (3, 1, PERIOD), (3, 2, PERIOD), *whole(1)
        )
        joint = joints(runs(states), DUE, PERIOD)[0]
        assert joint.stutter == pytest.approx(0.1)

    def test_a_clip_after_itself_is_a_joint(self) -> None:
        assert len(joints(runs(film(*whole(1) * 4)), DUE, PERIOD)) == 2


class TestWrong:
    def test_the_right_order_has_none(self) -> None:
        assert wrong_frames(runs(film(*whole(2), *whole(3), *whole(1), *whole(2))), [1, 2, 3]) == 0

    def test_a_flash_of_the_clip_before_is_counted(self) -> None:
        states = film(*whole(1), (2, 0, PERIOD), (1, 3, PERIOD), *whole(2), *whole(3))
        assert wrong_frames(runs(states), [1, 2, 3]) == 1 + 4  # the flash, and 2 a second time

    def test_a_clip_left_out_is_counted(self) -> None:
        assert wrong_frames(runs(film(*whole(1), *whole(3))), [1, 2, 3]) == 4


def test_dropped_counts_frames_never_seen_of_whole_clips() -> None:
    states = film(*whole(1), (2, 0, PERIOD), (2, 3, PERIOD), *whole(3), *whole(1))
    assert dropped(runs(states), DUE) == (2, 8)


class TestPercentile:
    def test_of_a_hundred(self) -> None:
        values = [float(value) for value in range(100, 0, -1)]
        assert [percentile(values, share) for share in (0.5, 0.95, 1.0)] == [50, 95, 100]

    def test_of_nothing(self) -> None:
        assert math.isnan(percentile([], 0.5))
