from __future__ import annotations

import re

from ._news import BLOCKS, headlines


def test_five_thousand_characters_in_three_languages_none_twice() -> None:
    found = headlines()
    assert all(set(each) == {"vi", "en", "zh"} for each in found)
    assert 5000 <= sum(len(text) for each in found for text in each.values()) < 5400
    assert len({each["vi"] for each in found}) == len(found)


def test_no_stretch_without_blocks_is_wider_than_half_a_screen() -> None:
    """720 lines give 48 Vietnamese characters a screen's width, and half as many Chinese ones."""
    for each in headlines():
        for language, most in (("vi", 32), ("en", 36), ("zh", 12)):
            assert each[language].startswith(BLOCKS)
            assert max(map(len, re.split(BLOCKS, each[language]))) <= most
