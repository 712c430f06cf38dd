from __future__ import annotations

from datetime import date, timedelta

import pytest

from signage.schedule import lunar_date

from .oracle import lunar, lunar_year
from .strategies import TET


@pytest.mark.parametrize("day", TET, ids=str)
def test_tet(day: date) -> None:
    found = lunar_date(day)
    eve = lunar_date(day - timedelta(days=1))
    assert found is not None
    assert eve is not None
    assert (found.month, found.day, found.year, found.leap) == (1, 1, day.year, False)
    assert (eve.month, eve.year, eve.last) == (12, day.year - 1, True)


def test_every_day_of_the_published_calendar() -> None:
    day = lunar_year(2020)[0][0]
    while day < date(2053, 12, 31):
        month, leap, number, length = lunar(day)
        found = lunar_date(day)
        assert found is not None
        assert (found.month, found.leap, found.day) == (month, leap, number), day
        assert found.last == (number == length), day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "month"),
    [
        # in 2031 the new moon is at 23:57 in Vietnam, and a day later in China
        ("2025-07-25", 6),
        ("2028-06-23", 5),
        ("2031-04-21", 3),
        ("2033-12-22", 11),
    ],
)
def test_leap_months_begin(day: str, month: int) -> None:
    found = lunar_date(date.fromisoformat(day))
    assert found is not None
    assert (found.month, found.leap, found.day) == (month, True, 1)


def test_outside_the_reckoning() -> None:
    assert lunar_date(date(1967, 12, 31)) is None
    assert lunar_date(date(2100, 1, 1)) is None
