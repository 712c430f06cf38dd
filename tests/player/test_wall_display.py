"""A display that freezes, goes and comes, and real keys, on a virtual one."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import shutil
import signal
import socket
import subprocess
import time
from typing import TYPE_CHECKING, Self

import pytest

from signage.store import Store
from tests._waiting import until
from tests.player._wall import SIGNAGE, Centre, Show, Wall, fill, signage, status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WINDOW = ("--size", "640x360")
CHORD = ("Control_L", "Alt_L", "Shift_L", "e")


@pytest.fixture(scope="module")
def wall() -> Iterator[Wall]:
    with Wall(640, 360) as made:
        yield made


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "kho"


class Manager:
    """A service manager's socket."""

    def __init__(self, folder: Path) -> None:
        self._path = str(folder / "notify")

    def __enter__(self) -> Self:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        self._socket.bind(self._path)
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    @property
    def environ(self) -> dict[str, str]:
        return {"NOTIFY_SOCKET": self._path, "WATCHDOG_USEC": "2000000"}

    def heard(self) -> int:
        """The beats since it was asked last."""
        beats = 0
        while True:
            try:
                beats += self._socket.recv(4096) == b"WATCHDOG=1"
            except BlockingIOError:
                return beats


class Frozen:
    """The display server stands still: it takes connections, and answers none."""

    def __init__(self, wall: Wall) -> None:
        self._pid = wall.pid

    def __enter__(self) -> None:
        os.kill(self._pid, signal.SIGSTOP)

    def __exit__(self, *_: object) -> None:
        os.kill(self._pid, signal.SIGCONT)


class Keyboard:
    """Real keys, by the XTEST extension."""

    def __init__(self, wall: Wall) -> None:
        self._x, self._test = (_library(name) for name in ("X11", "Xtst"))
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XStringToKeysym.restype = ctypes.c_ulong
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(wall.name.encode()))

    def press(self, *names: str) -> None:
        """All at once, as for a chord."""
        codes = [
            self._x.XKeysymToKeycode(
                self._display, ctypes.c_ulong(self._x.XStringToKeysym(name.encode()))
            )
            for name in names
        ]
        for down, keys in ((1, codes), (0, codes[::-1])):
            for code in keys:
                self._test.XTestFakeKeyEvent(self._display, code, down, ctypes.c_ulong(0))
        self._x.XSync(self._display, 0)


def _library(name: str) -> ctypes.CDLL:
    found = ctypes.util.find_library(name)
    if found is None:
        pytest.skip(f"lib{name} is not installed")
    return ctypes.CDLL(found)


def player(wall: Wall, state: Path, *words: str, manager: Manager | None = None) -> Show:
    return Show(
        wall, "-m", "signage.player", "--state", state, *words,
        environ=manager.environ if manager else None,
    )  # fmt: skip


class TestFrozen:
    def test_no_sign_of_life_while_nothing_reaches_the_screen(
        self, wall: Wall, state: Path, tmp_path: Path
    ) -> None:
        fill(Store(state), {"a.png": "green", "b.png": "blue"})
        with Manager(tmp_path) as manager, player(wall, state, *WINDOW, manager=manager) as show:
            show.shows("green")
            until(manager.heard)
            with Frozen(wall):
                time.sleep(2.5)  # an item was due
                manager.heard()
                time.sleep(2.5)
                assert manager.heard() == 0
            until(manager.heard)  # here nobody ended it meanwhile, so it goes on
            show.shows("blue")
            show.shows("green")

    @pytest.mark.long
    def test_a_still_picture_is_asked_for_too(
        self, wall: Wall, state: Path, tmp_path: Path
    ) -> None:
        fill(Store(state), {"a.png": "green"})
        with Manager(tmp_path) as manager, player(wall, state, *WINDOW, manager=manager) as show:
            show.shows("green")
            until(manager.heard)
            with Frozen(wall):
                time.sleep(15)  # within ten seconds a redraw is asked for
                manager.heard()
                time.sleep(5)
                assert manager.heard() == 0
            until(manager.heard, 30)

    @pytest.mark.long
    def test_it_is_started_again_and_shows_content_once_the_display_goes_on(
        self, wall: Wall, state: Path, tmp_path: Path
    ) -> None:
        centre = Centre(tmp_path / "c")
        centre.picture("a.png", "green")
        centre.playlist("items: [{image: a.png, duration: 1h}]\n")
        with Show(wall, *SIGNAGE, "play", centre.root, "--state", state, *WINDOW) as show:
            show.shows("green")
            until(lambda: status(state)["player"])
            first = status(state)["player"]["pid"]
            with Frozen(wall):
                until(lambda: not _alive(first), 60)
                time.sleep(20)  # and once more, since the next one meets the same
            show.shows("green", 30)
            until(lambda: status(state)["player"])
            assert status(state)["player"]["pid"] != first


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


class TestKeys:
    def test_the_chord_stops_and_resume_goes_on(self, wall: Wall, state: Path) -> None:
        keyboard = Keyboard(wall)
        fill(Store(state), {"a.png": "green"})
        with player(wall, state, *WINDOW) as show:
            show.shows("green")
            keyboard.press("Control_L", "e")
            keyboard.press("Escape")
            keyboard.press("Alt_L", "F4")
            assert show.watched(0.5) == ["green"]
            keyboard.press(*CHORD)
            show.shows("emblem")
            until(lambda: Store(state).cut())
            assert status(state)["cut"]["show"] is None
            assert signage("resume", "--state", state).returncode == 0
            show.shows("green")

    def test_no_way_out_where_the_technician_wants_none(self, wall: Wall, state: Path) -> None:
        keyboard = Keyboard(wall)
        fill(Store(state), {"a.png": "green"})
        with Show(
            wall, "-m", "signage.player", "--state", state, *WINDOW,
            environ={"SIGNAGE_QUIT_CHORD": "none"},
        ) as show:  # fmt: skip
            show.shows("green")
            keyboard.press("Control_L", "Alt_L", "Shift_L", "q")
            assert show.watched(1) == ["green"]


@pytest.mark.skipif(not shutil.which("xrandr"), reason="xrandr is not installed")
def test_one_that_was_unplugged_and_comes_back_with_another_mode(state: Path) -> None:
    fill(Store(state), {"a.png": "green", "b.png": "blue"})

    def output(big: Wall, words: str) -> None:
        subprocess.run(["xrandr", "-d", big.name, *words.split()], check=True)

    with Wall(1024, 768) as big, player(big, state) as show:
        show.shows("green")
        output(big, "--newmode small 38.25 800 832 912 1024 600 603 607 624")
        output(big, "--addmode screen small")
        output(big, "--fb 1024x768 --output screen --off")
        time.sleep(1.5)
        output(big, "--output screen --mode small")
        show.shows("green")
        show.shows("blue")
        until(lambda: big.spot(780 / 1024, 300 / 768) in {"green", "blue"})
        assert show.process.poll() is None


def test_the_display_is_switched_on_in_its_hours_and_never_blanks(
    wall: Wall, state: Path, tmp_path: Path
) -> None:
    tool, calls = tmp_path / "bin" / "xset", tmp_path / "calls"
    tool.parent.mkdir()
    tool.write_text(f'#!/bin/sh\necho "$*" >>"{calls}"\n')
    tool.chmod(0o755)
    fill(Store(state), {"a.png": "green"})
    with Show(
        wall, "-m", "signage.player", "--state", state, *WINDOW,
        environ={"PATH": f"{tool.parent}:{os.environ['PATH']}", "SIGNAGE_POWER": "dpms"},
    ) as show:  # fmt: skip
        show.shows("green")
        until(calls.exists)
        assert calls.read_text() == "s off s noblank dpms force on -dpms\n"
