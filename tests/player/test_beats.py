"""The real player's signs of life, with clocks of our own and a display that may hang or go."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from signage.health import Health
from tests.player._day import FakeDisplay, FakeTime, Lobby, activation
from tests.player.test_day import CONTENT, day

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot


class Ward(Health):
    """Notes when each beat came."""

    def __init__(self) -> None:
        super().__init__({"NOTIFY_SOCKET": "/nowhere", "WATCHDOG_USEC": "15000000"})
        self.beats = 0

    def beat(self) -> None:
        self.beats += 1


class Kiosk(Lobby):
    def __init__(self, state: Path, start: str) -> None:
        self.display, self.ward = FakeDisplay(), Ward()
        super().__init__(state, FakeTime(day(start)), display=self.display, health=self.ward)
        self.activate(activation(CONTENT))
        self.start()
        self.later(20)

    def later(self, seconds: float) -> int:
        """Let time pass. Returns the beats in it."""
        before = self.ward.beats
        self.time.run(self.time.now() + timedelta(seconds=seconds))
        return self.ward.beats - before


@pytest.fixture
def kiosk(qtbot: QtBot, tmp_path: Path) -> Kiosk:
    return Kiosk(tmp_path, "8:00")


def test_it_beats_while_all_is_well(kiosk: Kiosk) -> None:
    asked = kiosk.display.asked
    assert kiosk.later(3600) == 1800
    assert kiosk.display.asked - asked == 360


def test_a_display_that_takes_no_frame(kiosk: Kiosk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    kiosk.display.hangs = True
    kiosk.later(14)
    assert kiosk.later(600) == 0
    assert "no sign of life: a redraw was not swapped within 2 s" in caplog.text
    assert len([line for line in caplog.messages if "sign of life" in line]) == 1
    assert kiosk.display.waiting
    kiosk.display.hangs = False
    kiosk.display.waiting()  # it was slow, and not dead
    assert kiosk.later(60) == 30
    assert "alive again" in caplog.text


def test_a_display_that_is_unplugged_is_told_of_and_no_reason_to_start_again(
    kiosk: Kiosk, caplog: pytest.LogCaptureFixture
) -> None:
    kiosk.display.seen = False
    asked = kiosk.display.asked
    assert kiosk.later(7200) == 3600
    assert kiosk.display.asked == asked
    assert any("no display shows" in fault for fault in kiosk.player.live().faults)
    assert caplog.text.count("no display shows the picture") == 1
    kiosk.display.seen = True
    assert kiosk.later(60) == 30
    assert kiosk.display.asked > asked
    assert not any("no display shows" in fault for fault in kiosk.player.live().faults)


def test_a_dark_screen_is_not_asked_to_draw(qtbot: QtBot, tmp_path: Path) -> None:
    kiosk = Kiosk(tmp_path, "5:00")
    kiosk.display.hangs, kiosk.display.seen = True, False  # its output sleeps
    assert kiosk.later(1800) == 900
    assert kiosk.display.asked == 0
    assert not kiosk.player.live().faults
    kiosk.display.hangs, kiosk.display.seen = False, True
    kiosk.time.run(day("6:05"))
    assert kiosk.display.asked > 0


def test_a_director_whose_deadline_passed(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kiosk.player._wake, "start", lambda _ms: None)  # the timer is lost
    kiosk.player._wake.stop()
    kiosk.later(70)  # an item's minute
    assert kiosk.later(300) == 0


def test_a_display_that_came_is_switched_as_the_hours_have_it(kiosk: Kiosk) -> None:
    kiosk.player.display_returned()
    assert kiosk.power.times_again == 1


def test_what_the_power_cannot_is_a_fault(kiosk: Kiosk) -> None:
    kiosk.power.trouble = "the display cannot be switched on: no TV"
    assert "the display cannot be switched on: no TV" in kiosk.player.live().faults


def test_nobody_who_listens_costs_no_redraw(qtbot: QtBot, tmp_path: Path) -> None:
    display = FakeDisplay()
    lobby = Lobby(tmp_path, FakeTime(day("8:00")), display=display, health=Health({}))
    lobby.activate(activation(CONTENT))
    lobby.start()
    lobby.time.run(day("9:00"))
    assert display.asked == 0
