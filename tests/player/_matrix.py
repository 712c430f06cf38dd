"""Every layout in every theme, on screens of every shape, however they hang: drawn here.

`Studio` makes a central folder of a few items that show all there is (a slide with a code, a list,
a table, a picture with its caption, a board, four codes), in each layout, with strip, clock,
lunar date and weather; `draw` sets theme, size and turn, and lets `snapshot` draw it. Beside each
picture stands what the scene says of its words.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import msgspec
from PIL import Image
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickWindow

from signage.player.snapshot import snapshot
from signage.store import Store
from signage.sync import bring_once, source_of
from tests.player import _layout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signage.content.model import Theme
    from signage.store import Activation

__all__ = ["ASPECTS", "LAYOUTS", "THEMES", "TURNS", "Case", "Picture", "Studio", "Word", "cases"]

ROOT = Path(__file__).resolve().parents[2]
LAYOUTS = ("full", "banner", "sidebar", "board")
THEMES: tuple[Theme, ...] = ("son-duong", "xanh-che", "toi")
ASPECTS = {"16x9": (16, 9), "4x3": (4, 3), "9x16": (9, 16), "21x9": (21, 9)}
TURNS = (0, 90, 180, 270)
NOW = datetime.fromisoformat("2026-02-17T07:30:00+07:00")
"""The first day of Tết: the lunar line has its longest words."""

_MEDIA = ("quang-ba/nui-som.jpg", "ocop/san-pham.svg", "bieu-trung/bup-che.svg")
_ROWS = 7
"""With the heading."""
_PLAYLIST = """
name: {layout}
layout: {layout}
defaults: {{transition: cut, duration: 20s}}
items:
  - slide:
      title: Chứng thực bản sao
      body: |-
        Quầy 2 · Chứng thực
        Thời hạn: trong ngày làm việc
        Mang theo: bản chính và bản chụp
    qr: https://dichvucong.gov.vn
  - slide:
      title: Khai sinh cần giấy tờ gì?
      body: "Quầy 1 · Hộ tịch. Mang theo:"
      list: [Tờ khai đăng ký khai sinh, Giấy chứng sinh, "Căn cước của cha, mẹ"]
      image: ocop/san-pham.svg
  - slide:
      title: {{zh: 办公时间}}
      table:
        - [{{zh: 日期}}, {{zh: 上午}}, {{zh: 下午}}]
        - [{{zh: 周一至周五}}, {{zh: "7:30 – 11:30"}}, {{zh: "13:30 – 17:00"}}]
        - [{{zh: 周六}}, {{zh: "7:30 – 11:30"}}, {{zh: 休息}}]
  - image: quang-ba/nui-som.jpg
    fit: cover
    caption:
      vi: Núi rừng trước lúc mặt trời lên
      en: The hills before sunrise
      zh: 日出前的群山
    qr: https://www.vietnam.vn
  - board: niem-yet/thu-tuc.csv
    title: Thủ tục hành chính
  - board: niem-yet/truc-tuyen.csv
    title: Nộp trực tuyến
  - qr:
      - {{name: Cổng Dịch vụ công quốc gia, url: "https://dichvucong.gov.vn"}}
      - {{name: VNeID, url: "https://vneid.gov.vn"}}
      - {{name: Tỉnh Tuyên Quang, url: "https://tuyenquang.gov.vn"}}
      - {{name: Vietnam.vn, url: "https://www.vietnam.vn"}}
    title: Quét mã bằng điện thoại
ticker:
  - Kính chào quý khách đến với Trung tâm Phục vụ hành chính công xã Sơn Dương
  - {{text: {{vi: Xin mời lấy số, en: Please take a number, zh: 请取号}}}}
"""
_ONLINE = """Mã,Tên thủ tục,Thời hạn,Lệ phí,Quầy,Liên kết
1.001193,Đăng ký khai sinh,Trong ngày,"Miễn, nếu đúng hạn",Quầy 1,https://dichvucong.gov.vn
1.004194,Đăng ký tạm trú,Theo phiếu hẹn,Theo niêm yết,Quầy 4,https://dichvucong.gov.vn
"""
_SCREENS = """
centre:
  name: {vi: Trung tâm Phục vụ hành chính công xã Sơn Dương}
  emblem: bieu-trung/bup-che.svg
screens:
  s:
    name: Sảnh chính
    playlists: [full, banner, sidebar, board]
    lunar: true
    weather: {file: tin/thoi-tiet.txt}
"""


class Case(NamedTuple):
    """How a screen is made and hung."""

    theme: Theme
    aspect: str
    turn: int = 0
    lines: int = 360
    """Of the shorter side; 16:9, 4:3, 21:9 and 9:16 alike."""

    @property
    def size(self) -> tuple[int, int]:
        """Of the window, pixels: that of the display, which does not know how it hangs."""
        wide, tall = ASPECTS[self.aspect]
        width, height = self.lines * wide // min(wide, tall), self.lines * tall // min(wide, tall)
        return (width, height) if self.turn % 180 == 0 else (height, width)

    def __str__(self) -> str:
        return f"{self.theme}-{self.aspect}-{self.turn}-{self.lines}"


def cases(turn: int = 0, lines: int = 360) -> list[Case]:
    """Every theme on every shape, so hung."""
    return [Case(theme, aspect, turn, lines) for theme in THEMES for aspect in ASPECTS]


class Word(NamedTuple):
    """A text that is seen."""

    text: str
    box: tuple[float, float, float, float]
    """What its lines take: left, top, right, bottom, pixels."""
    colour: tuple[int, int, int]
    units: float
    """Of its type, lines of a 1080-line screen."""
    moves: bool


class Picture(NamedTuple):
    """What came of an item."""

    name: str
    image: Image.Image
    """As a viewer sees it: turned back where the screen hangs turned."""
    words: list[Word]
    faults: list[str]
    """Of `_layout`."""


class _Posed(Store):
    """The store, with theme and turn set as a case asks."""

    def __init__(self, state: Path, case: Case) -> None:
        super().__init__(state)
        self._case = case

    def active(self) -> Activation | None:
        found = super().active()
        assert found is not None
        replace = msgspec.structs.replace
        content = found.manifest.content
        screens = tuple(replace(each, rotate=self._case.turn) for each in content.screens)
        posed = replace(content, theme=self._case.theme, screens=screens)
        return replace(found, manifest=replace(found.manifest, content=posed))


class Studio:
    """The folder, brought into a store once; draws as often as asked."""

    def __init__(self, folder: Path, *, layouts: tuple[str, ...] = LAYOUTS) -> None:
        self._folder = folder
        self._state = folder / "state"
        self._drawn: dict[Case, dict[str, Picture]] = {}
        centre = folder / "centre"
        _furnish(centre, layouts)
        store = Store(self._state)
        agent = bring_once(store, source_of(str(centre)), lambda: False)
        assert agent.status is not None
        assert not agent.status.faults, agent.status.faults

    def draw(self, case: Case) -> dict[str, Picture]:
        """All items in all layouts, by names such as `banner-1-chung-thuc-ban-sao`; drawn once."""
        if case not in self._drawn:
            self._drawn[case] = self._draw(case)
        return self._drawn[case]

    def _draw(self, case: Case) -> dict[str, Picture]:
        out = self._folder / str(case)
        out.mkdir()
        environment = dict(os.environ)
        found: dict[str, Picture] = {}
        counts: dict[str, int] = {}

        def keep(path: Path) -> None:
            _, layout, label = path.stem.split("-", 2)
            counts[layout] = counts.get(layout, 0) + 1
            name = f"{layout}-{counts[layout]}-{label}"
            with Image.open(path) as file:
                upright = file.convert("RGB").rotate(case.turn, expand=True)
            words, faults = _told()
            found[name] = Picture(name, upright, words, faults)

        faults = snapshot(
            _Posed(self._state, case), out, NOW, screen="s", size=case.size, drawn=keep
        )
        os.environ.clear()
        os.environ.update(environment)  # what the player sets for itself is not for other tests
        assert faults == []
        shutil.rmtree(out)
        return found


def _furnish(centre: Path, layouts: tuple[str, ...]) -> None:
    for name in _MEDIA:
        target = centre / "media" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with suppress(OSError):
            target.hardlink_to(ROOT / "media" / name)
        if not target.exists():
            shutil.copy(ROOT / "media" / name, target)
    rows = (ROOT / "media/niem-yet/thu-tuc.csv").read_text(encoding="utf-8").splitlines()
    texts = {
        "media/niem-yet/thu-tuc.csv": "\n".join(rows[:_ROWS]),
        "media/niem-yet/truc-tuyen.csv": _ONLINE,
        "media/tin/thoi-tiet.txt": "Có mưa rào, 22–27 °C",
        "playlists/screens.yaml": _SCREENS.replace(", ".join(LAYOUTS), ", ".join(layouts)),
        **{f"playlists/{each}.yaml": _PLAYLIST.format(layout=each) for each in layouts},
    }
    for name, text in texts.items():
        (centre / name).parent.mkdir(parents=True, exist_ok=True)
        (centre / name).write_text(text, encoding="utf-8")


def _told() -> tuple[list[Word], list[str]]:
    """What the scene of the picture just drawn says of its words."""
    (found,) = (each for each in QGuiApplication.allWindows() if _is_scene(each))
    window = cast("QQuickWindow", found)
    for item in _below(window.contentItem()):
        if item.metaObject().className().startswith("Idle"):
            item.setVisible(False)  # it lies beneath until what came on has been on for a moment
    unit = min(window.width(), window.height()) / 1080
    words = []
    for each in _layout.texts(window):
        red, green, blue, _ = each.item.property("color").getRgb()
        place = (each.ink.left(), each.ink.top(), each.ink.right(), each.ink.bottom())
        words.append(Word(each.text, place, (red, green, blue), each.size / unit, each.moves))
    return words, _layout.faults(window)


def _is_scene(window: Any) -> bool:
    return isinstance(window, QQuickWindow) and window.isVisible()


def _below(item: Any) -> Iterator[Any]:
    yield item
    for child in item.childItems():
        yield from _below(child)
