from __future__ import annotations

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signage.config import NETWORK
from signage.sync._backoff import BackOff, Outage
from signage.sync._transport import Kind, TransportError


class TestBackOff:
    def test_doubles_up_to_a_minute(self) -> None:
        back = BackOff(chance=lambda: 1.0)
        assert [back.failed() for _ in range(8)] == [2, 4, 8, 16, 32, 60, 60, 60]

    def test_is_half_of_it_at_least(self) -> None:
        back = BackOff(chance=lambda: 0.0)
        assert [back.failed() for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]

    def test_begins_anew_after_a_success(self) -> None:
        back = BackOff(chance=lambda: 1.0)
        for _ in range(100_000):
            back.failed()
        back.poll()
        assert back.failed() == 2

    @pytest.mark.parametrize(("chance", "seconds"), [(0.0, 2.4), (0.5, 3.0), (1.0, 3.6)])
    def test_polls_every_three_seconds_give_or_take_a_fifth(
        self, chance: float, seconds: float
    ) -> None:
        assert BackOff(chance=lambda: chance).poll() == pytest.approx(seconds)

    def test_waits_for_as_long_as_the_server_asks(self) -> None:
        assert BackOff(chance=lambda: 0.0).failed(120) == 120
        assert BackOff(chance=lambda: 1.0).failed(120) == pytest.approx(144)

    @given(st.floats(), st.floats(0, 1, exclude_max=True), st.integers(0, 50))
    def test_always_comes_back(self, asked: float, chance: float, failures: int) -> None:
        back = BackOff(chance=lambda: chance)
        for _ in range(failures):
            back.failed()
        assert NETWORK.retry / 2 <= back.failed(asked) <= NETWORK.retry_after_most * 1.2


class TestOutage:
    def test_is_told_when_it_begins_and_when_it_is_over(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        clock = [0.0]
        outage = Outage(logging.getLogger("t"), "https://xa.vn/", lambda: clock[0])
        with caplog.at_level(logging.INFO):
            outage.over()
            for _ in range(1000):
                outage.failed(_error("refused"))
                clock[0] += 864.0
            outage.over()
            outage.over()
        assert [each.getMessage() for each in caplog.records] == [
            "refused!",
            "https://xa.vn/: answers again after 10 days",
        ]

    def test_another_kind_of_fault_is_told_once_too(self, caplog: pytest.LogCaptureFixture) -> None:
        outage = Outage(logging.getLogger("t"), "x", lambda: 0.0)
        with caplog.at_level(logging.INFO):
            for _ in range(50):
                outage.failed(_error("refused"))
                outage.failed(_error("name"))
            outage.over()
            outage.failed(_error("name"))
        assert [each.getMessage() for each in caplog.records] == [
            "refused!", "name!", "x: answers again after 0 s", "name!",
        ]  # fmt: skip


def _error(kind: Kind) -> TransportError:
    return TransportError(f"{kind}!", kind=kind)
