from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest

from signage.player._display import WindowDisplay
from signage.player._window import Window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QGuiApplication
    from pytestqt.qtbot import QtBot

CHORD = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.ShiftModifier
)


@pytest.fixture
def window(qapp: QGuiApplication) -> Iterator[Window]:
    made = Window(QSize(320, 180))
    made.appear()
    yield made
    made.destroy()


@pytest.fixture
def left(window: Window) -> list[bool]:
    heard: list[bool] = []
    window.left.connect(lambda: heard.append(True))
    return heard


@pytest.mark.parametrize(
    "key", [Qt.Key.Key_Escape, Qt.Key.Key_Q, Qt.Key.Key_F4, Qt.Key.Key_Return, Qt.Key.Key_F11]
)
def test_what_a_visitor_presses_does_nothing(window: Window, left: list[bool], key: Qt.Key) -> None:
    QTest.keyClick(window, key)
    QTest.keyClick(window, key, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    QTest.mouseClick(window, Qt.MouseButton.RightButton, pos=QPoint(10, 10))
    assert window.isVisible()
    assert left == []


def test_it_cannot_be_closed(window: Window) -> None:
    window.close()
    assert window.isVisible()


def test_the_chord_leaves(window: Window, left: list[bool]) -> None:
    QTest.keyClick(window, Qt.Key.Key_Q, CHORD)
    assert left == [True]


def test_the_stop_is_another_chord(window: Window, left: list[bool]) -> None:
    cut: list[bool] = []
    window.cut.connect(lambda: cut.append(True))
    QTest.keyClick(window, Qt.Key.Key_E)
    QTest.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert cut == []
    QTest.keyClick(window, Qt.Key.Key_E, CHORD)
    assert cut == [True]
    assert left == []


@pytest.mark.parametrize("which", ["QUIT", "CUT"])
@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("Ctrl+F12", (0, 1)),
        ("none", (0, 0)),
        ("", (1, 1)),
        ("Ctrl+A, Ctrl+B", (1, 1)),
        ("Foo", (1, 1)),
    ],
)
def test_chords_of_the_technicians_own(
    qapp: QGuiApplication, monkeypatch: pytest.MonkeyPatch, which: str, said: str, heard: object
) -> None:
    monkeypatch.setenv(f"SIGNAGE_{which}_CHORD", said)
    window = Window(QSize(320, 180))
    told: list[bool] = []
    (window.left if which == "QUIT" else window.cut).connect(lambda: told.append(True))
    window.appear()
    QTest.keyClick(window, Qt.Key.Key_Q if which == "QUIT" else Qt.Key.Key_E, CHORD)
    usual = len(told)
    QTest.keyClick(window, Qt.Key.Key_F12, Qt.KeyboardModifier.ControlModifier)
    assert (usual, len(told)) == heard
    window.destroy()


class TestDisplay:
    def test_a_redraw_is_told_once_and_nothing_is_told_a_frame(
        self, window: Window, qtbot: QtBot
    ) -> None:
        display = WindowDisplay(window)
        qtbot.waitUntil(lambda: display.seen)
        told: list[bool] = []
        display.redraw(lambda: told.append(True))
        qtbot.waitUntil(lambda: bool(told))
        for _ in range(5):
            with qtbot.waitSignal(window.frameSwapped):
                window.update()
        assert told == [True]
        display.redraw(lambda: told.append(True))
        qtbot.waitUntil(lambda: len(told) == 2)

    def test_one_that_is_hidden_is_not_seen(self, window: Window, qtbot: QtBot) -> None:
        display = WindowDisplay(window)
        qtbot.waitUntil(lambda: display.seen)
        window.hide()
        qtbot.waitUntil(lambda: not display.seen)

    def test_one_that_comes_is_told_of(self, window: Window, qapp: QGuiApplication) -> None:
        told: list[bool] = []
        window.returned.connect(lambda: told.append(True))
        qapp.screenAdded.emit(qapp.primaryScreen())
        assert told == [True]
        assert window.size() == QSize(320, 180)

    def test_fullscreen_goes_to_the_display_that_comes(self, qapp: QGuiApplication) -> None:
        window = Window(None)
        window.appear()
        window.setGeometry(5, 5, 10, 10)
        qapp.screenAdded.emit(qapp.primaryScreen())
        assert window.geometry() == qapp.primaryScreen().geometry()
        window.destroy()


def test_no_frame_no_pointer(window: Window) -> None:
    assert window.flags() & Qt.WindowType.FramelessWindowHint
    assert window.cursor().shape() == Qt.CursorShape.BlankCursor
    assert window.geometry().topLeft() == QPoint(0, 0)
    assert window.size() == QSize(320, 180)
