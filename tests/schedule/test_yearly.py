"""The days on which yearly rules may change are all told, whatever the calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from signage.content.model import Content, Playlist, Rule
from signage.schedule import Timetable
from signage.schedule._yearly import Recurrence

month_days = st.one_of(
    st.builds(lambda month, day: f"{month:02}-{day:02}", st.integers(1, 12), st.integers(1, 30)),
    st.sampled_from(["01-01", "02-28", "02-29", "12-31", "12-30", "01-31"]),
)


def judged(recurrence: Recurrence, first: date, days: int) -> None:
    """Every day on which others hold is one that `after` gives, and it never stands still."""
    ordinal = told = first.toordinal()
    for day in range(ordinal, ordinal + days):
        if day > told:
            told = recurrence.after(day - 1)
        if recurrence.outside(day) != recurrence.outside(day - 1) and day > ordinal:
            assert told == day, date.fromordinal(day)
        assert recurrence.after(day) > day


@settings(max_examples=30)
@example(spans=[("01-01", "11-21")], lunar=True, year=2098)  # lunar reckoning ends within a month
@given(
    st.lists(st.tuples(month_days, month_days), min_size=1, max_size=4),
    st.booleans(),
    st.sampled_from([1966, 1999, 2023, 2027, 2032, 2098]),
)
def test_none_is_overlooked(spans: list[tuple[str, str]], lunar: bool, year: int) -> None:
    lunar_spans = [
        tuple(f"{each[:3]}{min(int(each[3:]), 30):02}" for each in span) for span in spans
    ]
    chosen = lunar_spans if lunar else spans
    recurrence = Recurrence(
        ((number, span[0], span[1]) for number, span in enumerate(chosen)), lunar=lunar
    )
    judged(recurrence, date(year, 11, 1), 500)


def test_no_more_than_a_few_a_year() -> None:
    tet = Recurrence([(0, "12-23", "01-10")], lunar=True)
    days, day = [], date(2026, 1, 15).toordinal()
    while day < date(2027, 12, 31).toordinal():
        day = tet.after(day)
        days.append(date.fromordinal(day))
    assert set(days) >= {
        date(2026, 2, 10), date(2026, 2, 27), date(2027, 1, 30), date(2027, 2, 16),
    }  # fmt: skip
    assert len(days) < 12


@pytest.mark.parametrize(
    ("year", "tet"),
    [
        (2026, "02-17"), (2027, "02-06"), (2028, "01-26"), (2029, "02-13"), (2030, "02-02"),
        (2031, "01-23"), (2032, "02-11"), (2033, "01-31"), (2034, "02-19"), (2035, "02-08"),
    ],
)  # fmt: skip
def test_a_greeting_for_tet_is_found_from_the_autumn_before(year: int, tet: str) -> None:
    rule = Rule(every="year", lunar=True, from_="01-01", until="01-03")
    table = Timetable(Content(playlists=(Playlist(id="tet", when=(rule,)),)), None)
    day = datetime.fromisoformat(f"{year}-{tet}T00:00:00+07:00")
    assert table.at(day - timedelta(days=120)).until == day
    assert table.at(day).until == day + timedelta(days=3)
    (one,) = [
        each for each in table.agenda(day - timedelta(9), day + timedelta(9)) if each.playlists
    ]
    assert (one.start, one.end) == (day, day + timedelta(days=3))
