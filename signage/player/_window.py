"""The one window: fullscreen or of a given size, deaf to passers-by, on any display."""

from __future__ import annotations

import contextlib
import logging
import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QKeySequence, QScreen
from PySide6.QtQuick import QQuickView

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QTouchEvent, QWheelEvent

__all__ = ["Window"]

log = logging.getLogger(__name__)

_LEAVE = "Ctrl+Alt+Shift+Q"
_CUT = "Ctrl+Alt+Shift+E"
"""E as in emblem, and as in emergency stop."""


class Window(QQuickView):
    """Frameless. Nothing a visitor presses or touches reaches the scene."""

    left = Signal()
    """A technician pressed the chord (`$SIGNAGE_QUIT_CHORD`, else Ctrl+Alt+Shift+Q)."""
    cut = Signal()
    """Somebody pressed the chord that puts the emblem on (`$SIGNAGE_CUT_CHORD`, else
    Ctrl+Alt+Shift+E). Both chords may be `none`."""
    returned = Signal()
    """A display came that was not there before."""

    def __init__(self, size: QSize | None) -> None:
        super().__init__()
        self._size = size
        self._followed: QScreen | None = None
        self._leave = _chord("SIGNAGE_QUIT_CHORD", _LEAVE)
        self.stop_chord = _chord("SIGNAGE_CUT_CHORD", _CUT)
        """None: there is none."""
        self.setFlags(Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setTitle("signage")
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setPersistentSceneGraph(True)
        self.setPersistentGraphics(True)

    def appear(self) -> None:
        """Show it, and follow the display when that changes its mode or is replaced."""
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenAdded.connect(self._come_back)
        if self._size:
            self.setGeometry(0, 0, self._size.width(), self._size.height())
            self.show()
            return
        self.screenChanged.connect(self._follow)
        self._follow(self.screen())
        self.showFullScreen()

    def _follow(self, screen: QScreen | None) -> None:
        if self._followed is not None:
            with contextlib.suppress(RuntimeError):  # the display is gone, and so is its object
                self._followed.geometryChanged.disconnect(self.setGeometry)
        self._followed = screen
        if screen is not None:
            screen.geometryChanged.connect(self.setGeometry)
            self.setGeometry(screen.geometry())

    def _come_back(self, screen: QScreen) -> None:
        """Be on the first display: while there is none, Qt keeps a window on a stand-in."""
        log.info("a display came: %s", screen.name())
        if self._size is None:
            first = QGuiApplication.primaryScreen()
            self.setScreen(first)
            self._follow(first)
            self.showFullScreen()
        self.update()
        self.returned.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Obey the two chords; let nothing else through."""
        pressed = QKeySequence(event.keyCombination())
        if event.isAutoRepeat():
            return
        if pressed == self.stop_chord:
            self.cut.emit()
        elif pressed == self._leave:
            self.left.emit()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Let nothing through."""

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Let nothing through."""

    def touchEvent(self, event: QTouchEvent) -> None:  # noqa: N802
        """Let nothing through."""

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Let nothing through."""

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Stay: a window manager's Alt+F4 is no way out."""
        event.ignore()


def _chord(variable: str, usual: str) -> QKeySequence | None:
    """The chord the technician chose; None: there is none."""
    said = os.environ.get(variable) or usual
    if said.lower() == "none":
        return None
    chord = QKeySequence(said)
    if chord.count() == 1 and chord.toString():
        return chord
    log.warning("%s=%s is no chord: write such as %s", variable, said, usual)
    return QKeySequence(usual)
