"""Photographs the pages of the officers' console that the guides show.

    .venv/bin/python deploy/guides/pages.py [OUT]

Real pages of a centre made for the tests (`tests/console/town.py`), in the system's Chromium.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).resolve().parents[2])]

from draw import save  # noqa: E402
from PIL import Image  # noqa: E402

from tests.console.browser import chromium, signed_in, town  # noqa: E402

OUT = Path(__file__).parent
_PATIENCE = 60_000
"""Milliseconds until the pictures of a submission are drawn."""


class Page(NamedTuple):
    """A page of the console, as one of its people has it before them."""

    name: str
    route: str
    who: str
    width: int = 1280
    height: int = 720
    at: str = ""
    """What is brought to the upper edge; empty: the page's own."""


PAGES = (
    Page("trang-thu-vien.jpg", "library", "bien", 390, 780, at="form"),
    Page("trang-danh-sach.jpg", "playlist", "bien"),
    Page("trang-duyet.jpg", "submission", "duyet", at="form:has(fieldset)"),
    Page("trang-khan-cap.jpg", "cut", "truc", 390, 780),
)


def main(out: Path) -> int:
    """Photograph all; the exit code."""
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as place, town(Path(place) / "data") as there, chromium() as browser:
        for each in PAGES:
            with signed_in(browser, there, each.who, each.width) as context:
                page = context.new_page()
                page.set_viewport_size({"width": each.width, "height": each.height})
                page.goto(there.url + there.pages[each.route])
                if each.at:
                    found = page.locator(f"main {each.at}").first
                    found.wait_for(timeout=_PATIENCE)
                    found.evaluate("e => window.scrollTo(0, e.getBoundingClientRect().top - 90)")
                page.wait_for_load_state("networkidle")
                picture = Image.open(BytesIO(page.screenshot()))
                save(picture, out / each.name, 0)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else OUT))
