"""What the player asks of the display: a redraw now and then, and whether anybody can see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt, Slot

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtQuick import QQuickWindow

__all__ = ["Display", "WindowDisplay"]


class Display(Protocol):
    """Where the scene is drawn."""

    @property
    def seen(self) -> bool:
        """Whether a display shows the window, as far as the display's server tells."""

    def redraw(self, swapped: Callable[[], None]) -> None:
        """Ask for a frame, though nothing changed; `swapped` is called once one is on."""


class WindowDisplay(QObject):
    """The window's."""

    def __init__(self, window: QQuickWindow) -> None:
        super().__init__(window)
        self._window = window
        self._tell: Callable[[], None] | None = None

    @property
    def seen(self) -> bool:
        """False behind an output that is unplugged or sleeps, where a compositor tells."""
        return self._window.isVisible() and self._window.isExposed()

    def redraw(self, swapped: Callable[[], None]) -> None:
        """Ask the renderer; its thread makes the signal, this one hears it, once for all frames."""
        waiting = self._tell is not None
        self._tell = swapped
        if not waiting:
            self._window.frameSwapped.connect(self._swapped, Qt.ConnectionType.SingleShotConnection)
        self._window.update()  # `requestUpdate` draws nothing where nothing changed

    @Slot()
    def _swapped(self) -> None:
        tell, self._tell = self._tell, None
        if tell:
            tell()
