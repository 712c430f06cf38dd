"""The player's own words. What a citizen reads is Vietnamese first; English stands beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["SCAN", "URGENT", "date_text", "time_text"]

SCAN = ("Quét mã bằng điện thoại", "Scan with your phone")
URGENT = ("Khẩn cấp", "Emergency")
"""The class of the news, as Thông tư 39/2020/TT-BTTTT calls it."""


def date_text(now: datetime, language: str) -> str:
    """`Thứ Ba, 17/02/2026`, the weekday in the language of the screen."""
    day = QDate(now.year, now.month, now.day)
    return QLocale(language).toString(day, "dddd, dd/MM/yyyy")


def time_text(now: datetime) -> str:
    """`07:30`."""
    return f"{now:%H:%M}"
