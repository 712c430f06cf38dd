"""Keyboards that are pipes in a folder of their own, and say what the kernel's would."""

from __future__ import annotations

import os
import struct
from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QKeySequence

from signage.player._keys import Chord, Keyboards, codes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

E, Q, CONTROL, ALT, SHIFT, RIGHT_SHIFT, META = 18, 16, 29, 56, 42, 54, 125
CHORD = Chord(E, (frozenset({29, 97}), frozenset({56, 100}), frozenset({42, 54})))


class Desk:
    """A folder of devices, and what was heard of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.heard = 0
        self._pipes: dict[str, int] = {}

    def listen(self) -> Keyboards:
        made = Keyboards(CHORD, folder=self.folder, has_key=lambda handle, _: handle > 0)
        made.pressed.connect(self._hear)
        return made

    def more_than(self, heard: int) -> bool:
        return self.heard > heard

    def _hear(self) -> None:
        self.heard += 1

    def plug(self, name: str) -> None:
        os.mkfifo(self.folder / name)
        self._pipes[name] = os.open(self.folder / name, os.O_RDWR)

    def pull(self, name: str) -> None:
        (self.folder / name).unlink()
        os.close(self._pipes.pop(name))

    def keys(self, name: str, *keys: int, value: int = 1) -> None:
        for key in keys:
            events = struct.pack("@llHHi", 0, 0, 1, key, value) + struct.pack(
                "@llHHi", 0, 0, 0, 0, 0
            )
            os.write(self._pipes[name], events)

    def chord(self, name: str) -> None:
        self.keys(name, CONTROL, ALT, SHIFT, E)
        self.keys(name, E, SHIFT, ALT, CONTROL, value=0)

    def close(self) -> None:
        for handle in self._pipes.values():
            os.close(handle)


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.close()


def test_one_that_was_there(desk: Desk, qtbot: QtBot) -> None:
    desk.plug("event0")
    listening = desk.listen()
    desk.chord("event0")
    qtbot.waitUntil(lambda: desk.heard == 1)
    desk.chord("event0")
    qtbot.waitUntil(lambda: desk.heard == 2)
    listening.deleteLater()


def test_one_that_is_plugged_in_to_stop_it_and_pulled_and_plugged_again(
    desk: Desk, qtbot: QtBot
) -> None:
    listening = desk.listen()
    for _ in range(2):
        before = desk.heard
        desk.plug("event3")
        qtbot.waitUntil(lambda: "event3" in listening._open)
        desk.chord("event3")
        qtbot.waitUntil(partial(desk.more_than, before))
        desk.pull("event3")
        qtbot.waitUntil(lambda: not listening._open)


@pytest.mark.parametrize(
    "keys",
    [
        (E,),
        (CONTROL, E),
        (CONTROL, ALT, E),
        (CONTROL, ALT, SHIFT, Q),
        (CONTROL, ALT, SHIFT, META, E),
    ],
)
def test_no_other_keys(desk: Desk, qtbot: QtBot, keys: tuple[int, ...]) -> None:
    desk.plug("event0")
    listening = desk.listen()
    desk.keys("event0", *keys)
    desk.keys("event0", *keys, value=2)  # held
    desk.keys("event0", *keys, value=0)
    assert desk.heard == 0
    desk.keys("event0", CONTROL, ALT, RIGHT_SHIFT, E)
    qtbot.waitUntil(lambda: desk.heard == 1)  # and nothing was heard of what came before
    listening.deleteLater()


def test_what_has_no_such_key_is_left_alone(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "event0").write_bytes(b"")  # a file answers no such question
    assert not Keyboards(CHORD, folder=tmp_path)._open
    assert not Keyboards(CHORD, folder=tmp_path / "none")._open


@pytest.mark.parametrize(
    ("chord", "code", "modifiers"),
    [("Ctrl+Alt+Shift+E", 18, 3), ("Ctrl+F12", 88, 1), ("Meta+0", 11, 1), ("F1", 59, 0)],
)
def test_chords_as_the_kernel_has_them(chord: str, code: int, modifiers: int) -> None:
    found = codes(QKeySequence(chord))
    assert found
    assert (found.key, len(found.modifiers)) == (code, modifiers)


def test_the_usual_chord_as_the_kernel_has_it() -> None:
    assert codes(QKeySequence("Ctrl+Alt+Shift+E")) == CHORD


def test_a_chord_that_the_kernel_has_by_no_one_name() -> None:
    assert codes(QKeySequence("Ctrl+Ư")) is None
