"""What `signage snapshot` draws, which is what the screen draws: the same QML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import zxingcpp
from PIL import Image
from PySide6.QtGui import QFont, QFontMetricsF

from tests.player._gallery import ADDRESS, TALL, Gallery, near
from tests.player._wall import COLOURS

if TYPE_CHECKING:
    from PySide6.QtGui import QGuiApplication

MAT, PAPER, DEEP = (36, 21, 17), (251, 246, 234), (106, 18, 20)
LACQUER, GOLD, LIGHT = (140, 28, 28), (217, 164, 65), (255, 246, 227)
STRIP, PANEL, MARGIN = 132, 540, 72
"""In units of the design."""


def close(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return bool(near(np.array([one], dtype=np.uint8), (other[0], other[1], other[2]))[0])


def box(ink: Any) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of what is inked, the last two not included."""
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    assert rows.size, "nothing is drawn there"
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


class TestPictures:
    def test_contain_shows_all_of_it_on_the_mat(self, gallery: Gallery) -> None:
        assert close(gallery.colour("contain", 0.5, 0.02), MAT)
        assert close(gallery.colour("contain", 0.5, 0.98), MAT)
        assert close(gallery.colour("contain", 0.03, 0.5), COLOURS["white"])
        assert close(gallery.colour("contain", 0.3, 0.5), COLOURS["red"])
        assert close(gallery.colour("contain", 0.7, 0.5), COLOURS["green"])
        top = box(~near(gallery.pixels("contain"), MAT))[1]
        assert abs(top - (gallery.height - gallery.width / 4) / 2) <= 2

    def test_cover_leaves_no_mat_and_cuts_the_ends(self, gallery: Gallery) -> None:
        pixels = gallery.pixels("cover")
        assert not near(pixels, MAT).any()
        assert not near(pixels, COLOURS["white"]).any()
        assert close(gallery.colour("cover", 0.01, 0.01), COLOURS["red"])
        assert close(gallery.colour("cover", 0.99, 0.99), COLOURS["green"])

    def test_stretch_leaves_no_mat_and_cuts_nothing(self, gallery: Gallery) -> None:
        assert not near(gallery.pixels("stretch"), MAT).any()
        assert close(gallery.colour("stretch", 0.01, 0.01), COLOURS["white"])
        assert close(gallery.colour("stretch", 0.3, 0.99), COLOURS["red"])
        assert close(gallery.colour("stretch", 0.7, 0.01), COLOURS["green"])

    def test_a_phones_photo_stands_upright(self, gallery: Gallery) -> None:
        assert close(gallery.colour("exif", 0.5, 0.1), COLOURS["red"])
        assert close(gallery.colour("exif", 0.5, 0.9), COLOURS["blue"])
        left, _, right, _ = box(~near(gallery.pixels("exif"), MAT))
        assert abs((right - left) - gallery.height * 2 / 3) <= 2

    def test_a_drawing_is_drawn_at_the_size_of_the_screen(self, gallery: Gallery) -> None:
        assert close(gallery.colour("svg", 0.02, 0.02), (20, 170, 40))
        assert close(gallery.colour("svg", 0.5, 0.5), (230, 210, 30))
        pixels = gallery.pixels("svg")
        blurred = ~near(pixels, (20, 170, 40)) & ~near(pixels, (230, 210, 30))
        assert blurred.mean() < 0.005  # an enlarged small one has a wide soft edge

    def test_a_clip_stands_as_its_first_frame(self, gallery: Gallery) -> None:
        assert close(gallery.colour("clip", 0.5, 0.5), COLOURS["red"])

    def test_pages_of_a_pdf(self, gallery: Gallery) -> None:
        for name, other in (("page 1", 0.65), ("page 2", 0.25)):
            assert near(gallery.pixels(name), COLOURS["black"]).mean() > 0.03
            assert close(gallery.colour(name, 0.5, other), COLOURS["white"])
            assert close(gallery.colour(name, 0.1, 0.5), PAPER)


class TestRegions:
    def test_the_strip_lies_at_the_bottom(self, gallery: Gallery) -> None:
        pixels = gallery.pixels("banner")
        edge = round(gallery.height - STRIP * gallery.unit)
        assert near(pixels[: edge - 2], COLOURS["blue"]).all()
        strip = pixels[edge + 8 :]
        assert near(strip, DEEP).mean() > 0.5
        assert near(strip, LIGHT).mean() > 0.005
        assert near(pixels[edge + 2], GOLD).all()

    def test_the_panel_lies_at_the_right(self, gallery: Gallery) -> None:
        pixels = gallery.pixels("sidebar")
        bottom = round(gallery.height - STRIP * gallery.unit)
        edge = round(gallery.width - PANEL * gallery.unit)
        assert near(pixels[: bottom - 2, : edge - 2], COLOURS["blue"]).all()
        panel = pixels[: bottom - 2, edge + 8 :]
        assert near(panel, DEEP).mean() > 0.3
        assert near(panel, LIGHT).mean() > 0.005
        assert near(pixels[bottom + 8 :], DEEP).mean() > 0.5

    def test_a_full_one_has_neither(self, gallery: Gallery) -> None:
        assert near(gallery.pixels("cover")[-4:], COLOURS["red"]).mean() > 0.4


class TestCodes:
    @pytest.mark.parametrize("name", ["slide qr", "badge", "sidebar"])
    def test_a_phone_reads_it_from_afar(self, gallery: Gallery, name: str) -> None:
        """As a camera sees it from the back of the lobby: a third of 720 lines."""
        small = gallery.image(name).resize((1280 // 3, 720 // 3), Image.Resampling.BOX)
        found = zxingcpp.read_barcodes(np.asarray(small))
        assert [code.text for code in found] == [ADDRESS]


class TestWords:
    """Ink is compared with what the font says it needs: a clipped mark is missing from it."""

    @staticmethod
    def needed(pixels: float, weight: QFont.Weight) -> tuple[float, float]:
        font = QFont("Noto Sans")
        font.setPixelSize(round(pixels))
        font.setWeight(weight)
        needed = QFontMetricsF(font).tightBoundingRect(TALL)
        return needed.width(), needed.height()

    def test_a_title_keeps_its_marks(self, gallery: Gallery, qapp: QGuiApplication) -> None:
        spine = round(60 * gallery.unit)
        left, top, right, bottom = box(near(gallery.pixels("tall")[:, spine:], LACQUER, 90))
        width, height = self.needed(100, QFont.Weight.Bold)
        scale = (right - left) / width  # its size is the slide's own choice; nothing cuts its width
        assert scale * 100 >= 80 * gallery.unit
        assert abs(bottom - top - scale * height) <= 3

    @pytest.mark.parametrize("name", ["banner", "sidebar"])
    def test_the_ticker_keeps_its_marks(
        self, gallery: Gallery, qapp: QGuiApplication, name: str
    ) -> None:
        edge = round(gallery.height - (STRIP - 8) * gallery.unit)
        _, top, _, bottom = box(near(gallery.pixels(name)[edge:], LIGHT, 90))
        _, height = self.needed(56 * gallery.unit, QFont.Weight.DemiBold)
        assert abs(bottom - top - height) <= 3

    def test_a_caption_keeps_its_marks(self, gallery: Gallery, qapp: QGuiApplication) -> None:
        pixels = gallery.pixels("badge")[gallery.height // 2 :, : gallery.width // 2]
        _, top, _, bottom = box(near(pixels, COLOURS["white"], 90))
        size = 56 * gallery.unit
        _, height = self.needed(size, QFont.Weight.DemiBold)
        assert abs(bottom - top - height) <= 3

    def test_a_text_that_is_far_too_long_stays_within_its_margins(self, gallery: Gallery) -> None:
        spine = round(60 * gallery.unit)
        words = gallery.pixels("long")[:, spine:]
        left, top, right, bottom = box(near(words, LACQUER, 60) | near(words, (43, 23, 18), 60))
        margin = MARGIN * gallery.unit - 2
        assert left + spine >= margin
        assert top >= margin
        assert right + spine <= gallery.width - margin
        assert bottom <= gallery.height - 27 * gallery.unit  # which of its pages this is
