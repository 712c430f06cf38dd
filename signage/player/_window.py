"""The one window: fullscreen or of a given size, deaf to passers-by, on any display."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QScreen
from PySide6.QtQuick import QQuickView

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QTouchEvent, QWheelEvent

__all__ = ["Window"]

_CHORD = "Ctrl+Alt+Shift+Q"


class Window(QQuickView):
    """Frameless. Nothing a visitor presses or touches reaches the scene."""

    left = Signal()
    """A technician pressed the chord (`$SIGNAGE_QUIT_CHORD`, else Ctrl+Alt+Shift+Q)."""

    def __init__(self, size: QSize | None) -> None:
        super().__init__()
        self._size = size
        self._followed: QScreen | None = None
        self._chord = QKeySequence(os.environ.get("SIGNAGE_QUIT_CHORD") or _CHORD)
        self.setFlags(Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setTitle("signage")
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setPersistentSceneGraph(True)
        self.setPersistentGraphics(True)

    def appear(self) -> None:
        """Show it, and follow the display when that changes its mode or is replaced."""
        if self._size:
            self.setGeometry(0, 0, self._size.width(), self._size.height())
            self.show()
            return
        self.screenChanged.connect(self._follow)
        self._follow(self.screen())
        self.showFullScreen()

    def _follow(self, screen: QScreen | None) -> None:
        if self._followed is not None:
            self._followed.geometryChanged.disconnect(self.setGeometry)
        self._followed = screen
        if screen is not None:
            screen.geometryChanged.connect(self.setGeometry)
            self.setGeometry(screen.geometry())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Leave by the chord; let nothing else through."""
        if QKeySequence(event.keyCombination()) == self._chord:
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
