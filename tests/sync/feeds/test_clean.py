"""A headline is plain words in honest letters, whatever stood there before."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signage.content.folding import folded
from signage.sync.feeds._clean import deceptive, plain, shortened


class TestPlain:
    @pytest.mark.parametrize(
        ("markup", "words"),
        [
            ("Lễ hội <b>Lồng</b> <i>Tồng</i>", "Lễ hội Lồng Tồng"),
            ("<p>Một</p><p>Hai</p>", "Một Hai"),
            ("Một<br>Hai<br/>Ba</br>Bốn", "Một Hai Ba Bốn"),
            ("<img alt='a>b'>Một", "Một"),
            ('xu<b class="k">ân</b>', "xuân"),
            ('<img alt="một > hai">Ba<img alt="bốn>', "Ba"),
            ("<style>p{color:red}</style>Một<!-- hai -->", "Một"),
            ("<script>alert(1)", ""),
            ("a < b > c", "a < b > c"),
            ("3<5 và 5>3", "3<5 và 5>3"),
            ("&amp;amp;amp;lt;b&amp;amp;amp;gt;đậm", "đậm"),
            ("R&D;, AT&T; & Q&A;", "R&D, AT&T & Q&A"),
            ("&Agrave; l&ocirc;&#33;", "À lô!"),
            ("&#0;&#xD800;x", "\ufffd\ufffdx"),
            ("]]>Tin<![CDATA[ mới", "Tin mới"),
            ("một\u2028hai\u0085ba\u00a0bốn\u3000năm", "một hai ba bốn năm"),
        ],
    )
    def test_words(self, markup: str, words: str) -> None:
        assert plain(markup) == words

    def test_a_bomb_of_brackets_is_cut_short(self) -> None:
        assert len(plain("<a " * 1_000_000)) <= 20_000

    @given(st.text(max_size=200))
    def test_nothing_invisible_or_decomposed_is_left(self, markup: str) -> None:
        words = plain(markup)
        assert unicodedata.is_normalized("NFC", words)
        assert words == " ".join(words.split())
        for sign in words:
            hidden = unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Cn"}
            assert not hidden or sign == "\u00ad"

    @given(st.text(st.sampled_from("abăâđềnữ <>&;\u034f\u200b\u0301\u0323amp"), max_size=60))
    def test_what_is_plain_stays(self, markup: str) -> None:
        words = plain(markup)
        if not {"<", "&"} & set(words):
            assert plain(words) == words


class TestDeceptive:
    @pytest.mark.parametrize(
        "words",
        [
            "ca\u0455ino",  # ѕ
            "Nh\u00e0 c\u0430\u0301i uy t\u00edn",  # а with its accent
            "b\u0435t 88",  # е
            "\u041d\u0410\u041d thưởng",  # НАН among Latin words
            "k\u03bfbet",  # ο
            "\U0001d41b\U0001d41e\U0001d42d",  # bold of mathematics
            "ᴄᴀꜱɪɴᴏ",
            "p\u0561y",  # Armenian
        ],
    )
    def test_letters_that_pose(self, words: str) -> None:
        assert deceptive(words)

    @pytest.mark.parametrize(
        "words",
        [
            "Đường Sơn Dương – Tân Trào thông xe",
            "Ngôn ngữ Mông: Kuv yog tub ntxhais hluas",
            "Dao: Yie mbuoz",
            "Nhiệt độ 5μm, góc α và tia γ",
            "Đoàn Москва thăm xã",
            "А. Пушкин",
            "华为 Mate 发布",
            "G7, COVID-19, 5G",
            "",
        ],
    )
    def test_letters_that_do_not(self, words: str) -> None:
        assert not deceptive(words)
        assert not deceptive(unicodedata.normalize("NFD", words))


class TestFolded:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Cá  cược!", "cá cược"),
            ("hoà bình", "hòa bình"),
            ("thuỷ", "thủy"),
            ("ＣＡＳＩＮＯ", "casino"),
            ("ca\u00adsino", "casino"),
            ("Đ.Ồ.", "đ ồ"),
            (unicodedata.normalize("NFD", "ổ"), "ổ"),
        ],
    )
    def test_the_same(self, one: str, other: str) -> None:
        assert folded(one) == folded(other)

    def test_whole_words_only(self) -> None:
        assert folded("cược") in folded("Cá cược, lô đề")
        assert folded("cá") not in folded("các xã")
        assert folded("bac") not in folded("bạc")


class TestShortened:
    def test_between_words(self) -> None:
        assert shortened("một hai ba", 10) == "một hai ba"
        assert shortened("một hai ba", 9) == "một hai…"
        assert shortened("một, hai", 6) == "một…"
        assert shortened("mộthaiba", 5) == "mộth…"

    @given(st.text(max_size=80), st.integers(2, 40))
    def test_never_longer(self, words: str, most: int) -> None:
        assert len(shortened(words, most)) <= most
