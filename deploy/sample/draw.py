"""Draw the sample content under media/ again: the illustrations, the clip, the notice.

    .venv/bin/python deploy/sample/draw.py [svg] [photo] [clip] [pdf]

Nothing comes from outside: every line is drawn here, from fixed seeds, so the pictures, the clip
and the notice are the project's own. The words under media/ (subtitles, ticker) are written by
hand. The clip needs ffmpeg and takes a few minutes; the notice needs the font Noto Sans.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_HASH_SEED"] = "0"  # the fonts in the notice, in the same order every time
if sys.version_info < (3, 12):
    # PySide6 6.12 takes None, True and False for immortal, as they are from Python 3.12 on, and
    # gives away a reference at each call: after some thousand calls the interpreter would abort.
    for _immortal in (None, True, False):
        ctypes.c_ssize_t.from_address(id(_immortal)).value = 1 << 60

import _clip
import _emblem
import _ocop
import _pdf
import _photo
import _tan_trao
import _tea
from PySide6.QtGui import QGuiApplication

MEDIA = Path(__file__).resolve().parents[2] / "media"


def _write(path: str, words: str) -> None:
    target = MEDIA / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(words, encoding="utf-8")


def main(asked: list[str]) -> None:
    """Draw what was asked for, or everything."""
    _app = QGuiApplication([])
    parts = asked or ["svg", "photo", "clip", "pdf"]
    if "svg" in parts:
        _write("quang-ba/tan-trao.svg", _tan_trao.draw())
        _write("quang-ba/doi-che.svg", _tea.draw())
        _write("ocop/san-pham.svg", _ocop.draw())
        _write("bieu-trung/bup-che.svg", _emblem.draw())
    if "photo" in parts:
        _photo.write(MEDIA / "quang-ba/nui-som.jpg")
    if "clip" in parts:
        _clip.write(MEDIA / "quang-ba/buoi-som.mp4")
    if "pdf" in parts:
        (MEDIA / "niem-yet").mkdir(exist_ok=True)
        _pdf.write(MEDIA / "niem-yet/thu-tuc.pdf")


if __name__ == "__main__":
    main(sys.argv[1:])
