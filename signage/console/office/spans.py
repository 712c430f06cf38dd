"""How long something lasts, as people write it and as a file does: `1 phút 30 giây`, `1m30s`."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

__all__ = ["in_figures", "in_words"]

_FIGURES = re.compile(
    r"(?=\d)(?:(\d{1,6})h)?\s*(?:(\d{1,6})m)?\s*(?:(\d{1,9}(?:\.\d{1,3})?)s?)?", re.ASCII
)
_UNITS = (
    (re.compile(r"(?<=\d)\s*(?:giờ|hours?|hr)(?![a-z])"), "h"),
    (re.compile(r"(?<=\d)\s*(?:phút|minutes?|mins?)(?![a-z])"), "m"),
    (re.compile(r"(?<=\d)\s*(?:giây|seconds?|secs?)(?![a-z])"), "s"),
)


def in_words(figures: str) -> str:
    """`90s` as `90 giây`; what is no length stays as it is, for its fault to be told beside."""
    found = _FIGURES.fullmatch(figures.strip())
    if not found:
        return figures
    hours, minutes, seconds = found.groups()
    parts = [
        _("%(n)s h") % {"n": hours} if hours else "",
        _("%(n)s min") % {"n": minutes} if minutes else "",
        _("%(n)s s") % {"n": seconds} if seconds else "",
    ]
    return " ".join(part for part in parts if part)


def in_figures(words: str) -> str:
    """`1 phút 30 giây` as `1m30s`; what says no length stays as it was typed."""
    plain = " ".join(words.casefold().split())
    for unit, letter in _UNITS:
        plain = unit.sub(letter, plain)
    plain = re.sub(r"(?<=\d),(?=\d)", ".", plain)
    plain = re.sub(r"(?<=\d)\s+(?=[hms])|(?<=[hms])\s+(?=\d)", "", plain)
    return plain if _FIGURES.fullmatch(plain) else words
