"""Random contents around the days on which schedules go wrong."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from hypothesis import strategies as st

from signage.content.model import (
    Calendar,
    Content,
    Holiday,
    HourRange,
    Opening,
    Playlist,
    Rule,
    Slide,
    WorkingHours,
)

if TYPE_CHECKING:
    from collections.abc import Callable

TET = tuple(
    date.fromisoformat(day)
    for day in (
        "2026-02-17",
        "2027-02-06",
        "2028-01-26",
        "2029-02-13",
        "2030-02-02",
        "2031-01-23",
        "2032-02-11",
        "2033-01-31",
        "2034-02-19",
        "2035-02-08",
    )
)
ZONES = ("Asia/Ho_Chi_Minh", "Europe/Berlin", "America/New_York")
TURNS = (
    date(2026, 3, 29),
    date(2026, 10, 25),
    date(2027, 3, 28),
    date(2027, 10, 31),  # Berlin
    date(2026, 3, 8),
    date(2026, 11, 1),
    date(2028, 3, 12),
    date(2028, 11, 5),  # New York
    date(2028, 2, 29),
    date(2027, 2, 28),
    date(2032, 2, 29),
    date(2026, 12, 31),
    date(2028, 12, 31),
    date(2025, 7, 25),
    date(2028, 6, 23),
    date(2031, 4, 22),  # around leap months
    *TET,
)

days_near = st.builds(
    lambda day, shift: day + timedelta(days=shift), st.sampled_from(TURNS), st.integers(-2, 2)
)


def near(day: date) -> st.SearchStrategy[date]:
    return st.integers(-3, 3).map(lambda shift: day + timedelta(days=shift))


minutes = st.one_of(
    st.sampled_from([0, 60, 90, 120, 121, 150, 179, 180, 450, 690, 780, 1020, 1320, 1439]),
    st.integers(0, 1439),
)


@st.composite
def hours(draw: Callable[..., int]) -> tuple[HourRange, ...]:
    found = []
    for _ in range(draw(st.integers(1, 3))):
        start, end = draw(minutes), draw(st.one_of(minutes, st.just(1440)))
        if start != end:
            found.append((start, end))
    return tuple(found)


def stated(day: date, minute: int | None) -> str:
    if minute is None:
        return day.isoformat()
    return f"{day.isoformat()}T{minute // 60:02}:{minute % 60:02}:00"


@st.composite
def rules(draw: Callable[..., Any], day: date) -> Rule:
    every: Literal["year"] | None = None
    from_, until, is_lunar = None, None, False
    kind = draw(st.sampled_from(["plain", "plain", "dated", "dated", "solar", "lunar"]))
    maybe_minute = st.one_of(st.none(), minutes)
    if kind == "dated":
        edges = [draw(near(day)), draw(near(day))]
        first, last = sorted(edges, key=str)
        from_ = draw(st.one_of(st.none(), maybe_minute.map(lambda m: stated(first, m))))
        until = draw(st.one_of(st.none(), maybe_minute.map(lambda m: stated(last, m))))
    elif kind == "solar":
        every = "year"
        from_, until = (str(draw(near(day)))[5:] for _ in range(2))
    elif kind == "lunar":
        every, is_lunar = "year", True
        from_, until = (
            f"{draw(st.sampled_from([1, 2, 3, 4, 5, 6, 12])):02}-{draw(st.integers(1, 30)):02}"
            for _ in range(2)
        )
    return Rule(
        from_=from_,
        until=until,
        every=every,
        lunar=is_lunar,
        days=draw(st.sampled_from([(), (), (0, 1, 2, 3, 4), (5, 6), (day.weekday(),)])),
        hours=draw(st.one_of(st.just(()), hours())),
        holidays=draw(st.sampled_from([None, None, None, "skip", "only"])),
        working=draw(st.sampled_from([None, None, None, "skip", "only"])),
    )


@st.composite
def calendars(draw: Callable[..., Any], day: date) -> Calendar:
    week: dict[int, tuple[HourRange, ...]] = dict.fromkeys(range(5), ((450, 690), (780, 1020)))
    entries: list[WorkingHours] = draw(
        st.sampled_from(
            [
                [],
                [WorkingHours(days=week)],
                [
                    WorkingHours(days=week),
                    WorkingHours(
                        from_="12-15", until="02-20", days=dict.fromkeys(range(6), ((480, 720),))
                    ),
                ],
                [
                    WorkingHours(days=dict.fromkeys(range(7), ((1320, 120), (300, 600)))),
                    WorkingHours(
                        from_=day.isoformat(),
                        until=(day + timedelta(days=1)).isoformat(),
                        days=dict.fromkeys(range(7), ((420, 1440),)),
                    ),
                ],
            ]
        )
    )
    first: date = draw(near(day))
    holidays = draw(
        st.sampled_from(
            [(), (Holiday(from_=first.isoformat(), until=(first + timedelta(days=1)).isoformat()),)]
        )
    )
    opened: date = draw(near(day))
    openings = draw(
        st.sampled_from([(), (Opening(date=opened.isoformat(), hours=((450, 1020), (1380, 60))),)])
    )
    return Calendar(
        timezone=draw(st.sampled_from(ZONES)),
        working_hours=tuple(entries),
        holidays=holidays,
        open=openings,
    )


@st.composite
def contents(draw: Callable[..., Any], day: date) -> Content:
    playlists = []
    count: int = draw(st.integers(1, 5))
    for number in range(count):
        priority = draw(st.sampled_from(["normal", "normal", "normal", "priority", "emergency"]))
        when = draw(st.lists(rules(day), max_size=3))
        items = [
            Slide(title={"vi": "x"}, when=tuple(each))
            for each in draw(st.lists(st.lists(rules(day), max_size=1), max_size=2))
        ]
        playlists.append(
            Playlist(
                id=f"p{number}",
                priority=priority,
                when=tuple(when),
                items=tuple(items),
                standby=draw(st.sampled_from([False] * 7 + [True])),
            )
        )
    return Content(playlists=tuple(playlists), calendar=draw(calendars(day)))
