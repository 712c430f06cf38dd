"""The stop by the keyboard, in the real player on a store: the emblem at once, whatever happens."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from signage.errors import DeviceError
from tests.player._day import FakeTime, Lobby, activation
from tests.player.test_day import CONTENT, day

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def lobby(qtbot: QtBot, tmp_path: Path) -> Lobby:
    made = Lobby(tmp_path, FakeTime(day("8:00")))
    made.activate(activation(CONTENT))
    made.start()
    made.time.run(day("8:01"))
    assert made.scene.sights[-1].label
    return made


def on(lobby: Lobby) -> str:
    return lobby.scene.sights[-1].label


def later(lobby: Lobby, seconds: float) -> None:
    lobby.time.run(lobby.time.now() + timedelta(seconds=seconds))


def test_the_emblem_at_once_until_resume(lobby: Lobby) -> None:
    lobby.player.cut()
    assert on(lobby) == ""  # before the store knows
    lobby.settle()
    cut = lobby.store.cut()
    assert cut
    assert cut.show is None
    later(lobby, 3600)
    assert on(lobby) == ""
    assert lobby.player.live().cut == ""
    assert lobby.store.resume()
    lobby.look()
    assert on(lobby)
    later(lobby, 60)
    assert on(lobby)


def test_it_outlasts_the_player(lobby: Lobby) -> None:
    lobby.player.cut()
    lobby.settle()
    lobby.player.stop()
    after = Lobby(lobby.store.state, FakeTime(day("9:00")))
    after.start()
    assert on(after) == ""


def test_it_wins_over_a_plan_that_is_on_its_way(lobby: Lobby) -> None:
    lobby.player.look()
    lobby.player.cut()
    lobby.settle()
    seen = [sight.label for sight in lobby.scene.sights if sight.at >= lobby.time.now()]
    assert seen == [""]
    assert lobby.store.cut()


def test_before_there_is_any_plan(qtbot: QtBot, tmp_path: Path) -> None:
    lobby = Lobby(tmp_path, FakeTime(day("8:00")))
    lobby.activate(activation(CONTENT))
    lobby.player.cut()
    lobby.settle()
    assert on(lobby) == ""
    assert lobby.store.cut()


def test_a_disk_that_fails_holds_nothing_back(
    lobby: Lobby, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: Any) -> None:
        raise DeviceError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(lobby.store, "set_cut", fails)
        lobby.player.cut()
        lobby.settle()
        later(lobby, 600)
        assert on(lobby) == ""
        assert lobby.store.cut() is None
        told = [fault for fault in lobby.player.live().faults if "not noted" in fault]
        assert told == ["the stop that was pressed is not noted: the disk is full"]
        assert caplog.text.count("the stop holds only until the player ends") == 1
    later(lobby, 60)  # it is tried again with each look at the store
    assert lobby.store.cut()
    assert not lobby.player.live().faults
    assert lobby.store.resume()
    lobby.look()
    assert on(lobby)


def test_a_disk_that_hangs_holds_nothing_back(
    lobby: Lobby, monkeypatch: pytest.MonkeyPatch
) -> None:
    wakes = threading.Event()
    monkeypatch.setattr(lobby.store, "set_cut", lambda *_: wakes.wait())
    lobby.player.cut()
    assert on(lobby) == ""
    assert lobby.player.busy
    wakes.set()
    lobby.settle()
    assert on(lobby) == ""


def test_pressed_in_place_of_what_was_armed(lobby: Lobby) -> None:
    lobby.store.set_cut("lu", "2026-02-10T08:00:00+07:00")
    lobby.look()
    lobby.player.cut()
    assert on(lobby) == ""
    lobby.settle()
    cut = lobby.store.cut()
    assert cut
    assert cut.show is None
