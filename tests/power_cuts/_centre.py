"""A centre whose content changes all the time; each version can be read off the screen."""

from __future__ import annotations

import contextlib
import io
import random
import shutil
import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from tests.release.trees import Centre

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Plain", "Signed", "version"]

_SIZE = (640, 360)
_STRIP = 160
"""Pixels at the left in which a picture says of which version it is; the rest is noise."""
_LEAST, _STEP, _STEPS = 44, 12, 14
_KEPT = 4
"""Versions whose files stay in the folder."""


def colour(number: int) -> tuple[int, int, int]:
    """The colour of a version; the third part is a check."""
    low, high = number % _STEPS, number // _STEPS % _STEPS
    return tuple(_LEAST + _STEP * part for part in (low, high, (low + 3 * high + 5) % _STEPS))  # type: ignore[return-value]


def version(picture: np.ndarray[Any, np.dtype[np.uint8]], newest: int) -> int | None:
    """Which version is on the screen, at the top, in the middle and at the foot; None: none.

    Colours come again after 196 versions: the latest that may be meant is.
    """
    height, width = picture.shape[:2]
    found = set()
    for share in (0.05, 0.5, 0.95):
        row, column = round(height * share), round(width * 0.1)
        patch = picture[row - 3 : row + 3, column - 3 : column + 3].reshape(-1, 3)
        parts = (np.median(patch, axis=0) - _LEAST) / _STEP
        low, high, check = (round(float(part)) for part in parts)
        exact = float(np.abs(parts - np.round(parts)).max()) < 0.3
        if not (exact and min(low, high) >= 0 and max(low, high) < _STEPS):
            return None
        if (low + 3 * high + 5) % _STEPS != check:
            return None
        found.add(low + high * _STEPS)
    if len(found) != 1:
        return None
    number = found.pop()
    whole = _STEPS * _STEPS
    return number + (newest - number) // whole * whole if newest >= number else None


class Plain:
    """A folder, changed by a thread of its own while it is `busy`."""

    pause = (0.4, 2.0)
    """Seconds between two changes."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.newest = 0
        self._dice = random.Random(seed)
        self._busy = threading.Event()
        self._end = threading.Event()
        (folder / "playlists").mkdir(parents=True, exist_ok=True)
        (folder / "media").mkdir(exist_ok=True)
        self.change()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    @property
    def source(self) -> str:
        return str(self.folder)

    config = "unsigned: true"

    def busy(self, *, busy: bool) -> None:
        """Change it, or leave it as it is."""
        if busy:
            self._busy.set()
        else:
            self._busy.clear()

    def close(self) -> None:
        self._end.set()
        self._busy.set()
        self._thread.join()

    def change(self) -> None:
        """Make the next version: some new pictures, then the playlist that names them."""
        number = self.newest + 1
        media = self.folder / "media" / f"v{number}"
        media.mkdir()
        names = [f"{letter}.png" for letter in "abcdef"[: self._dice.randint(2, 6)]]
        for name in names:
            (media / f".{name}").write_bytes(_picture(number, self._dice))
            (media / f".{name}").rename(media / name)
        items = ", ".join(f"{{image: v{number}/{name}}}" for name in names)
        text = f"defaults: {{duration: 1s, transition: cut, fit: stretch}}\nitems: [{items}]\n"
        scratch = self.folder / "playlists" / ".sanh"
        scratch.write_text(text)
        self.newest = number  # it may be on the screen from now on
        scratch.rename(self.folder / "playlists" / "sanh.yaml")
        with contextlib.suppress(FileNotFoundError):
            shutil.rmtree(self.folder / "media" / f"v{number - _KEPT}")

    def _work(self) -> None:
        while not self._end.is_set():
            self._busy.wait()
            if not self._end.is_set():
                self.change()
            time.sleep(self._dice.uniform(*self.pause))


class Signed(Plain):
    """The same, published and signed at each change, and served over HTTP."""

    pause = (0.2, 1.5)

    def __init__(self, folder: Path, seed: int, url: str) -> None:
        self._url = url
        self._centre = Centre(folder, clock=datetime.now(UTC))
        (self._centre.folder / "playlists" / "p.yaml").unlink()
        super().__init__(self._centre.folder, seed)
        (folder / "1.root.json").write_bytes(self._centre.root)
        self.config = f"trust: {folder}/1.root.json"

    @property
    def source(self) -> str:
        return self._url

    @property
    def tree(self) -> Path:
        return self._centre.tree

    def change(self) -> None:
        super().change()
        self._centre.clock = datetime.now(UTC)
        self._centre.publish()


def _picture(number: int, dice: random.Random) -> bytes:
    """A quarter says the version, the rest is noise that no codec makes smaller."""
    noise = np.frombuffer(dice.randbytes(_SIZE[0] * _SIZE[1] * 3), np.uint8)
    pixels = noise.reshape(_SIZE[1], _SIZE[0], 3).copy()
    pixels[:, :_STRIP] = colour(number)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG", compress_level=0)
    return file.getvalue()
