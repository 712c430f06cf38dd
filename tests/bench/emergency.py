"""From the moment something is to cut in until it is on the screen, and back again."""

from __future__ import annotations

import contextlib
import itertools
import math
import os
import queue
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from signage.content.model import Content, Playlist, Rule, TextLine, Video
from signage.content.model import Image as Picture
from signage.release.manifest import Manifest
from signage.store import Activation, Media, Store

from ._report import Figure
from ._run import Run, scratch
from .rig import _log, _reader
from .rig._display import Display
from .rig._pace import Pace
from .rig._session import _ends

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from signage.content.model import Item

__all__ = ["cut", "emergency"]

_SIZE = (1280, 720)
_NORMAL, _URGENT = (20, 60, 220), (210, 200, 30)
"""Their green is what the reader looks at; the emblem's ground has 23, black 0."""
_BAND = 0.2
"""Share of a picture's width that is of one colour; the rest is noise, to be decoded."""
_WIDE, _THIN = "█" * 60, "Sơ tán ngay"
"""The two strips: one nearly all light, one nearly all dark."""
_PATIENCE = 8.0
"""Seconds after which a change that did not come ends the measurement."""
_REST = 0.9
"""Seconds between samples, for what is kept ready to be so again."""
_ZONE = "Asia/Ho_Chi_Minh"
_SIGNAGE = (sys.executable, "-c", "from signage.cli import main; main()")


def emergency(run: Run) -> Figure:
    """Boundaries and arrivals: a picture, a clip, kept decoded or not, the strip, the way back."""
    figure = Figure("an emergency cuts in")
    count = int(run.choose(20, 4))
    with scratch() as folder:
        media = {"picture": _picture(folder / "lu.jpg", _URGENT), "clip": _clip(folder / "lu.mp4")}
        normal = _picture(folder / "sanh.jpg", _NORMAL)
        for kind, path in media.items():
            with _wall(folder / f"state-{kind}", {"sanh": normal, "lu": path}) as wall:
                wall.scheduled(count, kind)
                wall.arriving(count, kind)
                _tell(figure, wall)
        with _followed(folder / "agent", normal, media["picture"]) as wall:
            wall.edited(count)
            _tell(figure, wall)
    return figure


def cut(run: Run) -> Figure:
    """`signage cut`, `signage cut --show` and `signage resume`, each a process of its own."""
    figure = Figure("cut on the spot")
    count = int(run.choose(20, 4))
    with scratch() as folder:
        paths = {
            "sanh": _picture(folder / "sanh.jpg", _NORMAL),
            "lu": _picture(folder / "lu.jpg", _URGENT),
        }
        with _wall(folder / "state", paths, standby=True) as wall:
            wall.by_hand(count)
            _tell(figure, wall)
    return figure


@dataclass
class _Wall:
    """A player on a display, what it said, and what was seen."""

    store: Store
    log: Path
    offsets: tuple[list[int], list[int]]
    """Of the picture's plain band; of the strip."""
    player: subprocess.Popen[bytes]
    said: queue.SimpleQueue[tuple[float, str]]
    bodies: dict[str, Path]
    found: dict[str, list[float]] = field(default_factory=dict)
    _cutting: bool = False
    """The emblem is what is to be seen."""
    flashes: int = 0
    """Looks at which the band was the emblem's or black, though something was on."""
    _releases: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    # ---- what happens ----

    def scheduled(self, count: int, kind: str) -> None:
        """An emergency whose window is known beforehand."""
        for _ in range(count):
            start = math.ceil(time.time() + 1.6)
            self._activate(start, start + 2)
            wall = time.time() - time.monotonic()
            name = f"boundary → {kind} kept decoded"
            self._cut_in(name, start - wall)
            self._note("boundary → decision", self._line("emergency", start - wall))
            self._back(f"its end → back ({kind})", start + 2 - wall)
            time.sleep(_REST)

    def arriving(self, count: int, kind: str) -> None:
        """One that comes and is on: nothing could be decoded beforehand."""
        self._activate()
        time.sleep(_REST)
        for _ in range(count):
            at = time.monotonic()
            self.store.alarm(self._urgent())
            self._cut_in(f"arrival in the store → {kind}", at)
            time.sleep(_REST)
            at = time.monotonic()
            self.store.alarm(None)
            self._back(f"withdrawn → back ({kind})", at)
            time.sleep(_REST)

    def edited(self, count: int) -> None:
        """An edit of the folder, through the agent."""
        target = self.bodies["folder"] / "playlists" / "lu.yaml"
        until = _local(time.time() + 7200)
        for _ in range(count):
            draft = target.with_name(".lu")
            draft.write_text(
                f"priority: emergency\nlayout: banner\nwhen: [{{until: '{until}'}}]\n"
                f"items: [{{image: lu.jpg, fit: stretch}}]\nticker: ['{_THIN}']\n",
                encoding="utf-8",
            )
            at = time.monotonic()
            draft.rename(target)
            self._cut_in("edit of the folder → picture, agent included", at)
            time.sleep(_REST)
            at = time.monotonic()
            target.unlink()
            self._back("taken out of the folder → back", at)
            time.sleep(_REST)

    def by_hand(self, count: int) -> None:
        """Cuts, as a duty person types them; and the bare record, without the command's start."""
        self._cutting = True
        self._activate(standby=True)
        time.sleep(_REST)
        for command, name, seen in (
            (None, "record of a cut → emblem", self._emblem),
            (("cut",), "`signage cut` started → emblem", self._emblem),
            (("cut", "--show", "lu"), "`signage cut --show` started → picture", self._urgently),
        ):
            for _ in range(count):
                at = time.monotonic()
                if command is None:
                    self.store.set_cut(None, datetime.now(UTC).isoformat())
                else:
                    self._command(*command)
                self._note(name, self._until(seen, at) - at)
                time.sleep(_REST)
                at = time.monotonic()
                self._command("resume")
                self._note("`signage resume` started → back", self._until(self._normally, at) - at)
                time.sleep(_REST)

    # ---- what is seen ----

    def _cut_in(self, name: str, at: float) -> None:
        self._note(name, self._until(self._urgently, at) - at)
        strip = self._until(lambda _band, lit: lit < 0.5, at)
        self._note(f"{name.partition(' → ')[0]} → strip", strip - at)

    def _back(self, name: str, at: float) -> None:
        self._note(name, self._until(self._normally, at) - at)

    @staticmethod
    def _urgently(band: int, _lit: float) -> bool:
        return 150 < band < 240

    @staticmethod
    def _normally(band: int, _lit: float) -> bool:
        return 40 < band < 90

    @staticmethod
    def _emblem(band: int, _lit: float) -> bool:
        return 10 < band < 32

    def _until(self, holds: Callable[[int, float], bool], since: float) -> float:
        """When it came to hold after `since`, CLOCK_MONOTONIC; what stood between is judged."""
        deadline = time.monotonic() + _PATIENCE + max(0.0, since - time.monotonic())
        while time.monotonic() < deadline:
            dark = 0
            for look in _log.looks(self.log.read_bytes(), sum(map(len, self.offsets))):
                if look.at < since:
                    continue
                band = int(np.median(list(look.samples[: len(self.offsets[0])])))
                strip = look.samples[len(self.offsets[0]) :]
                if holds(band, sum(level > 128 for level in strip) / len(strip)):
                    self.flashes += dark
                    return look.at
                dark += band < 32 and not self._cutting
            if self.player.poll() is not None:
                raise RuntimeError(f"the player ended by itself ({self.player.returncode})")
            time.sleep(0.02)
        raise RuntimeError("what was to be seen was not")

    def _line(self, word: str, at: float) -> float:
        """Seconds from `at` to the player's line with that word."""
        with contextlib.suppress(queue.Empty):
            while True:
                heard, line = self.said.get(timeout=2)
                if word in line and heard > at:
                    return heard - at
        raise RuntimeError("the player said nothing of it")

    def _note(self, name: str, seconds: float) -> None:
        self.found.setdefault(name, []).append(seconds)

    def _command(self, *words: str) -> None:
        subprocess.Popen([*_SIGNAGE, *words, "--state", str(self.store.state)],
                         stdout=subprocess.DEVNULL, start_new_session=True).wait(20)  # fmt: skip

    # ---- what is in the store ----

    def _activate(
        self, start: int | None = None, end: int | None = None, *, standby: bool = False
    ) -> None:
        """The lobby; and a playlist that is an emergency from `start` on, or on standby."""
        playlists = [self._playlist("sanh", _WIDE)]
        if start is not None and end is not None:
            rule = Rule(from_=_local(start), until=_local(end))
            playlists.append(self._playlist("lu", _THIN, priority="emergency", when=(rule,)))
        if standby:
            playlists.append(self._playlist("lu", _THIN, priority="emergency", standby=True))
        self.store.activate(self._activation(*playlists))

    def _urgent(self) -> Activation:
        rule = Rule(until=_local(time.time() + 7200))
        return self._activation(self._playlist("lu", _THIN, priority="emergency", when=(rule,)))

    def _playlist(self, name: str, headline: str, **rest: Any) -> Playlist:
        path = self.bodies[name].name
        item: Item = (
            Video(path=path, fit="stretch")
            if path.endswith("mp4")
            else Picture(path=path, fit="stretch", duration=3600)
        )
        return Playlist(
            id=name, layout="banner", items=(item,),
            ticker=(TextLine(text={"vi": headline}),), **rest,
        )  # fmt: skip

    def _activation(self, *playlists: Playlist) -> Activation:
        paths = [item.path for each in playlists for item in each.items if hasattr(item, "path")]
        files = {path.name: path for path in self.bodies.values() if path.name in paths}
        bodies = {name: self.store.take(path) for name, path in files.items()}
        number, now = next(self._releases), datetime.now(UTC).isoformat()
        return Activation(
            release=f"bench-{number}", source="bench", signed=False, activated=now,
            manifest=Manifest(created=now, files=bodies, content=Content(playlists=playlists)),
            media={
                body.sha256: Media(kind="video" if name.endswith("mp4") else "image")
                for name, body in bodies.items()
            },
        )  # fmt: skip


@contextlib.contextmanager
def _wall(state: Path, bodies: dict[str, Path], *, standby: bool = False) -> Iterator[_Wall]:
    """The player's process alone, as a unit starts it; this process stands for the agent."""
    store = Store(state)
    with store.lock(), contextlib.ExitStack() as stack:
        words = [sys.executable, "-m", "signage.player"]
        wall = stack.enter_context(_shown(store, bodies, words))
        wall._activate(standby=standby)
        wall._until(wall._normally, time.monotonic())
        time.sleep(_REST)
        wall.flashes = 0
        yield wall


@contextlib.contextmanager
def _followed(place: Path, normal: Path, urgent: Path) -> Iterator[_Wall]:
    """`signage play` on a folder, agent and all."""
    folder = place / "folder"
    (folder / "playlists").mkdir(parents=True)
    (folder / "media").mkdir()
    os.link(urgent, folder / "media" / "lu.jpg")
    os.link(normal, folder / "media" / "sanh.jpg")
    (folder / "playlists" / "sanh.yaml").write_text(
        f"layout: banner\nitems: [{{image: sanh.jpg, fit: stretch, duration: 1h}}, "
        f"{{image: lu.jpg, duration: 1s, when: [{{until: 2020-01-01}}]}}]\nticker: ['{_WIDE}']\n",
        encoding="utf-8",
    )
    bodies = {"folder": folder}
    with _shown(Store(place / "state"), bodies, [*_SIGNAGE, "play", str(folder)]) as wall:
        wall._until(wall._normally, time.monotonic())
        time.sleep(3)
        wall.flashes = 0
        yield wall


@contextlib.contextmanager
def _shown(store: Store, bodies: dict[str, Path], words: Sequence[str]) -> Iterator[_Wall]:
    width, height = _SIZE
    with Display(width, height) as display, contextlib.ExitStack() as stack:
        log = store.state.with_name(f"{store.state.name}.looks")
        log.parent.mkdir(exist_ok=True, parents=True)
        pace = Pace(log.parent, width, 1)
        band = [display.offset(round(width * x), round(height * y))
                for x in (0.03, 0.08, 0.13) for y in (0.2, 0.4, 0.6)]  # fmt: skip
        strip = [display.offset(round(width * x / 25), height - 26) for x in range(1, 25)]
        reader = subprocess.Popen(
            [sys.executable, "-S", _reader.__file__, str(display.memory), str(log),
             *map(str, band + strip)],
            start_new_session=True,
        )  # fmt: skip
        stack.callback(_ends, reader)
        player = subprocess.Popen(
            [*words, "--state", str(store.state), "--size", f"{width}x{height}"],
            env={**os.environ, "DISPLAY": display.name, "QT_QPA_PLATFORM": "xcb",
                 "SIGNAGE_CLOCK": "trusted", **pace.environment},
            stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        stack.callback(_ends, player)
        said: queue.SimpleQueue[tuple[float, str]] = queue.SimpleQueue()
        threading.Thread(target=_hear, args=(player, said), daemon=True).start()
        while not log.exists():
            time.sleep(0.01)
        yield _Wall(store, log, (band, strip), player, said, bodies)


def _hear(player: subprocess.Popen[bytes], said: queue.SimpleQueue[tuple[float, str]]) -> None:
    assert player.stderr is not None
    for line in player.stderr:
        said.put((time.monotonic(), line.decode()))


def _tell(figure: Figure, wall: _Wall) -> None:
    for name, times in wall.found.items():
        ordered = sorted(times)
        low, high = ordered[0], ordered[-1]
        p95 = ordered[min(len(ordered) - 1, math.ceil(len(ordered) * 0.95) - 1)]
        limit = 0.2 if "decision" in name else 5.0 if "agent" in name else 0.3
        figure.numbers.setdefault(name, []).extend(times)
        figure.add(
            name,
            f"{median(times) * 1000:.0f} / {p95 * 1000:.0f} / {high * 1000:.0f} ms"
            f" (least {low * 1000:.0f}, {len(times)} times)",
            f"largest at most {limit * 1000:.0f} ms",
            ok=high <= limit,
        )
    if not wall._cutting:
        seen = f"{wall.flashes} looks"
        figure.add("emblem or black in between", seen, "none", ok=not wall.flashes)


def _local(seconds: float) -> str:
    from zoneinfo import ZoneInfo  # noqa: PLC0415  (where it is used)

    at = datetime.fromtimestamp(seconds, ZoneInfo(_ZONE))
    return at.replace(tzinfo=None).isoformat(timespec="seconds")


def _noise(colour: tuple[int, int, int], width: int, height: int) -> np.ndarray[Any, Any]:
    pixels = np.random.default_rng(7).integers(30, 220, (height, width, 3), dtype=np.uint8)
    pixels[:, : round(width * _BAND)] = colour
    return pixels


def _picture(path: Path, colour: tuple[int, int, int]) -> Path:
    """A photograph's work for the decoder: 12 megapixels of JPEG, no rendition."""
    soft = Image.fromarray(_noise(colour, 1000, 750)).resize((4000, 3000))
    soft.save(path, "JPEG", quality=90)
    return path


def _clip(path: Path) -> Path:
    """1080p at 30 fps, 20 s, with a plain band."""
    value = "0x{:02x}{:02x}{:02x}".format(*_URGENT)
    subprocess.run(
        ["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=s=1920x1080:r=30:d=20",
         "-vf", f"drawbox=x=0:y=0:w={round(1920 * _BAND)}:h=1080:color={value}:t=fill",
         "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", str(path)],
        check=True,
    )  # fmt: skip
    return path
