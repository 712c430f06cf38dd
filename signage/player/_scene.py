"""The seam to QML: the director's commands go down as calls, what happened comes up as signals."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from msgspec import to_builtins
from PySide6.QtCore import QObject, QUrl
from PySide6.QtQuick import QQuickView

from signage.config import PLAYER
from signage.errors import DeviceError
from signage.player import _words
from signage.player._qr import QrProvider
from signage.player.commands import Command, Idle, Load, Loop, Show, Unload

if TYPE_CHECKING:
    from signage.player._face import Face
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
        self.stage: Any = self.root.findChild(QObject, "stage")
        told = (self.root.property(name) for name in ("house", "words", "tokens"))
        self._owners: list[Any] = [self.stage, *told]
        self._face: Face | None = None
        self.set(scan=list(_words.SCAN), urgent=list(_words.URGENT))

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

    def wear(self, face: Face) -> None:
        """Set whose screen it is: all of it changes with one frame."""
        if face == self._face:
            return
        self._face = face
        self.root.setProperty("turn", face.rotate)
        self.set(
            theme=to_builtins(face.palette), names=list(face.names), place=face.place,
            quick=face.quick, plate=face.plate,
            emblem=f"file://{quote(face.emblem)}" if face.emblem else "",
        )  # fmt: skip
        self.window.setColor(self.root.property("ground"))

    def dress(self, plan: Plan) -> None:
        """Set what belongs to the screen and not to an item: its face, its ticker."""
        self.wear(plan.face)
        pace = plan.screen.ticker_speed if plan.screen else None
        self.set(
            pace=pace or PLAYER.ticker_speed, laps=[list(lap) for lap in plan.laps],
            alert="\n".join(chain.from_iterable(plan.laps)) if plan.urgent else "",
            alarm=plan.alarm, dark=plan.dark,
        )  # fmt: skip

    def set(self, **values: Any) -> None:
        """Set properties of the stage and of QML's singletons, where they differ."""
        for name, value in values.items():
            for owner in self._owners:
                if owner.metaObject().indexOfProperty(name) >= 0 and owner.property(name) != value:
                    owner.setProperty(name, value)
