"""What officers, reviewers and duty officers do in a browser, step by step as people do it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image

from tests.console import browser as b
from tests.console.town import PASSWORD, WORD

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

__all__ = ["approves", "broken", "lists", "photo", "press", "signs_in", "submits", "uploads"]

_SOON = 60_000
"""Milliseconds that a step may take on a busy machine."""
_PREPARED = 180_000
"""Milliseconds until a clip is prepared there."""


def broken(folder: Path) -> Path:
    """A photo of which only the beginning came."""
    path = folder / "ảnh hỏng.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0" + b"x" * 100)
    return path


def signs_in(chromium: Browser, town: b.Town, who: str, width: int) -> Page:
    page = b.signed_in(chromium, town, "", width).new_page()
    page.set_default_timeout(_SOON)
    page.goto(town.url)
    page.fill("#id_username", who)
    page.fill("#id_password", PASSWORD)
    page.click("button.main")
    page.wait_for_selector("header form[action*=dang-xuat]")
    assert page.locator("html").get_attribute("lang") == "vi"  # though the browser is English
    return page


def press(page: Page, button: str) -> None:
    """Send a form, and wait for the page that answers."""
    with page.expect_navigation():
        page.click(button)


def photo(path: Path, colour: str) -> Path:
    Image.new("RGB", (1280, 720), colour).save(path, "JPEG")
    return path


def uploads(
    page: Page, town: b.Town, files: list[Path], taken: str, *, refused: bool = True
) -> None:
    """Choose files as a phone does; wait until one is in the library, another refused."""
    page.goto(town.url + "/thu-vien/")
    page.set_input_files("#upload input[type=file]", files)
    page.click("#upload button.main")
    if refused:
        page.wait_for_selector("#under-way .refused", timeout=_PREPARED)
        assert "hỏng" in page.locator("#under-way .refused").inner_text()
    page.wait_for_selector(f"#files .file:has-text('{taken}')", timeout=_PREPARED)


def lists(page: Page, town: b.Town, kind: str) -> None:
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


def submits(page: Page, town: b.Town, says: str) -> str:
    page.goto(town.url + "/de-nghi/moi/")
    page.fill("#says", says)
    page.click("main button.main")
    page.wait_for_selector(".state.waiting")
    return page.url


def approves(page: Page, where: str) -> None:
    page.goto(where)
    page.fill("#passphrase", f"duyet {WORD}")
    page.click("#decide button.main")
    page.wait_for_selector(".said .success, .state.approved")
