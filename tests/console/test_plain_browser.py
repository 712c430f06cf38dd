"""From a photo to a reviewer in a browser that runs no script, 360 px wide: an old phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.console import browser as b
from tests.console.town import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.skipif(not b.CHROMIUM, reason="Chromium is not installed")
_LOOKS = 60
"""Times that the library is looked at until a photo is ready, a second each."""


@pytest.fixture
def town(tmp_path: Path) -> Iterator[b.Town]:
    with b.town(tmp_path / "data", "--bare") as made:
        yield made


@pytest.fixture
def page(town: b.Town) -> Iterator[Page]:
    with b.chromium() as browser:
        context = browser.new_context(
            viewport={"width": 360, "height": 640}, java_script_enabled=False, locale="vi-VN"
        )
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.goto(town.url)
        page.fill("#id_username", "bien")
        page.fill("#id_password", PASSWORD)
        page.click("button.main")
        yield page


def _press(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.click(button)


def _what(page: Page) -> list[str]:
    return page.locator(".items .what").all_inner_texts()


def test_without_a_script_on_a_narrow_phone(page: Page, town: b.Town, tmp_path: Path) -> None:
    photo, empty = tmp_path / "đồi chè.jpg", tmp_path / "trống.jpg"
    Image.new("RGB", (1280, 720), "green").save(photo, "JPEG")
    empty.write_bytes(b"")
    page.goto(town.url + "/thu-vien/")
    page.set_input_files("#chosen", [photo, empty])
    _press(page, "#upload button.main")
    assert "trống.jpg" in page.locator("main").inner_text()
    for _look in range(_LOOKS):
        if page.locator("#files .file:has-text('đồi chè')").count():
            break
        page.wait_for_timeout(1000)
        page.goto(town.url + "/thu-vien/")
    page.goto(town.url + "/danh-sach/moi/")
    page.fill("#name", "Bản tin sảnh")
    _press(page, "main button.main")
    page.goto(town.url + "/danh-sach/ban-tin-sanh/them/")
    page.check("[name=add-image]")
    _press(page, ".save button.main")
    page.goto(town.url + "/danh-sach/ban-tin-sanh/muc/moi/?loai=slide")
    page.fill("[name='slide.title~vi']", "Giờ làm việc")
    page.fill("[name=duration]", "1 phút 5 giây")
    _press(page, ".save button.main")
    before = _what(page)
    _press(page, ".items > li:first-child button[value$=down]")
    assert _what(page) == before[::-1]
    text = (town.data / "content" / "playlists" / "ban-tin-sanh.yaml").read_text(encoding="utf-8")
    assert "duration: 1m5s" in text
    page.goto(town.url + "/")
    assert page.locator(".way .due").count() == 1
    _press(page, ".way .due")
    page.fill("#says", "Ảnh đồi chè và giờ làm việc")
    _press(page, "main button.main")
    assert page.locator(".state.waiting").count() == 1
    page.locator(".menu.small summary").click()
    assert page.locator(".menu.small a[href='/thu-vien/']").is_visible()
