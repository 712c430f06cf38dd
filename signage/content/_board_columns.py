"""The columns of a board's file: their keys, and the words that offices write above them."""

from __future__ import annotations

import re
from typing import NamedTuple

from signage.content.folding import folded
from signage.content.messages import Phrase, meant

__all__ = ["COLUMNS", "KEYS", "PASSED_OVER", "Row", "column", "like"]

KEYS = ("code", "name", "days", "fee", "counter", "qr", "status")

_WORDS = {
    "code": "mã, mã số, mã thủ tục, mã TTHC, mã số TTHC, mã số thủ tục, mã thủ tục hành chính",
    "name": "tên, thủ tục, tên thủ tục, tên TTHC, TTHC, thủ tục hành chính, "
    "tên thủ tục hành chính, nội dung",
    "days": "thời hạn, số ngày, thời gian, thời hạn giải quyết, thời gian giải quyết, "
    "số ngày giải quyết, ngày, thời hạn ngày",
    "fee": "lệ phí, phí, phí lệ phí, phí và lệ phí, mức phí, mức lệ phí",
    "counter": "quầy, quầy số, số quầy, quầy tiếp nhận, nơi nộp, nơi tiếp nhận",
    "qr": "liên kết, mã QR, link, url, QR liên kết, mã QR liên kết, đường dẫn, đường link, "
    "địa chỉ, địa chỉ web",
    "status": "trạng thái, ghi chú, tình trạng, trạng thái ghi chú, hiệu lực",
}
COLUMNS = {folded(word): key for key in KEYS for word in (key, *_WORDS[key].split(", "))}
"""What may stand above a column, folded, to its key."""
PASSED_OVER = frozenset(folded(each) for each in ("STT", "TT", "số TT", "số thứ tự", "no"))
"""Columns that every list has, and no card."""

_ASIDE = re.compile(r"[(\[][^)\]]*[)\]]")


class Row(NamedTuple):
    """A row as it was written."""

    line: int
    cells: dict[str, str]
    """Key of the column to the words."""


def like(heading: str, *, keys: bool) -> Phrase:
    """Say which column was meant, or which there are: by their keys, or as people write them."""
    known = KEYS if keys else tuple(_WORDS[key].partition(",")[0] for key in KEYS)
    near = [word for key in KEYS for word in (key, *_WORDS[key].split(", "))]
    listed = ", ".join(f"`{each}`" for each in known)
    return meant(heading, near, Phrase("allowed", words=listed))


def column(heading: str) -> str | None:
    """Give the key of a column by what stands above it; a remark in brackets does not count."""
    for words in (heading, _ASIDE.sub(" ", heading)):
        if key := COLUMNS.get(folded(words)):
            return key
    return None
