from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import msgspec
import pytest

from signage.content.model import Board, Code, Codes, Image, Pdf, Slide, Video
from signage.player._legible import legible, short_address
from signage.player.programme import Shot, programme
from signage.player.programme import shots as raw
from signage.release.manifest import Body, Procedure
from signage.store import Cue, Media
from tests.player._lobby import Shelf, active, playlist

if TYPE_CHECKING:
    from signage.content.model import Item


def shots(*items: Item, **rest: object) -> tuple[Shot, ...]:
    return programme(active(playlist("sanh", *items), **rest), ["sanh"], Shelf())  # type: ignore[arg-type]


class TestOrder:
    def test_playlists_one_after_the_other_as_they_were_named(self) -> None:
        found = active(
            playlist("a", Image(path="1.jpg"), Image(path="2.jpg")),
            playlist("b", Image(path="3.jpg")),
            playlist("c", Image(path="4.jpg")),
        )
        got = programme(found, ["b", "nowhere", "a"], Shelf())
        assert [(shot.playlist, shot.item, shot.label) for shot in got] == [
            ("b", 0, "3.jpg"), ("a", 0, "1.jpg"), ("a", 1, "2.jpg"),
        ]  # fmt: skip

    def test_keys_are_unique_though_a_picture_comes_twice(self) -> None:
        got = shots(Image(path="1.jpg"), Image(path="2.jpg"), Image(path="1.jpg"))
        assert len({shot.key for shot in got}) == 3

    def test_keys_stay_when_another_item_is_put_in_front(self) -> None:
        before = shots(Image(path="1.jpg"), Slide(title={"vi": "Chào"}))
        after = shots(Image(path="0.jpg"), Image(path="1.jpg"), Slide(title={"vi": "Chào"}))
        assert [shot.key for shot in before] == [shot.key for shot in after[1:]]

    def test_one_whose_body_the_store_lost_is_left_out(self) -> None:
        found = active(playlist("a", Image(path="1.jpg"), Image(path="2.jpg")))
        lost: list[str] = []
        got = raw(found, ["a"], Shelf("1.jpg"), missing=lost.append)
        assert [shot.label for shot in got] == ["2.jpg"]
        assert lost == ["1.jpg"]

    def test_subtitles_that_did_not_pass_are_left_out(self) -> None:
        found = active(playlist("a", Video(path="1.mp4", subtitles="1.srt")))
        found.manifest.files["1.srt"] = Body("sha-1.srt", 1)  # and no word of it in `media`
        assert [shot.cues for shot in raw(found, ["a"], Shelf())] == [()]

    def test_items_whose_own_rules_keep_them_off(self) -> None:
        found = active(playlist("a", Image(path="1.jpg"), Image(path="2.jpg")))
        got = programme(found, ["a"], Shelf(), shows=lambda name, item: (name, item) == ("a", 1))
        assert [shot.label for shot in got] == ["2.jpg"]

    def test_what_did_not_pass_the_intake_is_left_out(self) -> None:
        found = active(playlist("a", Image(path="1.jpg"), Image(path="2.jpg")), missing=("1.jpg",))
        assert [shot.label for shot in programme(found, ["a"], Shelf())] == ["2.jpg"]
        spoilt = msgspec.structs.replace(
            found,
            manifest=msgspec.structs.replace(
                found.manifest, files={**found.manifest.files, "1.jpg": Body("sha-unknown", 1)}
            ),
        )
        assert [shot.label for shot in programme(spoilt, ["a"], Shelf())] == ["2.jpg"]


class TestKinds:
    def test_picture(self) -> None:
        (shot,) = shots(
            Image(
                path="núi.jpg", fit="cover", transition="cut", duration=12,
                caption={"vi": "Núi", "en": "Mountain"}, qr="https://www.vietnam.vn/",
            ),
            qr={"https://www.vietnam.vn/": "01/10"},
        )  # fmt: skip
        assert shot.kind == "image"
        assert not shot.moving
        assert shot.source == "/store/sha-núi.jpg"
        assert (shot.fit, shot.transition, shot.duration) == ("cover", "cut", 12)
        assert shot.caption == ("Núi", "Mountain")
        assert (shot.qr, shot.address) == ("01/10", "vietnam.vn")

    def test_clip(self) -> None:
        media = {
            "a.mp4": Media(kind="video", seconds=9),
            "a.srt": Media(kind="subtitles", cues=(Cue(1, 2.5, "Xin chào"),)),
        }
        (shot,) = shots(Video(path="a.mp4", volume=30, subtitles="a.srt"), media=media)
        assert shot.moving
        assert shot.duration is None  # its end is told by the clip, not by a number
        assert shot.volume == 30
        assert shot.cues == ((1, 2.5, "Xin chào"),)

    def test_a_clip_plays_without_subtitles_that_are_not_there(self) -> None:
        (shot,) = shots(Video(path="a.mp4", subtitles="a.srt", duration=7))
        assert (shot.cues, shot.duration) == ((), 7)

    @pytest.mark.parametrize(
        ("pages", "shown"),
        [((), [0, 1, 2]), (((1, 2),), [0, 1]), (((3, 9), (1, 1)), [2, 0]), (((7, 9),), [])],
    )
    def test_pages(self, pages: tuple[tuple[int, int], ...], shown: list[int]) -> None:
        got = shots(Pdf(path="a.pdf", pages=pages, duration=8))
        assert [shot.page for shot in got] == shown
        assert [shot.label for shot in got] == [f"a.pdf#{page + 1}" for page in shown]
        assert all(shot.duration == 8 for shot in got)

    def test_a_slide_in_each_language_with_a_body_in_turn(self) -> None:
        got = shots(
            Slide(
                title={"vi": "Giờ làm việc", "en": "Hours"},
                body={"vi": "Sáng 7:30", "zh": "上午 7:30"},
                duration=15,
            )
        )
        assert [(shot.title, shot.beside, shot.body) for shot in got] == [
            ("Giờ làm việc", "Hours", "Sáng 7:30"), ("", "", "上午 7:30"),
        ]  # fmt: skip
        assert [shot.label for shot in got] == ["Giờ làm việc", "上午 7:30"]

    def test_titles_without_a_body_stand_together(self) -> None:
        (shot,) = shots(Slide(title={"vi": "Kính chào", "en": "Welcome", "zh": "欢迎"}))
        assert (shot.title, shot.beside) == ("Kính chào", "Welcome · 欢迎")

    def test_a_slide_that_is_edited_is_another_one(self) -> None:
        (before,) = shots(Slide(title={"vi": "Giờ"}, body={"vi": "7:30"}))
        (after,) = shots(Slide(title={"vi": "Giờ"}, body={"vi": "8:00"}))
        assert before.key == after.key
        assert before != after

    def test_a_picture_without_a_duration_has_the_default(self) -> None:
        (shot,) = shots(Image(path="1.jpg"))
        assert shot.duration == 10

    def test_an_address_without_a_code_is_drawn_without_one(self) -> None:
        (shot,) = shots(Slide(title={"vi": "a"}, qr="https://vietnam.vn"))
        assert shot.qr == ""

    def test_of_an_emergency_looks_like_a_warning(self) -> None:
        flood = playlist("lu", Slide(title={"vi": "Lũ quét"}), priority="emergency")
        (shot,) = programme(active(flood), ["lu"], Shelf())
        assert shot.view()["urgent"]
        (other,) = shots(Slide(title={"vi": "Giờ làm việc"}))
        assert not other.view()["urgent"]

    def test_the_view_is_made_of_what_qml_takes(self) -> None:
        (shot,) = shots(Video(path="a.mp4"))
        assert msgspec.json.decode(msgspec.json.encode(shot.view())) == shot.view()


class TestDesigned:
    def test_lists_and_tables_speak_the_languages_that_any_of_them_has(self) -> None:
        got = shots(
            Slide(
                title={"vi": "Giấy tờ", "en": "Papers", "zh": "证件"},
                entries=({"vi": "Căn cước", "en": "ID card"}, {"vi": "A4"}),
                table=(({"vi": "Quầy"}, {"vi": "Việc"}), ({"vi": "1"}, {"vi": "Đất đai"})),
            )
        )
        assert [shot.entries for shot in got] == [("Căn cước", "A4"), ("ID card", "A4")]
        assert [shot.title for shot in got] == ["Giấy tờ", "Papers"]
        assert got[0].beside == "证件"
        assert got[1].table == (("Quầy", "Việc"), ("1", "Đất đai"))

    def test_a_picture_beside_the_words(self) -> None:
        media = {"núi #1.png": Media(kind="image", width=4, height=3)}
        (shot,) = shots(Slide(body={"vi": "Núi"}, image="núi #1.png"), media=media)
        assert shot.view()["image"] == "/store/sha-n%C3%BAi%20%231.png"

    def test_one_that_the_store_lost_leaves_the_words(self) -> None:
        found = active(
            playlist("a", Slide(body={"vi": "Núi"}, image="a.png")),
            media={"a.png": Media(kind="image")},
        )
        (shot,) = programme(found, ["a"], Shelf("a.png"))
        assert (shot.body, shot.image) == ("Núi", "")

    def test_a_board_is_one_shot_of_all_its_procedures(self) -> None:
        rows = tuple(Procedure(name=f"Việc {n}", qr="https://a.vn" if n else "") for n in range(25))
        (shot,) = shots(
            Board(path="tt.csv", title={"vi": "Thủ tục", "en": "Procedures"}, duration=20),
            media={"tt.csv": Media(kind="board", rows=rows)},
            qr={"https://a.vn": "01/10"},
        )
        assert (shot.label, shot.kind, shot.duration) == ("tt.csv", "board", 20)
        assert (shot.title, shot.beside) == ("Thủ tục", "Procedures")
        assert [row.qr for row in shot.rows[:2]] == ["", "01/10"]
        view = shot.view()
        assert view["each"] == 12
        assert [row["name"] for row in msgspec.json.decode(view["rows"])] == [
            f"Việc {n}" for n in range(25)
        ]

    def test_a_board_of_nothing_is_not_shown(self) -> None:
        assert shots(Board(path="tt.csv"), media={"tt.csv": Media(kind="board")}) == ()

    def test_big_codes(self) -> None:
        address = "https://www.vietnam.vn/"
        (shot,) = shots(
            Codes(
                codes=(
                    Code(url=address, name={"vi": "Việt Nam", "en": "Vietnam", "zh": "越南"}),
                    Code(url="https://far.too/long"),
                )
            ),
            qr={address: "01/10"},
        )
        (code,) = shot.codes
        assert (code.matrix, code.address) == ("01/10", "vietnam.vn")
        assert (code.name, code.beside) == ("Việt Nam", "Vietnam · 越南")
        assert (shot.kind, shot.label) == ("qr", "Việt Nam")

    def test_a_pan(self) -> None:
        (shot,) = shots(Image(path="1.jpg", pan=True))
        assert shot.view()["pan"]

    def test_the_view_of_each_is_made_of_what_qml_takes(self) -> None:
        for shot in shots(
            Board(path="a.csv"), Codes(codes=(Code(url="u"),)),
            Slide(table=(({"vi": "a"},), ({"vi": "b"},))),
            media={"a.csv": Media(kind="board", rows=(Procedure(name="a"),))}, qr={"u": "1"},
        ):  # fmt: skip
            assert msgspec.json.decode(msgspec.json.encode(shot.view())) == shot.view()


class TestLegible:
    @pytest.mark.parametrize(
        ("words", "shown"),
        [
            ("Ti\u1ebfng Vi\u1ec7t", "Tiếng Việt"),
            ("Tie\u0302\u0301ng", "Tiếng"),
            ("a\tb \u3000 c", "a b c"),
            (" \u00a0 \n \t", ""),
            ("a\r\n\r\nb\u2028c", "a\nb\nc"),
            ("\u202eabc\u202c", "abc"),
            ("a\x07\u200b\ufeffb", "ab"),
            ("Z\u0301\u0302\u0303\u0304o", "Z\u0301\u0302o"),
            ("👩\u200d👧 ❤\ufe0f", "👩\u200d👧 ❤\ufe0f"),
        ],
    )
    def test_nothing_hides_or_piles_up(self, words: str, shown: str) -> None:
        assert legible(words) == unicodedata.normalize("NFC", shown)


class TestShortAddress:
    @pytest.mark.parametrize(
        ("address", "printed"),
        [
            ("https://dichvucong.gov.vn", "dichvucong.gov.vn"),
            ("https://www.vietnam.vn/", "vietnam.vn"),
            ("http://a.vn/b?c=1", "a.vn/b?c=1"),
            (
                "https://dichvucong.gov.vn/p/home/dvc-chi-tiet.html?ma_thu_tuc=1.000656",
                "dichvucong.gov.vn",
            ),
            ("https://" + "a" * 60 + ".vn/", ""),
            ("", ""),
        ],
    )
    def test_as_people_write_it_down(self, address: str, printed: str) -> None:
        assert short_address(address) == printed
