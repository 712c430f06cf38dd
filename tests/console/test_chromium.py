"""The console in a real browser: from a phone to the screen. The pages are what people see.

The short story runs always; the whole one, with a real player, and every page before axe-core, in
the long form. `$SIGNAGE_SHOTS` names a folder that keeps the screenshots.
"""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
import time
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageGrab

from tests.console import browser as b
from tests.console.town import PASSWORD, WORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.skipif(not b.CHROMIUM, reason="Chromium is not installed")

_SOON = 30_000
"""Milliseconds that a step may take on a busy machine."""
_PLAYER = 90.0
"""Seconds."""


@pytest.fixture
def town(tmp_path: Path) -> Iterator[b.Town]:
    with b.town(tmp_path / "data", "--bare") as made:
        yield made


@pytest.fixture
def chromium() -> Iterator[Browser]:
    with b.chromium() as made:
        yield made


def _signs_in(chromium: Browser, town: b.Town, who: str, width: int) -> Page:
    page = b.signed_in(chromium, town, "", width).new_page()
    page.set_default_timeout(_SOON)
    page.goto(town.url)
    page.fill("#id_username", who)
    page.fill("#id_password", PASSWORD)
    page.click("button.main")
    page.wait_for_selector("header form[action*=dang-xuat]")
    assert page.locator("html").get_attribute("lang") == "vi"  # though the browser is English
    return page


def _press(page: Page, button: str) -> None:
    """Send a form, and wait for the page that answers."""
    with page.expect_navigation():
        page.click(button)


def _photo(path: Path, colour: str) -> Path:
    Image.new("RGB", (1280, 720), colour).save(path, "JPEG")
    return path


def _uploads(page: Page, town: b.Town, files: list[Path], taken: str) -> None:
    """Choose files as a phone does; wait until one is in the library, another refused."""
    page.goto(town.url + "/thu-vien/")
    page.set_input_files("#upload input[type=file]", files)
    page.click("#upload button.main")
    page.wait_for_selector("#under-way .refused")
    assert "hỏng" in page.locator("#under-way .refused").inner_text()
    page.wait_for_selector(f"#files .file:has-text('{taken}')")


def _lists(page: Page, town: b.Town, kind: str) -> None:
    """Make a playlist of what was uploaded, in the order in which the buttons put it."""
    page.goto(town.url + "/danh-sach/moi/")
    page.fill("#name", "Bản tin sảnh")
    page.click("button.main")
    page.wait_for_url("**/danh-sach/ban-tin-sanh/**")
    page.goto(town.url + "/danh-sach/ban-tin-sanh/them/")
    for box in page.locator(f"[name=add-{kind}]").all():
        box.check()
    page.click(".save button.main")
    page.wait_for_selector(".items .what")


def _submits(page: Page, town: b.Town, says: str) -> str:
    page.goto(town.url + "/de-nghi/moi/")
    page.fill("#says", says)
    page.click("main button.main")
    page.wait_for_selector(".state.waiting")
    return page.url


def _approves(page: Page, where: str) -> None:
    page.goto(where)
    page.fill("#passphrase", f"duyet {WORD}")
    page.click("#decide button.main")
    page.wait_for_selector(".said .success, .state.approved")


def test_from_a_phone_to_a_signed_release(chromium: Browser, town: b.Town, tmp_path: Path) -> None:
    broken = tmp_path / "ảnh hỏng.jpg"
    broken.write_bytes(b"\xff\xd8\xff\xe0" + b"x" * 100)
    officer = _signs_in(chromium, town, "bien", 390)
    photos = [
        _photo(tmp_path / f"chè {n}.jpg", colour) for n, colour in enumerate(("green", "red"))
    ]
    _uploads(officer, town, [photos[0], broken, photos[1]], "chè 1")
    _lists(officer, town, "image")
    before = officer.locator(".items .what").all_inner_texts()
    officer.focus(".items > li:first-child button[value$=down]")
    officer.keyboard.press("Enter")
    officer.focus(".save button.main")
    with officer.expect_navigation():
        officer.keyboard.press("Enter")
    assert officer.locator(".items .what").all_inner_texts() == before[::-1]
    where = _submits(officer, town, "Ảnh đồi chè mới")
    _approves(_signs_in(chromium, town, "duyet", 1440), where)
    assert (town.data / "release" / "metadata" / "timestamp.json").exists()


# ---- the long form


@contextlib.contextmanager
def _display() -> Iterator[str]:
    reading, writing = os.pipe()
    with subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x720x24", "-nolisten", "tcp"],
        pass_fds=[writing], stderr=subprocess.DEVNULL,
    ) as server:  # fmt: skip
        os.close(writing)
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
        server.terminate()


@contextlib.contextmanager
def _player(town: b.Town, state: Path, display: str) -> Iterator[None]:
    """Be a screen that believes this centre's root, from its URL."""
    with subprocess.Popen(
        [str(Path(sys.executable).with_name("signage")), "play", f"{town.url}/release",
         "--trust", str(town.data / "1.root.json"), "--size", "1280x720", "--state", str(state)],
        env=b.environment(DISPLAY=display, QT_QPA_PLATFORM="xcb", SIGNAGE_CLOCK="trusted"),
        stderr=subprocess.DEVNULL,
    ) as player:  # fmt: skip
        try:
            yield
        finally:
            player.terminate()


def _colour(display: str) -> tuple[int, int, int]:
    """Of the middle of the screen."""
    part = ImageGrab.grab(xdisplay=display).convert("RGB").crop((600, 300, 680, 380))
    red, green, blue = part.resize((1, 1)).getpixel((0, 0))  # type: ignore[misc]
    return red, green, blue


def _until(display: str, holds: Callable[[tuple[int, int, int]], bool], seconds: float) -> float:
    """Seconds until the middle of the screen is so."""
    begun = time.monotonic()
    while not holds(seen := _colour(display)):
        assert time.monotonic() - begun < seconds, f"the screen shows {seen}"
        time.sleep(0.1)
    return time.monotonic() - begun


def _green(seen: tuple[int, int, int]) -> bool:
    return seen[1] > 90 and seen[1] > 2 * max(seen[0], seen[2])


def _clip(folder: Path) -> Path:
    """As a telephone films: upright, HEVC, and named by a Mac."""
    path = folder / unicodedata.normalize("NFD", "đồi chè Sơn Dương.mov")
    subprocess.run(
        ["ffmpeg", "-loglevel", "error", "-f", "lavfi", "-i", "color=0x00a000:s=720x1280:d=4:r=30",
         "-c:v", "libx265", "-x265-params", "log-level=none", "-tag:v", "hvc1", str(path)],
        check=True,
    )  # fmt: skip
    return path


@pytest.mark.long
def test_from_a_clip_to_a_real_screen_and_every_way_back(
    chromium: Browser, town: b.Town, tmp_path: Path
) -> None:
    broken = tmp_path / "ảnh hỏng.jpg"
    broken.write_bytes(b"\xff\xd8\xff\xe0" + b"x" * 100)
    officer = _signs_in(chromium, town, "bien", 390)
    _uploads(officer, town, [_clip(tmp_path), broken], "đồi chè")
    _lists(officer, town, "video")
    where = _submits(officer, town, "Phim đồi chè")
    reviewer = _signs_in(chromium, town, "duyet", 1440)
    with _display() as display, _player(town, tmp_path / "state", display):
        time.sleep(8)  # the player is up, and has nothing yet
        assert not _green(_colour(display))
        _approves(reviewer, where)
        told = {"approved to shown": _until(display, _green, 10)}
        duty = _signs_in(chromium, town, "truc", 390)
        duty.goto(town.url + "/khan-cap/moi/?mau=lu-quet")
        _press(duty, "main button.main")
        duty.fill("#passphrase", f"truc {WORD}")
        _press(duty, "button.main.wide")
        told["warning"] = _until(display, lambda seen: not _green(seen), 10)
        duty.goto(town.url + "/khan-cap/")
        duty.fill("#passphrase", f"truc {WORD}")
        _press(duty, ".alarm button.main")
        told["warning ended"] = _until(display, _green, 20)
        duty.goto(town.url + "/khan-cap/dung-phat/")
        duty.fill("#passphrase", f"truc {WORD}")
        _press(duty, "button.main.wide")
        told["cut"] = _until(display, lambda seen: not _green(seen), 10)
        duty.goto(town.url + "/khan-cap/")
        duty.fill("#passphrase", f"truc {WORD}")
        _press(duty, ".alarm button.main")
        told["cut ended"] = _until(display, _green, 20)
        _photo(tmp_path / "đỏ.jpg", "#c00000")
        _uploads(officer, town, [tmp_path / "đỏ.jpg"], "đỏ")
        officer.goto(town.url + "/danh-sach/ban-tin-sanh/them/")
        officer.check("[name=add-image]")
        _press(officer, ".save button.main")
        officer.check(".items > li:first-child input[name^=remove]")
        _press(officer, ".save button.main")
        _approves(reviewer, _submits(officer, town, "Ảnh đỏ thay phim"))
        told["second release"] = _until(display, lambda seen: seen[0] > 2 * seen[1], 15)
        officer.goto(town.url + "/phat-hanh/")
        _press(officer, "form[action*=tro-lai] button >> nth=-1")
        if officer.locator("#says").count():
            _press(officer, "main button.main")
        officer.wait_for_selector(".state.waiting")
        _approves(reviewer, officer.url)
        told["earlier release"] = _until(display, _green, 20)
    print(", ".join(f"{name}: {seconds:.1f} s" for name, seconds in told.items()))


@pytest.mark.long
def test_every_page_before_axe_core_and_on_a_phone(tmp_path: Path) -> None:
    out = Path(os.environ.get("SIGNAGE_SHOTS", "") or tmp_path / "shots")
    with b.town(tmp_path / "data") as full:
        told = b.look(full, out)
    assert told == {}
    assert len(list(out.glob("*-390.png"))) == len(full.pages)


def test_a_picture_is_what_it_says() -> None:
    """The colours of the long story are told apart."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "#00a000").save(out, "JPEG")
    assert _green(Image.open(out).getpixel((4, 4)))  # type: ignore[arg-type]
