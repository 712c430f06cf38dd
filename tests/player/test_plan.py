from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import msgspec

from signage.content.model import Image, Rule, Screen, Slide, TextLine
from signage.player._arrival import Moment
from signage.player._plan import Plan, Side, plan
from signage.schedule import Timetable
from signage.store import Cut
from tests.player._lobby import Shelf, active, playlist

if TYPE_CHECKING:
    from signage.store import Activation

NOON = datetime(2026, 2, 14, 12, tzinfo=timezone(timedelta(hours=7)))
NOW = Moment(now=NOON, trusted=True, boot="this", uptime=1000.0)
LOBBY = playlist("sanh", Image(path="1.jpg"), ticker=(TextLine(text={"vi": "Chào"}),))
MORNING = Rule(hours=((450, 690),))
TODAY = Rule(until="2026-02-14")
FLOOD = playlist(
    "lu", Image(path="lu.jpg"), priority="emergency", when=(TODAY,),
    ticker=(TextLine(text={"vi": "Lũ về"}),),
)  # fmt: skip
SHELTER = playlist("so-tan", Slide(title={"vi": "Sơ tán"}), priority="emergency", standby=True)


def side(
    activation: Activation, screen: str = "", arrivals: dict[str, datetime] | None = None
) -> Side:
    return Side(activation, Timetable(activation.manifest.content, screen), arrivals or {})


def planned(*playlists: object, screen: str = "", **rest: object) -> Plan:
    return plan(side(active(*playlists, **rest), screen), None, None, NOW, Shelf())  # type: ignore[arg-type]


def labels(made: Plan) -> list[str]:
    return [shot.label for shot in made.shots]


class TestTheRelease:
    def test_nothing_in_the_store(self) -> None:
        assert plan(None, None, None, NOW, Shelf()) == Plan(trusted=True)

    def test_what_is_on(self) -> None:
        made = planned(LOBBY)
        assert "folder-1" in made.why
        assert labels(made) == ["1.jpg"]
        assert made.laps == (("Chào",),)
        assert not made.cuts_in

    def test_what_is_off_now_is_neither_shown_nor_told(self) -> None:
        early = (TextLine(text={"vi": "Sáng"}),)
        made = planned(LOBBY, playlist("s", Image(path="2.jpg"), when=(MORNING,), ticker=early))
        assert labels(made) == ["1.jpg"]
        assert made.laps == (("Chào",),)
        assert made.until is not None

    def test_an_item_with_rules_of_its_own(self) -> None:
        made = planned(playlist("a", Image(path="1.jpg", when=(MORNING,)), Image(path="2.jpg")))
        assert labels(made) == ["2.jpg"]

    def test_an_emergency_is_alone_and_cuts_in(self) -> None:
        made = planned(LOBBY, FLOOD)
        assert made.alarm == "lu"
        assert made.cuts_in
        assert labels(made) == ["lu.jpg"]
        assert made.laps == (("Lũ về",),)

    def test_two_emergencies_take_turns(self) -> None:
        fire = playlist("chay", Image(path="chay.jpg"), priority="emergency", when=(TODAY,))
        made = planned(LOBBY, FLOOD, fire)
        assert labels(made) == ["chay.jpg", "lu.jpg"]
        assert made.alarm == "chay lu"

    def test_only_what_this_screen_plays(self) -> None:
        screens = (
            Screen(id="a", playlists=("sanh",)),
            Screen(id="b", name="Tầng hai", playlists=("hai",), rotate=90),
        )
        made = planned(LOBBY, playlist("hai", Image(path="2.jpg")), screen="b", screens=screens)
        assert labels(made) == ["2.jpg"]
        assert made.screen == screens[1]
        assert made.named

    def test_a_screen_that_nobody_named_plays_what_is_common(self) -> None:
        screens = (
            Screen(id="a", playlists=("sanh", "hai")),
            Screen(id="b", playlists=("sanh",)),
        )
        made = planned(LOBBY, playlist("hai", Image(path="2.jpg")), screen="c", screens=screens)
        assert labels(made) == ["1.jpg"]
        assert not made.named
        assert made.screen is None

    def test_outside_its_hours_it_is_dark_and_says_nothing(self) -> None:
        screens = (Screen(id="a", on=((450, 690),)),)
        made = planned(LOBBY, screen="a", screens=screens)
        assert made.dark
        assert made.cuts_in
        assert (made.shots, made.laps) == ((), ())

    def test_an_emergency_lights_it_at_any_hour(self) -> None:
        screens = (Screen(id="a", on=((450, 690),)),)
        made = planned(LOBBY, FLOOD, screen="a", screens=screens)
        assert not made.dark
        assert labels(made) == labels(planned(LOBBY, FLOOD))
        assert "dark" not in made.why

    def test_a_cut_by_the_centre_does_not(self) -> None:
        content = active(LOBBY, screens=(Screen(id="a", on=((450, 690),)),))
        empty = active(msgspec.structs.replace(FLOOD, items=()))
        assert plan(side(content, "a"), side(empty, "a"), None, NOW, Shelf()).dark

    def test_what_the_store_lost_is_left_out_and_told(self) -> None:
        both = playlist("a", Image(path="1.jpg"), Image(path="2.jpg"), Image(path="1.jpg"))
        made = plan(side(active(both)), None, None, NOW, Shelf("1.jpg"))
        assert labels(made) == ["2.jpg"]
        assert [fault.split()[0] for fault in made.faults] == ["1.jpg"]


class TestAhead:
    """The first item of what may cut in is known beforehand."""

    def soon(self, minutes: int) -> Rule:
        begin = NOON.replace(tzinfo=None) + timedelta(minutes=minutes)
        return Rule(from_=begin.isoformat(), until="2026-02-15")

    def test_an_emergency_within_the_hour(self) -> None:
        first = Image(path="0.jpg", when=(MORNING,))
        lu = playlist(
            "lu", first, Image(path="lu.jpg"), priority="emergency", when=(self.soon(40),)
        )
        before = planned(LOBBY, lu)
        assert before.standby is not None
        assert before.standby.label == "lu.jpg"  # the other one is off then
        content = active(LOBBY, lu)
        later = Moment(now=NOON + timedelta(minutes=41), trusted=True, boot="this", uptime=3500.0)
        after = plan(side(content), None, None, later, Shelf())
        assert after.shots[0] == before.standby
        assert after.standby is None

    def test_not_one_that_is_hours_away(self) -> None:
        lu = playlist("lu", Image(path="lu.jpg"), priority="emergency", when=(self.soon(90),))
        assert planned(LOBBY, lu).standby is None

    def test_in_the_dark_too(self) -> None:
        lu = playlist("lu", Image(path="lu.jpg"), priority="emergency", when=(self.soon(40),))
        screens = (Screen(id="a", on=((450, 690),)),)
        made = planned(LOBBY, lu, screen="a", screens=screens)
        assert made.dark
        assert made.standby is not None

    def test_else_what_may_be_armed(self) -> None:
        found = planned(LOBBY, SHELTER)
        assert found.standby is not None
        assert found.standby.label == "Sơ tán"
        assert labels(found) == ["1.jpg"]
        both = planned(LOBBY, SHELTER, playlist("lu", Image(path="lu.jpg"), priority="emergency",
                                                when=(self.soon(40),)))  # fmt: skip
        assert both.standby is not None
        assert both.standby.label == "lu.jpg"


class TestTheCentresEmergency:
    def test_it_goes_before_the_release(self) -> None:
        made = plan(side(active(LOBBY)), side(active(FLOOD)), None, NOW, Shelf())
        assert labels(made) == ["lu.jpg"]
        assert made.laps == (("Lũ về",),)
        assert made.alarm == "lu"

    def test_it_takes_turns_with_one_of_the_release(self) -> None:
        made = plan(side(active(LOBBY, FLOOD)), side(active(FLOOD)), None, NOW, Shelf())
        assert labels(made) == ["lu.jpg", "lu.jpg"]
        assert len({shot.key for shot in made.shots}) == 2
        assert made.laps == (("Lũ về",),)

    def test_what_is_not_urgent_in_it_is_never_shown(self) -> None:
        made = plan(side(active(LOBBY)), side(active(playlist("x", Image(path="x.jpg")))), None,
                    NOW, Shelf())  # fmt: skip
        assert labels(made) == ["1.jpg"]

    def test_before_its_window_its_first_item_is_known(self) -> None:
        soon = Rule(from_="2026-02-14T12:20:00", until="2026-02-14")
        coming = playlist("lu", Image(path="lu.jpg"), priority="emergency", when=(soon,))
        made = plan(side(active(LOBBY)), side(active(coming)), None, NOW, Shelf())
        assert labels(made) == ["1.jpg"]
        assert made.standby is not None
        assert made.standby.label == "lu.jpg"
        assert made.until == NOON + timedelta(minutes=20)

    def test_one_without_items_is_the_emblem(self) -> None:
        stop = playlist("dung", priority="emergency", when=(TODAY,))
        made = plan(side(active(LOBBY, FLOOD)), side(active(stop)), None, NOW, Shelf())
        assert (made.shots, made.laps) == ((), ())
        assert made.cuts_in
        assert "cut by the centre" in made.why
        after = Moment(now=NOON + timedelta(days=1), trusted=True, boot="this", uptime=90_000.0)
        assert labels(plan(side(active(LOBBY)), side(active(stop)), None, after, Shelf())) == [
            "1.jpg"
        ]

    def test_without_a_release(self) -> None:
        made = plan(None, side(active(FLOOD)), None, NOW, Shelf())
        assert labels(made) == ["lu.jpg"]


class TestTheCut:
    CUT = Cut(at=NOON.isoformat(), boot="this", uptime=900.0)
    ARMED = Cut(show="so-tan", at=NOON.isoformat(), boot="this", uptime=900.0)

    def test_the_emblem_whatever_else_is_on(self) -> None:
        made = plan(side(active(LOBBY, FLOOD)), side(active(FLOOD)), self.CUT, NOW, Shelf())
        assert (made.shots, made.laps, made.cut) == ((), (), "")
        assert made.cuts_in
        assert made.alarm == "cut"

    def test_with_nothing_in_the_store(self) -> None:
        assert plan(None, None, self.CUT, NOW, Shelf()).cut == ""

    def test_one_that_cannot_be_read_is_one(self) -> None:
        assert plan(side(active(LOBBY)), None, Cut(), NOW, Shelf()).shots == ()

    def test_what_was_armed_by_name(self) -> None:
        made = plan(side(active(LOBBY, SHELTER)), side(active(FLOOD)), self.ARMED, NOW, Shelf())
        assert labels(made) == ["Sơ tán"]
        assert made.laps == ()
        assert made.cut == "so-tan"
        assert made.until == NOON + timedelta(hours=24, seconds=-100)

    def test_it_lights_a_dark_screen(self) -> None:
        content = active(LOBBY, SHELTER, screens=(Screen(id="a", on=((450, 690),)),))
        assert not plan(side(content, "a"), None, self.ARMED, NOW, Shelf()).dark
        assert plan(side(content, "a"), None, self.CUT, NOW, Shelf()).dark

    def test_it_ends_after_a_day_of_elapsed_time(self) -> None:
        content = side(active(LOBBY, SHELTER))
        for clock in (NOON, NOON - timedelta(days=300)):  # somebody set it
            late = Moment(now=clock, trusted=False, boot="this", uptime=900.0 + 86_399)
            assert labels(plan(content, None, self.ARMED, late, Shelf())) == ["Sơ tán"]
            over = Moment(now=clock, trusted=False, boot="this", uptime=900.0 + 86_400)
            made = plan(content, None, self.ARMED, over, Shelf())
            assert labels(made) == ["1.jpg"]
            assert made.cut is None

    def test_a_name_that_is_not_there_is_the_emblem_and_told(self) -> None:
        made = plan(side(active(LOBBY)), None, self.ARMED, NOW, Shelf())
        assert made.shots == ()
        assert "so-tan" in made.faults[0]


class TestAnUntrustedClock:
    def test_an_emergency_is_on_from_its_arrival_and_ends_by_elapsed_time(self) -> None:
        flood = playlist(
            "lu", Image(path="lu.jpg"), priority="emergency",
            when=(Rule(from_="2026-02-14T11:00:00", until="2026-02-14T13:00:00"),),
        )  # fmt: skip
        lost = NOON - timedelta(days=1000)
        content = active(LOBBY, flood)
        early = Moment(now=lost, trusted=False, boot="this", uptime=10.0)
        made = plan(side(content, arrivals={"lu": lost}), None, None, early, Shelf())
        assert labels(made) == ["lu.jpg"]
        assert made.until == lost + timedelta(hours=2)
        assert made.standby is None
        assert not made.trusted

    def test_one_that_is_over_by_the_floor_is_not_shown(self) -> None:
        lost = Moment(
            now=NOON - timedelta(days=1000), trusted=False, floor=NOON + timedelta(days=2),
            boot="this", uptime=10.0,
        )  # fmt: skip
        assert labels(plan(side(active(LOBBY, FLOOD)), None, None, lost, Shelf())) == ["1.jpg"]
