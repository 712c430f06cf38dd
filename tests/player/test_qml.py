"""The scene by itself: every file small, every kind of item opened without a word from Qt."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage

import signage.player
from signage.player._face import Face
from signage.player._plan import Plan
from signage.player._scene import Scene
from signage.player._window import Window
from signage.player.commands import Idle, Load, Show, Unload
from signage.player.programme import Shot
from tests.player._wall import picture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

QML = sorted((Path(signage.player.__file__).parent / "qml").glob("*.qml"))
LAYOUTS = ("full", "banner", "sidebar", "board")
CODE = "/".join(["01" * 12 + "1"] * 25)
_tokens = itertools.count(1)


@pytest.mark.parametrize("file", QML, ids=lambda file: file.name)
def test_a_file_is_about_one_thing(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) < 160


@pytest.fixture
def scene(qtbot: QtBot) -> Iterator[Scene]:
    """Qt's warnings fail the test: see `qt_log_level_fail` in pyproject.toml."""
    window = Window(QSize(640, 360))
    made = Scene(window)
    made.set(still=True, time="07:30", date="Thứ Ba, 17/02/2026", laps=[["Ẫ Ễ Ộ"], ["Welcome"]])
    window.appear()
    yield made
    window.destroy()


def shot(kind: str, layout: str, source: str, **rest: Any) -> Shot:
    return Shot(
        key="a", playlist="sanh", item=0, label="a", kind=kind, layout=layout, fit="contain",  # type: ignore[arg-type]
        transition="cut", duration=10, source=source, **rest,
    )  # fmt: skip


def opened(scene: Scene, qtbot: QtBot, entry: Shot) -> bool:
    """Whether it was ready, after it or its failure came; it is on then, or closed."""
    token, said = next(_tokens), []
    ready, failed = scene.stage.ready, scene.stage.failed
    ready.connect(lambda which, _pages: said.append((which, True)))
    failed.connect(lambda which, _reason: said.append((which, False)))
    scene.perform(Load(0, token, entry, loop=False))
    qtbot.waitUntil(lambda: token in dict(said), timeout=10_000)
    if dict(said)[token]:
        scene.perform(Show(0, "cut"))
        scene.window.grabWindow()
    scene.perform(Idle())
    scene.perform(Unload(0))
    scene.window.grabWindow()
    return dict(said)[token]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_slide(scene: Scene, qtbot: QtBot, layout: str) -> None:
    assert opened(scene, qtbot, shot("slide", layout, "", title="Giờ", body="7:30\n13:30"))
    assert opened(scene, qtbot, shot("slide", layout, "", title="Giờ", qr=CODE, address="a.vn"))
    assert opened(scene, qtbot, shot("slide", layout, "", body="Chỉ có nội dung"))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_picture(scene: Scene, qtbot: QtBot, layout: str, tmp_path: Path) -> None:
    file = tmp_path / "ảnh #1 50%.png"
    picture(file, "green")
    entry = shot("image", layout, str(file), caption=("Núi", "Mountain"), qr=CODE, address="a.vn")
    assert opened(scene, qtbot, entry)


@pytest.mark.qt_log_ignore("Cannot open")  # it is to say so
def test_a_picture_that_is_not_there(scene: Scene, qtbot: QtBot, tmp_path: Path) -> None:
    assert not opened(scene, qtbot, shot("image", "full", str(tmp_path / "gone.png")))


def test_upright_and_turned(scene: Scene, qtbot: QtBot) -> None:
    for turn in (0, 90, 180, 270):
        scene.root.setProperty("turn", turn)
        assert opened(scene, qtbot, shot("slide", "sidebar", "", title="Giờ", qr=CODE))
    stage = scene.stage
    assert (stage.property("width"), stage.property("height")) == (360, 640)


@pytest.mark.parametrize(
    ("turn", "head"), [(0, "top"), (90, "right"), (180, "bottom"), (270, "left")]
)
def test_each_turn_hangs_the_picture_that_way(
    scene: Scene, qtbot: QtBot, tmp_path: Path, turn: int, head: str
) -> None:
    picture = QImage(64, 64, QImage.Format.Format_RGB32)
    picture.fill(QColor("blue"))
    for y in range(32):
        for x in range(64):
            picture.setPixelColor(x, y, QColor("red"))
    assert picture.save(str(tmp_path / "a.png"))
    scene.dress(Plan(face=Face(rotate=turn)))  # type: ignore[arg-type]
    entry = replace(shot("image", "full", str(tmp_path / "a.png")), fit="stretch")
    scene.perform(Load(0, 1, entry, loop=False))
    with qtbot.waitSignal(scene.stage.ready):
        pass
    scene.perform(Show(0, "cut"))
    seen = scene.window.grabWindow()
    edges = {"top": (320, 20), "right": (620, 180), "bottom": (320, 340), "left": (20, 180)}
    red = {name for name, at in edges.items() if seen.pixelColor(*at) == QColor("red")}
    opposite = {"top": "bottom", "bottom": "top", "left": "right", "right": "left"}[head]
    assert head in red
    assert seen.pixelColor(*edges[opposite]) == QColor("blue")


def test_an_emergencys_news_run_over_the_emblem_where_it_has_nothing_else(scene: Scene) -> None:
    scene.dress(Plan(laps=(("Chào",),)))
    bare = scene.window.grabWindow()
    scene.dress(Plan(laps=(("Sơ tán",),), alarm="lu"))
    assert scene.window.grabWindow() != bare
    scene.dress(Plan(alarm="cut"))
    assert scene.window.grabWindow() == bare


def test_what_cuts_in_during_a_fade_stands_whole(
    scene: Scene, qtbot: QtBot, tmp_path: Path
) -> None:
    scene.set(still=False)
    for number, colour in enumerate(("green", "blue", "red")):
        picture(tmp_path / f"{number}.png", colour)
        entry = replace(shot("image", "full", str(tmp_path / f"{number}.png")), fit="stretch")
        with qtbot.waitSignal(scene.stage.ready):
            scene.perform(Load(number, 10 + number, entry, loop=False))
    scene.perform(Show(0, "cut"))
    with qtbot.waitSignal(scene.stage.shown):
        pass
    scene.perform(Show(1, "fade"))
    qtbot.wait(100)
    scene.perform(Show(2, "cut"))
    assert scene.window.grabWindow().pixelColor(320, 180).red() > 200
    with qtbot.waitSignal(scene.stage.shown):
        pass
    scene.perform(Unload(0))
    scene.perform(Unload(1))
    qtbot.wait(500)
    assert scene.window.grabWindow().pixelColor(320, 180).red() > 200


def test_pages_turn_by_themselves_and_begin_again(scene: Scene, qtbot: QtBot) -> None:
    scene.set(still=False)
    said: list[tuple[int, int]] = []
    scene.stage.ready.connect(lambda token, pages: said.append((token, pages)))
    body = "\n".join(f"{number}. Nộp hồ sơ ở quầy" for number in range(30))
    entry = replace(shot("slide", "full", "", title="Giờ", body=body), duration=0.2)
    scene.perform(Load(0, 81, entry, loop=False))
    qtbot.waitUntil(lambda: bool(said))
    pages = said[0][1]
    assert pages > 2
    slot = next(item for item in scene.stage.childItems() if item.property("token") == 81)
    qtbot.wait(300)
    assert slot.property("page") == 0  # not before it is on
    seen: list[int] = []
    slot.pageChanged.connect(lambda: seen.append(slot.property("page")))
    scene.perform(Show(0, "cut"))
    qtbot.waitUntil(lambda: len(seen) > pages)
    assert seen[:pages] == [*range(1, pages), 0]


def test_another_size_tells_another_number_of_pages(scene: Scene, qtbot: QtBot) -> None:
    said: list[int] = []
    scene.stage.ready.connect(lambda _token, pages: said.append(pages))
    body = "\n".join(f"{number}. Nộp hồ sơ ở quầy" for number in range(30))
    scene.perform(Load(0, 82, shot("slide", "full", "", body=body), loop=False))
    qtbot.waitUntil(lambda: bool(said))
    scene.window.resize(360, 640)
    qtbot.waitUntil(lambda: said[-1] < said[0])  # an upright screen has room for more lines


def test_a_slow_pan_covers_its_place_and_ends_with_its_item(
    scene: Scene, qtbot: QtBot, tmp_path: Path
) -> None:
    scene.set(still=False)
    picture(tmp_path / "a.png", "green")
    entry = replace(shot("image", "full", str(tmp_path / "a.png")), pan=True)
    with qtbot.waitSignal(scene.stage.ready):
        scene.perform(Load(0, 83, entry, loop=False))
    scene.perform(Show(0, "cut"))
    seen = scene.window.grabWindow()
    for x, y in ((2, 2), (637, 2), (2, 357), (637, 357)):
        assert seen.pixelColor(x, y).green() > 120
    qtbot.wait(200)
    scene.perform(Idle())
    scene.perform(Unload(0))
    qtbot.wait(50)


@pytest.mark.qt_log_ignore("Error decoding", "Unsupported image")  # it is to say so
def test_a_slide_whose_picture_is_spoilt_is_its_words(
    scene: Scene, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "a.png").write_bytes(b"no picture")
    assert opened(
        scene, qtbot, shot("slide", "full", "", body="Chữ", image=str(tmp_path / "a.png"))
    )


def test_an_event_names_the_opening_it_is_about(scene: Scene, qtbot: QtBot) -> None:
    said: list[int] = []
    scene.stage.ready.connect(lambda token, _pages: said.append(token))
    scene.perform(Load(0, 71, shot("slide", "full", "", title="Một"), loop=False))
    scene.perform(Load(1, 72, shot("slide", "full", "", title="Hai"), loop=False))
    assert said == [71, 72]
