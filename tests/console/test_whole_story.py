"""The whole story in a real browser and on a real screen: upload, approve, warn, cut, go back.

`$SIGNAGE_SHOTS` names a folder that keeps what the screen showed at each step.
"""

from __future__ import annotations

import os
import subprocess
import unicodedata
from typing import TYPE_CHECKING

import pytest

from tests.console import browser as b
from tests.console.films import turned
from tests.console.officers import (
    approves,
    broken,
    lists,
    photo,
    press,
    signs_in,
    submits,
    uploads,
)
from tests.console.real_screen import Seen, near, screen
from tests.console.town import WORD

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.skipif(not b.CHROMIUM, reason="Chromium is not installed")

_SHOWN = 10.0
"""Seconds from the page that says so to the screen."""
_BACK = 20.0
"""Seconds until what was interrupted is on again, or the next item has its turn."""


_ABOVE, _BELOW, _PHOTO = (0, 140, 0), (0, 8, 200), (192, 192, 0)
"""Halves of the clip, and the photo, as they are on the screen."""


def _clip(folder: Path) -> Path:
    """As a telephone films: HEVC lying on its side with a word to turn it, and a Mac's name.

    Upright it is green above and blue below.
    """
    path = folder / unicodedata.normalize("NFD", "đồi chè Sơn Dương.mov")
    halves = (
        "color=0x00a000:s=640x720:d=4:r=30[a];color=0x0000c0:s=640x720:d=4:r=30[b];[a][b]hstack"
    )
    subprocess.run(
        ["ffmpeg", "-loglevel", "error", "-f", "lavfi", "-i", halves, "-c:v", "libx265",
         "-preset", "ultrafast", "-x265-params", "log-level=none", "-tag:v", "hvc1", str(path)],
        check=True,
    )  # fmt: skip
    return turned(path, 720)


def _clip_on(seen: Seen) -> bool:
    return near(seen.above, _ABOVE) and near(seen.below, _BELOW)


def _signs(duty: Page, where: str, button: str) -> None:
    """Sign what stands on a page, with the duty officer's passphrase."""
    if where:
        duty.goto(where)
    duty.fill("#passphrase", f"truc {WORD}")
    press(duty, button)


@pytest.mark.long
def test_from_a_clip_to_a_real_screen_and_every_way_back(
    chromium: Browser, town: b.Town, tmp_path: Path
) -> None:
    officer = signs_in(chromium, town, "bien", 390)
    uploads(officer, town, [_clip(tmp_path), broken(tmp_path)], "đồi chè")
    lists(officer, town, "video")
    where = submits(officer, town, "Phim đồi chè")
    reviewer = signs_in(chromium, town, "duyet", 1440)
    duty = signs_in(chromium, town, "truc", 390)
    with screen(town, tmp_path / "state", os.environ.get("SIGNAGE_SHOTS", "")) as shown:
        # The emblem is on, since nothing was approved yet.
        approves(reviewer, where)
        shown.until("approved", _clip_on, _SHOWN)

        duty.goto(town.url + "/khan-cap/moi/?mau=lu-quet")
        press(duty, "main button.main")
        _signs(duty, "", "button.main.wide")
        shown.until("warning", lambda seen: seen.warning, _SHOWN)
        _signs(duty, town.url + "/khan-cap/", ".alarm button.main")
        shown.until("warning over", _clip_on, _BACK)

        _signs(duty, town.url + "/khan-cap/dung-phat/", "button.main.wide")
        shown.until("cut", lambda seen: seen.emblem, _SHOWN)
        _signs(duty, town.url + "/khan-cap/", ".alarm button.main")
        shown.until("cut over", _clip_on, _BACK)

        uploads(officer, town, [photo(tmp_path / "vàng.jpg", "#c0c000")], "vàng", refused=False)
        officer.goto(town.url + "/danh-sach/ban-tin-sanh/them/")
        officer.check("[name=add-image]")
        press(officer, ".save button.main")
        officer.check(".items > li:first-child input[name^=remove]")
        press(officer, ".save button.main")
        approves(reviewer, submits(officer, town, "Ảnh vàng thay phim"))
        shown.until(
            "second release", lambda seen: near(seen.above, _PHOTO), _SHOWN + 4
        )  # of the clip

        officer.goto(town.url + "/phat-hanh/")
        press(officer, "form[action*=tro-lai] button >> nth=-1")
        officer.wait_for_selector(".state.waiting")
        approves(reviewer, officer.url)
        shown.until("earlier release", _clip_on, _BACK)
    print(", ".join(f"{step}: {seconds:.1f} s" for step, seconds in shown.took.items()))
