"""Letters that no font has: told once, where they stand first, and nothing that needs no font."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest

from signage.content.glyphs import Coverage, review
from signage.content.loader import Loaded, load_folder
from tests.content.folders import SVG, make

if TYPE_CHECKING:
    from pathlib import Path

LATIN = Coverage([(0x20, 0x24F), (0x1E00, 0x1EFF), (0x2010, 0x2026), (0x300, 0x309)])
"""As a font for Vietnamese has it."""


def load(root: Path, playlist: str, screens: str = "", **media: str) -> Loaded:
    files = {"p.yaml": playlist, **({"screens.yaml": screens} if screens else {})}
    bodies = {f"{name}.txt": words.encode() for name, words in media.items()}
    return load_folder(make(root, files, {"x.svg": SVG, **bodies}))


def title(root: Path, words: str) -> list[str]:
    got = load(root, f"items: [{{slide: {{title: '{words}'}}}}]\n")
    return [fault.message for fault in review(got, LATIN)]


@pytest.mark.parametrize(
    "words",
    [
        "Đình Tân Trào, xã Sơn Dương: 7:30 – 11:30 “sáng”…",
        unicodedata.normalize("NFD", "Thủ tục hành chính, chữ ký, Ẫ Ế Ộ Ữ"),
        "a\u200db\u200cc\u2060d\u034fe\ufe0ff\u00adg\u200bh\ufeff",
        "a\u00a0b\u2003c\u3000d\u2028e",
        "\u202bx\u202c\u200e",
        "lx\u0301 m\u0302\u0301",
    ],
)
def test_what_is_there_or_needs_no_letter(tmp_path: Path, words: str) -> None:
    assert title(tmp_path, words) == []


@pytest.mark.parametrize(
    ("letter", "says"),
    [
        ("取", "fonts-noto-cjk"),
        ("か", "fonts-noto-cjk"),
        ("한", "fonts-noto-cjk"),
        ("\U00020041", "as a picture"),
        ("🌾", "fonts-noto-color-emoji"),
        ("★", "fonts-noto-color-emoji"),
        ("ꪀ", "fonts-noto-extra"),
        ("ع", "fonts-noto-extra"),
        ("\u0331", "fonts-noto-extra"),
        ("\ue000", "type it again"),
        ("\U0003fffd", "type it again"),
    ],
)
def test_what_is_not(tmp_path: Path, letter: str, says: str) -> None:
    (message,) = title(tmp_path, f"a{letter}b{letter}")
    assert f"U+{ord(letter):04X}" in message
    assert says in message


def test_a_mark_that_makes_a_letter_counts_as_that_letter(tmp_path: Path) -> None:
    composed = Coverage([(0x20, 0x7E), (0x1EA5, 0x1EA5)])
    got = load(tmp_path, "items: []\nticker: [{file: t.txt}]\n", t="a\u0302\u0301\n")
    assert review(got, composed) == ()


def test_several_in_one_place_are_one_fault(tmp_path: Path) -> None:
    (message,) = title(tmp_path, "请取号排队办理业务")
    assert message.count("U+") == 6
    assert "…" in message


def test_each_is_told_once_where_it_stands_first(tmp_path: Path) -> None:
    words = "items:\n- slide: {title: a取}\n- slide: {title: b取号}\nticker:\n- x\n- 取 号 ★\n"
    got = load(tmp_path, words)
    assert [(fault.line, fault.code) for fault in review(got, LATIN)] == [
        (2, "no-glyph"), (3, "no-glyph"), (6, "no-glyph"),
    ]  # fmt: skip
    assert {fault.severity for fault in review(got, LATIN)} == {"error"}


@pytest.mark.parametrize(
    ("playlist", "file", "line"),
    [
        ("items:\n- image: a.jpg\n  caption: {vi: a, zh: 取}\n", "playlists/p.yaml", 2),
        ("items:\n- slide: {body: 取}\n", "playlists/p.yaml", 2),
        ("items:\n- slide: {list: [a, 取]}\n", "playlists/p.yaml", 2),
        ("items:\n- slide: {table: [[a], [取]]}\n", "playlists/p.yaml", 2),
        ("items:\n- qr: [{name: 取, url: https://a.vn}]\n", "playlists/p.yaml", 2),
        ("items:\n- qr: https://a.vn\n  title: 取\n", "playlists/p.yaml", 2),
        ("items:\n- qr: https://a.vn/取\n", "playlists/p.yaml", 2),
        ("items:\n- {image: a.jpg, qr: 'https://a.vn/取'}\n", "playlists/p.yaml", 2),
        ("items:\n- board: b.txt\n  title: 取\n", "playlists/p.yaml", 2),
        ("items:\n- board: z.txt\n", "media/z.txt", 3),
        ("ticker:\n- a\n- {text: {vi: a, zh: 取}}\n", "playlists/p.yaml", 3),
        ("ticker:\n- {txet: a}\n- 取\n", "playlists/p.yaml", 3),
        ("ticker: [{file: t.txt}]\n", "media/t.txt", 2),
        ("ticker: [{file: r.txt}]\n", "media/r.txt", 3),
    ],
)
def test_every_word_that_is_shown(tmp_path: Path, playlist: str, file: str, line: int) -> None:
    got = load(
        tmp_path, playlist, b="tên\nA\n", z="tên\nA\n取\n", t="a\n取\n", r="a\u2028b\r\n\r\n取"
    )
    assert [(f.file, f.line) for f in review(got, LATIN)] == [(file, line)]


def test_names_of_screens_and_of_the_centre(tmp_path: Path) -> None:
    screens = "centre:\n  name: {vi: a, zh: 取}\nscreens:\n  a: {}\n  b: {name: 号}\n"
    got = load(tmp_path, "ticker: [a]\n", screens)
    assert [fault.line for fault in review(got, LATIN)] == [1, 5]


def test_where_a_folder_is_sealed_they_hold_back_nothing(tmp_path: Path) -> None:
    got = load(tmp_path, "ticker: [取]\n")
    assert {fault.severity for fault in review(got, LATIN, sealing=True)} == {"warning"}
    assert review(got, None) == ()
