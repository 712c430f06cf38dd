"""A real player on a display of its own, and its pixels read back."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PIL import ImageGrab

from tests.console import browser as b

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["SIZE", "Colour", "Seen", "Shown", "blue", "dark", "green", "red", "screen"]

SIZE = (1280, 720)
Colour = tuple[int, int, int]
_LOOK = 0.1
"""Seconds between looks."""


class Seen(NamedTuple):
    """Three places of the screen, each the mean of a square in the middle column or at the edge."""

    above: Colour
    below: Colour
    edge: Colour


class Shown:
    """The screen, looked at from outside. `shots`: keeps what was seen at each step, if named."""

    def __init__(self, display: str, shots: str = "") -> None:
        self._display = display
        self._shots = shots
        self.took: dict[str, float] = {}

    def seen(self) -> Seen:
        """What is on now."""
        picture = ImageGrab.grab(xdisplay=self._display).convert("RGB")
        width, height = SIZE
        places = ((width // 2, height // 4), (width // 2, 3 * height // 4), (60, height // 2))
        found = []
        for x, y in places:
            part = picture.crop((x - 30, y - 30, x + 30, y + 30)).resize((1, 1))
            pixel = part.getpixel((0, 0))
            assert isinstance(pixel, tuple)
            found.append((int(pixel[0]), int(pixel[1]), int(pixel[2])))
        return Seen(*found)

    def until(self, step: str, holds: Callable[[Seen], bool], seconds: float) -> None:
        """Wait until the screen is so, and note how long it took.

        Raises:
            AssertionError: it never was, within so many seconds.
        """
        begun = time.monotonic()
        while not holds(seen := self.seen()):
            assert time.monotonic() - begun < seconds, f"{step}: the screen shows {seen}"
            time.sleep(_LOOK)
        self.took[step] = time.monotonic() - begun
        if self._shots:
            time.sleep(1)  # a fade is over
            path = Path(self._shots) / f"screen-{len(self.took)}-{step}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            ImageGrab.grab(xdisplay=self._display).save(path)


@contextlib.contextmanager
def screen(town: b.Town, state: Path, shots: str = "") -> Iterator[Shown]:
    """Be a screen that believes this centre's root, by its URL; gives it when its player is up."""
    with _display() as display, subprocess.Popen(
        [str(Path(sys.executable).with_name("signage")), "play", f"{town.url}/release",
         "--trust", str(town.data / "1.root.json"), "--size", "x".join(map(str, SIZE)),
         "--state", str(state)],
        env=b.environment(DISPLAY=display, QT_QPA_PLATFORM="xcb", SIGNAGE_CLOCK="trusted"),
        stderr=subprocess.DEVNULL,
    ) as player:  # fmt: skip
        try:
            shown = Shown(display, shots)
            shown.until("player up", lambda seen: any(any(part) for part in seen), 90)
            yield shown
        finally:
            player.terminate()


@contextlib.contextmanager
def _display() -> Iterator[str]:
    reading, writing = os.pipe()
    geometry = f"{SIZE[0]}x{SIZE[1]}x24"
    with subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", geometry, "-nolisten", "tcp"],
        pass_fds=[writing], stderr=subprocess.DEVNULL,
    ) as server:  # fmt: skip
        os.close(writing)
        try:
            with os.fdopen(reading) as told:
                yield f":{told.readline().strip()}"
        finally:
            server.terminate()


def green(seen: Colour) -> bool:
    """Of the clip's upper half."""
    return seen[1] > 90 and seen[1] > 2 * max(seen[0], seen[2])


def blue(seen: Colour) -> bool:
    """Of its lower half."""
    return seen[2] > 90 and seen[2] > 2 * max(seen[0], seen[1])


def red(seen: Colour) -> bool:
    """Of the photo, and of what is urgent."""
    return seen[0] > 90 and seen[0] > 2 * max(seen[1], seen[2])


def dark(seen: Colour) -> bool:
    """Of what lies beside an upright clip."""
    return max(seen) < 60
