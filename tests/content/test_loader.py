"""The loader: the whole form, isolation of faults, what is kept, names from everywhere."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from typing import TYPE_CHECKING

import msgspec
import pytest

from signage.content.loader import (
    Loaded,
    Reference,
    load_folder,
    load_playlist_file,
    merge_last_good,
)
from signage.content.model import (
    Calendar,
    Content,
    FeedLine,
    FileLine,
    Holiday,
    Image,
    Opening,
    Pdf,
    Rule,
    Screen,
    Slide,
    TextLine,
    Video,
    WorkingHours,
)
from signage.errors import SourceError
from tests.content.folders import JPEG, MP4, SRT, loaded, make

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = """\
name: Sảnh chính
layout: banner
priority: priority
when:
  - {from: 2026-02-14, until: 2026-02-22, days: mon-fri, hours: "07:30-11:30, 13:30-17:00",
     holidays: skip}
  - {every: year, lunar: true, from: 03-10, until: 03-10, working: only}
defaults: {duration: 8s, fit: cover, transition: cut}
items:
  - image: quang-ba/tan-trao.jpg
    duration: 12s
    fit: stretch
    caption: {vi: Đình Tân Trào, en: Tân Trào communal house}
    qr: https://vietnam.vn/tan-trao
    when: [{days: "sat, sun"}, {from: 2026-05-01 07:30, until: 2026-05-02T09:00}]
    topic: du-lich
    licence: CC BY
  - video: quang-ba/gioi-thieu.mp4
    volume: 40
    duration: 1m30s
    subtitles: gioi-thieu.vi.srt
  - slide: {title: {vi: Giờ làm việc}, body: {vi: "Sáng 7:30 – 11:30\\nChiều 13:30 – 17:00"}}
    qr: https://dichvucong.gov.vn
  - pdf: niem-yet/thu-tuc.pdf
    pages: 1-3,5
  - folder: ocop
    transition: fade
ticker:
  - Kính chào quý khách
  - {text: {vi: Chào, en: Welcome, zh-Hans: 欢迎}}
  - {file: tin/thong-bao.txt}
  - {feed: https://vietnam.vn/rss, max: 8, age: 48h}
"""

SCREENS = """\
screens:
  sanh-chinh: {name: Sảnh chính, playlists: [p], on: "07:00-17:30", rotate: 90, locale: vi}
  sanh-phu: {groups: [sanh]}
groups:
  sanh: [p]
"""

CALENDAR = """\
timezone: Asia/Ho_Chi_Minh
working_hours:
  - {days: {mon-fri: "07:30-11:30, 13:30-17:00", sat: "07:30-11:30"}}
  - {from: 04-15, until: 10-15, days: {mon-fri: "07:00-11:30"}}
holidays: [{date: 2026-02-17, name: Tết Nguyên đán}, {from: 2026-02-14, until: 2026-02-22}]
open: [{date: 2026-02-28, hours: "07:30-17:00", name: Làm bù}]
"""


class TestTheWholeForm:
    @pytest.fixture
    def loaded(self, tmp_path: Path) -> Loaded:
        files = {"p.yaml": WHOLE, "screens.yaml": SCREENS, "calendar.yaml": CALENDAR}
        return load_folder(make(tmp_path, files))

    def test_has_no_fault(self, loaded: Loaded) -> None:
        assert loaded.faults == ()

    def test_top_level(self, loaded: Loaded) -> None:
        (playlist,) = loaded.content.playlists
        assert (playlist.id, playlist.name) == ("p", "Sảnh chính")
        assert (playlist.layout, playlist.priority) == ("banner", "priority")
        hours = ((450, 690), (810, 1020))
        assert playlist.when == (
            Rule(
                from_="2026-02-14",
                until="2026-02-22",
                days=(0, 1, 2, 3, 4),
                hours=hours,
                holidays="skip",
            ),
            Rule(every="year", lunar=True, from_="03-10", until="03-10", working="only"),
        )

    def test_items(self, loaded: Loaded) -> None:
        items = loaded.content.playlists[0].items
        assert items[0] == Image(
            path="quang-ba/tan-trao.jpg",
            duration=12.0,
            fit="stretch",
            transition="cut",
            caption={"vi": "Đình Tân Trào", "en": "Tân Trào communal house"},
            qr="https://vietnam.vn/tan-trao",
            topic="du-lich",
            licence="CC BY",
            line=10,
            when=(
                Rule(days=(5, 6)),
                Rule(from_="2026-05-01T07:30:00", until="2026-05-02T09:00:00"),
            ),
        )
        assert items[1] == Video(
            path="quang-ba/gioi-thieu.mp4",
            duration=90.0,
            volume=40,
            fit="cover",
            transition="cut",
            subtitles="quang-ba/gioi-thieu.vi.srt",
            line=18,
        )
        assert items[2] == Slide(
            title={"vi": "Giờ làm việc"},
            body={"vi": "Sáng 7:30 – 11:30\nChiều 13:30 – 17:00"},
            duration=8.0,
            fit="cover",
            transition="cut",
            qr="https://dichvucong.gov.vn",
            line=22,
        )
        assert items[3] == Pdf(
            path="niem-yet/thu-tuc.pdf",
            pages=((1, 3), (5, 5)),
            duration=8.0,
            fit="cover",
            transition="cut",
            line=24,
        )

    def test_folder_becomes_its_files_in_natural_order(self, loaded: Loaded) -> None:
        items = loaded.content.playlists[0].items[4:]
        assert items == (
            Image(path="ocop/chè 2.png", duration=8.0, fit="cover", line=26),
            Image(path="ocop/chè 10.jpg", duration=8.0, fit="cover", line=26),
            Video(path="ocop/phim.mp4", fit="cover", line=26),
            Pdf(path="ocop/tờ rơi.pdf", duration=8.0, fit="cover", line=26),
        )

    def test_ticker(self, loaded: Loaded) -> None:
        assert loaded.content.playlists[0].ticker == (
            TextLine(text={"vi": "Kính chào quý khách"}),
            TextLine(text={"vi": "Chào", "en": "Welcome", "zh-Hans": "欢迎"}),
            FileLine(path="tin/thong-bao.txt"),
            FeedLine(url="https://vietnam.vn/rss", max=8, age=172_800.0),
        )

    def test_screens(self, loaded: Loaded) -> None:
        assert loaded.content.has_screens
        assert loaded.content.groups == {"sanh": ("p",)}
        assert loaded.content.screens == (
            Screen(
                id="sanh-chinh", name="Sảnh chính", playlists=("p",), on=((420, 1050),), rotate=90
            ),
            Screen(id="sanh-phu", groups=("sanh",)),
        )

    def test_calendar(self, loaded: Loaded) -> None:
        morning, both = ((450, 690),), ((450, 690), (810, 1020))
        assert loaded.content.calendar == Calendar(
            working_hours=(
                WorkingHours(days={**dict.fromkeys(range(5), both), 5: morning}),
                WorkingHours(
                    from_="04-15", until="10-15", days=dict.fromkeys(range(5), ((420, 690),))
                ),
            ),
            holidays=(
                Holiday(from_="2026-02-17", until="2026-02-17", name="Tết Nguyên đán"),
                Holiday(from_="2026-02-14", until="2026-02-22"),
            ),
            open=(Opening(date="2026-02-28", hours=((450, 1020),), name="Làm bù"),),
        )

    def test_survives_the_journey_as_json(self, loaded: Loaded) -> None:
        encoded = msgspec.json.encode(loaded.content)
        assert msgspec.json.decode(encoded, type=Content) == loaded.content

    def test_names_what_each_file_is_needed_for(self, loaded: Loaded) -> None:
        uses = loaded.references
        assert uses["quang-ba/gioi-thieu.vi.srt"] == (Reference("p", "subtitles", 18),)
        assert uses["tin/thong-bao.txt"] == (Reference("p", "text", 31),)
        assert uses["ocop/chè 2.png"] == (Reference("p", "image", 26),)
        assert set(uses) == set(loaded.files)
        assert all(path.is_file() for path in loaded.files.values())


class TestOneFaultCostsNoMoreThanItself:
    def test_an_item(self, tmp_path: Path) -> None:
        words = "items:\n- image: no.jpg\n- image: a.jpg\n- image: b.png\n  fit: x\n"
        got = loaded(tmp_path, words)
        assert [item.line for item in got.content.playlists[0].items] == [3]
        assert len(got.faults) == 2
        assert set(got.references) == {"a.jpg"}

    def test_an_anchor_in_an_item(self, tmp_path: Path) -> None:
        got = loaded(tmp_path, "items:\n- image: &x a.jpg\n  fit: y\n- image: b.png\n")
        assert [item.line for item in got.content.playlists[0].items] == [4]

    def test_a_ticker_line(self, tmp_path: Path) -> None:
        got = loaded(tmp_path, "ticker:\n- {txet: a}\n- b\n")
        assert got.content.playlists[0].ticker == (TextLine(text={"vi": "b"}),)

    def test_a_file_in_a_folder(self, tmp_path: Path) -> None:
        got = loaded(tmp_path, "items:\n- folder: ocop\n", {"ocop/a.jpg": b"MZ\0"})
        assert len(got.content.playlists[0].items) == 4

    def test_a_playlist(self, tmp_path: Path) -> None:
        files = {
            "a.yaml": "\t",
            "b.yaml": "layout: x\nitems: [{image: a.jpg}]\n",
            "c.yaml": "items: [{image: a.jpg}]\n",
        }
        got = load_folder(make(tmp_path, files))
        assert [playlist.id for playlist in got.content.playlists] == ["c"]
        assert got.broken == {"a", "b"}
        assert got.references == {"a.jpg": (Reference("c", "image", 1),)}

    def test_a_holiday(self, tmp_path: Path) -> None:
        words = "holidays: [{date: 2026-02-30}, {date: 2026-09-02}]\n"
        got = load_folder(make(tmp_path, {"calendar.yaml": words}))
        assert [holiday.from_ for holiday in got.content.calendar.holidays] == ["2026-09-02"]
        assert not got.calendar_broken

    def test_a_name_on_a_screen(self, tmp_path: Path) -> None:
        files = {"screens.yaml": "screens: {s: {playlists: [q, p]}}\n", "p.yaml": "ticker: [a]\n"}
        got = load_folder(make(tmp_path, files))
        assert got.content.screens == (Screen(id="s", playlists=("p",)),)

    def test_a_screen_may_name_a_broken_playlist(self, tmp_path: Path) -> None:
        files = {"screens.yaml": "screens: {s: {playlists: [p]}}\n", "p.yaml": "layout: x\n"}
        got = load_folder(make(tmp_path, files))
        assert [fault.code for fault in got.faults] == ["bad-choice"]
        assert got.content.screens == (Screen(id="s", playlists=("p",)),)


class TestLastGood:
    GOOD = "items:\n- image: a.jpg\n"

    def load(self, root: Path, **files: str) -> Loaded:
        return load_folder(make(root, {f"{name}.yaml": words for name, words in files.items()}))

    def test_a_broken_playlist_stays_as_it_was(self, tmp_path: Path) -> None:
        before = self.load(tmp_path, p=self.GOOD, q=self.GOOD).content
        now = merge_last_good(self.load(tmp_path, p="layout: bannr\n"), before)
        assert now == before

    def test_a_deleted_playlist_goes(self, tmp_path: Path) -> None:
        before = self.load(tmp_path, p=self.GOOD, q=self.GOOD).content
        (tmp_path / "playlists" / "p.yaml").unlink()
        now = merge_last_good(load_folder(tmp_path), before)
        assert [playlist.id for playlist in now.playlists] == ["q"]

    def test_an_emergency_of_a_day_is_right(self, tmp_path: Path) -> None:
        words = "priority: emergency\nwhen: [{from: 2026-09-02, until: 2026-09-02}]\nticker: [a]\n"
        got = self.load(tmp_path, p=words)
        assert got.faults == ()
        assert got.content.playlists[0].priority == "emergency"

    def test_what_is_on_standby_needs_no_end(self, tmp_path: Path) -> None:
        words = "priority: emergency\nstandby: true\nitems: [{slide: {title: Lũ quét}}]\n"
        got = self.load(tmp_path, **{"lu-quet": words})
        assert got.faults == ()
        assert got.content.playlists[0].standby
        assert not self.load(tmp_path, p=self.GOOD).content.playlists[-1].standby

    def test_a_bad_item_goes(self, tmp_path: Path) -> None:
        before = self.load(tmp_path, p=self.GOOD).content
        now = merge_last_good(self.load(tmp_path, p="items:\n- image: no.jpg\n"), before)
        assert now.playlists[0].items == ()

    def test_screens_and_calendar(self, tmp_path: Path) -> None:
        before = self.load(tmp_path, p=self.GOOD, screens=SCREENS, calendar=CALENDAR).content
        got = self.load(tmp_path, screens="screen: {}\n", calendar="timezone: Asia/Hanoi\n")
        assert got.screens_broken
        assert got.calendar_broken
        assert merge_last_good(got, before) == before

    def test_blocklist(self, tmp_path: Path) -> None:
        before = self.load(tmp_path, p=self.GOOD, blocklist="blocklist: [cá cược, nổ hũ]\n").content
        assert before.blocked == ("cá cược", "nổ hũ")
        got = self.load(tmp_path, blocklist="blocklist: nổ hũ\n")
        assert got.blocklist_broken
        assert merge_last_good(got, before).blocked == before.blocked
        got = self.load(tmp_path, blocklist="blocklist: [cá cược, '?']\n")
        assert merge_last_good(got, before).blocked == ("cá cược",)

    def test_one_screen_of_several(self, tmp_path: Path) -> None:
        before = self.load(tmp_path, p=self.GOOD, screens=SCREENS).content
        changed = SCREENS.replace("rotate: 90", "rotate: 91").replace("{groups", "{name: X, groups")
        now = merge_last_good(self.load(tmp_path, screens=changed), before)
        assert {screen.id: (screen.name, screen.rotate) for screen in now.screens} == {
            "sanh-chinh": ("Sảnh chính", 90),
            "sanh-phu": ("X", 0),
        }

    def test_a_broken_group(self, tmp_path: Path) -> None:
        before = self.load(tmp_path, p=self.GOOD, screens=SCREENS).content
        now = merge_last_good(
            self.load(tmp_path, screens=SCREENS.replace("sanh: [p]", "sanh: p")), before
        )
        assert now == before

    def test_a_folder_that_lost_its_playlists_keeps_everything(self, tmp_path: Path) -> None:
        before = self.load(tmp_path / "a", p=self.GOOD).content
        (tmp_path / "b").mkdir()
        got = load_folder(tmp_path / "b")
        assert not got.found
        assert merge_last_good(got, before) == before


class TestNames:
    @pytest.mark.parametrize(("written", "stored"), [("NFC", "NFD"), ("NFD", "NFC")])
    def test_compare_as_nfc(self, tmp_path: Path, written: str, stored: str) -> None:
        name = "Lễ hội/Đình Tân Trào (1).jpg"
        on_disk = unicodedata.normalize(stored, name)  # type: ignore[arg-type]
        in_yaml = unicodedata.normalize(written, name)  # type: ignore[arg-type]
        got = loaded(tmp_path, f"items:\n- image: {in_yaml}\n", {on_disk: JPEG})
        assert got.faults == ()
        item = got.content.playlists[0].items[0]
        assert isinstance(item, Image)
        assert item.path == unicodedata.normalize("NFC", name)
        assert got.files[item.path].read_bytes() == JPEG

    def test_a_playlist_has_an_nfc_id(self, tmp_path: Path) -> None:
        name = unicodedata.normalize("NFD", "sảnh") + ".yaml"
        got = load_folder(make(tmp_path, {name: "ticker: [a]\n"}))
        assert got.content.playlists[0].id == "sảnh"

    def test_a_link_within_media_is_followed(self, tmp_path: Path) -> None:
        make(tmp_path, {"p.yaml": "items:\n- image: l.jpg\n"})
        (tmp_path / "media" / "l.jpg").symlink_to("quang-ba/tan-trao.jpg")
        assert load_folder(tmp_path).faults == ()

    def test_other_files_are_passed_over(self, tmp_path: Path) -> None:
        strangers = dict.fromkeys(
            ("README.md", ".a.yaml", "._p.yaml", "Thumbs.db", "desktop.ini", "~$p.yaml", "x.txt"),
            b"\xff",
        )
        beside = {
            f"ocop/{name}": b"\xff"
            for name in ("README.md", ".DS_Store", "._chè.jpg", "Thumbs.db", "desktop.ini", "a.tmp")
        }
        files: dict[str, str | bytes] = {**strangers, "p.yaml": "items: [folder: ocop]\n"}
        got = load_folder(make(tmp_path, files, beside))
        assert got.faults == ()
        assert len(got.content.playlists[0].items) == 4

    def test_media_that_nothing_names_are_no_faults(self, tmp_path: Path) -> None:
        assert loaded(tmp_path, "ticker: [a]\n", {"virus.jpg": b"MZ\0", "0.jpg": b""}).faults == ()


class TestCost:
    def test_each_file_is_opened_once(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        files = {"p.yaml": WHOLE, "q.yaml": WHOLE, "r.yaml": "items: [folder: ocop]\n"}
        make(tmp_path, files)
        opened: list[str] = []
        real = os.open

        def counting(path: Path, flags: int) -> int:
            opened.append(str(path))
            return real(path, flags)

        monkeypatch.setattr("signage.content._media.os.open", counting)
        load_folder(tmp_path)
        assert any(path.endswith("tan-trao.jpg") for path in opened)
        assert len(opened) == len(set(opened))

    def test_the_model_brings_no_parser_with_it(self) -> None:
        asked = "import sys, signage.content.model, signage.content.fault; print(*sys.modules)"
        done = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True)
        assert not {b"yaml", b"polib"} & set(done.stdout.split())


class TestText:
    @pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
    @pytest.mark.parametrize("end", [b"\n", b"\r\n"])
    def test_a_byte_order_mark_and_windows_line_ends(
        self, tmp_path: Path, bom: bytes, end: bytes
    ) -> None:
        words = bom + end.join([b"items:", b"- image: a.jpg", b"- image: no.jpg", b""])
        got = loaded(tmp_path, words)
        assert [(fault.code, fault.line) for fault in got.faults] == [("media-missing", 3)]
        assert got.content.playlists[0].items[0].line == 2

    @pytest.mark.parametrize("word", ["on", "no", "012", "7:30", "1e3", "null", "~", "0x10"])
    def test_nothing_is_more_than_text(self, tmp_path: Path, word: str) -> None:
        got = loaded(tmp_path, f"name: {word}\nticker: [{word}]\n")
        assert got.faults == ()
        assert got.content.playlists[0].name == word

    def test_faults_are_sorted(self, tmp_path: Path) -> None:
        files = {
            "b.yaml": "items:\n- image: x.jpg\n",
            "a.yaml": "nmae: a\nlayout: x\n",
            "calendar.yaml": "timezone: X\n",
        }
        faults = load_folder(make(tmp_path, files)).faults
        assert list(faults) == sorted(faults)
        assert [fault.file for fault in faults] == [
            "playlists/a.yaml",
            "playlists/a.yaml",
            "playlists/b.yaml",
            "playlists/calendar.yaml",
        ]


class TestOneFile:
    def test_takes_the_media_beside_playlists(self, tmp_path: Path) -> None:
        make(tmp_path, {"p.yaml": "items:\n- image: a.jpg\n"})
        got = load_playlist_file(tmp_path / "playlists" / "p.yaml")
        assert got.faults == ()
        assert got.files["a.jpg"] == tmp_path / "media" / "a.jpg"

    def test_else_those_in_its_own_folder(self, tmp_path: Path) -> None:
        (tmp_path / "tin.yaml").write_text("items:\n- video: v.mp4\n  subtitles: v.srt\n")
        (tmp_path / "v.mp4").write_bytes(MP4)
        (tmp_path / "v.srt").write_bytes(SRT)
        got = load_playlist_file(tmp_path / "tin.yaml")
        assert got.faults == ()
        assert got.content.playlists[0].id == "tin"

    def test_a_fault_has_the_name_of_the_file(self, tmp_path: Path) -> None:
        (tmp_path / "tin.yaml").write_text("\t")
        got = load_playlist_file(tmp_path / "tin.yaml")
        assert [(fault.file, fault.line) for fault in got.faults] == [("tin.yaml", 1)]
        assert got.broken == {"tin"}

    def test_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(SourceError, match="no such file"):
            load_playlist_file(tmp_path / "tin.yaml")


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such folder"):
        load_folder(tmp_path / "x")
