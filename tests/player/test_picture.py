"""The small picture that the player gives: asked for over the real socket, drawn by Qt."""

from __future__ import annotations

import io
import threading
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QImage
from PySide6.QtQml import QQmlComponent
from PySide6.QtQuick import QQuickView

from signage.config import REPORTS
from signage.journal import Picture, look
from signage.player._picture import Pictures, encoded, small

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from signage.journal import Sight

SCENE = b"""
import QtQuick
Item {
    Rectangle { width: parent.width / 2; height: parent.height; color: "#204080" }
    Rectangle { x: parent.width / 2; width: x; height: parent.height; color: "#f0c040" }
}
"""


class Lobby:
    """A window with two halves, and a clock that the test owns."""

    def __init__(self, state: Path, qtbot: QtBot) -> None:
        self.state, self.qtbot = state, qtbot
        self.now, self.seen = 100.0, "on"
        self.view = QQuickView()
        self.part = QQmlComponent(self.view.engine())
        self.part.setData(SCENE, "")
        root = self.part.create()
        self.view.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
        self.view.setContent("", self.part, root)
        self.view.resize(1280, 720)
        self.view.show()
        qtbot.waitUntil(self.view.isExposed)
        self.owner = QObject()
        self.pictures = Pictures(
            state, self.view.rootObject(), self._sight, self.owner, elapsed=lambda: self.now
        )

    def _sight(self) -> Sight:
        return self.seen  # type: ignore[return-value]  # a test's word

    def ask(self, count: int = 1) -> list[Picture | None]:
        found: list[Picture | None] = []
        askers = [
            threading.Thread(target=lambda: found.append(look(self.state))) for _ in range(count)
        ]
        for each in askers:
            each.start()
        self.qtbot.waitUntil(lambda: len(found) == count, timeout=10_000)
        for each in askers:
            each.join()
        return found


@pytest.fixture
def lobby(qtbot: QtBot, tmp_path: Path) -> Iterator[Lobby]:
    made = Lobby(tmp_path, qtbot)
    yield made
    made.view.close()
    made.owner.deleteLater()


def test_it_is_what_is_on_and_no_larger_than_agreed(lobby: Lobby) -> None:
    (picture,) = lobby.ask()
    assert picture is not None
    assert picture.sight == "on"
    assert picture.taken
    image = Image.open(io.BytesIO(picture.jpeg))
    assert (image.format, image.size) == ("JPEG", (640, 360))
    left, right = image.convert("RGB").getpixel((160, 180)), image.getpixel((480, 180))
    assert left == pytest.approx((0x20, 0x40, 0x80), abs=6)
    assert right == pytest.approx((0xF0, 0xC0, 0x40), abs=6)


def test_however_many_ask_there_is_one_in_twenty_seconds(lobby: Lobby) -> None:
    first = lobby.ask(4)
    assert len({each.jpeg for each in first if each}) == 1
    root = lobby.view.rootObject()
    root.setVisible(False)
    lobby.now += REPORTS.picture_every - 1
    (again,) = lobby.ask()
    assert again == first[0]
    root.setVisible(True)
    lobby.now += 2
    (later,) = lobby.ask()
    assert later is not None
    assert later.jpeg


@pytest.mark.parametrize("seen", ["dark", "unseen"])
def test_of_what_nobody_sees_there_is_none(lobby: Lobby, seen: str) -> None:
    lobby.ask()
    lobby.seen = seen
    (picture,) = lobby.ask()
    assert picture is not None
    assert (picture.sight, picture.jpeg) == (seen, b"")


def test_a_window_that_draws_nothing_any_more_keeps_nobody_waiting(lobby: Lobby) -> None:
    lobby.view.hide()
    (picture,) = lobby.ask()
    assert picture is not None
    assert (picture.sight, picture.jpeg) == ("unseen", b"")


def test_nobody_gives_one(tmp_path: Path) -> None:
    assert look(tmp_path) is None


@pytest.mark.parametrize(
    ("size", "expected"),
    [((1920, 1080), (640, 360)), ((1080, 1920), (360, 640)), ((320, 180), (320, 180)),
     ((3840, 2160), (640, 360)), ((0, 0), (1, 1)), ((9000, 2), (640, 1))],
)  # fmt: skip
def test_the_size(size: tuple[float, float], expected: tuple[int, int]) -> None:
    assert small(*size) == QSize(*expected)


def test_no_picture_is_no_jpeg(qapp: object) -> None:
    assert encoded(QImage()) == b""
