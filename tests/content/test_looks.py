"""Boards, big codes, lists, tables, urgent news; and what `screens.yaml` says of looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from signage.content.loader import OF_SCREENS, Loaded, Reference, load_folder, merge_last_good
from signage.content.model import (
    Board,
    Centre,
    Code,
    Codes,
    Content,
    FeedLine,
    FileLine,
    Image,
    Procedure,
    Screen,
    Slide,
    TextLine,
)
from signage.content.naming import named
from tests.content.folders import JPEG, SVG, make

if TYPE_CHECKING:
    from pathlib import Path

PLAYLIST = """\
layout: board
ticker_slides: true
items:
  - image: a.jpg
    pan: true
  - slide:
      title: {vi: Lệ phí, en: Fees}
      list: [Khai sinh, {vi: Khai tử, en: Deaths}]
      table: [[Thủ tục, Quầy], [Khai sinh, "1"], ["", {vi: hai, en: two}]]
      image: b.png
  - board: niem-yet/thu-tuc.csv
    title: {vi: Thủ tục, en: Procedures}
    duration: 20s
  - qr: https://dichvucong.gov.vn
  - qr: [{name: {vi: Cổng, en: Portal}, url: https://a.vn}, https://b.vn, {url: https://c.vn}]
    title: Quét mã
    caption: x
  - qr: {name: Zalo, url: https://zalo.me/1}
ticker:
  - {text: Lũ trên sông, urgent: true}
  - {file: tin/khan.txt, urgent: true}
  - {text: thường, urgent: false}
"""
SCREENS = """\
theme: xanh-che
centre:
  name: {vi: Trung tâm, en: Centre}
  emblem: bieu-trung/logo.svg
  colours: {primary: "#8C1C1C", accent: "#d9a441"}
screens:
  a: {theme: toi, ticker_speed: 12, lunar: true, weather: {file: tin/thoi-tiet.txt}}
  b: {weather: {feed: "https://a.vn/rss", age: 12h}}
  c: {}
"""
BOARD = "mã,tên,quầy,trạng thái\n1,Khai sinh,Quầy 1,\n2,Khai tử,,bãi bỏ\n".encode()
MEDIA = {
    "niem-yet/thu-tuc.csv": BOARD,
    "tin/khan.txt": b"Khan\n",
    "tin/thoi-tiet.txt": "Nắng, 24 °C\n".encode(),
    "bieu-trung/logo.svg": SVG,
}


def load(root: Path, screens: str = SCREENS, **playlists: str) -> Loaded:
    files = {f"{name}.yaml": words for name, words in (playlists or {"p": PLAYLIST}).items()}
    return load_folder(make(root, {**files, "screens.yaml": screens}, MEDIA))


class TestTheForm:
    @pytest.fixture
    def loaded(self, tmp_path: Path) -> Loaded:
        return load(tmp_path)

    def test_has_no_fault(self, loaded: Loaded) -> None:
        assert loaded.faults == ()
        assert loaded.broken_parts == frozenset()

    def test_items(self, loaded: Loaded) -> None:
        (playlist,) = loaded.content.playlists
        assert (playlist.layout, playlist.ticker_slides) == ("board", True)
        assert playlist.items == (
            Image(path="a.jpg", pan=True, duration=10.0, line=4),
            Slide(
                title={"vi": "Lệ phí", "en": "Fees"},
                entries=({"vi": "Khai sinh"}, {"vi": "Khai tử", "en": "Deaths"}),
                table=(
                    ({"vi": "Thủ tục"}, {"vi": "Quầy"}),
                    ({"vi": "Khai sinh"}, {"vi": "1"}),
                    ({}, {"vi": "hai", "en": "two"}),
                ),
                image="b.png",
                duration=10.0,
                line=6,
            ),
            Board(
                path="niem-yet/thu-tuc.csv",
                title={"vi": "Thủ tục", "en": "Procedures"},
                duration=20.0,
                line=11,
            ),
            Codes(codes=(Code(url="https://dichvucong.gov.vn"),), duration=10.0, line=14),
            Codes(
                codes=(
                    Code(url="https://a.vn", name={"vi": "Cổng", "en": "Portal"}),
                    Code(url="https://b.vn"),
                    Code(url="https://c.vn"),
                ),
                title={"vi": "Quét mã"},
                caption={"vi": "x"},
                duration=10.0,
                line=15,
            ),
            Codes(
                codes=(Code(url="https://zalo.me/1", name={"vi": "Zalo"}),), duration=10.0, line=18
            ),
        )

    def test_ticker(self, loaded: Loaded) -> None:
        assert loaded.content.playlists[0].ticker == (
            TextLine(text={"vi": "Lũ trên sông"}, urgent=True),
            FileLine(path="tin/khan.txt", urgent=True),
            TextLine(text={"vi": "thường"}),
        )
        assert loaded.places.tickers == {"p": (20, 21, 22)}

    def test_looks(self, loaded: Loaded) -> None:
        assert loaded.content.theme == "xanh-che"
        assert loaded.content.centre == Centre(
            name={"vi": "Trung tâm", "en": "Centre"},
            emblem="bieu-trung/logo.svg",
            primary="#8c1c1c",
            accent="#d9a441",
        )
        assert loaded.content.screens == (
            Screen(
                id="a", theme="toi", ticker_speed=12.0, lunar=True,
                weather=FileLine(path="tin/thoi-tiet.txt"),
            ),
            Screen(id="b", weather=FeedLine(url="https://a.vn/rss", max=1, age=43_200.0)),
            Screen(id="c"),
        )  # fmt: skip
        assert loaded.places.centre == ("playlists/screens.yaml", 2)

    def test_files_are_needed_and_by_whom(self, loaded: Loaded) -> None:
        assert loaded.references == {
            "a.jpg": (Reference("p", "image", 4),),
            "b.png": (Reference("p", "image", 6),),
            "bieu-trung/logo.svg": (Reference(OF_SCREENS, "image", 4),),
            "niem-yet/thu-tuc.csv": (Reference("p", "board", 11),),
            "tin/khan.txt": (Reference("p", "text", 21),),
            "tin/thoi-tiet.txt": (Reference(OF_SCREENS, "text", 7),),
        }
        assert set(loaded.files) == set(loaded.references)

    def test_rows_and_words_come_along(self, loaded: Loaded) -> None:
        (table,) = loaded.boards.values()
        assert table.rows == (Procedure(code="1", name="Khai sinh", counter="Quầy 1"),)
        assert loaded.texts == {"tin/khan.txt": "Khan\n", "tin/thoi-tiet.txt": "Nắng, 24 °C\n"}

    def test_survives_the_journey_as_json(self, loaded: Loaded) -> None:
        encoded = msgspec.json.encode(loaded.content)
        assert msgspec.json.decode(encoded, type=Content) == loaded.content

    def test_a_playlist_behind_an_address_names_them_too(self) -> None:
        assert list(named(PLAYLIST.encode(), "p.yaml").files) == [
            "a.jpg", "b.png", "niem-yet/thu-tuc.csv", "tin/khan.txt",
        ]  # fmt: skip

    def test_without_any_of_it(self, tmp_path: Path) -> None:
        content = load(tmp_path, "screens: {a: {}}\n", p="items: [{image: a.jpg}]\n").content
        assert (content.centre, content.theme) == (Centre(), "son-duong")


class TestAloneInItsFaults:
    def test_a_board_of_one_good_row(self, tmp_path: Path) -> None:
        media = {"b.csv": "tên\n#N/A\nKhai sinh\n".encode()}
        got = load_folder(make(tmp_path, {"p.yaml": "items: [{board: b.csv}]\n"}, media))
        assert [(f.file, f.line) for f in got.faults] == [("media/b.csv", 2)]
        assert len(got.content.playlists[0].items) == 1

    def test_a_board_that_shows_nothing_is_left_out(self, tmp_path: Path) -> None:
        for data in (b"\xff\xfea\0", b"a,b\n", "tên,ghi chú\nA,bãi bỏ\n".encode()):
            words = "items: [{board: b.csv}, {image: a.jpg}, {board: b.csv}]\n"
            got = load_folder(make(tmp_path, {"p.yaml": words}, {"b.csv": data}))
            assert [(f.file, f.line) for f in got.faults] == [("media/b.csv", 1)]
            assert [type(item) for item in got.content.playlists[0].items] == [Image]
            assert set(got.references) == {"a.jpg"}
            assert got.boards == {}

    def test_a_fault_of_a_board_is_told_once_for_two_playlists(self, tmp_path: Path) -> None:
        media = {"b.csv": "tên,mã\nA,1\n,2\n".encode()}
        words = "items: [{board: b.csv}]\n"
        got = load_folder(make(tmp_path, {"p.yaml": words, "q.yaml": words}, media))
        assert len(got.faults) == 1
        assert [use.playlist for use in got.references["b.csv"]] == ["p", "q"]

    @pytest.mark.parametrize(
        ("screens", "lost"),
        [
            ("theme: blue\n", ("", "theme")),
            ("centre: {emblem: no.svg, name: A}\n", ("", "emblem")),
            ("centre: {name: [], emblem: a.jpg}\n", ("", "name")),
            ("centre: {colours: {primary: red}, name: A}\n", ("", "primary")),
            ("centre: {colours: {accent: red, primary: '#123456'}}\n", ("", "accent")),
        ],
    )
    def test_a_part_of_the_centre(
        self, tmp_path: Path, screens: str, lost: tuple[str, str]
    ) -> None:
        got = load(tmp_path, screens + "screens: {a: {}}\n")
        assert len(got.faults) == 1
        assert got.broken_parts == {lost}
        assert got.content.screens == (Screen(id="a"),)

    @pytest.mark.parametrize(
        "wrong", ["theme: blue", "ticker_speed: fast", "lunar: 1", "weather: {file: no.txt}"]
    )
    def test_a_part_of_a_screen(self, tmp_path: Path, wrong: str) -> None:
        got = load(tmp_path, f"screens:\n  a: {{name: Sảnh, {wrong}}}\n")
        assert len(got.faults) == 1
        assert got.content.screens == (Screen(id="a", name="Sảnh"),)
        assert got.broken_parts == {("a", wrong.partition(":")[0])}
        assert got.broken_screens == frozenset()

    @pytest.mark.parametrize("wrong", ["centre: red", "centre: &x {name: a}"])
    def test_a_centre_that_is_none(self, tmp_path: Path, wrong: str) -> None:
        got = load(tmp_path, f"{wrong}\nscreens: {{a: {{}}}}\n")
        assert len(got.faults) == 1
        assert got.broken_parts == {("", key) for key in ("name", "emblem", "primary", "accent")}


class TestLastGood:
    @pytest.fixture
    def before(self, tmp_path: Path) -> Content:
        return load(tmp_path).content

    def test_a_broken_file_keeps_centre_and_theme(self, tmp_path: Path, before: Content) -> None:
        for broken in ("\t", "screens: x\n", "theme: toi\ncentre: {name: B}\n"):
            got = load(tmp_path, broken)
            assert got.screens_broken
            assert merge_last_good(got, before) == before

    def test_a_deleted_file_gives_them_up(self, tmp_path: Path, before: Content) -> None:
        (tmp_path / "playlists" / "screens.yaml").unlink()
        now = merge_last_good(load_folder(tmp_path), before)
        assert (now.centre, now.theme, now.screens) == (Centre(), "son-duong", ())

    def test_a_wrong_part_stays_as_it_was(self, tmp_path: Path, before: Content) -> None:
        words = SCREENS.replace("xanh-che", "blue").replace("logo.svg", "no.svg")
        words = words.replace("#8C1C1C", "red").replace("thoi-tiet", "no")
        got = load(tmp_path, words)
        assert len(got.faults) == 4
        assert got.content.centre.emblem is None
        assert merge_last_good(got, before) == before

    def test_what_is_right_beside_it_is_new(self, tmp_path: Path, before: Content) -> None:
        words = SCREENS.replace("xanh-che", "blue").replace("Trung tâm", "Mới")
        words = words.replace("thoi-tiet", "no").replace("lunar: true, ", "")
        now = merge_last_good(load(tmp_path, words), before)
        assert now.theme == "xanh-che"
        assert now.centre.name == {"vi": "Mới", "en": "Centre"}
        assert now.screens[0] == msgspec.structs.replace(before.screens[0], lunar=False)

    def test_what_was_never_right_is_not_there(self, tmp_path: Path) -> None:
        got = load(tmp_path, "screens: {a: {theme: blue}, z: {lunar: 1}}\n")
        assert merge_last_good(got, Content()).screens == (Screen(id="a"), Screen(id="z"))


def test_an_emblem_and_a_picture_of_one_file_are_one_file(tmp_path: Path) -> None:
    words = "centre: {emblem: quang-ba/x.jpg}\nscreens: {a: {}}\n"
    files = {"screens.yaml": words, "p.yaml": "items: [{image: quang-ba/x.jpg}]\n"}
    got = load_folder(make(tmp_path, files, {"quang-ba/x.jpg": JPEG}))
    assert got.references["quang-ba/x.jpg"] == (
        Reference("p", "image", 1),
        Reference(OF_SCREENS, "image", 1),
    )
