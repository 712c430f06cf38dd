from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from signage.content.model import Calendar, Content, Playlist, Rule, Slide
from signage.errors import ContentError
from signage.player import _reading
from signage.player._arrival import Moment
from signage.player._reading import Reading
from signage.schedule import Timetable
from signage.store import Store
from tests.player._day import activation

if TYPE_CHECKING:
    from pathlib import Path

    from signage.player._plan import Plan

NOON = datetime(2026, 2, 10, 12, tzinfo=timezone(timedelta(hours=7)))
LOBBY = Playlist(id="sanh", items=(Slide(title={"vi": "Chào"}),))
FLOOD = Playlist(
    id="lu", items=(Slide(title={"vi": "Lũ"}),), priority="emergency",
    when=(Rule(until="2027-01-01"),),
)  # fmt: skip


def moment(*, hours: float = 0, clock: float = 0, trusted: bool = True) -> Moment:
    """So many hours after noon, by a clock that somebody put forward by `clock` hours."""
    return Moment(
        now=NOON + timedelta(hours=hours + clock), trusted=trusted, boot="b",
        uptime=1000 + hours * 3600,
    )  # fmt: skip


def labels(made: Plan) -> list[str]:
    return [shot.label for shot in made.shots]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path)
    with made.lock():
        made.activate(activation(Content(playlists=(LOBBY,))))
    return made


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[Content]:
    """Every content that a timetable was made of."""
    found: list[Content] = []

    def noted(content: Content, screen: str) -> Timetable:
        found.append(content)
        return Timetable(content, screen)

    monkeypatch.setattr(_reading, "Timetable", noted)
    return found


def test_a_timetable_is_compiled_once_for_a_content(store: Store, compiled: list[Content]) -> None:
    reading = Reading(store, "", None)
    for hour in range(5):
        assert labels(reading.plan(moment(hours=hour))) == ["Chào"]
    store.set_cut(None, NOON.isoformat())
    assert labels(reading.plan(moment())) == []
    store.resume()
    with store.lock():
        store.activate(activation(Content(playlists=(LOBBY,)), "folder-2"))
    assert "folder-2" in reading.plan(moment()).why
    assert len(compiled) == 1
    with store.lock():
        store.alarm(activation(Content(playlists=(FLOOD,)), "emergency-1"))
    assert labels(reading.plan(moment())) == ["Lũ"]
    assert len(compiled) == 2
    with store.lock():
        store.alarm(None)
    assert labels(reading.plan(moment())) == ["Chào"]
    assert len(compiled) == 2


def test_nothing_of_another_source_is_shown(store: Store) -> None:
    with store.lock():
        store.alarm(activation(Content(playlists=(FLOOD,))))
    assert labels(Reading(store, "", "/centre").plan(moment())) == ["Lũ"]
    assert labels(Reading(store, "", "/elsewhere").plan(moment())) == []


def test_an_arrival_that_nobody_noted_counts_from_its_first_sight(store: Store) -> None:
    with store.lock():
        store.alarm(activation(Content(playlists=(FLOOD,))))
    reading = Reading(store, "", None)
    first = reading.plan(moment())
    assert labels(first) == ["Lũ"]
    assert labels(reading.plan(moment(hours=10, clock=500))) == ["Lũ"]  # whoever sets the clock
    assert labels(reading.plan(moment(hours=25))) == ["Chào"]
    assert reading.plan(moment()).why == first.why


def test_an_empty_state_folder(tmp_path: Path) -> None:
    made = Reading(Store(tmp_path / "none"), "", None).plan(moment())
    assert made.why == "nothing is active"


def test_a_release_that_cannot_be_planned_holds_back_no_alarm(tmp_path: Path) -> None:
    store = Store(tmp_path)
    nowhere = Content(playlists=(LOBBY,), calendar=Calendar(timezone="Nowhere/Known"))
    with store.lock():
        store.activate(activation(nowhere))
    reading = Reading(store, "", None)
    for _ in range(2):
        with pytest.raises(ContentError):
            reading.plan(moment())
    store.set_cut(None, NOON.isoformat())
    assert reading.plan(moment()).cut == ""
    store.resume()
    with store.lock():
        store.alarm(activation(Content(playlists=(FLOOD,)), "emergency-1"))
    assert labels(reading.plan(moment())) == ["Lũ"]
    with store.lock():
        store.alarm(None)
    with pytest.raises(ContentError):
        reading.plan(moment())
