"""The display-power port: told when the screen's `on:` hours begin and end."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QProcess, QTimer
from PySide6.QtGui import QGuiApplication

__all__ = ["DisplayPower", "XsetPower"]


class DisplayPower(Protocol):
    """Switches what the screen is shown on. Must not block."""

    def switch(self, *, on: bool) -> None:
        """Switch it on or off; being told twice does no harm."""


class XsetPower:
    """DPMS of an X server; nothing on other displays, where the picture is dark all the same.

    While it is on nothing may blank it. Elsewhere the compositor decides, and deploy/ sets it.
    """

    def switch(self, *, on: bool) -> None:
        """Ask the X server in a process of its own, after what is being drawn now."""
        words = (
            ("dpms", "force", "on", "s", "off", "s", "noblank", "-dpms")
            if on
            else ("+dpms", "dpms", "force", "off")
        )
        QTimer.singleShot(0, lambda: _xset(words))


def _xset(words: tuple[str, ...]) -> None:
    """One process for all, since two would run in any order."""
    if QGuiApplication.platformName() == "xcb":
        process = QProcess()
        process.setProgram("xset")
        process.setArguments(list(words))
        process.setStandardErrorFile(QProcess.nullDevice())
        process.startDetached()
