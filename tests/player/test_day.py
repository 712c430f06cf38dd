"""The real player through whole days, with clocks of our own."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from signage.content.model import (
    Calendar,
    Content,
    Playlist,
    Rule,
    Screen,
    Slide,
    TextLine,
    WorkingHours,
)
from signage.store import Arrival
from tests.player._day import FakeTime, Lobby, activation

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from signage.player._arrival import Moment
    from signage.player._plan import Plan

VN = timezone(timedelta(hours=7))


def day(text: str, number: int = 10) -> datetime:
    return datetime.fromisoformat(f"2026-02-{number} {text:0>5}").replace(tzinfo=VN)


def slides(name: str, *labels: str, duration: float = 60.0, **rest: object) -> Playlist:
    return Playlist(
        id=name,
        items=tuple(
            Slide(title={"vi": label}, duration=duration, transition="cut") for label in labels
        ),
        **rest,  # type: ignore[arg-type]
    )


PROCEDURES = slides("thu-tuc", "Khai sinh", "Kết hôn", when=(Rule(working="only"),))
TOURISM = slides("du-lich", "Tân Trào", "Nương chè", when=(Rule(hours=((690, 810),)),))
CAMPAIGN = slides("le-hoi", "Lễ hội", when=(Rule(from_="2026-02-01", until="2026-02-10"),))
FLOOD = slides(
    "lu", "Lũ về", "Lên cao", priority="emergency", ticker=(TextLine(text={"vi": "Sơ tán"}),),
    when=(Rule(from_="2026-02-10T09:10:30", until="2026-02-10T09:45:00"),),
)  # fmt: skip
WORK = Calendar(
    working_hours=(WorkingHours(days={1: ((450, 690), (810, 1020))}),)  # the tenth is a Tuesday
)
SANH = Screen(id="sanh", name="Sảnh chính", on=((360, 30),))
CONTENT = Content(
    playlists=(PROCEDURES, TOURISM, CAMPAIGN, FLOOD), screens=(SANH,), has_screens=True,
    calendar=WORK,
)  # fmt: skip


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, logger="signage.player")
    return caplog


def test_a_whole_day(qtbot: QtBot, tmp_path: Path, told: pytest.LogCaptureFixture) -> None:
    lobby = Lobby(tmp_path, FakeTime(day("5:00")))
    lobby.activate(activation(CONTENT))
    lobby.start()
    lobby.time.run(day("1:00", 11))

    both = {"Lễ hội", "Khai sinh", "Kết hôn"}
    spans = [
        ("5:00", {""}),  # dark
        ("6:00", {"Lễ hội"}),
        ("7:30", both),
        ("09:10:30", {"Lũ về", "Lên cao"}),
        ("9:45", both),
        ("11:30", {"Lễ hội", "Tân Trào", "Nương chè"}),
        ("13:30", both),
        ("17:00", {"Lễ hội"}),
    ]
    ends = [day(text) for text, _ in spans[1:]] + [day("0:00", 11)]
    for (text, expected), end in zip(spans, ends, strict=True):
        settled = day(text) + timedelta(seconds=61)  # an item's end at the latest
        seen = {lobby.at(settled), *lobby.between(settled, end)}
        assert seen == expected, text
    assert lobby.at(day("00:01:01", 11)) == ""  # the campaign is over: the emblem

    # At once, in the middle of an item, and back to its start.
    assert lobby.at(day("09:10:30")) == "Lũ về"
    assert lobby.at(day("9:45")) == lobby.at(day("09:10:29"))
    # All else waits for the item's end.
    assert lobby.at(day("11:30:30")) in both
    # Never the emblem in between.
    labels = lobby.between(day("06:00:01"), day("0:00", 11))
    assert "" not in labels

    assert lobby.power.told == [
        (day("5:00"), False), (day("6:00"), True), (day("0:30", 11), False),
    ]  # fmt: skip
    lines = [record.getMessage() for record in told.records]
    assert len(lines) == 10, lines  # nine changes, and how it began
    marks = ["dark", "le-hoi", "le-hoi, thu-tuc", "emergency lu", "thu-tuc", "du-lich",
             "thu-tuc", "normal le-hoi, until", "nothing is active", "dark"]  # fmt: skip
    assert [mark for mark, line in zip(marks, lines, strict=True) if mark not in line] == []


def test_the_tickers_strip_goes_with_the_emergency(qtbot: QtBot, tmp_path: Path) -> None:
    lobby = Lobby(tmp_path, FakeTime(day("9:10")))
    lobby.activate(activation(CONTENT))
    lobby.start()
    lobby.time.run(day("9:11"))
    assert lobby.scene.plans[-1].laps == (("Sơ tán",),)
    assert lobby.scene.plans[-1].alarm == "lu"
    lobby.time.run(day("9:46"))
    assert not lobby.scene.plans[-1].laps
    assert lobby.scene.plans[-1].alarm == ""


def test_the_clock_is_set_forwards_and_back(
    qtbot: QtBot, tmp_path: Path, told: pytest.LogCaptureFixture
) -> None:
    lobby = Lobby(tmp_path, FakeTime(day("8:00")))
    lobby.activate(activation(CONTENT))
    lobby.start()
    lobby.time.run(day("8:05"))
    lobby.time.set_clock(day("9:20"))
    lobby.time.run(day("09:20:01"))
    assert lobby.scene.sights[-1].label == "Lũ về"
    before = lobby.scene.sights[-2].label
    lobby.time.set_clock(day("8:05"))
    lobby.time.run(day("08:05:01"))
    assert lobby.scene.sights[-1].label == before
    lobby.time.set_clock(day("12:00"))
    lobby.time.run(day("12:01:01"))
    assert lobby.scene.sights[-1].label in {"Lễ hội", "Tân Trào", "Nương chè"}
    assert len(told.records) == 4


def test_two_emergencies_take_turns_and_each_ends_by_itself(qtbot: QtBot, tmp_path: Path) -> None:
    fire = slides(
        "chay", "Cháy", priority="emergency",
        when=(Rule(from_="2026-02-10T09:20:00", until="2026-02-10T09:30:00"),),
    )  # fmt: skip
    lobby = Lobby(tmp_path, FakeTime(day("9:00")))
    lobby.activate(activation(Content(playlists=(PROCEDURES, FLOOD, fire), calendar=WORK)))
    lobby.start()
    lobby.time.run(day("9:50"))
    assert set(lobby.between(day("9:22"), day("9:30"))) == {"Cháy", "Lũ về", "Lên cao"}
    # The second came at the end of the item of the first: both are emergencies.
    assert lobby.at(day("09:20:05")) in {"Lũ về", "Lên cao"}
    assert set(lobby.between(day("9:31"), day("9:45"))) == {"Lũ về", "Lên cao"}
    assert lobby.at(day("9:45")) == lobby.at(day("09:10:29"))


def flood_now() -> Content:
    """As the centre sends it: until tonight, for every screen."""
    return Content(
        playlists=(
            slides("lu", "Lũ về", "Lên cao", priority="emergency",
                   when=(Rule(until="2026-02-10"),)),
        )
    )  # fmt: skip


class TestTheCentreAndTheSpot:
    @pytest.fixture
    def lobby(self, qtbot: QtBot, tmp_path: Path, told: pytest.LogCaptureFixture) -> Lobby:
        made = Lobby(tmp_path, FakeTime(day("8:00")))
        shelter = slides("so-tan", "Nơi sơ tán", priority="emergency", standby=True)
        made.activate(activation(Content(playlists=(PROCEDURES, shelter), calendar=WORK)))
        made.start()
        made.time.run(day("08:10:20"))
        return made

    def test_the_centres_emergency_and_back(
        self, lobby: Lobby, told: pytest.LogCaptureFixture
    ) -> None:
        before = lobby.scene.sights[-1].label
        came = Arrival(at=day("08:10:20").isoformat(), trusted=True, boot="this", uptime=720.0)
        lobby.alarm(activation(flood_now(), "emergency-1", arrivals={"lu": came}))
        lobby.look()
        lobby.time.run(day("8:20"))
        assert set(lobby.between(day("08:10:20"), day("8:20"))) == {"Lũ về", "Lên cao"}
        lobby.alarm(None)
        lobby.look()
        assert lobby.scene.sights[-1].label == before
        assert len(told.records) == 2

    def test_it_ends_after_a_day_whatever_it_says(self, lobby: Lobby) -> None:
        came = Arrival(at="", trusted=True, boot="this", uptime=720.0 - 86_400 + 60)
        ever = slides("lu", "Lũ về", priority="emergency", when=(Rule(until="2027-01-01"),))
        lobby.alarm(activation(Content(playlists=(ever,)), "emergency-1", arrivals={"lu": came}))
        lobby.look()
        lobby.time.run(day("08:11:19"))
        assert lobby.scene.sights[-1].label == "Lũ về"
        lobby.time.run(day("08:11:21"))
        assert lobby.scene.sights[-1].label != "Lũ về"

    def test_cut_and_resume(self, lobby: Lobby, told: pytest.LogCaptureFixture) -> None:
        before = lobby.scene.sights[-1].label
        lobby.store.set_cut(None, day("08:10:20").isoformat())
        lobby.look()
        assert lobby.scene.sights[-1].label == ""
        assert lobby.player.live().cut == ""
        assert lobby.player.live().playing is None
        lobby.time.run(day("9:00"))
        assert lobby.scene.sights[-1].at == day("08:10:20")
        lobby.store.resume()
        lobby.look()
        assert lobby.scene.sights[-1].label == before  # kept ready meanwhile
        assert lobby.player.live().cut is None
        assert len(told.records) == 2

    def test_what_was_armed_is_on_at_once(self, lobby: Lobby) -> None:
        lobby.store.set_cut("so-tan", lobby.time.now().isoformat())
        lobby.look()
        assert lobby.scene.sights[-1].at == lobby.time.now()  # it was kept decoded
        assert lobby.scene.sights[-1].label == "Nơi sơ tán"
        assert lobby.player.live().cut == "so-tan"

    def test_a_cut_outlasts_the_players_restart(self, lobby: Lobby) -> None:
        lobby.store.set_cut(None, lobby.time.now().isoformat())
        again = Lobby(lobby.store.state, FakeTime(day("8:11")))
        again.start()
        again.time.run(day("8:30"))
        assert [each.label for each in again.scene.sights] == [""]


class TestTrust:
    """Until the clock is trusted nothing with a date begins; then it does, without a flash."""

    def lobby(self, path: Path) -> Lobby:
        made = Lobby(path, FakeTime(day("8:00"), trusted=False), timesync=path / "timesync")
        made.activate(
            activation(Content(playlists=(slides("chung", "Chào"), CAMPAIGN), calendar=WORK))
        )
        (path / "timesync").mkdir()
        made.start()
        made.time.run(day("08:05:20"))
        return made

    def test_nothing_with_a_date_and_no_clock_until_then(
        self, qtbot: QtBot, tmp_path: Path, told: pytest.LogCaptureFixture
    ) -> None:
        lobby = self.lobby(tmp_path)
        assert {each.label for each in lobby.scene.sights[1:]} == {"Chào"}
        assert lobby.scene.values["time"] == ""
        assert not lobby.player.live().clock.trusted
        # It was right all along, and says so now: nobody sets it, so no alarm rings.
        lobby.time.trusted = True
        seen = len(lobby.scene.plans)
        (tmp_path / "timesync" / "synchronized").touch()
        qtbot.waitUntil(lambda: len(lobby.scene.plans) > seen)
        lobby.settle()
        assert lobby.scene.values["time"] == "08:05"
        lobby.time.run(day("8:20"))
        assert "Lễ hội" in lobby.between(day("08:05:20"), day("8:08"))
        assert "" not in [each.label for each in lobby.scene.sights[1:]]
        assert len(told.records) == 2

    def test_without_a_stamp_it_is_noticed_at_the_next_look(
        self, qtbot: QtBot, tmp_path: Path
    ) -> None:
        lobby = self.lobby(tmp_path)
        lobby.time.trusted = True
        lobby.time.run(day("08:05:51"))
        assert lobby.player.live().clock.trusted

    def test_an_emergency_ends_by_elapsed_time_across_the_coming_of_trust(
        self, qtbot: QtBot, tmp_path: Path, told: pytest.LogCaptureFixture
    ) -> None:
        lost = datetime(2021, 1, 1, tzinfo=VN)
        lobby = Lobby(tmp_path, FakeTime(lost, trusted=False))
        two_hours = Rule(from_="2026-02-10T09:00:00", until="2026-02-10T11:00:00")
        flood = slides("lu", "Lũ về", priority="emergency", when=(two_hours,))
        came = Arrival(at=lost.isoformat(), trusted=False, boot="this", uptime=100.0)
        lobby.activate(
            activation(Content(playlists=(slides("chung", "Chào"), flood)), arrivals={"lu": came})
        )
        lobby.start()
        lobby.time.run(lost + timedelta(minutes=119))
        assert lobby.scene.sights[-1].label == "Lũ về"
        assert len(told.records) == 1  # it is planned anew twice a minute, and says so once
        lobby.time.run(lost + timedelta(minutes=121))
        assert lobby.scene.sights[-1].label == "Chào"


def test_a_screen_that_nobody_named(qtbot: QtBot, tmp_path: Path) -> None:
    lobby = Lobby(tmp_path, FakeTime(day("8:00")), screen="tang-hai")
    lobby.activate(activation(CONTENT))
    lobby.start()
    lobby.time.run(day("8:05"))
    assert set(lobby.between(day("8:01"), day("8:05"))) == {"Lễ hội", "Khai sinh", "Kết hôn"}
    assert any("does not name `tang-hai`" in fault for fault in lobby.player.live().faults)


def test_what_cannot_be_planned_is_told_once_and_stops_nothing(
    qtbot: QtBot, tmp_path: Path, told: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    lobby = Lobby(tmp_path, FakeTime(day("8:00")))
    lobby.activate(activation(CONTENT))
    lobby.start()
    lobby.time.run(day("8:02"))
    before = lobby.scene.sights[-1].label
    wrong = [True]
    plan = lobby.player._reading.plan

    def odd(moment: Moment) -> Plan:
        if wrong[0]:
            raise OverflowError("date value out of range")
        return plan(moment)

    monkeypatch.setattr(lobby.player._reading, "plan", odd)
    told.clear()
    for _ in range(5):
        lobby.look()
    assert lobby.scene.sights[-1].label == before != ""
    assert told.text.count("cannot be planned") == 1
    wrong[0] = False
    lobby.look()
    wrong[0] = True
    lobby.look()
    assert told.text.count("cannot be planned") == 2
