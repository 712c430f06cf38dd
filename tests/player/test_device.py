"""What must be there before Qt starts, on a machine that is made up."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from signage.health import Health
from signage.player._device import await_output

if TYPE_CHECKING:
    from pathlib import Path

EGLFS = {"QT_QPA_PLATFORM": "eglfs"}


class Told(Health):
    def __init__(self) -> None:
        super().__init__({})
        self.words: list[str] = []
        self.beaten = threading.Event()

    def ready(self, status: str = "") -> None:
        self.words.append(status)

    def beat(self) -> None:
        self.beaten.set()


def output(folder: Path, name: str, status: str) -> None:
    (folder / name).mkdir(exist_ok=True)
    (folder / name / "status").write_text(f"{status}\n")


@pytest.mark.parametrize(
    "statuses", [[], ["connected"], ["unknown"], ["disconnected", "connected"]]
)
def test_nobody_waits_where_something_may_be_plugged_in(
    tmp_path: Path, statuses: list[str]
) -> None:
    for number, status in enumerate(statuses):
        output(tmp_path, f"card1-HDMI-A-{number}", status)
    told = Told()
    await_output(EGLFS, told, outputs=tmp_path)
    assert told.words == []


@pytest.mark.parametrize("platform", ["xcb", "wayland", "offscreen", ""])
def test_a_display_server_stays_without_a_display(tmp_path: Path, platform: str) -> None:
    output(tmp_path, "card1-HDMI-A-1", "disconnected")
    await_output({"QT_QPA_PLATFORM": platform}, Told(), outputs=tmp_path)


def test_a_tv_that_comes_ends_the_wait_which_is_no_hanging(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for number in (1, 2):
        output(tmp_path, f"card1-HDMI-A-{number}", "disconnected")
    told = Told()
    waiting = threading.Thread(
        target=lambda: await_output(EGLFS, told, outputs=tmp_path, look=0.01)
    )
    waiting.start()
    for _ in range(3):
        told.beaten.clear()
        assert told.beaten.wait(10)
    assert waiting.is_alive()
    output(tmp_path, "card1-HDMI-A-2", "connected")
    waiting.join(10)
    assert not waiting.is_alive()
    assert told.words == ["waiting for a display"]
    assert caplog.text.count("waiting for one") == 1
