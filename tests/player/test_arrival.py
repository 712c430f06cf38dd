from __future__ import annotations

from datetime import UTC, datetime, timedelta

from signage.player._arrival import Moment, came, instants
from signage.store import Arrival

NOON = datetime(2026, 2, 14, 12, tzinfo=UTC)


def moment(
    now: datetime = NOON, *, trusted: bool = True, boot: str = "b", uptime: float = 5000.0
) -> Moment:
    return Moment(now=now, trusted=trusted, boot=boot, uptime=uptime)


def arrival(at: datetime, *, trusted: bool = True, boot: str = "b", uptime: float) -> Arrival:
    return Arrival(at=at.isoformat(), trusted=trusted, boot=boot, uptime=uptime)


def test_within_a_boot_the_time_that_passed_counts_and_no_clock() -> None:
    was = arrival(NOON - timedelta(days=900), uptime=4400.0)
    for now in (NOON, NOON + timedelta(days=3)):
        assert came(was, moment(now)) == now - timedelta(minutes=10)


def test_in_another_boot_the_wall_counts() -> None:
    was = arrival(NOON - timedelta(hours=7), boot="a", uptime=4999.0)
    assert came(was, moment()) == NOON - timedelta(hours=7)


def test_a_wall_that_is_wrong_now_puts_it_no_later_than_this_boot() -> None:
    was = arrival(NOON, boot="a", uptime=1.0)
    lost = NOON - timedelta(days=20)
    assert came(was, moment(lost, trusted=False)) == lost - timedelta(seconds=5000)
    earlier = arrival(lost - timedelta(hours=5), boot="a", uptime=1.0)
    assert came(earlier, moment(lost, trusted=False)) == lost - timedelta(hours=5)


def test_a_wall_that_was_wrong_then_means_nothing_now() -> None:
    was = arrival(NOON - timedelta(days=20), trusted=False, boot="a", uptime=1.0)
    assert came(was, moment(), trusted=False) == NOON - timedelta(seconds=5000)


def test_what_cannot_be_read_counts_from_this_boot() -> None:
    for at in ("", "yesterday", "2026-02-14T12:00:00"):
        was = Arrival(at=at, trusted=True, boot="", uptime=0.0)
        assert came(was, moment(boot="")) == NOON - timedelta(seconds=5000)


def test_an_instant_stays_while_the_clocks_only_drift() -> None:
    was = {"lu": arrival(NOON, uptime=4000.0)}
    first = instants(was, moment(), {})
    later = moment(NOON + timedelta(seconds=30.4), uptime=5030.0)
    assert instants(was, later, first) == first
    set_back = moment(NOON - timedelta(hours=3), uptime=5030.0)
    assert instants(was, set_back, first) == {"lu": set_back.now - timedelta(seconds=1030)}
