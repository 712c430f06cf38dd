"""How many procedures a page of a board has, with codes to scan and without."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pytest
import zxingcpp
from msgspec.structs import replace
from PIL import Image
from PySide6.QtCore import QSize

from signage.content import board, codes
from signage.content.model import Board
from signage.player._scene import Scene
from signage.player._window import Window
from signage.player.programme import programme
from signage.store import Media
from tests.player._layout import faults
from tests.player._lobby import active, playlist
from tests.player._opened import Cupboard, Opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

SAMPLE = Path(__file__).resolve().parents[2] / "media/niem-yet/thu-tuc.csv"
PORTAL = "https://dichvucong.gov.vn"


class Page(NamedTuple):
    """What is on it."""

    cards: int
    read: int
    """Codes that are read off a third of a screenshot."""
    module: int
    """Pixels of a module; 0: no code."""


class Screen:
    """A lobby's, with a strip."""

    def __init__(self, size: tuple[int, int], qtbot: QtBot, folder: Path) -> None:
        self.window = Window(QSize(*size))
        self.scene = Scene(self.window)
        self.scene.set(still=True, laps=[["Chào"]])
        self.window.appear()
        self._qtbot, self._file = qtbot, folder / "seen.png"

    def pages(self, layout: str, rows: int, address: str = "") -> list[Page]:
        """The sample's first rows as a board; with `address`, each has a code of its own."""
        sample, _faults = board.parse(SAMPLE.read_bytes(), SAMPLE.name)
        urls = [f"{address}/{number:02}" if address else "" for number in range(rows)]
        made = tuple(replace(row, qr=url) for row, url in zip(sample[:rows], urls, strict=True))
        found = active(
            playlist("a", Board(path="a.csv", title={"vi": "Thủ tục"}), layout=layout),
            media={"a.csv": Media(kind="board", rows=made)},
            qr={url: codes.matrix(url) or "" for url in urls if url},
        )
        (shot,) = programme(found, ["a"], Cupboard(self._file))
        on = Opened(self.scene, self._qtbot, shot)
        said = []
        for page in range(on.pages):
            on.turn(page)
            assert faults(self.window, part=on.slot) == []
            said.append(self._looked_at(on.slot))
        on.close()
        return said

    def _looked_at(self, slot: Any) -> Page:
        cards = [each for each in below(slot, "Card_") if each.isVisible()]
        each = {int(code.property("pixels")) for code in below(slot, "QrCard") if code.isVisible()}
        self._qtbot.wait(20)
        self.window.grabWindow().save(str(self._file))
        with Image.open(self._file) as seen:
            third = seen.convert("RGB").resize(
                (seen.width // codes.FAR, seen.height // codes.FAR), Image.Resampling.BOX
            )
        return Page(
            len(cards), len(zxingcpp.read_barcodes(np.asarray(third))), min(each, default=0)
        )


def below(item: Any, kind: str) -> Iterator[Any]:
    """The items of that kind."""
    if item.metaObject().className().startswith(kind):
        yield item
    for child in item.childItems():
        yield from below(child, kind)


@pytest.fixture
def screen(request: pytest.FixtureRequest, qtbot: QtBot, tmp_path: Path) -> Iterator[Screen]:
    made = Screen(request.param, qtbot, tmp_path)
    yield made
    made.window.destroy()


@pytest.mark.parametrize("screen", [(1280, 720), (1920, 1080)], indirect=True, ids=str)
class TestOnAWideScreen:
    @pytest.mark.parametrize("layout", ["full", "banner", "board"])
    def test_twelve_a_page(self, screen: Screen, layout: str) -> None:
        assert [page.cards for page in screen.pages(layout, 21)] == [12, 9]

    def test_with_codes_as_many_as_are_scanned(self, screen: Screen) -> None:
        for layout, most in (("full", 3), ("banner", 4), ("board", 4)):
            pages = screen.pages(layout, 21, PORTAL)
            assert sum(page.cards for page in pages) == 21
            assert len(pages) <= most
            assert [page.read for page in pages] == [page.cards for page in pages]
            least = codes.CARD * screen.window.height() / 1080
            assert min(page.module for page in pages) >= least - 0.01

    def test_where_there_is_room_the_codes_are_larger(self, screen: Screen) -> None:
        few, many = screen.pages("full", 2, PORTAL), screen.pages("full", 21, PORTAL)
        assert len(few) == 1
        assert few[0].module >= 1.5 * many[0].module
