"""A shot on a scene of its own, page after page."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from signage.player.commands import Idle, Load, Show, Unload
from tests.player._lobby import Shelf

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from signage.player._scene import Scene
    from signage.player.programme import Shot

__all__ = ["Cupboard", "Opened"]


class Cupboard(Shelf):
    """Every body is the same picture."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.file = file

    def path(self, sha256: str) -> Path:
        return self.file


class Opened:
    """A shot on the screen."""

    _tokens = itertools.count(1)

    def __init__(self, scene: Scene, qtbot: QtBot, shot: Shot) -> None:
        self.scene, self.said = scene, dict[int, int]()
        self.token = next(self._tokens)
        scene.stage.ready.connect(self._hear)
        scene.perform(Load(0, self.token, shot, loop=False))
        qtbot.waitUntil(lambda: self.token in self.said, timeout=10_000)
        scene.perform(Show(0, "cut"))
        self.slot = next(
            item for item in scene.stage.childItems() if item.property("token") == self.token
        )

    def _hear(self, token: int, pages: int) -> None:
        self.said[token] = pages

    @property
    def pages(self) -> int:
        return self.said[self.token]

    def turn(self, page: int) -> None:
        self.scene.stage.turn(0, page)

    def close(self) -> None:
        self.scene.stage.ready.disconnect(self._hear)
        self.scene.perform(Idle())
        self.scene.perform(Unload(0))
