"""Words made equal that people read as equal: for lists of words and for headings of columns."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["folded"]

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_SOFT_HYPHEN = "\u00ad"


def folded(words: str) -> str:
    """For comparing: without case, width, punctuation, and wherever a word carries its tone.

    Words are parted and surrounded by one space each, so that `in` finds whole ones: “hoà” is
    “hòa”, and “bac” is not in “bạc”.
    """
    wide = unicodedata.normalize("NFKC", words.replace(_SOFT_HYPHEN, "")).casefold()
    parts = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", wide))
    return f" {' '.join(_tones_last(part) for part in parts)} "


def _tones_last(word: str) -> str:
    signs = unicodedata.normalize("NFD", word)
    tones = "".join(sorted(sign for sign in signs if sign in _TONES))
    return "".join(sign for sign in signs if sign not in _TONES) + tones
