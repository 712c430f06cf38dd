from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signage.schedule import Decision, Timetable

from .oracle import Oracle, minute_of
from .strategies import contents, days_near

if TYPE_CHECKING:
    import random

    from signage.content.model import Content

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)

quick = settings(max_examples=40)
thorough = settings(max_examples=1500)

cases = days_near.flatmap(lambda day: st.tuples(st.just(day), contents(day)))


def span(content: Content, day: date, days: int) -> tuple[datetime, datetime]:
    zone = ZoneInfo(content.calendar.timezone)
    start = datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
    return start, start + timedelta(days=days)


def told(decision: Decision) -> tuple[object, ...]:
    return decision.playlists, decision.priority, decision.lit, decision.hidden


def against_oracle(day: date, content: Content) -> None:
    timetable = Timetable(content, None)
    start, end = span(content, day, 2)
    oracle = Oracle(content, [each.id for each in content.playlists], day, day + timedelta(days=2))
    segments = iter(timetable.agenda(start, end))
    segment = next(segments)
    instant = start
    while instant < end:
        if instant >= segment.end:
            segment = next(segments)
        assert (segment.priority, segment.playlists) == oracle.at(minute_of(instant)), instant
        instant += MINUTE
    assert next(segments, None) is None
    for hour in range(0, 48, 5):
        instant = start + hour * HOUR
        decision = timetable.at(instant)
        for playlist in content.playlists:
            for index, item in enumerate(playlist.items):
                on = oracle.any_holds(item.when, minute_of(instant))
                assert decision.shows(playlist.id, index) == (
                    on and playlist.id in decision.playlists
                )


def steps_agree(day: date, content: Content, dice: random.Random) -> None:
    timetable = Timetable(content, None)
    start, end = span(content, day, 3)
    segments = timetable.agenda(start, end)
    assert segments[0].start == start
    assert segments[-1].end == end
    for before, after in itertools.pairwise(segments):
        assert before.end == after.start
        assert (before.playlists, before.priority) != (after.playlists, after.priority)
    assert all(segment.start < segment.end for segment in segments)
    instant = start
    while instant < end:
        decision = timetable.at(instant)
        segment = next(s for s in segments if s.start <= instant < s.end)
        assert (decision.playlists, decision.priority) == (segment.playlists, segment.priority)
        until = decision.until
        if until is None:
            until = end + timedelta(days=30)
        else:
            assert until > instant
            if until - instant < timedelta(days=399):
                assert told(timetable.at(until)) != told(decision)
                assert told(timetable.at(until - timedelta(microseconds=1))) == told(decision)
        for _ in range(4):
            between = instant + (until - instant) * (dice.randrange(1000) / 1000)
            assert told(timetable.at(between)) == told(decision), between
        instant = until


@quick
@given(cases)
def test_agrees_with_the_oracle_minute_by_minute(case: tuple[date, Content]) -> None:
    against_oracle(*case)


@quick
@given(cases, st.randoms(use_true_random=False))
def test_boundaries_are_where_the_decision_changes(
    case: tuple[date, Content],
    dice: random.Random,
) -> None:
    steps_agree(*case, dice)


@pytest.mark.long
@thorough
@given(cases)
def test_agrees_with_the_oracle_at_length(case: tuple[date, Content]) -> None:
    against_oracle(*case)


@pytest.mark.long
@thorough
@given(cases, st.randoms(use_true_random=False))
def test_boundaries_at_length(case: tuple[date, Content], dice: random.Random) -> None:
    steps_agree(*case, dice)


@settings(max_examples=25)
@given(cases, st.randoms(use_true_random=False))
def test_the_order_of_rules_and_of_asking_does_not_matter(
    case: tuple[date, Content],
    dice: random.Random,
) -> None:
    day, content = case
    shuffled = msgspec.structs.replace(
        content,
        playlists=tuple(
            msgspec.structs.replace(
                playlist, when=tuple(dice.sample(playlist.when, len(playlist.when)))
            )
            for playlist in dice.sample(content.playlists, len(content.playlists))
        ),
    )
    start, end = span(content, day, 3)
    one, other = Timetable(content, None), Timetable(shuffled, None)
    assert one.agenda(start, end) == other.agenda(start, end)
    instants = [start + HOUR * n for n in range(0, 72, 7)]
    forward = [one.at(instant) for instant in instants]
    assert [one.at(instant) for instant in reversed(instants)] == forward[::-1]
    assert [Timetable(shuffled, None).at(instant) for instant in instants] == forward
