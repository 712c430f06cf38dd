from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from signage.player._alarm import Alarm

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_it_rings_once_and_not_before_its_time(qtbot: QtBot) -> None:
    alarm = Alarm()
    rung: list[datetime] = []
    alarm.rang.connect(lambda: rung.append(datetime.now(UTC)))
    at = datetime.now(UTC) + timedelta(milliseconds=40)
    alarm.set(at)
    qtbot.waitUntil(lambda: bool(rung))
    qtbot.wait(60)
    assert len(rung) == 1
    assert rung[0] >= at


def test_an_instant_that_has_passed_rings_at_once(qtbot: QtBot) -> None:
    alarm = Alarm()
    with qtbot.waitSignal(alarm.rang):
        alarm.set(datetime.now(UTC) - timedelta(hours=1))


def test_set_anew_it_forgets_the_former(qtbot: QtBot) -> None:
    alarm = Alarm()
    rung: list[None] = []
    alarm.rang.connect(lambda: rung.append(None))
    alarm.set(datetime.now(UTC) + timedelta(milliseconds=20))
    alarm.set(None)
    qtbot.wait(60)
    assert not rung
