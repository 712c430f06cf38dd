"""Draws the pictures of the two guides from the examples that are printed in them.

    .venv/bin/python deploy/guides/draw.py [OUT]

Needs no display. The same program and the same fonts give the same pictures: the time is a fixed
one. Each is what `signage snapshot` draws of the example above it in the guide, made small.
"""

from __future__ import annotations

import logging
import os
import sys
from datetime import datetime
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
    Picture("man-hinh-dung.jpg", "sanh-chinh", screen="man-hinh-dung", turn=90),
)


def main(out: Path) -> int:
    """Draw all; the exit code."""
    logging.basicConfig(format="%(message)s", level=logging.WARNING)
    from signage.player.snapshot import snapshot  # noqa: PLC0415  (after the environment is set)
    from signage.store import Store  # noqa: PLC0415
    from signage.sync import bring_once, source_of  # noqa: PLC0415

    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="signage-") as scratch:
        place = folder(Path(scratch, "noi-dung"))
        store = Store(Path(scratch, "state"))
        agent = bring_once(store, source_of(str(place)), lambda: False)
        told = [*(agent.status.faults if agent.status else ())]
        for screen in dict.fromkeys(each.screen for each in PICTURES if each.playlist):
            shots = Path(scratch, screen)
            shots.mkdir()
            told += snapshot(store, shots, NOW, screen=screen, size=SIZE)
            for each in PICTURES:
                if each.playlist and each.screen == screen:
                    found = sorted(shots.glob(f"*-{each.playlist}-*.png"))
                    _save(Image.open(found[each.number]), out / each.name, each.turn)
        idle = Path(scratch, "idle.png")
        _idle(store, idle)
        _save(Image.open(idle), out / "man-hinh-cho.jpg", 0)
    for each in told:
        print(each, file=sys.stderr)
    return 3 if told else 0


def _idle(store: object, path: Path) -> None:
    """What is on when nothing is: after power-on, between two programmes, and after a cut."""
    from PySide6.QtCore import QSize  # noqa: PLC0415
    from PySide6.QtGui import QGuiApplication  # noqa: PLC0415

    from signage.player import _words  # noqa: PLC0415
    from signage.player._scene import Scene  # noqa: PLC0415
    from signage.player._window import Window  # noqa: PLC0415

    window = Window(QSize(*SIZE))
    scene = Scene(window)
    window.appear()
    scene.set(
        still=True, place="Sảnh chính",
        time=_words.time_text(NOW), date=_words.date_text(NOW, "vi"),
    )  # fmt: skip
    QGuiApplication.processEvents()
    window.grabWindow().save(str(path))
    window.destroy()


def _save(picture: Image.Image, path: Path, turn: int) -> None:
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
