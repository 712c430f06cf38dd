"""What a screen shows while nobody knows the time, line by line as the field notes have it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signage.content.model import Content, Playlist, Rule, Screen, Slide
from signage.schedule import Decision, Timetable

from .strategies import contents, days_near

BOOT = datetime(1970, 1, 1, 0, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)
ALWAYS = Playlist(id="a")
WEEK = Rule(from_="2026-10-01", until="2026-10-07")


def at(
    *playlists: Playlist,
    now: datetime = BOOT,
    screen: Screen | None = None,
    arrivals: dict[str, datetime] | None = None,
    floor: datetime | None = None,
) -> Decision:
    content = Content(
        playlists=playlists, screens=(screen,) if screen else (), has_screens=screen is not None
    )
    table = Timetable(content, screen.id if screen else None)
    return table.at(now, trusted=False, arrivals=arrivals, floor=floor)


def emergency(name: str, *when: Rule) -> Playlist:
    return Playlist(id=name, priority="emergency", when=when)


class TestPlaylistsWithoutDates:
    def test_are_shown(self) -> None:
        assert at(ALWAYS).playlists == ("a",)

    def test_of_the_higher_class_alone(self) -> None:
        assert at(ALWAYS, Playlist(id="b", priority="priority")).playlists == ("b",)

    @pytest.mark.parametrize("rule", [Rule(days=(6,)), Rule(hours=((0, 1),)), Rule(working="only")])
    def test_hours_are_no_dates(self, rule: Rule) -> None:
        assert at(ALWAYS, Playlist(id="b", when=(rule,))).playlists == ("a", "b")

    def test_one_that_takes_the_screen_for_itself_waits_for_its_hour(self) -> None:
        alone = Playlist(id="b", priority="priority", when=(Rule(hours=((0, 1439),)),))
        assert at(ALWAYS, alone).playlists == ("a",)

    def test_on_standby_are_not(self) -> None:
        assert at(Playlist(id="s", standby=True), ALWAYS).playlists == ("a",)


class TestCampaigns:
    @pytest.mark.parametrize("now", ["1970-01-01", "2026-10-03", "2099-01-01"])
    @pytest.mark.parametrize(
        "rule",
        [
            WEEK,
            Rule(from_="1960-01-01"),
            Rule(until="2100-01-01T00:00:00"),
            Rule(every="year", from_="01-01", until="12-31"),
            Rule(every="year", lunar=True, from_="01-01", until="12-30"),
            Rule(from_="1960-01-01", hours=((0, 1440),)),
        ],
    )
    @pytest.mark.parametrize("priority", ["normal", "priority"])
    def test_neither_start_nor_end(self, rule: Rule, now: str, priority: str) -> None:
        campaign = Playlist(id="b", priority=priority, when=(rule,))  # type: ignore[arg-type]
        decision = at(ALWAYS, campaign, now=datetime.fromisoformat(f"{now}T00:00:00+07:00"))
        assert (decision.playlists, decision.until) == (("a",), None)

    def test_one_that_is_also_on_without_a_date(self) -> None:
        both = Playlist(id="b", when=(WEEK, Rule(days=(5, 6))))
        assert at(both).playlists == ("b",)

    def test_of_single_items(self) -> None:
        items = (Slide(when=(WEEK,)), Slide(when=(Rule(hours=((0, 1),)),)), Slide())
        decision = at(Playlist(id="a", items=items))
        assert decision.hidden == frozenset({("a", 0)})

    def test_a_playlist_of_nothing_but_campaigns_does_not_hold_the_screen(self) -> None:
        empty = Playlist(id="b", priority="priority", items=(Slide(when=(WEEK,)),))
        assert at(ALWAYS, empty).playlists == ("a",)


class TestEmergencies:
    def test_on_arrival_whatever_the_clock_says(self) -> None:
        for year in (1970, 2026, 2099):
            now = datetime(year, 6, 1, tzinfo=UTC)
            decision = at(ALWAYS, emergency("e", WEEK), now=now)
            assert (decision.playlists, decision.priority) == (("e",), "emergency")
            assert decision.until == now + 24 * HOUR

    def test_as_long_as_it_was_meant_to_last(self) -> None:
        short = Rule(from_="2026-10-01T10:00:00", until="2026-10-01T11:30:00")
        decision = at(ALWAYS, emergency("e", short), arrivals={"e": BOOT - HOUR})
        assert decision.until == BOOT + 0.5 * HOUR
        over = at(ALWAYS, emergency("e", short), arrivals={"e": BOOT - 1.5 * HOUR})
        assert over.playlists == ("a",)

    def test_two_end_one_after_the_other(self) -> None:
        short = Rule(from_="2026-10-01T10:00:00", until="2026-10-01T11:00:00")
        both = (ALWAYS, emergency("e", short), emergency("f", WEEK))
        arrivals = {"e": BOOT, "f": BOOT}
        first = at(*both, arrivals=arrivals)
        assert (first.playlists, first.until) == (("e", "f"), BOOT + HOUR)
        then = at(*both, now=BOOT + HOUR, arrivals=arrivals)
        assert (then.playlists, then.until) == (("f",), BOOT + 24 * HOUR)
        assert at(*both, now=BOOT + 24 * HOUR, arrivals=arrivals).playlists == ("a",)

    def test_that_a_later_release_outlived_is_over(self) -> None:
        floor = datetime.fromisoformat("2026-10-08T00:00:00+07:00")
        assert at(ALWAYS, emergency("e", WEEK), floor=floor).playlists == ("a",)
        assert at(ALWAYS, emergency("e", WEEK), floor=floor - HOUR).playlists == ("e",)


class TestTheScreen:
    def test_is_lit_and_told_why(self) -> None:
        decision = at(ALWAYS, screen=Screen(id="s", on=((0, 1),)), now=BOOT + 9 * HOUR)
        assert decision.lit
        assert decision.why.startswith("the clock is not trusted: ")

    def test_its_own_playlists(self) -> None:
        mine = Screen(id="s", playlists=("b",))
        assert at(ALWAYS, Playlist(id="b"), screen=mine).playlists == ("b",)


@settings(max_examples=20)
@given(
    days_near.flatmap(lambda day: st.tuples(st.just(day), contents(day))),
    st.timedeltas(timedelta(0), timedelta(hours=30)),
    st.timedeltas(timedelta(days=-20_000), timedelta(days=20_000)),
)
def test_only_elapsed_time_counts(
    case: tuple[date, Content], elapsed: timedelta, shift: timedelta
) -> None:
    day, content = case
    table = Timetable(content, None)
    arrived = datetime(day.year, day.month, day.day, tzinfo=UTC)

    def told(by: timedelta) -> tuple[object, ...]:
        arrivals = {each.id: arrived + by for each in content.playlists}
        now = arrived + by + elapsed
        found = table.at(now, trusted=False, arrivals=arrivals)
        lasts = None if found.until is None else found.until - now
        return found.playlists, found.priority, found.lit, found.hidden, lasts

    assert told(shift) == told(timedelta(0))
