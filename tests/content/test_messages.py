"""The catalogue: complete, with the same placeholders, and in properly accented Vietnamese."""

from __future__ import annotations

import re
import string
import unicodedata

import polib
import pytest

from signage.content._catalogue import PATH, translate
from signage.content.messages import ERRORS, PHRASES, WARNINGS, Phrase, fault, meant

ALL = {**ERRORS, **WARNINGS, **{f"phrase {key}": words for key, words in PHRASES.items() if words}}
CATALOGUE = polib.pofile(str(PATH), encoding="utf-8")
VIETNAMESE = set("ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ")

BARE = {
    "khong",
    "tep",
    "duong",
    "muc",
    "dat",
    "phai",
    "viet",
    "ngoac",
    "sua",
    "dong",
    "ngay",
    "gio",
    "loi",
    "thoi",
    "luong",
    "sach",
    "truong",
    "ten",
}
"""Words that a message without accents would have."""


def placeholders(words: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(words) if name)


@pytest.mark.parametrize("key", ALL)
def test_is_translated_with_the_same_placeholders(key: str) -> None:
    entry = CATALOGUE.find(ALL[key])
    assert entry is not None
    assert entry.msgstr
    assert placeholders(entry.msgstr) == placeholders(entry.msgid)


@pytest.mark.parametrize("key", [*ERRORS, *WARNINGS])
def test_is_accented_and_composed(key: str) -> None:
    words = translate(ALL[key])
    assert unicodedata.is_normalized("NFC", words)
    assert len(VIETNAMESE & set(words)) >= 2
    assert not BARE & set(re.findall(r"\w+", words.lower()))


def test_nothing_is_left_over() -> None:
    assert {entry.msgid for entry in CATALOGUE} == set(ALL.values())
    assert CATALOGUE.percent_translated() == 100


def test_what_came_from_a_file_cannot_break_a_line_nor_drive_a_terminal() -> None:
    made = fault("a.yaml", 0, "unknown-key", key="a\n\x1b[2J\u202e\udcff", hint=Phrase("none"))
    assert made.message.isprintable()
    assert made.line == 1
    long = fault("a.yaml", 1, "media-hidden", path="x" * 5000)
    assert len(long.message) < 300


def test_braces_in_a_value_stay_as_they_are() -> None:
    made = fault("a", 1, "unknown-key", key="{key}", hint=Phrase("meant", word="{0}"))
    assert "`{key}`" in made.message
    assert "`{0}`" in made.message_vi


def test_a_hint_is_told_in_both_languages() -> None:
    hint = meant("ful", ["full"], Phrase("none"))
    made = fault("a", 1, "bad-choice", value="x", key="fit", hint=hint)
    assert "did you mean `full`?" in made.message
    assert "có phải ý bạn là `full`?" in made.message_vi
