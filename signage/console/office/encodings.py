"""Texts from before Unicode: recognised, and offered as what they would be today; never changed.

Offices kept documents in TCVN3 (fonts named `.VnTime`) and VNI for a generation. Pasted, they
arrive as Latin letters with odd marks: each byte became the sign that has its number. In TCVN3
“ư” is 0xAD, the soft hyphen, so nothing may strip that before it came through here.

Capitals with marks are no letters of their own in TCVN3: `.VnTimeH` draws the small ones large. A
heading typed in it comes out small.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

__all__ = ["KEYS", "Guess", "converted", "decoded", "recognised", "recognised_bytes"]

KEYS = {
    "tcvn3": "TCVN3 (ABC, .VnTime)", "vni": "VNI (VNI-Times)", "cp1258": "Windows-1258",
    "twice": "UTF-8 (Tiáº¿ng Viá»‡t)", "utf-16": "UTF-16", "utf-8": "UTF-8",
}  # fmt: skip
"""What a text may have been, as officers call it."""

_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_ROUND = {"á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323", "â": ""}
_SHORT = {"é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323", "ê": ""}
_ALONE = {
    "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ", "ô": "ơ", "ö": "ư",
}  # fmt: skip


def _vni() -> dict[str, str]:
    pairs = dict(_ALONE)
    for base in "aeouyôö":
        letter = _ALONE.get(base, base)
        pairs |= {base + mark: letter + tone for mark, tone in _TONES.items()}
        if base in "aeo":
            pairs |= {base + mark: base + "\u0302" + tone for mark, tone in _ROUND.items()}
        if base == "a":
            pairs |= {base + mark: base + "\u0306" + tone for mark, tone in _SHORT.items()}
    small = {old: unicodedata.normalize("NFC", new) for old, new in pairs.items()}
    whole = dict(small)
    for old, new in small.items():
        whole[old.upper()] = whole[old[0].upper() + old[1:]] = new.upper()
    return whole


_VNI = _vni()
_VNI_UNIT = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))

_WORD = re.compile(r"[^\s!-@\[-`{-~\u2013-\u2026]+")
"""What may be a syllable: no space, digit or mark of ASCII or print."""
_FIRST = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|b|c|d|đ|g|h|k|l|m|n|p|r|s|t|v|x|"
_VOWELS = (
    "iêu|yêu|oai|oay|oeo|uây|uôi|ươi|ươu|uya|uyê|uyu|ia|iê|iu|ua|uâ|uê|ui|uô|uơ|uy|ưa|ưi|ươ|ưu|"
    "oa|oă|oe|oi|ôi|ơi|oo|ai|ao|au|ay|âu|ây|eo|êu|yê|a|ă|â|e|ê|i|o|ô|ơ|u|ư|y"
)
_SYLLABLE = re.compile(f"(?:{_FIRST})(?:{_VOWELS})(?:ch|ng|nh|c|m|n|p|t|)")
_MARKS = frozenset("\u0300\u0301\u0303\u0309\u0323")
_ENOUGH = 0.8
"""Share of the words with marks that must be syllables after a conversion."""
_BETTER = 0.4
"""How much greater that share must be than before."""
_FEWEST = 2
"""Words with marks that a text must have, to be judged."""
_LONGEST = 200_000
"""Characters that are looked at; the beginning of a text tells what the rest is."""


class Guess(NamedTuple):
    """What a text would be."""

    key: str
    text: str
    share: float
    """Of its words with marks, those that are Vietnamese syllables then: 0 to 1."""

    @property
    def label(self) -> str:
        """Its name, as officers call it."""
        return KEYS[self.key]


def converted(text: str, key: str) -> str:
    """Give the text as it was meant, NFC; what the old form has no sign for stays.

    Raises:
        ValueError: the text cannot have been that.
    """
    if key == "tcvn3":
        made = "".join(_TCVN3.get(sign, sign) for sign in text)
    elif key == "vni":
        made = _VNI_UNIT.sub(lambda found: _VNI[found[0]], text)
    elif key == "twice":
        made = b"".join(map(_byte, text)).decode("utf-8")
    elif key == "cp1258":
        made = text.encode("latin-1").decode("cp1258")
    else:
        made = text
    return unicodedata.normalize("NFC", made)


def decoded(data: bytes, key: str) -> str:
    """Give the words of a file of that form.

    Raises:
        ValueError: the bytes cannot be that.
    """
    if key in {"utf-8", "utf-16"}:
        return unicodedata.normalize("NFC", data.decode({"utf-8": "utf-8-sig"}.get(key, key)))
    if key == "cp1258":
        return unicodedata.normalize("NFC", data.decode("cp1258"))
    if key == "twice":
        return converted(data.decode("utf-8-sig"), key)
    try:
        return converted(data.decode("utf-8-sig"), key)
    except UnicodeDecodeError:
        return converted(data.decode("latin-1"), key)


def recognised(text: str) -> list[Guess]:
    """What the text probably was, the likeliest first; empty where it is well as it stands."""
    return _better(text, ("tcvn3", "vni", "twice"))


def recognised_bytes(data: bytes) -> list[Guess]:
    """The same for a file that is not UTF-8; what else fits not at all is offered last."""
    text = data.decode("latin-1")
    found = _better(text, ("tcvn3", "vni", "cp1258"))
    return found or [
        Guess(key, made, _share(made))
        for key in ("tcvn3", "vni", "cp1258")
        if (made := _try(text, key)) is not None
    ]


def _byte(sign: str) -> bytes:
    """The byte that a browser reads as that sign; what Windows-1252 leaves out is Latin-1."""
    try:
        return sign.encode("cp1252")
    except UnicodeEncodeError:
        return sign.encode("latin-1")


def _better(text: str, keys: tuple[str, ...]) -> list[Guess]:
    if sum(map(_marked, _WORD.findall(text[:_LONGEST]))) < _FEWEST:
        return []
    before = _share(text)
    found = []
    for key in keys:
        made = _try(text, key)
        if made is None or made == text:
            continue
        share = _share(made)
        if share >= _ENOUGH and share - before >= _BETTER:
            found.append(Guess(key, made, share))
    return sorted(found, key=lambda each: -each.share)


def _try(text: str, key: str) -> str | None:
    try:
        return converted(text, key)
    except ValueError:
        return None


def _share(text: str) -> float:
    """Of the words that are not plain ASCII, how many are Vietnamese; 1 where there are none."""
    looked = unicodedata.normalize("NFC", text[:_LONGEST])
    words = [word for word in _WORD.findall(looked) if _marked(word)]
    if not words:
        return 1.0
    return sum(map(_vietnamese, words)) / len(words)


def _marked(word: str) -> bool:
    """Whether it is no plain ASCII; a sign alone (©, «) is no word."""
    return len(word) > 1 and not word.isascii() and not (word[0] in "©®" and word[1:].isascii())


def _vietnamese(word: str) -> bool:
    """Whether it is built as a syllable is: at most one tone, a vowel that exists, an end."""
    apart = unicodedata.normalize("NFD", word.casefold())
    tones = [sign for sign in apart if sign in _MARKS]
    plain = unicodedata.normalize("NFC", "".join(sign for sign in apart if sign not in _MARKS))
    if len(tones) > 1 or not _SYLLABLE.fullmatch(plain):
        return False
    stopped = plain.endswith(("c", "ch", "p", "t"))
    return not stopped or not tones or tones[0] in "\u0301\u0323"
