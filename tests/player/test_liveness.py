"""When the player may say that it lives: by a clock that is made up."""

from __future__ import annotations

import pytest

from signage.config import PlayerLimits
from signage.player._liveness import Liveness

LIMITS = PlayerLimits(overdue=5, redraw=10, swap=2)


@pytest.fixture
def liveness() -> Liveness:
    return Liveness(LIMITS)


class TestDeadlines:
    @pytest.mark.parametrize(
        ("deadline", "well"), [(None, True), (101, True), (100, True), (95, True), (94.9, False)]
    )
    def test_one_may_be_late_by_the_margin(
        self, liveness: Liveness, deadline: float | None, well: bool
    ) -> None:
        assert (liveness.trouble(100, deadline) == "") is well

    def test_it_is_well_again_when_the_deadline_is_met(self, liveness: Liveness) -> None:
        assert "overdue by 5 s" in liveness.trouble(100, 90)
        assert liveness.trouble(102, 110) == ""


class TestRedraws:
    def test_one_every_ten_seconds(self, liveness: Liveness) -> None:
        asked = []
        for now in range(0, 60, 2):
            if liveness.wants_redraw(now, seen=True):
                asked.append(now)
                liveness.swapped()
            assert liveness.trouble(now, None) == ""
        assert asked == [0, 10, 20, 30, 40, 50]

    def test_one_that_is_not_swapped_is_trouble_until_it_is(self, liveness: Liveness) -> None:
        assert liveness.wants_redraw(0, seen=True)
        assert liveness.trouble(2, None) == ""
        assert liveness.trouble(2.1, None) == "a redraw was not swapped within 2 s"
        assert not liveness.wants_redraw(30, seen=True)  # one at a time
        assert liveness.trouble(30, None)
        liveness.swapped()
        assert liveness.trouble(30.1, None) == ""
        assert liveness.wants_redraw(31, seen=True)

    def test_nothing_is_asked_of_a_display_that_shows_nothing(self, liveness: Liveness) -> None:
        for now in range(0, 100_000, 1000):
            assert not liveness.wants_redraw(now, seen=False)
            assert liveness.trouble(now + 999, None) == ""

    def test_one_that_goes_while_a_swap_is_awaited(self, liveness: Liveness) -> None:
        assert liveness.wants_redraw(0, seen=True)
        assert not liveness.wants_redraw(4, seen=False)
        assert liveness.trouble(4, None) == ""
        assert liveness.wants_redraw(6, seen=True)  # back: asked at once
        assert liveness.trouble(9, None)
