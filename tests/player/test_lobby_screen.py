"""What belongs to the screen and not to an item. A warning of Qt's fails a test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage

from signage.content.model import Centre, Screen
from signage.player._face import Face
from signage.player._plan import Plan
from signage.player._scene import Scene
from signage.player._theme import dressed, palette
from signage.player._window import Window
from signage.player.commands import Load, Show
from signage.player.programme import Shot

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from signage.content.model import Theme

SIZE = (960, 540)
GREEN = "#00ff00"
RED = palette("son-duong")
CODE = "/".join(["01" * 12 + "1"] * 25)


class Lobby(Window):
    """A window whose first frame is drawn when it appears, as the player's is."""

    def appear(self) -> None:
        super().appear()
        QCoreApplication.processEvents()


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[Window]:
    made = Lobby(QSize(*SIZE))
    yield made
    made.destroy()


def emblem(path: Path, size: tuple[int, int] = (300, 300)) -> str:
    Image.new("RGB", size, GREEN).save(path)
    return str(path)


def where(picture: QImage, colour: str) -> Any:
    """Where that colour is: rows and columns of truth."""
    bits = picture.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(bits.constBits(), np.uint32).reshape(bits.height(), bits.width())
    return (pixels & 0xFFFFFF) == int(colour[1:], 16)


def count(picture: QImage, colour: str) -> int:
    return int(where(picture, colour).sum())


class TestTheFirstFrame:
    def test_has_the_centres_emblem(self, window: Window, tmp_path: Path) -> None:
        scene = Scene(window)
        scene.wear(Face(emblem=emblem(tmp_path / "biểu trưng #1.png"), quick=True))
        window.appear()
        _, columns = where(window.grabWindow(), GREEN).nonzero()
        assert len(columns) > 60**2
        assert abs(columns.mean() - SIZE[0] / 2) < 2

    def test_keeps_the_shape_of_a_wide_one(self, window: Window, tmp_path: Path) -> None:
        Scene(window).wear(Face(emblem=emblem(tmp_path / "a.png", (800, 200)), quick=True))
        window.appear()
        high, wide = (np.ptp(side) + 1 for side in where(window.grabWindow(), GREEN).nonzero())
        assert wide / high == pytest.approx(4, abs=0.1)
        assert wide < SIZE[0] / 2

    def test_has_the_mark_until_a_large_one_is_there(
        self, window: Window, qtbot: QtBot, tmp_path: Path
    ) -> None:
        Scene(window).wear(Face(emblem=emblem(tmp_path / "a.png"), quick=False))
        window.appear()
        assert count(window.grabWindow(), RED.accent) > 450
        qtbot.waitUntil(lambda: count(window.grabWindow(), GREEN) > 0)

    def test_no_picture_has_the_mark_where_the_emblem_belongs(
        self, window: Window, tmp_path: Path
    ) -> None:
        """The panel has no room for it beside a code, and then it has; nothing waits for it."""
        window.resize(*SIZE[::-1])
        scene = Scene(window)
        scene.set(still=True, ahead=False)  # as for a picture: nothing was made ready
        scene.wear(Face(emblem=emblem(tmp_path / "a.png"), quick=True))
        window.appear()
        for code in (CODE, ""):
            shown(scene, "sidebar", qr=code, address="a.vn")
            assert (count(window.grabWindow(), GREEN) > 50**2) == (code == "")
            waits = [each.property("asynchronous") for each in emblems(scene.stage)]
            assert waits == [False] * 2  # of the panel and of what lies beneath all

    @pytest.mark.qt_log_ignore("Error decoding|Cannot open")  # it is to say so
    def test_has_the_mark_for_one_that_is_spoilt_or_gone(
        self, window: Window, tmp_path: Path
    ) -> None:
        scene = Scene(window)
        window.appear()
        bare = count(window.grabWindow(), RED.accent)
        (tmp_path / "a.png").write_bytes(b"\x89PNG and no more")
        for name in ("a.png", "gone.png"):
            scene.wear(Face(emblem=str(tmp_path / name), quick=True))
            assert count(window.grabWindow(), RED.accent) == bare > 450

    def test_has_the_centres_colours(self, window: Window) -> None:
        own = dressed("xanh-che", Centre(primary="#203a8f"))
        Scene(window).wear(Face(palette=own))
        window.appear()
        picture = window.grabWindow()
        assert QColor(picture.pixelColor(4, SIZE[1] - 2)).blue() > 60
        assert count(picture, RED.chrome) == 0


def test_another_theme_comes_with_one_frame(window: Window, qtbot: QtBot) -> None:
    scene = Scene(window)
    scene.set(still=True)
    window.appear()
    shown(scene, "board")
    themes: tuple[Theme, ...] = ("toi", "xanh-che", "son-duong")
    for theme in themes:
        scene.wear(Face(palette=palette(theme)))
        picture = window.grabWindow()
        for own in themes:
            ground = count(picture, palette(own).ground)
            assert (ground > 50_000) == (own == theme)
            assert (count(picture, palette(own).chrome) > 18_000) == (own == theme)


class TestTheStrip:
    @pytest.fixture
    def scene(self, window: Window) -> Scene:
        made = Scene(window)
        made.set(still=True)
        window.appear()
        shown(made, "banner")
        return made

    def test_urgent_news_look_like_a_warning(self, scene: Scene) -> None:
        scene.dress(Plan(laps=(("Chào",),)))
        assert count(scene.window.grabWindow(), RED.alarm) == 0
        scene.dress(Plan(laps=(("Lũ",),), urgent=True))
        picture = scene.window.grabWindow()
        assert count(picture, RED.alarm) > 18_000
        assert count(picture, RED.alarm_head) > 2_000

    def test_urgent_news_replace_others_and_each_other_at_once(
        self, scene: Scene, qtbot: QtBot
    ) -> None:
        scene.set(still=False)
        said = [Plan(laps=(("█" * 30,),)), Plan(laps=(("Lũ " * 9,),), urgent=True),
                Plan(laps=(("█" * 30,),), urgent=True), Plan(laps=(("Chào " * 9,),))]  # fmt: skip
        for made in said:
            scene.dress(made)
            assert ticker(scene).property("alarm").endswith(made.laps[0][0]) == made.urgent
            qtbot.wait(30)
            full = count(
                scene.window.grabWindow(), RED.alarm_text if made.urgent else RED.chrome_text
            )
            assert (full > 13_000) == (made.laps[0][0][0] == "█")

    def test_where_nothing_is_urgent_the_news_have_the_whole_strip(self, scene: Scene) -> None:
        calm, pictures = Plan(laps=(("█" * 99,),)), []
        for made in (calm, Plan(laps=(("Lũ",),), urgent=True), calm):
            scene.dress(made)
            QCoreApplication.processEvents()
            pictures.append(scene.window.grabWindow())
        assert pictures[0] == pictures[2] != pictures[1]

    def test_its_speed_is_characters_a_second(self, scene: Scene) -> None:
        font = QFont("Noto Sans")
        font.setPixelSize(28)
        font.setWeight(QFont.Weight.DemiBold)
        words = "Thủ tục đăng ký khai sinh, cấp căn cước và nộp hồ sơ trực tuyến tại xã"
        usual = QFontMetricsF(font).horizontalAdvance(words) / len(words)
        for pace in (12.0, 20.0):
            scene.dress(Plan(screen=Screen(id="a", ticker_speed=pace)))
            assert ticker(scene).property("speed") == pytest.approx(pace * usual, rel=0.05)


def emblems(item: Any) -> Iterator[Any]:
    """The pictures of all emblems, seen or not."""
    for child in item.childItems():
        if child.inherits("QQuickImage") and item.metaObject().className().startswith("Emblem"):
            yield child
        yield from emblems(child)


def ticker(scene: Scene) -> Any:
    return next(item for item in scene.stage.childItems() if item.property("pace") is not None)


def shown(scene: Scene, layout: str, **rest: Any) -> None:
    entry = Shot(
        key="a", playlist="sanh", item=0, label="a", kind="slide", layout=layout, fit="contain",
        transition="cut", duration=10, title="Giờ", **rest,
    )  # fmt: skip
    scene.perform(Load(0, 1, entry, loop=False))
    scene.perform(Show(0, "cut"))
