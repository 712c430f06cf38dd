"""The display-power port: told when the screen's `on:` hours begin and end."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QProcess
from PySide6.QtGui import QGuiApplication

__all__ = ["DisplayPower", "XsetPower"]


class DisplayPower(Protocol):
    """Switches what the screen is shown on. Must not block."""

    def switch(self, *, on: bool) -> None:
        """Switch it on or off; being told twice does no harm."""


class XsetPower:
    """DPMS of an X server; nothing on other displays, where the picture is dark all the same."""

    def switch(self, *, on: bool) -> None:
        """Ask the X server, in a process of its own."""
        if on:
            _xset("dpms", "force", "on")
            keep_awake()
        else:
            _xset("+dpms")
            _xset("dpms", "force", "off")


def keep_awake() -> None:
    """Ask the X server not to blank. Elsewhere the compositor decides, and deploy/ sets it."""
    _xset("s", "off")
    _xset("s", "noblank")
    _xset("-dpms")


def _xset(*wish: str) -> None:
    if QGuiApplication.platformName() == "xcb":
        process = QProcess()
        process.setProgram("xset")
        process.setArguments(list(wish))
        process.setStandardErrorFile(QProcess.nullDevice())
        process.startDetached()
