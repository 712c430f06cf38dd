from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
import pytest

from signage.content.model import Calendar, Content, Playlist, Rule, Screen, Slide
from signage.errors import ContentError
from signage.schedule import Decision, Timetable

HOUR = timedelta(hours=1)
NOW = datetime.fromisoformat("2026-10-01T20:00:00+07:00")


def playlist(name: str, *when: Rule, priority: str = "normal") -> Playlist:
    return msgspec.structs.replace(Playlist(id=name, when=when), priority=priority)


def content(*playlists: Playlist, screens: tuple[Screen, ...] | None = None) -> Content:
    return Content(
        playlists=playlists,
        screens=screens or (),
        has_screens=screens is not None,
        groups={"hall": ("b", "c")},
    )


def at(made: Content, text: str, screen: str | None = None) -> Decision:
    return Timetable(made, screen).at(datetime.fromisoformat(text))


class TestRules:
    def test_without_a_when_always_and_never_a_change(self) -> None:
        decision = at(content(playlist("a")), "2026-02-14T07:30:00+07:00")
        assert decision.playlists == ("a",)
        assert decision.priority == "normal"
        assert decision.until is None

    def test_a_date_includes_its_whole_day(self) -> None:
        made = content(playlist("a", Rule(from_="2026-02-14", until="2026-02-22")))
        assert at(made, "2026-02-14T00:00:00+07:00").playlists == ("a",)
        decision = at(made, "2026-02-22T23:59:59+07:00")
        assert decision.playlists == ("a",)
        assert decision.until == datetime.fromisoformat("2026-02-23T00:00:00+07:00")

    def test_hours_after_midnight_belong_to_the_day_before(self) -> None:
        made = content(
            playlist(
                "a", Rule(from_="2026-02-20", until="2026-02-20", days=(4,), hours=((1320, 360),))
            )
        )
        assert at(made, "2026-02-21T05:59:00+07:00").playlists == ("a",)
        assert at(made, "2026-02-20T05:59:00+07:00").playlists == ()

    def test_alternating_rules_that_change_nothing_are_no_boundary(self) -> None:
        made = content(playlist("a", Rule(hours=((0, 720),)), Rule(hours=((720, 1440),))))
        assert at(made, "2026-02-14T07:30:00+07:00").until is None

    def test_a_change_far_ahead_is_found(self) -> None:
        made = content(playlist("a", Rule(from_="2093-05-01T06:30:00")))
        until = at(made, "2026-02-14T07:30:00+07:00").until
        assert until == datetime.fromisoformat("2093-05-01T06:30:00+07:00")

    def test_the_ancestors_day_comes_by_the_lunar_calendar(self) -> None:
        made = content(playlist("a", Rule(from_="03-10", until="03-10", every="year", lunar=True)))
        found = at(made, "2026-01-01T00:00:00+07:00").until
        assert found == datetime.fromisoformat("2026-04-26T00:00:00+07:00")

    def test_a_playlist_without_an_item_to_show_does_not_hold_the_screen(self) -> None:
        evening = Slide(title={"vi": "x"}, when=(Rule(hours=((1080, 1200),)),))
        top = Playlist(id="top", priority="priority", items=(evening,))
        made = content(playlist("a"), top)
        assert at(made, "2026-02-14T07:30:00+07:00").playlists == ("a",)
        assert at(made, "2026-02-14T18:00:00+07:00").playlists == ("top",)

    def test_an_unknown_zone_is_the_contents_fault(self) -> None:
        with pytest.raises(ContentError, match="Asia/Son_Duong"):
            Timetable(Content(calendar=Calendar(timezone="Asia/Son_Duong")), None)


class TestEmergency:
    def test_it_hides_the_rest_and_ends_after_a_day(self) -> None:
        made = content(
            playlist("a"),
            playlist("b", priority="priority"),
            playlist(
                "flood", Rule(from_="2026-10-01T20:00:00", until="2026-10-09"), priority="emergency"
            ),
        )
        decision = Timetable(made, None).at(NOW)
        assert (decision.playlists, decision.priority) == (("flood",), "emergency")
        assert decision.until == NOW + 24 * HOUR
        assert Timetable(made, None).at(NOW + 24 * HOUR).playlists == ("b",)

    def test_from_its_arrival_where_that_is_later(self) -> None:
        made = content(
            playlist("flood", Rule(from_="2026-10-01", until="2026-10-09"), priority="emergency")
        )
        decision = Timetable(made, None).at(NOW, arrivals={"flood": NOW - HOUR})
        assert decision.until == NOW + 23 * HOUR
        without = Timetable(made, None).at(NOW)
        assert without.until == datetime.fromisoformat("2026-10-02T00:00:00+07:00")

    def test_without_from_it_counts_from_arrival_or_back_from_its_end(self) -> None:
        table = Timetable(
            content(playlist("flood", Rule(until="2026-10-03T20:00:00"), priority="emergency")),
            None,
        )
        assert table.at(NOW, arrivals={"flood": NOW}).until == NOW + 24 * HOUR
        assert table.at(NOW).playlists == ()
        assert table.at(NOW).until == NOW + 24 * HOUR
        assert table.at(NOW + 24 * HOUR).until == NOW + 48 * HOUR

    def test_two_take_turns(self) -> None:
        rule = Rule(from_="2026-10-01", until="2026-10-01")
        made = content(
            playlist("x", rule, priority="emergency"), playlist("y", rule, priority="emergency")
        )
        assert Timetable(made, None).at(NOW).playlists == ("x", "y")


class TestScreens:
    LISTS = tuple(playlist(name) for name in "dabc")

    def shown(self, screen: str | None, *screens: Screen) -> tuple[str, ...]:
        return Timetable(content(*self.LISTS, screens=screens or None), screen).playlists

    def test_without_screens_every_playlist_by_id(self) -> None:
        assert self.shown("s") == ("a", "b", "c", "d")
        assert Timetable(content(*self.LISTS), "s").named

    def test_its_own_in_order_then_those_of_its_groups(self) -> None:
        screen = Screen(id="s", playlists=("d", "b", "none"), groups=("hall",))
        assert self.shown("s", screen) == ("d", "b", "c")
        assert self.shown("s", Screen(id="s")) == ("a", "b", "c", "d")

    def test_one_that_nobody_named_plays_what_is_common(self) -> None:
        screens = (Screen(id="s", playlists=("c", "b", "a")), Screen(id="t", playlists=("a", "c")))
        assert self.shown("u", *screens) == ("c", "a", "d")
        decision = at(content(*self.LISTS, screens=screens), "2026-01-01T00:00:00+07:00", "u")
        assert "no screen 'u' in screens.yaml" in decision.why

    def test_an_emergency_that_nobody_claims_is_for_every_screen(self) -> None:
        made = content(
            *self.LISTS,
            playlist("x", priority="emergency"),
            screens=(Screen(id="s", playlists=("a",)),),
        )
        assert Timetable(made, "s").playlists == ("a", "x")

    def test_its_hours(self) -> None:
        made = content(playlist("a"), screens=(Screen(id="s", on=((420, 1050),)),))
        decision = at(made, "2026-01-01T06:00:00+07:00", "s")
        assert not decision.lit
        assert decision.until == datetime.fromisoformat("2026-01-01T07:00:00+07:00")
        assert at(made, "2026-01-01T07:00:00+07:00", "s").lit
