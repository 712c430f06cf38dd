"""A screen on the wall: a virtual display, what is played on it, and eyes that read its pixels."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from PIL import Image

from signage.content.model import Content, Playlist, Video
from signage.content.model import Image as Picture
from signage.release.manifest import Manifest
from signage.store import Activation, Media
from tests._waiting import PATIENCE, until
from tests.bench.rig._display import Display

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signage.store import Store

__all__ = ["ROOT", "SIGNAGE", "Centre", "Show", "Wall", "fill", "signage", "status"]

ROOT = Path(__file__).parents[2]
SIGNAGE = ("-c", "from signage.cli import main; main()")
SIZE = (640, 360)
_NOW = "2026-02-14T07:30:00+07:00"
COLOURS = {
    "red": (220, 20, 20), "green": (20, 170, 40), "blue": (30, 60, 220), "yellow": (230, 210, 30),
    "white": (255, 255, 255), "black": (0, 0, 0), "emblem": (123, 23, 24),
}  # fmt: skip
"""`white` is the bare desktop, `emblem` the middle of the idle screen's ground."""


class Wall(Display):
    """The virtual display, which can lose its power."""

    def spot(self, x: float = 0.06, y: float = 0.5) -> str:
        """The name of the colour around that place, as shares of width and height."""
        picture = self.picture()
        column, row = round(x * self.width), round(y * self.height)
        patch = picture[row - 4 : row + 4, column - 4 : column + 4].reshape(-1, 3)
        return nearest(np.median(patch, axis=0))

    def off(self) -> None:
        """Let the display server die, as it would with its machine's power."""
        self._process.kill()
        self._process.wait()

    def on(self) -> None:
        """Start it again under the same name."""
        self.memory.unlink()
        self._process = subprocess.Popen(
            [
                "Xvfb", self.name, "-screen", "0", f"{self.width}x{self.height}x24",
                "-fbdir", str(self._folder), "-wr", "-noreset", "-nolisten", "tcp",
                "-ac", "-s", "0",
            ],
            stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        until(lambda: self.memory.exists() and self.memory.stat().st_size > SIZE[0] * SIZE[1] * 4)
        self._read_header()


def nearest(rgb: np.ndarray[Any, Any]) -> str:
    """The colour's name, or its value where it is none of ours."""
    name = min(COLOURS, key=lambda each: float(np.abs(rgb - COLOURS[each]).max()))
    near = float(np.abs(rgb - COLOURS[name]).max()) <= 40
    return name if near else str(tuple(int(part) for part in rgb))


class Centre:
    """A central folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "playlists").mkdir(parents=True)
        (root / "media").mkdir()

    def picture(self, name: str, colour: str) -> None:
        """Drop it in as a copying program does: under another name first."""
        target = self.root / "media" / name
        target.parent.mkdir(exist_ok=True)
        scratch = target.with_name(f".{target.name}")
        picture(scratch, colour)
        scratch.rename(target)

    def playlist(self, text: str, name: str = "sanh") -> None:
        scratch = self.root / "playlists" / f".{name}"
        scratch.write_text(text, encoding="utf-8")
        scratch.rename(self.root / "playlists" / f"{name}.yaml")


def fill(
    store: Store,
    pictures: Mapping[str, str],
    *,
    clips: Mapping[str, tuple[tuple[str, float], ...]] | None = None,
    garbage: tuple[str, ...] = (),
    transition: str = "cut",
) -> None:
    """Put into the store what no agent has looked at: clips, then pictures, then garbage."""
    with TemporaryDirectory() as scratch, store.lock():
        folder = Path(scratch)
        for name, parts in (clips or {}).items():
            clip(folder / name, *parts)
        for name, colour in pictures.items():
            picture(folder / name, colour)
        for name in garbage:
            (folder / name).write_bytes(name.encode() * 1000)
        names = [*(clips or {}), *pictures, *garbage]
        bodies = {name: store.take(folder / name) for name in names}
        items = [
            Video(path=name, transition=transition)  # type: ignore[arg-type]
            if name.endswith("mp4")
            else Picture(path=name, transition=transition, duration=1)  # type: ignore[arg-type]
            for name in names
        ]
        store.activate(
            Activation(
                release=f"test-{len(names)}", source="test", signed=False, activated=_NOW,
                manifest=Manifest(
                    created=_NOW, files=bodies,
                    content=Content(playlists=(Playlist(id="sanh", items=tuple(items)),)),
                ),
                media={
                    body.sha256: Media(kind="video" if name.endswith("mp4") else "image")
                    for name, body in bodies.items()
                },
            )
        )  # fmt: skip


def picture(path: Path, colour: str) -> None:
    Image.new("RGB", SIZE, COLOURS[colour]).save(path, "PNG")


def clip(path: Path, *parts: tuple[str, float]) -> None:
    """A silent clip of plain colours, each for so many seconds."""
    sources: list[str] = []
    for colour, seconds in parts:
        value = "0x{:02x}{:02x}{:02x}".format(*COLOURS[colour])
        sources += ["-f", "lavfi", "-i", f"color={value}:s=640x360:r=30:d={seconds}"]
    subprocess.run(
        [
            "ffmpeg", "-v", "error", "-y", *sources,
            "-filter_complex", f"concat=n={len(parts)}:v=1",
            "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", str(path),
        ],
        check=True,
    )  # fmt: skip


class Show:
    """A `signage` command on the wall; a context manager, so that it never outlives a test."""

    def __init__(
        self, wall: Wall, *words: str | Path, environ: Mapping[str, str] | None = None
    ) -> None:
        self.wall = wall
        self._environ = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("QT_", "QSG_", "WAYLAND", "NOTIFY_", "WATCHDOG_"))
        } | {"DISPLAY": wall.name, "QT_QPA_PLATFORM": "xcb", **(environ or {})}
        self._words = [str(word) for word in words]

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(
            [sys.executable, *self._words], cwd=ROOT, env=self._environ,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        assert self.process.stderr is not None
        self.errors = self.process.stderr.read()
        self.process.stderr.close()
        until(lambda: self.wall.spot() == "white")  # the next test finds a bare desktop

    def shows(self, colour: str, patience: float = PATIENCE) -> None:
        """Wait until that colour is on the wall."""

        def seen() -> bool:
            assert self.process.poll() is None, f"it ended with {self.process.returncode}"
            return self.wall.spot() == colour

        until(seen, patience)

    def watched(self, seconds: float) -> list[str]:
        """The colours that were on the wall in that time, each change once."""
        found: list[str] = []
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            spot = self.wall.spot()
            if not found or found[-1] != spot:
                found.append(spot)
            time.sleep(0.004)
        assert self.process.poll() is None, f"it ended with {self.process.returncode}"
        return found

    def terminate(self) -> int:
        """Its exit code after SIGTERM, which it has two seconds to follow."""
        self.process.terminate()
        return self.process.wait(2)


def signage(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, *SIGNAGE, *map(str, words)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def status(state: Path) -> dict[str, Any]:
    """What `signage status --json` tells."""
    found: dict[str, Any] = json.loads(signage("status", "--state", state, "--json").stdout)
    return found
