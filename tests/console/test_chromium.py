"""The console in a real browser: from a phone to a signed release, and every page judged.

`test_whole_story.py` goes on to a real screen. `$SIGNAGE_SHOTS` names a folder that keeps the
screenshots.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.console import browser as b
from tests.console.officers import (
    approves,
    broken,
    lists,
    photo,
    signs_in,
    submits,
    uploads,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.skipif(not b.CHROMIUM, reason="Chromium is not installed")


def test_from_a_phone_to_a_signed_release(chromium: Browser, town: b.Town, tmp_path: Path) -> None:
    officer = signs_in(chromium, town, "bien", 390)
    photos = [photo(tmp_path / f"chè {n}.jpg", colour) for n, colour in enumerate(("green", "red"))]
    uploads(officer, town, [photos[0], broken(tmp_path), photos[1]], "chè 1")
    lists(officer, town, "image")
    before = officer.locator(".items .what").all_inner_texts()
    officer.focus(".items > li:first-child button[value$=down]")
    officer.keyboard.press("Enter")
    officer.focus(".save button.main")
    with officer.expect_navigation():
        officer.keyboard.press("Enter")
    assert officer.locator(".items .what").all_inner_texts() == before[::-1]
    where = submits(officer, town, "Ảnh đồi chè mới")
    approves(signs_in(chromium, town, "duyet", 1440), where)
    assert (town.data / "release" / "metadata" / "timestamp.json").exists()


def test_every_page_before_axe_core_and_on_a_phone(tmp_path: Path) -> None:
    """Nothing serious, nothing wider than the window, no target that a thumb misses."""
    kept = os.environ.get("SIGNAGE_SHOTS", "")
    with b.town(tmp_path / "data") as full:
        told = b.look(full, Path(kept) if kept else None)
    assert {name: wrong for name, wrong in told.items() if wrong} == {}
    assert len(told) == len(b.WIDTHS) * len(full.pages)


def test_a_fault_is_seen(chromium: Browser) -> None:
    """What judges pages is awake: a picture without words, and a target too small."""
    page = chromium.new_page()
    page.set_content('<main><img src="x"><a href="/" style="font-size:4px">x</a></main>')
    assert any(each.startswith("image-alt") for each in b.faults(page))
    assert page.evaluate(b.SMALL)
