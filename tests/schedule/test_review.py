from __future__ import annotations

from datetime import datetime

from signage.content.model import Calendar, Content, Playlist, Rule, Screen, Slide, WorkingHours
from signage.schedule import Timetable
from signage.schedule.review import review

NOW = datetime.fromisoformat("2026-10-01T20:00:00+07:00")
ALWAYS = Playlist(id="always")


def codes(*playlists: Playlist, calendar: Calendar | None = None) -> list[tuple[str, int, str]]:
    made = Content(playlists=(ALWAYS, *playlists), calendar=calendar or Calendar())
    return [(fault.file, fault.line, fault.code) for fault in review(made, NOW)]


def test_nothing_wrong() -> None:
    assert codes(Playlist(id="a", when=(Rule(from_="2026-12-01"),))) == []


def test_a_weekday_that_the_span_does_not_hold() -> None:
    rule = Rule(from_="2026-12-01", until="2026-12-02", days=(6,))  # Tuesday and Wednesday
    assert codes(Playlist(id="a", when=(rule,))) == [("playlists/a.yaml", 1, "playlist-never")]


def test_holidays_of_a_calendar_that_has_none() -> None:
    slide = Slide(title={"vi": "x"}, when=(Rule(holidays="only"),), line=7)
    found = codes(Playlist(id="a", items=(slide, Slide(title={"vi": "y"}))))
    assert found == [("playlists/a.yaml", 7, "item-never")]


def test_working_hours_at_night() -> None:
    calendar = Calendar(working_hours=(WorkingHours(days={0: ((450, 690),)}),))
    rule = Rule(working="only", hours=((1200, 1260),))
    assert codes(Playlist(id="a", when=(rule,)), calendar=calendar) == [
        ("playlists/a.yaml", 1, "playlist-never")
    ]


def test_what_is_over_is_a_warning() -> None:
    made = Content(playlists=(ALWAYS, Playlist(id="a", when=(Rule(until="2026-09-30"),))))
    (fault,) = review(made, NOW)
    assert (fault.code, fault.severity) == ("playlist-over", "warning")
    assert "hết hạn" in fault.message_vi


def test_an_emergency_whose_rules_together_are_longer_than_a_day() -> None:
    days = [Rule(from_=f"2026-10-0{day}", until=f"2026-10-0{day}") for day in (2, 4)]
    flood = Playlist(id="a", priority="emergency", when=tuple(days))
    assert codes(flood) == [("playlists/a.yaml", 1, "emergency-long")]
    assert codes(Playlist(id="a", priority="emergency", when=(days[0],))) == []
    week = Rule(from_="2026-10-02", until="2026-10-08")  # the loader tells of it, at its line
    assert codes(Playlist(id="a", priority="emergency", when=(week,))) == []


def test_what_is_on_standby_is_never_on_and_that_is_right() -> None:
    assert codes(Playlist(id="a", priority="emergency", standby=True)) == []
    alone = Content(playlists=(Playlist(id="a", standby=True), Playlist(id="b", standby=True)))
    assert Timetable(alone, None).playlists == ()
    named = Content(playlists=alone.playlists, screens=(Screen(id="s", playlists=("b",)),))
    assert Timetable(named, "s").at(NOW).playlists == ()


def test_hours_with_nothing_to_show_are_named_once() -> None:
    made = Content(
        playlists=(Playlist(id="a", when=(Rule(hours=((450, 1020),)),)),),
        screens=(Screen(id="s", on=((420, 1050),)), Screen(id="t", on=((480, 1020),))),
        has_screens=True,
    )
    (fault,) = review(made, NOW)
    assert (fault.file, fault.code, fault.severity) == (
        "playlists/screens.yaml",
        "screen-idle",
        "warning",
    )
    assert "mon-sun 07:00–07:30, mon-sun 17:00–17:30" in fault.message


def test_a_folder_of_emergencies_goes_beside_a_release_and_leaves_no_gap() -> None:
    hours = (Rule(until="2030-03-01T12:00"),)
    flood = Playlist(id="lu", priority="emergency", when=hours)
    assert review(Content(playlists=(flood,)), NOW) == ()
    beside = Playlist(id="a", when=(Rule(hours=((450, 1020),)),))
    (fault,) = review(Content(playlists=(beside, flood)), NOW)
    assert fault.code == "folder-idle"


def test_a_folder_without_screens_and_a_screen_without_playlists() -> None:
    night = Playlist(id="a", when=(Rule(hours=((360, 1320),)),))
    (fault,) = review(Content(playlists=(night,)), NOW)
    assert fault.code == "folder-idle"
    assert "22:00–06:00" in fault.message
    made = Content(playlists=(night,), screens=(Screen(id="s", playlists=()),), has_screens=True)
    assert [fault.code for fault in review(made, NOW)] == ["screen-empty"]
