from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import signage.player
from signage.content.model import Centre, Theme
from signage.player._theme import LEAST, PAIRS, Palette, contrast, dressed, palette

THEMES: tuple[Theme, ...] = get_args(Theme)
ALARM = [name for name in Palette.__struct_fields__ if "alarm" in name]
TOKENS = Path(signage.player.__file__).parent / "qml" / "Tokens.qml"
colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def test_black_on_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)  # WCAG's own example


@pytest.mark.parametrize("theme", THEMES)
class TestThemes:
    def test_every_word_is_seen(self, theme: Theme) -> None:
        found = palette(theme)
        for words, ground in PAIRS:
            assert contrast(getattr(found, words), getattr(found, ground)) >= LEAST, words

    def test_every_colour_is_one(self, theme: Theme) -> None:
        for name, value in msgspec.to_builtins(palette(theme)).items():
            assert re.fullmatch("#[0-9a-f]{6}", value), name

    def test_a_warning_looks_the_same_everywhere(self, theme: Theme) -> None:
        own = dressed(theme, Centre(primary="#00ff00", accent="#0000ff"))
        for name in ALARM:
            assert getattr(own, name) == getattr(palette("son-duong"), name)

    def test_a_centre_without_colours_changes_nothing(self, theme: Theme) -> None:
        assert dressed(theme, Centre()) == palette(theme)


def test_every_colour_of_words_is_judged() -> None:
    words = {name for name in Palette.__struct_fields__ if name.endswith(("_text", "_soft"))} | {
        "heading"
    }
    assert words == {name for name, _ in PAIRS}


def test_the_scene_alone_looks_like_the_first_theme() -> None:
    written = dict(re.findall(r'(\w+): "(#[0-9a-f]{6})"', TOKENS.read_text(encoding="utf-8")))
    for name, value in msgspec.to_builtins(palette("son-duong")).items():
        assert written[name] == value


@given(st.sampled_from(THEMES), st.none() | colours, st.none() | colours)
def test_no_colour_of_a_centre_hides_a_word(
    theme: Theme, primary: str | None, accent: str | None
) -> None:
    found = dressed(theme, Centre(primary=primary, accent=accent))
    for words, ground in PAIRS:
        assert contrast(getattr(found, words), getattr(found, ground)) >= LEAST, words
    assert contrast(found.accent, found.chrome) >= 3  # a rule is seen (WCAG 2.2, 1.4.11)


def test_the_centres_red_is_its_red() -> None:
    assert dressed("son-duong", Centre(primary="#8c1c1c")).heading == "#8c1c1c"
