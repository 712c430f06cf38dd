"""The seam to QML: the director's commands go down as calls, what happened comes up as signals."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QUrl
from PySide6.QtQuick import QQuickView

from signage.errors import DeviceError
from signage.player import _words
from signage.player._qr import QrProvider
from signage.player.commands import Command, Idle, Load, Loop, Show, Unload

if TYPE_CHECKING:
    from signage.player._plan import Plan

__all__ = ["Scene"]

_QML = Path(__file__).parent / "qml"


class Scene:
    """The stage in a window. `stage` has the signals ready, shown, progress, ended and failed."""

    def __init__(self, window: QQuickView) -> None:
        window.engine().addImageProvider("qr", QrProvider())
        window.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
        window.setSource(QUrl.fromLocalFile(str(_QML / "Main.qml")))
        if window.rootObject() is None:
            reasons = "; ".join(error.toString() for error in window.errors())
            raise DeviceError(f"the scene cannot be drawn, install the player anew: {reasons}")
        self.window = window
        self.root: Any = window.rootObject()
        window.setColor(self.root.property("ground"))
        self.stage: Any = self.root.findChild(QObject, "stage")
        self.set(place=_words.CENTRE, scan=list(_words.SCAN), urgent=list(_words.URGENT))

    def perform(self, command: Command) -> None:
        """Carry out one command of the director."""
        match command:
            case Load(slot, token, entry, loop):
                self.stage.load(slot, token, entry.view(), loop)
            case Show(slot, transition):
                self.stage.show(slot, transition)
            case Unload(slot):
                self.stage.unload(slot)
            case Loop(slot, loop):
                self.stage.setLoop(slot, loop)
            case Idle():
                self.stage.idle()

    def dress(self, plan: Plan) -> None:
        """Set what belongs to the screen and not to an item: ticker, turn, name."""
        self.set(laps=[list(lap) for lap in plan.laps], alarm=plan.alarm, dark=plan.dark)
        turn = plan.screen.rotate if plan.screen else 0
        if self.root.property("turn") != turn:
            self.root.setProperty("turn", turn)

    def set(self, **values: Any) -> None:
        """Set properties of the stage, where they differ."""
        for name, value in values.items():
            if self.stage.property(name) != value:
                self.stage.setProperty(name, value)
