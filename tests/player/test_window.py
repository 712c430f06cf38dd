from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest

from signage.player._window import Window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QGuiApplication

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


def test_a_chord_of_the_technicians_own(
    qapp: QGuiApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGNAGE_QUIT_CHORD", "Ctrl+F12")
    window = Window(QSize(320, 180))
    heard: list[bool] = []
    window.left.connect(lambda: heard.append(True))
    window.appear()
    QTest.keyClick(window, Qt.Key.Key_Q, CHORD)
    QTest.keyClick(window, Qt.Key.Key_F12, Qt.KeyboardModifier.ControlModifier)
    assert heard == [True]
    window.destroy()


def test_no_frame_no_pointer(window: Window) -> None:
    assert window.flags() & Qt.WindowType.FramelessWindowHint
    assert window.cursor().shape() == Qt.CursorShape.BlankCursor
    assert window.geometry().topLeft() == QPoint(0, 0)
    assert window.size() == QSize(320, 180)
