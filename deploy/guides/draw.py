"""Draws the pictures of the two guides from the examples that are printed in them.

    .venv/bin/python deploy/guides/draw.py [OUT]

Needs no display. The same program and the same fonts give the same pictures: the time is a fixed
one. Each is what `signage snapshot` draws of the example above it in the guide, made small.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from zoneinfo import ZoneInfo

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).resolve().parents[2])]
os.environ["QT_QPA_PLATFORM"] = "offscreen"

from examples import folder  # noqa: E402
from PIL import Image  # noqa: E402

OUT = Path(__file__).parent
NOW = datetime(2026, 11, 23, 8, 5, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
"""A Monday morning, the 15th of the tenth lunar month."""
SIZE = (1280, 720)
WIDTH = 960
"""Pixels of a picture in a guide."""
MOST = 80_000
"""Bytes of one picture."""


class Picture(NamedTuple):
    """One picture of a guide."""

    name: str
    playlist: str
    """Of which playlist; empty: the idle screen."""
    number: int = 0
    """Which of its shots, from 0."""
    screen: str = "sanh-chinh"
    turn: int = 0
    """By how much the screen hangs turned, in degrees, so that the picture stands upright."""


PICTURES = (
    Picture("man-hinh-chao.jpg", "sanh-chinh"),
    Picture("trang-chu.jpg", "thong-bao", 1),
    Picture("trang-bang.jpg", "thong-bao", 2),
    Picture("anh-chu-thich.jpg", "thong-bao"),
    Picture("niem-yet.jpg", "niem-yet"),
    Picture("ma-qr.jpg", "lien-ket"),
    Picture("cot-ben.jpg", "que-huong"),
    Picture("khan-cap.jpg", "canh-bao-lu"),
    Picture("man-hinh-cho.jpg", ""),
    Picture("man-hinh-dung.jpg", "thong-bao", 1, screen="man-hinh-dung", turn=90),
)


def main(out: Path) -> int:
    """Draw all; the exit code."""
    logging.basicConfig(format="%(message)s", level=logging.WARNING)
    from signage.store import Store  # noqa: PLC0415
    from signage.sync import bring_once, source_of  # noqa: PLC0415

    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="signage-") as scratch:
        place, state = folder(Path(scratch, "noi-dung")), Path(scratch, "state")
        agent = bring_once(Store(state), source_of(str(place)), lambda: False)
        told = [*(agent.status.faults if agent.status else ())]
        # Each in a process of its own: a scene of Qt Quick is best left with its process.
        with ProcessPoolExecutor(2, get_context("spawn"), max_tasks_per_child=1) as apart:
            screens = dict.fromkeys(each.screen for each in PICTURES if each.playlist)
            drawn = {
                screen: apart.submit(_shots, state, screen, Path(scratch, screen))
                for screen in screens
            }
            idle = apart.submit(_idle, state, Path(scratch, "idle.png"))
            for screen, work in drawn.items():
                told += work.result()
                for each in PICTURES:
                    if each.playlist and each.screen == screen:
                        found = sorted(Path(scratch, screen).glob(f"???-{each.playlist}-*.png"))
                        save(Image.open(found[each.number]), out / each.name, each.turn)
            idle.result()
        for each in PICTURES:
            if not each.playlist:
                save(Image.open(Path(scratch, "idle.png")), out / each.name, 0)
    for each in told:
        print(each, file=sys.stderr)
    return 3 if told else 0


def _shots(state: Path, screen: str, out: Path) -> list[str]:
    """Every item of a screen; what could not be drawn."""
    from signage.player.snapshot import snapshot  # noqa: PLC0415
    from signage.store import Store  # noqa: PLC0415

    out.mkdir()
    return snapshot(Store(state), out, NOW, screen=screen, size=SIZE)


def _idle(state: Path, path: Path) -> None:
    """What is on when nothing is: after power-on, between two programmes, and after a cut."""
    from PySide6.QtCore import QSize  # noqa: PLC0415
    from PySide6.QtGui import QGuiApplication  # noqa: PLC0415

    from signage.player._arrival import Moment  # noqa: PLC0415
    from signage.player._panel import panel  # noqa: PLC0415
    from signage.player._plan import Side, plan  # noqa: PLC0415
    from signage.player._scene import Scene  # noqa: PLC0415
    from signage.player._window import Window  # noqa: PLC0415
    from signage.player.app import prepare  # noqa: PLC0415
    from signage.schedule import Timetable  # noqa: PLC0415
    from signage.store import Cut, Store  # noqa: PLC0415

    store = Store(state)
    active = store.active()
    if active is None:
        return
    prepare()
    side = Side(active, Timetable(active.manifest.content, "sanh-chinh"), {})
    moment = Moment(now=NOW, trusted=True, boot="", uptime=0.0)
    made = plan(side, None, Cut(), moment, store)
    app = QGuiApplication(sys.argv[:1])
    window = Window(QSize(*SIZE))
    scene = Scene(window)
    scene.dress(made)
    scene.set(still=True, **panel(made, NOW))
    window.appear()
    for _ in range(5):  # the emblem is loaded beside
        app.processEvents()
        time.sleep(0.1)
    window.grabWindow().save(str(path))
    sys.stderr.flush()


def save(picture: Image.Image, path: Path, turn: int) -> None:
    """Upright, small, and no larger than a guide can bear."""
    upright = picture.convert("RGB").rotate(turn, expand=True)
    width = WIDTH if upright.width > upright.height else WIDTH * 9 // 16
    upright.thumbnail((width, width * 2), Image.Resampling.LANCZOS)
    for quality in range(82, 20, -6):
        upright.save(path, quality=quality, optimize=True, progressive=True)
        if path.stat().st_size <= MOST:
            break
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else OUT))
