"""From what a feed calls a title to a line for the strip: plain text, and honest letters. Pure."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache

__all__ = ["deceptive", "plain", "shortened"]

_LONGEST = 20_000
"""Characters of a title that are looked at: beyond, nobody wrote a title."""
_ROUNDS = 4
"""Times that entities are decoded: editors and their programs escape what is escaped already."""
_MARKS = 3
"""Combining marks on one letter; Vietnamese in its decomposed form has two."""

_HIDDEN = re.compile(
    r"<(script|style)\b[^<>]*>.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.IGNORECASE
)
_TAG = re.compile(r"</?[A-Za-z][^<>]*/?>|<!\[CDATA\[|\]\]>|<[!?][A-Za-z][^<>]*>")
_QUOTED = re.compile(
    r"<([A-Za-z]\w{0,20})\b[^<>\"']*(?:(?:\"[^\"]{0,300}\"|'[^']{0,300}')[^<>\"']*)+>"
)
"""A tag with values in quotes, which may hold brackets."""
_INLINE = re.compile(
    r"</?(?:a|abbr|b|em|font|i|mark|small|span|strong|sub|sup|u)\b[^<>]*>", re.IGNORECASE
)
"""Tags that part no words."""
_INITIALS = re.compile(r"&([A-Z]{1,2});")
"""What the parser makes of an ampersand that nobody escaped: AT&T, R&D."""
_UNKNOWN = re.compile(r"&[A-Za-z]\w{0,30};")
_LATIN = re.compile("[ăâđêôơưạ-ỹ]", re.IGNORECASE)
"""Letters that only Vietnamese in Unicode has, or nearly."""

# What is drawn as nothing and is no control of its own: grapheme joiner, fillers, variation
# selectors. (Unicode's Default_Ignorable_Code_Point, as far as its category does not tell.)
_INVISIBLE = {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2065, 0x3164, 0xFFA0,
              *range(0x180B, 0x1810), *range(0xFE00, 0xFE10)}  # fmt: skip
_SOFT_HYPHEN = "\u00ad"
_PICTURES = range(0x1F000, 0x20000)
"""Emoji and game pieces: the fonts of a lobby have none of them."""

_TWINS = frozenset("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορυχ")
"""Greek letters that look Latin; all others may stand in a Latin word (μg)."""
_CYRILLIC_TWINS = frozenset("аеіјорсԁԛԝѕухһүАВЕІЈКМНОРСЅТУХԚԜҺӀ")
_OTHERS = ("CYRILLIC", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU", "DESERET")
_WORD = re.compile(r"[^\W\d_]+")


def plain(markup: str) -> str:
    """The words of it: no tags, no entities, nothing invisible, in one line, NFC.

    A soft hyphen stays where the text may be TCVN3, in which it is the letter “ư”.
    """
    words = _bare(markup[:_LONGEST])
    for _ in range(_ROUNDS):
        decoded = _bare(html.unescape(words))
        if decoded == words:
            break
        words = decoded
    words = unicodedata.normalize("NFC", _UNKNOWN.sub(" ", _INITIALS.sub(r"&\1", words)))
    unicode = _LATIN.search(words) is not None
    kept = "".join(_sign(sign, unicode=unicode) for sign in words)
    return " ".join(_calm(unicodedata.normalize("NFC", " ".join(kept.split()))).split())


def _bare(words: str) -> str:
    """Without tags."""
    for pattern, instead in ((_HIDDEN, " "), (_QUOTED, r"<\1>"), (_INLINE, ""), (_TAG, " ")):
        words = pattern.sub(instead, words)
    return words


def shortened(words: str, most: int) -> str:
    """At most that many characters, cut between words where there is a place for it."""
    if len(words) <= most:
        return words
    head = words[: most - 1]
    cut = head.rfind(" ")
    if words[most - 1] != " " and cut > most // 2:
        head = head[:cut]
    return head.rstrip(" ,;:–-") + "…"


def deceptive(words: str) -> bool:
    """Whether letters pose as others: Cyrillic within a Latin word, or a word of mathematics.

    Such headlines are made to slip past lists of words; no newspaper writes them.
    """
    found = _WORD.findall(unicodedata.normalize("NFD", words))
    for word in _WORD.findall(words):
        if any(_borrowed(letter) for letter in word):
            return True
    kinds = [{_script(letter) for letter in word} - {""} for word in found]
    latin = any("LATIN" in each for each in kinds)
    return any(
        ("LATIN" in each and each & {*_OTHERS, "TWIN"})
        or (latin and len(word) > 1 and each == {"TWIN"})
        for word, each in zip(found, kinds, strict=True)
    )  # fmt: skip


def _sign(sign: str, *, unicode: bool) -> str:
    if sign == _SOFT_HYPHEN:
        return "" if unicode else sign
    code = ord(sign)
    if code in _INVISIBLE or code in _PICTURES:
        return ""
    category = unicodedata.category(sign)
    if category == "Cc":
        return " "
    return "" if category in {"Cf", "Cs", "Co", "Cn"} else sign


def _calm(words: str) -> str:
    """No towers of marks: they would reach over the strip's edge."""
    kept: list[str] = []
    run = 0
    for sign in words:
        run = run + 1 if unicodedata.combining(sign) else 0
        if run <= _MARKS and not (run and (not kept or kept[-1] == " ")):
            kept.append(sign)
    return "".join(kept)


def _borrowed(letter: str) -> bool:
    """Letters of mathematics, and small capitals: what “fonts” of social networks are made of."""
    name = unicodedata.name(letter, "")
    return name.startswith(("MATHEMATICAL ", "LATIN LETTER SMALL CAPITAL "))


@cache
def _script(letter: str) -> str:
    """LATIN, TWIN for what looks like it, another that must not meet it, or nothing."""
    if letter in _TWINS:
        return "TWIN"
    name = unicodedata.name(letter, "").partition(" ")[0]
    if name == "CYRILLIC":
        return "TWIN" if letter in _CYRILLIC_TWINS else name
    return name if name in {"LATIN", *_OTHERS} else ""
