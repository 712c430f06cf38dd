from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from signage.schedule._walltime import WallClock, naive_wall

BERLIN = WallClock(ZoneInfo("Europe/Berlin"))
zones = st.sampled_from(
    [
        "Europe/Berlin",
        "America/New_York",
        "Asia/Ho_Chi_Minh",
        "Australia/Lord_Howe",
        "America/Havana",
        "Asia/Beirut",
        "Africa/Casablanca",
        "Pacific/Apia",
    ]
)
instants = st.datetimes(datetime(1995, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
shifts = st.integers(-4 * 3600_000_000, 4 * 3600_000_000)


def berlin(text: str) -> str:
    wall = naive_wall(datetime.fromisoformat(text))
    return BERLIN.told(BERLIN.instant(wall)).isoformat()


def test_a_time_left_out_is_the_end_of_the_gap() -> None:
    assert berlin("2026-03-29T02:30:00") == "2026-03-29T03:00:00+02:00"
    assert berlin("2026-03-29T02:00:00") == "2026-03-29T03:00:00+02:00"
    assert berlin("2026-03-29T03:01:00") == "2026-03-29T03:01:00+02:00"


def test_a_time_that_comes_twice_is_the_first() -> None:
    assert berlin("2026-10-25T02:30:00") == "2026-10-25T02:30:00+02:00"
    assert berlin("2026-10-25T03:00:00") == "2026-10-25T03:00:00+01:00"


@given(zones, instants, shifts)
def test_wall_and_instant_run_together(zone: str, instant: datetime, shift: int) -> None:
    clock = WallClock(ZoneInfo(zone))
    now = clock.micros(instant)
    other = clock.wall(now) + shift
    assert (clock.instant(other) <= now) == (other <= clock.wall(now))
