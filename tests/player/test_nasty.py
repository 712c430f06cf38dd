"""Words that break layouts, through every template: nothing is cut, covered, too small or lost."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import zxingcpp
from PIL import Image as Picture
from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QTextLayout, QTextOption

from signage.config import CONTENT
from signage.content.codes import matrix
from signage.content.model import Board, Code, Codes, Image, Slide
from signage.player._scene import Scene
from signage.player._window import Window
from signage.player.programme import Shot, programme
from signage.release.manifest import Procedure
from signage.store import Media
from tests.player._layout import faults, texts
from tests.player._lobby import active, playlist
from tests.player._opened import Cupboard, Opened
from tests.player._wall import picture

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtGui import QGuiApplication
    from pytestqt.qtbot import QtBot

    from signage.content.model import Item

LAYOUTS = ("full", "banner", "sidebar", "board")
SIZES = ((1280, 720), (1080, 1920), (1440, 1080), (2560, 1080))
ADDRESS = (
    "https://dichvucong.gov.vn/p/home/dvc-chi-tiet-thu-tuc-hanh-chinh.html?ma_thu_tuc=1.000656"
)
SENTENCE = (
    "Nghiêng nghiêng những người thương nghiệp Nghĩa Lộ chuyển xuống thượng nguồn sông Phó Đáy. "
)
NASTY = {
    "plain": "Đăng ký khai sinh",
    "long words": "Nghiêng ngoằn ngoèo, khúc khuỷu, huênh hoang, loạng choạng, Ẫ Ễ Ộ Ữ",
    "a title of 300": (SENTENCE * 4)[:300],
    "no space": "Khôngcódấucách" * 22,
    "right to left": "مرحبا بكم في مركز الخدمات الإدارية العامة في بلدية سون دوونغ " * 3,
    "emoji": "Chào 👋🏽 gia đình 👨‍👩‍👧‍👦 Việt Nam 🇻🇳 ❤️‍🔥 " * 4,
    "piled": "Z" + "\u0301\u0302\u0303\u0304\u0305\u0306" * 12 + "algo lũ quét " * 8,
    "spaces": " \t \u3000 \u00a0 ",
    "hidden": "a\u200bb\u200d\u2060c\ufeffd\u00ade " * 20,
    "turned round": "\u202e\u2067Thủ tục\u2066 \u202dhành chính\u2069 " * 8,
    "tabs and controls": "Mã\tTên\tQuầy\x07\x0b\r\nhai\u2028ba " * 6,
    "languages": "Thủ tục 行政手续，请在此处取号。Pửa nẩy; Nyob zoo; Yiem longx nyei " * 3,
    "Chinese": "请携带身份证原件及复印件，到三号柜台办理；如有疑问，请咨询导办人员。" * 7,
    "5,000 lines": "\n".join(f"{number}. {SENTENCE[:40]}" for number in range(5000)),
}  # fmt: skip


def _lines(words: str) -> list[str]:
    return words.split("\n")[:5000]


def _rows(words: str) -> tuple[Procedure, ...]:
    return tuple(
        Procedure(name=line, code="1.000656", days=line[:90], fee=line[:60], counter="3", qr=code)
        for line, code in zip(
            _lines(words)[: CONTENT.board_rows], itertools.cycle(("", ADDRESS)), strict=False
        )
    )


TEMPLATES: dict[str, Any] = {
    "title": lambda words: Slide(title={"vi": words}),
    "slide": lambda words: Slide(title={"vi": words[:300]}, body={"vi": words}, image="a.png"),
    "code": lambda words: Slide(title={"vi": "Nộp hồ sơ"}, body={"vi": words}, qr=ADDRESS),
    "list": lambda words: Slide(
        title={"vi": words[:300]}, entries=tuple({"vi": line} for line in _lines(words))
    ),
    "table": lambda words: Slide(
        table=tuple(({"vi": line}, {"vi": line[:30]}, {"vi": "3"}) for line in _lines(words))
    ),
    "board": lambda words: Board(path="a.csv", title={"vi": words[:300]}),
    "codes": lambda words: Codes(
        title={"vi": words[:300]},
        codes=tuple(Code(url=ADDRESS, name={"vi": words[:300]}) for _ in range(4)),
    ),
    "caption": lambda words: Image(path="a.png", caption={"vi": words[:600], "en": words[:300]}),
    "caption, code": lambda words: Image(path="a.png", caption={"vi": words[:400]}, qr=ADDRESS),
}


@pytest.fixture(
    params=[
        pytest.param(
            size, marks=[pytest.mark.long] if size in SIZES[2:] else (), id="x".join(map(str, size))
        )
        for size in SIZES
    ]
)
def scene(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[Scene]:
    """Qt's warnings fail the test: see `qt_log_level_fail` in pyproject.toml."""
    window = Window(QSize(*request.param))
    made = Scene(window)
    made.set(still=True, laps=[["Ẫ Ễ Ộ"]])
    window.appear()
    yield made
    window.destroy()


def shots(item: Item, words: str, layout: str, file: Path) -> tuple[Shot, ...]:
    found = active(
        playlist("a", item, layout=layout),
        media={
            "a.csv": Media(kind="board", rows=_rows(words)),
            "a.png": Media(kind="image", width=1600, height=900),
        },
        qr={ADDRESS: matrix(ADDRESS) or ""},
    )
    return programme(found, ["a"], Cupboard(file))


def wrong(scene: Scene, qtbot: QtBot, shot: Shot, most: int = 4) -> list[str]:
    """What is wrong with any of the first pages of a shot, and the last."""
    on = Opened(scene, qtbot, shot)
    said = []
    for page in {*range(min(on.pages, most)), on.pages - 1}:
        on.turn(page)
        found = faults(scene.window, part=on.slot)
        said += [f"page {page + 1}/{on.pages}: {fault}" for fault in found]
    on.close()
    return said


@pytest.mark.parametrize(
    "layout", ["full", *(pytest.param(name, marks=pytest.mark.long) for name in LAYOUTS[1:])]
)
@pytest.mark.parametrize("template", TEMPLATES)
def test_nothing_is_cut_or_covered(
    scene: Scene, qtbot: QtBot, tmp_path: Path, template: str, layout: str
) -> None:
    picture(tmp_path / "a.png", "green")
    said = []
    for name, words in NASTY.items():
        for shot in shots(TEMPLATES[template](words), words, layout, tmp_path / "a.png")[:1]:
            said += [f"{name}, {fault}" for fault in wrong(scene, qtbot, shot, 2)]
    assert not said, "\n".join(said)


class TestCodes:
    """As a phone sees them from the back of the lobby: a third of 720 lines."""

    ADDRESSES = (
        "https://dichvucong.gov.vn",
        "https://www.facebook.com/ubndxasonduong",
        ADDRESS,
        ADDRESS + "&" + "nguon=man-hinh-sanh-chinh&ngon-ngu=vi",  # as long as `check` lets pass
    )

    @pytest.mark.parametrize("address", ADDRESSES, ids=len)
    @pytest.mark.parametrize("kind", ["slide", "badge", "board", "codes", "panel"])
    @pytest.mark.parametrize("scene", SIZES[:1], indirect=True, ids=["1280x720"])
    def test_all_of_them_decode(
        self, scene: Scene, qtbot: QtBot, tmp_path: Path, kind: str, address: str
    ) -> None:
        picture(tmp_path / "a.png", "green")
        item: Item = Slide(title={"vi": "Nộp hồ sơ trực tuyến"}, qr=address)
        rows = tuple(
            Procedure(name="Đăng ký khai sinh", code=f"1.{n:06}", days="5 ngày", qr=address)
            for n in range(12)
        )
        if kind == "badge":
            item = Image(path="a.png", qr=address)
        elif kind == "board":
            item = Board(path="a.csv", title={"vi": "Thủ tục"})
        elif kind == "codes":
            item = Codes(codes=tuple(Code(url=address, name={"vi": "Cổng"}) for _ in range(4)))
        found = active(
            playlist("a", item, layout="sidebar" if kind == "panel" else "full"),
            media={"a.csv": Media(kind="board", rows=rows), "a.png": Media(kind="image")},
            qr={address: matrix(address) or ""},
        )
        (shot,) = programme(found, ["a"], Cupboard(tmp_path / "a.png"))
        on = Opened(scene, qtbot, shot)
        read = 0
        for page in range(on.pages):
            on.turn(page)
            qtbot.wait(20)
            scene.window.grabWindow().save(str(tmp_path / "seen.png"))
            with Picture.open(tmp_path / "seen.png") as seen:
                small = seen.convert("RGB").resize((1280 // 3, 720 // 3), Picture.Resampling.BOX)
            codes = zxingcpp.read_barcodes(np.asarray(small))
            assert {code.text for code in codes} == {address}
            read += len(codes)
        on.close()
        assert read == {"board": 12, "codes": 4}.get(kind, 1)


class TestLines:
    def test_no_line_begins_with_a_mark_that_closes(self, qapp: QGuiApplication) -> None:
        """What Qt breaks, it breaks rightly, wherever the edge is."""
        words = (
            "请携带身份证原件，到三号柜台办理；如有疑问（请咨询）导办人员。Tiếng Việt, “rõ ràng”."
            * 3
        )
        font = QFont("Noto Sans")
        font.setPixelSize(64)
        for width in range(200, 900, 37):
            lines = _lines_of(words, font, width)
            assert len(lines) > 3
            assert not {line[0] for line in lines} & set("，。；）”,.")

    @pytest.mark.parametrize("scene", SIZES[:1], indirect=True, ids=["1280x720"])
    def test_no_word_stands_alone_in_the_last(
        self, scene: Scene, qtbot: QtBot, tmp_path: Path
    ) -> None:
        words = (SENTENCE * 2).split()
        for count in range(4, 24):
            body = " ".join(words[:count])
            (shot,) = shots(Slide(title={"vi": body}, body={"vi": body}), body, "full", tmp_path)
            on = Opened(scene, qtbot, shot)
            for each in texts(scene.window, on.slot):
                last = _broken(each.item)[-1].split()
                assert len(last) > 1, (each.text, last)
            on.close()

    def test_no_page_begins_with_one(self, scene: Scene, qtbot: QtBot, tmp_path: Path) -> None:
        words = "请携带身份证原件，到三号柜台办理；如有疑问（请咨询）导办人员。" * 60
        (shot,) = shots(Slide(body={"zh": words}), words, "full", tmp_path)
        on = Opened(scene, qtbot, shot)
        found = []
        for page in range(on.pages):
            on.turn(page)
            found += [each.text for each in texts(scene.window, on.slot) if "/" not in each.text]
        on.close()
        assert on.pages > 1
        assert "".join(found) == words
        assert not {text[0] for text in found} & set("，。；）")


def _broken(item: Any) -> list[str]:
    lines = _lines_of(item.property("text"), item.property("font"), item.width())
    assert len(lines) == item.property("lineCount")
    return lines


def _lines_of(words: str, font: QFont, width: float) -> list[str]:
    """What Qt makes of them in that width."""
    layout = QTextLayout(words, font)
    option = layout.textOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    lines = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        lines.append(words[line.textStart() : line.textStart() + line.textLength()])
    layout.endLayout()
    return lines
