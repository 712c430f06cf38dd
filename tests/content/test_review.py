"""What only the whole shows: codes, captions, names on cards, colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from signage.config import CONTENT
from signage.content import codes
from signage.content.colours import contrast, linear, luminance
from signage.content.loader import load_folder
from signage.content.review import review
from tests.content.folders import loaded, make

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

QR = "\n  qr: https://dichvucong.gov.vn\n"


def told(
    root: Path, words: str, media: Mapping[str, bytes] | None = None
) -> list[tuple[str, int, str]]:
    got = loaded(root, words, media)
    assert not got.faults
    return [(fault.file, fault.line, fault.code) for fault in review(got)]


class TestShownLongEnough:
    @pytest.mark.parametrize(
        "item",
        [
            f"image: a.jpg{QR}  duration: 14s",
            f"slide: {{title: a}}{QR}",
            "qr: https://dichvucong.gov.vn",
            "qr: [https://a.vn, https://b.vn]\n  duration: 5s",
            f"video: quang-ba/gioi-thieu.mp4{QR}  duration: 10s",
            f"folder: ocop{QR}",
        ],
    )
    def test_less_than_a_phone_needs(self, tmp_path: Path, item: str) -> None:
        assert told(tmp_path, f"items:\n- {item}\n") == [("playlists/p.yaml", 2, "qr-short")]

    @pytest.mark.parametrize(
        "item",
        [
            f"image: a.jpg{QR}  duration: 15s",
            "qr: https://a.vn\n  duration: 1m",
            "image: a.jpg\n  duration: 1s",
            f"video: quang-ba/gioi-thieu.mp4{QR}",
            "slide: {title: a}",
        ],
    )
    def test_enough(self, tmp_path: Path, item: str) -> None:
        assert told(tmp_path, f"items:\n- {item}\n") == []

    def test_a_board_with_codes(self, tmp_path: Path) -> None:
        words = "items:\n- board: b.csv\n- board: c.csv\n- {board: b.csv, duration: 20s}\n"
        media = {"b.csv": "tên,qr\nA,https://a.vn\n".encode(), "c.csv": "tên\nA\n".encode()}
        assert told(tmp_path, words, media) == [("playlists/p.yaml", 2, "qr-short")]

    def test_says_how_long(self, tmp_path: Path) -> None:
        (fault,) = review(loaded(tmp_path, f"items:\n- image: a.jpg{QR}  duration: 7.5s\n"))
        assert "7.5 s" in fault.message
        assert "`duration: 15s`" in fault.message_vi
        assert fault.severity == "warning"


class TestScanned:
    LONG = "https://a.vn/" + "x" * codes.LONGEST

    @pytest.mark.parametrize(
        "item",
        [
            f"image: a.jpg\n  qr: {LONG}\n  duration: 15s",
            f"qr: {LONG}\n  duration: 15s",
            f"qr: [https://a.vn, {LONG}]\n  duration: 15s",
        ],
    )
    def test_an_address_that_is_too_long_from_afar(self, tmp_path: Path, item: str) -> None:
        assert told(tmp_path, f"items:\n- {item}\n") == [("playlists/p.yaml", 2, "qr-far")]

    def test_in_a_board(self, tmp_path: Path) -> None:
        media = {"b.csv": f"tên,qr\nA,https://a.vn\nB,{self.LONG}\nC,{self.LONG}\n".encode()}
        words = "items:\n- {board: b.csv, duration: 15s}\n"
        assert told(tmp_path, words, media) == [("media/b.csv", 3, "qr-far")]

    def test_letters_with_accents_count_as_the_code_holds_them(self, tmp_path: Path) -> None:
        address = "https://a.vn/" + "ộ" * 41  # 54 characters, 136 bytes
        words = f"items:\n- {{qr: '{address}', duration: 15s}}\n"
        assert told(tmp_path, words) == [("playlists/p.yaml", 2, "qr-far")]

    def test_each_address_is_judged_once_at_its_first_place(self, tmp_path: Path) -> None:
        item = f"- {{image: a.jpg, qr: '{self.LONG}', duration: 15s}}\n"
        assert told(tmp_path, "items:\n" + item * 3) == [("playlists/p.yaml", 2, "qr-far")]

    def test_what_was_drawn_is_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        read: list[float] = []

        def reader(matrix: str, side: int) -> str | None:
            read.append(side / codes.modules(matrix))
            return None

        monkeypatch.setattr(codes, "readable", reader)
        words = "items:\n- {qr: 'https://a.vn', duration: 15s}\n"
        (fault,) = review(loaded(tmp_path, words))
        assert (fault.line, fault.code, fault.severity) == (2, "qr-unreadable", "error")
        assert read == [5]

    def test_no_more_are_drawn_than_there_is_time_for(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        drawn: list[str] = []

        def draw(address: str) -> str:
            drawn.append(address)
            return "0/0"

        monkeypatch.setattr(codes, "matrix", draw)
        monkeypatch.setattr(codes, "readable", lambda *_: drawn[-1])
        rows = "".join(f"A,https://a.vn/{number}\n" for number in range(CONTENT.qr_drawn + 50))
        words = "items:\n- {board: b.csv, duration: 15s}\n"
        assert told(tmp_path, words, {"b.csv": f"tên,qr\n{rows}".encode()}) == []
        assert len(drawn) == CONTENT.qr_drawn


class TestRead:
    def test_a_caption(self, tmp_path: Path) -> None:
        limit = CONTENT.caption_fits
        words = (
            f"items:\n- {{image: a.jpg, caption: {{vi: a, en: '{'b' * (limit + 1)}'}}}}\n"
            f"- {{image: a.jpg, caption: '{'c' * limit}'}}\n"
        )
        assert told(tmp_path, words) == [("playlists/p.yaml", 2, "caption-long")]

    def test_a_folder_is_told_once(self, tmp_path: Path) -> None:
        words = f"items:\n- {{folder: ocop, caption: {'b' * 200}}}\n"
        assert told(tmp_path, words) == [("playlists/p.yaml", 2, "caption-long")]

    def test_a_name_on_a_card(self, tmp_path: Path) -> None:
        media = {"b.csv": f"tên\nA\n{'b' * (CONTENT.cell_fits + 1)}\n".encode()}
        assert told(tmp_path, "items: [{board: b.csv}]\n", media) == [
            ("media/b.csv", 3, "board-name-long")
        ]


class TestColours:
    @pytest.mark.parametrize(
        ("colours", "code"),
        [
            ("primary: '#8c1c1c', accent: '#d9a441'", None),
            ("primary: '#ffd200'", "colour-light"),
            ("primary: '#1a73e8'", "colour-light"),
            ("accent: '#c08040'", "colour-dark"),
            ("primary: '#ffffff'", "colour-light"),
            ("accent: '#400000'", "colour-dark"),
            ("primary: '#000000', accent: '#ffffff'", None),
        ],
    )
    def test_those_that_cannot_stay_as_they_are(
        self, tmp_path: Path, colours: str, code: str | None
    ) -> None:
        words = f"screens: {{a: {{}}}}\ncentre: {{colours: {{{colours}}}}}\n"
        got = load_folder(make(tmp_path, {"p.yaml": "ticker: [a]\n", "screens.yaml": words}))
        told = [(fault.file, fault.line, fault.code) for fault in review(got)]
        assert told == ([("playlists/screens.yaml", 2, code)] if code else [])

    def test_contrast_is_wcags(self) -> None:
        assert contrast("#000000", "#ffffff") == pytest.approx(21)
        assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
        assert luminance(linear("#ff0000")) == pytest.approx(0.2126)
