"""Words that were right before the merger of 2025, and mostly are not any more.

They are marked, not refused: a slide on the district's history is right to say them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["NAMES", "Mark", "marks"]

NAMES = ("huyện Sơn Dương", "thị trấn Sơn Dương", "tỉnh Hà Giang")
"""Of units that there are no more."""
_TEXTS = (".yaml", ".csv", ".txt", ".srt", ".vtt")
_MOST = 50
_AROUND = 60
"""Characters shown on either side."""
_BYTES = 1_000_000
_WORDS = re.compile("|".join(re.escape(each) for each in NAMES), re.IGNORECASE)
_HISTORY = re.compile(r"\s*(\(?cũ\b|trước đây|ngày trước|trước năm)", re.IGNORECASE)
_BEFORE = re.compile(r"(trước đây là|nguyên là|thuộc|của)?\s*(cựu|nguyên)\s*$", re.IGNORECASE)


class Mark(NamedTuple):
    """Where such a word stands."""

    file: str
    line: int
    before: str
    word: str
    after: str


def marks(files: Mapping[str, Path]) -> list[Mark]:
    """Every place in the texts of a folder, by name, those that say “cũ” left out."""
    found: list[Mark] = []
    for name, path in sorted(files.items()):
        if not name.endswith(_TEXTS) or path.stat().st_size > _BYTES:
            continue
        text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8", errors="replace"))
        for number, line in enumerate(text.splitlines(), 1):
            found += _of_line(name, number, line)
            if len(found) >= _MOST:
                return found[:_MOST]
    return found


def _of_line(file: str, number: int, line: str) -> Iterator[Mark]:
    if line.lstrip().startswith("#") and file.endswith(".yaml"):
        return
    for match in _WORDS.finditer(line):
        before, after = line[: match.start()], line[match.end() :]
        if _HISTORY.match(after) or _BEFORE.search(before):
            continue
        yield Mark(
            unicodedata.normalize("NFC", file), number, before.lstrip(" -")[-_AROUND:],
            match[0], after[:_AROUND],
        )  # fmt: skip
