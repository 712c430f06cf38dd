"""Words as a screen can set them: nothing in them hides, turns round or piles up the others."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["legible", "short_address"]

_STACK = 2
"""Marks on one letter at most: Vietnamese has two, and more than these leave their line."""
_PRINTED = 44
"""Characters of an address that is printed whole: nobody types a longer one."""
_BREAKS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Controls, soft hyphens, joiners that show nothing, and what turns the direction of others."""
_SPACES = re.compile(r"[^\S\n]+")


def legible(text: str) -> str:
    """The same words, composed (NFC); spaces that fill a line or more are one.

    Lines stay lines, empty ones go.
    """
    plain = _unpiled(_HIDDEN.sub("", _BREAKS.sub("\n", text)))
    lines = (_SPACES.sub(" ", line).strip() for line in plain.split("\n"))
    return "\n".join(line for line in lines if line)


def _unpiled(text: str) -> str:
    """Composed, and without the marks beyond `_STACK` on one letter."""
    if text.isascii():
        return text
    kept, marks = [], 0
    for letter in unicodedata.normalize("NFD", text):
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks <= _STACK:
            kept.append(letter)
    return unicodedata.normalize("NFC", "".join(kept))


def short_address(address: str) -> str:
    """An address as people write it down: no scheme, no `www.`, no trailing slash.

    Of a long one the host, which says whose it is; nothing where even that is long.
    """
    bare = (address.partition("://")[2] or address).removeprefix("www.").rstrip("/")
    if len(bare) <= _PRINTED:
        return bare
    host = re.split(r"[/?#]", bare, maxsplit=1)[0]
    return host if len(host) <= _PRINTED else ""
