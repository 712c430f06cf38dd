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

__all__ = ["SIZE", "Colour", "Seen", "Shown", "near", "screen"]

SIZE = (1280, 720)
Colour = tuple[int, int, int]
_PLACES = (60, 203, 250, 540)
_GOLD, _BAR = (217, 164, 65), (255, 208, 46)
_LOOK = 0.1
"""Seconds between looks."""


class Seen(NamedTuple):
    """Four places of the middle column, each the mean of a small square."""

    top: Colour
    """Where a warning has its bar."""
    heart: Colour
    """Of the neutral mark on the emblem slide."""
    above: Colour
    below: Colour

    @property
    def emblem(self) -> bool:
        """Whether the slide is on that is shown when nothing else is, or may not be."""
        return near(self.heart, _GOLD)

    @property
    def warning(self) -> bool:
        """Whether something urgent is on."""
        return near(self.top, _BAR)


class Shown:
    """The screen, looked at from outside. `shots`: keeps what was seen at each step, if named."""

    def __init__(self, display: str, shots: str = "") -> None:
        self._display = display
        self._shots = shots
        self.took: dict[str, float] = {}

    def seen(self) -> Seen:
        """What is on now."""
        picture = ImageGrab.grab(xdisplay=self._display).convert("RGB")
        middle = SIZE[0] // 2
        found = []
        for y in _PLACES:
            part = picture.crop((middle - 9, y - 9, middle + 9, y + 9)).resize((1, 1))
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
            shown.until("player up", lambda seen: seen.emblem, 90)
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


def near(seen: Colour, colour: Colour) -> bool:
    """Whether it is that colour, as far as coding leaves it."""
    return all(abs(one - other) < 40 for one, other in zip(seen, colour, strict=True))
