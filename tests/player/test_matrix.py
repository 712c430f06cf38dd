"""What the lobby sees: every layout, theme, shape of screen and way to hang it, drawn and judged.

What is compared with kept pictures holds for these fonts and this Qt only; the rest for any.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from tests.player import _references
from tests.player._alike import Alike, Pixels, alike, contrast, pixels
from tests.player._matrix import ASPECTS, LAYOUTS, THEMES, TURNS, Case, Studio, cases

if TYPE_CHECKING:
    from PySide6.QtGui import QGuiApplication

    from signage.content.model import Theme
    from tests.player._matrix import Picture, Word

STRUCTURE, COLOUR = 0.875, 12.0
"""Of the worst place: below, and above, people see a difference. Kept pictures lose up to 0.12."""
TURNED = 0.70
"""The same between two ways to hang a screen: half pixels are rounded to the other side."""
LEGIBLE = 4.5
"""Contrast, by WCAG 2."""


def _is_rare(case: Case) -> bool:
    """For the long form: all shapes but the usual one, where they are not in the first theme."""
    return case.theme != THEMES[0] and case.aspect != "16x9"


LEAST = {
    "Chứng thực bản sao": 64, "Quầy 2 · Chứng thực": 64, "Mang theo: bản chính và bản chụp": 64,
    "Khai sinh cần giấy tờ gì?": 64, "Giấy chứng sinh": 64, "办公时间": 64, "周一至周五": 64,
    "Núi rừng trước lúc mặt trời lên": 44, "Thủ tục hành chính": 56, "VNeID": 38,
    "Đăng ký kết hôn": 36, "Đăng ký tạm trú": 36,
}  # fmt: skip
"""Units that the type of a message may not fall below, by what it says."""
STRIP = 56
SMALL = Case("son-duong", "16x9")
ALL = [
    pytest.param(case, id=str(case), marks=[pytest.mark.long] * _is_rare(case)) for case in cases()
]


@pytest.fixture(scope="session")
def studio(qapp: QGuiApplication, tmp_path_factory: pytest.TempPathFactory) -> Studio:
    return Studio(tmp_path_factory.mktemp("matrix"))


def same(found: Alike, structure: float = STRUCTURE) -> bool:
    return found.structure >= structure and found.colour <= COLOUR


def small(picture: Picture) -> Pixels:
    return pixels(_references.small(picture.image))


class TestReferences:
    @pytest.mark.parametrize("case", ALL)
    def test_all_looks_as_it_did_when_somebody_looked(self, studio: Studio, case: Case) -> None:
        drawn, sheet = _references.telling(studio.draw(case)), f"{case.theme}-{case.aspect}"
        if _references.WRITES:
            _references.write(sheet, drawn)
        if why := _references.other_machine():
            pytest.skip(why)
        kept = _references.kept(sheet)
        assert list(drawn) == list(kept)
        found = {name: alike(small(drawn[name]), pixels(image)) for name, image in kept.items()}
        assert {name: each for name, each in found.items() if not same(each)} == {}

    def test_they_are_few_bytes(self) -> None:
        assert sum(path.stat().st_size for path in _references.FOLDER.iterdir()) < 2_000_000

    def test_what_moved_is_missing_or_of_another_theme_is_told(self, studio: Studio) -> None:
        whole = _references.telling(studio.draw(SMALL))
        drawn = {name: each for name, each in whole.items() if name.startswith("sidebar-")}
        others = [studio.draw(SMALL._replace(theme=theme)) for theme in THEMES[1:]]
        for name, picture in drawn.items():
            kept = small(picture)
            assert same(alike(kept, kept))
            moved = pixels(_references.small(_moved(picture.image)))
            assert not same(alike(kept, moved), TURNED), name
            for word in picture.words:
                if word.units >= 44 and _seen(word, picture.image):  # less is no message
                    without = pixels(_references.small(_without(picture.image, word)))
                    assert not same(alike(kept, without)), (name, word)
            for other in others:
                assert not same(alike(kept, small(other[name]))), name


def _moved(image: Image.Image, by: int = 4) -> Image.Image:
    """The right third a little lower, as a panel that lost its place: four pixels of 360."""
    third = image.width * 2 // 3
    found = image.copy()
    found.paste(image.crop((third, 0, image.width, image.height - by)), (third, by))
    return found


def _without(image: Image.Image, word: Word) -> Image.Image:
    """Its box filled with the commonest colour in it."""
    box = _box(word, image)
    part = np.asarray(image.crop(box)).reshape(-1, 3)
    colours, counts = np.unique(part, axis=0, return_counts=True)
    found = image.copy()
    found.paste(tuple(int(level) for level in colours[counts.argmax()]), box)
    return found


def _box(word: Word, image: Image.Image) -> tuple[int, int, int, int]:
    left, top, right, bottom = word.box
    return (
        max(0, int(left)), max(0, int(top)),
        min(image.width, round(right) + 1), min(image.height, round(bottom) + 1),
    )  # fmt: skip


def _seen(word: Word, image: Image.Image) -> bool:
    """Whether more of it than an edge is on the screen: of the strip, some lies beyond."""
    left, top, right, bottom = _box(word, image)
    return right - left >= min(40, word.box[2] - word.box[0]) and bottom - top >= 8


class TestTurned:
    """The turn of a case is undone before its picture is kept."""

    @pytest.mark.parametrize("turn", [90, 180])
    def test_a_screen_hung_turned_shows_the_same(self, studio: Studio, turn: int) -> None:
        _look_the_same(studio, SMALL, turn)

    @pytest.mark.long
    @pytest.mark.parametrize("turn", TURNS[1:])
    @pytest.mark.parametrize("case", cases(), ids=str)
    def test_in_every_theme_and_shape(self, studio: Studio, case: Case, turn: int) -> None:
        _look_the_same(studio, case, turn)
        assert _faults(studio.draw(case._replace(turn=turn))) == []


def _look_the_same(studio: Studio, case: Case, turn: int) -> None:
    level, turned = studio.draw(case), studio.draw(case._replace(turn=turn))
    assert list(turned) == list(level)
    found = {name: alike(small(level[name]), small(turned[name])) for name in level}
    assert {name: each for name, each in found.items() if not same(each, TURNED)} == {}


def _faults(drawn: dict[str, Picture]) -> list[str]:
    return [f"{name}: {fault}" for name, picture in drawn.items() for fault in picture.faults]


def _too_small(drawn: dict[str, Picture], case: Case) -> list[str]:
    pixel = 1080 / case.lines
    return [
        f"{name}: {word.text!r} is of {word.units:.0f} units"
        for name, picture in drawn.items()
        for word in picture.words
        if word.units < (STRIP if word.moves else LEAST.get(word.text, 34)) - pixel
    ]


def _faint(drawn: dict[str, Picture]) -> list[str]:
    return [
        f"{name}: {word.text!r} at {ratio:.2f}:1"
        for name, picture in drawn.items()
        for word in picture.words
        if _seen(word, picture.image)
        and (ratio := contrast(pixels(picture.image.crop(_box(word, picture.image))), word.colour))
        < LEGIBLE
    ]


class TestWords:
    @pytest.mark.parametrize("case", ALL)
    def test_none_is_cut_covered_or_at_the_edge(self, studio: Studio, case: Case) -> None:
        assert _faults(studio.draw(case)) == []

    @pytest.mark.parametrize("case", ALL)
    def test_all_are_as_large_as_five_metres_need(self, studio: Studio, case: Case) -> None:
        assert _too_small(studio.draw(case), case) == []

    def test_every_message_that_has_a_least_size_is_drawn(self, studio: Studio) -> None:
        drawn = studio.draw(SMALL)
        said = {word.text for picture in drawn.values() for word in picture.words}
        assert set(LEAST) - said == set()
        assert any(word.moves for picture in drawn.values() for word in picture.words)

    @pytest.mark.parametrize("theme", THEMES)
    def test_all_stand_out_from_what_lies_around_them(self, studio: Studio, theme: Theme) -> None:
        assert _faint(studio.draw(Case(theme, "16x9", lines=720))) == []

    @pytest.mark.long
    @pytest.mark.parametrize("lines", [720, 1080, 2160])
    @pytest.mark.parametrize("aspect", ASPECTS)
    @pytest.mark.parametrize("theme", THEMES)
    def test_on_screens_of_every_make(
        self, studio: Studio, theme: Theme, aspect: str, lines: int
    ) -> None:
        case = Case(theme, aspect, lines=lines)
        drawn = studio.draw(case)
        assert _faults(drawn) + _too_small(drawn, case) + _faint(drawn) == []


class TestCodes:
    @pytest.mark.parametrize("theme", THEMES)
    def test_a_phone_reads_each_from_the_back_of_the_lobby(
        self, studio: Studio, theme: Theme
    ) -> None:
        """As a camera sees it from there: a third of 720 lines."""
        assert _codes(studio.draw(Case(theme, "16x9", lines=720))) == _due()

    @pytest.mark.long
    @pytest.mark.parametrize("aspect", list(ASPECTS)[1:])
    def test_on_screens_of_every_shape(self, studio: Studio, aspect: str) -> None:
        assert _codes(studio.draw(Case("son-duong", aspect, lines=720))) == _due()


def _codes(drawn: dict[str, Picture]) -> dict[tuple[str, str], list[str]]:
    """What is read of each item in each layout, of all of its pages together."""
    found: dict[tuple[str, str], list[str]] = {}
    for name, picture in drawn.items():
        layout, _, item = name.split("-", 2)
        image = picture.image
        third = image.resize((image.width // 3, image.height // 3), Image.Resampling.BOX)
        read = [code.text for code in zxingcpp.read_barcodes(np.asarray(third))]
        key = next(
            (layout, known) for known in _CODES if item.startswith(known) or known == "other"
        )
        found[key] = sorted([*found.get(key, []), *read])
    return found


_PORTAL, _VIETNAM = "https://dichvucong.gov.vn", "https://www.vietnam.vn"
_CODES = {
    "chung-thuc": [_PORTAL],
    "quang-ba": [_VIETNAM],
    "niem-yet-truc-tuyen": [_PORTAL, _PORTAL],
    "quet-ma": [_PORTAL, "https://tuyenquang.gov.vn", "https://vneid.gov.vn", _VIETNAM],
    "other": [],
}


def _due() -> dict[tuple[str, str], list[str]]:
    return {(layout, item): codes for layout in LAYOUTS for item, codes in _CODES.items()}
