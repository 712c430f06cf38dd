"""Emergencies arrive once, however often the agent starts or the folder changes."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from signage.content.model import Content, Playlist, Rule
from signage.health import boot_id
from signage.journal import Timekeeper
from signage.journal._timekeeper import BUILT
from signage.release.manifest import Manifest
from signage.store.model import Activation, Arrival
from signage.sync._agent import Agent
from signage.sync._arrivals import arrival, arrived
from tests.sync._fakes import Centre

if TYPE_CHECKING:
    from pathlib import Path

TODAY = (Rule(until="2026-11-23"),)
TOMORROW = (Rule(until="2026-11-24"),)
FLOOD = Playlist(id="lu", priority="emergency", when=TODAY)
STORM = Playlist(id="bao", priority="emergency", when=TODAY)
LOBBY = Playlist(id="sanh")


def at(minute: int) -> Arrival:
    return Arrival(at=f"2026-11-23T10:{minute:02}:00+07:00", trusted=True, boot="b", uptime=minute)


def activation(*playlists: Playlist, arrivals: dict[str, Arrival] | None = None) -> Activation:
    manifest = Manifest(
        created="2026-11-23T00:00:00+07:00", content=Content(playlists=playlists), files={}
    )
    return Activation(
        release="r", source="s", signed=False, activated="", manifest=manifest,
        arrivals=arrivals or {},
    )  # fmt: skip


def told(last: Activation | None, *playlists: Playlist) -> dict[str, Arrival]:
    return arrived(Content(playlists=playlists), last, at(30))


class TestArrived:
    def test_only_emergencies_arrive(self) -> None:
        assert told(None, LOBBY, FLOOD) == {"lu": at(30)}

    def test_one_that_is_there_keeps_its_arrival(self) -> None:
        last = activation(LOBBY, FLOOD, arrivals={"lu": at(10)})
        assert told(last, FLOOD, STORM) == {"lu": at(10), "bao": at(30)}

    def test_other_words_are_no_new_emergency(self) -> None:
        last = activation(FLOOD, arrivals={"lu": at(10)})
        again = Playlist(id="lu", name="Lũ về", priority="emergency", when=TODAY)
        assert told(last, again) == {"lu": at(10)}

    def test_other_times_are(self) -> None:
        last = activation(FLOOD, arrivals={"lu": at(10)})
        longer = Playlist(id="lu", priority="emergency", when=TOMORROW)
        assert told(last, longer) == {"lu": at(30)}

    def test_one_that_became_an_emergency(self) -> None:
        assert told(activation(Playlist(id="lu", when=TODAY)), FLOOD) == {"lu": at(30)}

    def test_one_that_was_away(self) -> None:
        last = activation(LOBBY, arrivals=told(activation(FLOOD, arrivals={"lu": at(10)}), LOBBY))
        assert told(last, FLOOD) == {"lu": at(30)}

    def test_this_moment(self) -> None:
        now = arrival(datetime(2026, 11, 23, 3, tzinfo=UTC), trusted=False)
        assert (now.at, now.trusted) == ("2026-11-23T03:00:00.000+00:00", False)
        assert now.boot == boot_id()
        assert now.uptime <= arrival(datetime(2026, 11, 23, tzinfo=UTC), trusted=False).uptime


def flood(centre: Centre, until: str = "2026-02-15") -> None:
    (centre.root / "playlists" / "lu.yaml").write_text(
        f"priority: emergency\nwhen: [{{until: {until}}}]\nitems: [{{slide: {{title: Lũ}}}}]\n"
    )


class TestTheFoldersAgent:
    @pytest.fixture
    def centre(self, tmp_path: Path) -> Centre:
        made = Centre(tmp_path)
        made.playlist("sanh")
        made.run()
        return made

    def arrivals(self, centre: Centre) -> dict[str, Arrival]:
        active = centre.store.active()
        assert active is not None
        return active.arrivals

    def test_over_a_restart_and_a_change_beside_it(self, centre: Centre) -> None:
        flood(centre)
        centre.run()
        first = self.arrivals(centre)
        assert set(first) == {"lu"}
        centre.restart()
        centre.run()
        centre.playlist("sanh", title="Sảnh chính")
        centre.run()
        assert self.arrivals(centre) == first
        flood(centre, until="2026-02-16")
        centre.run()
        assert self.arrivals(centre)["lu"].at > first["lu"].at

    def test_the_playlists_tell_a_clock_that_is_not_trusted_how_late_it_is(
        self, centre: Centre
    ) -> None:
        keeper = Timekeeper(
            centre.store.state, now=centre.clock.now, synchronised=lambda: False,
            rtc=lambda: None, said=lambda: None, boot=lambda: "b",
        )  # fmt: skip
        centre.agent = Agent(
            centre.store, centre.source, centre.examiner, centre.clock, timekeeper=keeper
        )
        later = datetime(2027, 3, 1, tzinfo=UTC)
        for year, floor in ((2027, later), (1 << 39, BUILT), (2027, later)):
            seconds = later.timestamp() if year == 2027 else float(year)
            os.utime(centre.root / "playlists" / "sanh.yaml", (seconds, seconds))
            centre.run()
            assert keeper.floor() == floor
            assert centre.state == "current"
