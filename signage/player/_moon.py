"""The lunar date as Vietnamese say it: `Mùng 1 tháng Giêng`, `năm Bính Ngọ`. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signage.schedule import lunar_date

if TYPE_CHECKING:
    from datetime import date

__all__ = ["lunar_text"]

_MONTHS = (
    "Giêng", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười Một", "Chạp",
)  # fmt: skip
_STEMS = ("Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ", "Canh", "Tân", "Nhâm", "Quý")
_BRANCHES = (
    "Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi", "Thân", "Dậu", "Tuất", "Hợi",
)  # fmt: skip
_FIRST = 4
"""A year Giáp Tý, with which the sixty begin: 4 CE."""
_MUNG, _FULL_MOON = 10, 15


def lunar_text(day: date) -> tuple[str, ...]:
    """The day and its month, and the year: two lines; none outside the years that are reckoned."""
    found = lunar_date(day)
    if found is None:
        return ()
    if found.day <= _MUNG:
        name = f"Mùng {found.day}"
    else:
        name = "Rằm" if found.day == _FULL_MOON else f"Ngày {found.day}"
    month = f"tháng {_MONTHS[found.month - 1]}" + (" nhuận" if found.leap else "")
    since = found.year - _FIRST
    year = f"năm {_STEMS[since % len(_STEMS)]} {_BRANCHES[since % len(_BRANCHES)]}"
    return f"{name} {month}", year
