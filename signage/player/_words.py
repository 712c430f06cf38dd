"""The player's own words. What a citizen reads is Vietnamese first; English stands beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["COMPARE", "PAIRING", "SCAN", "UNPAIRED", "URGENT", "date_text", "time_text"]

SCAN = ("Quét mã bằng điện thoại", "Scan with your phone")
URGENT = ("Khẩn cấp", "Emergency")
"""The class of the news, as Thông tư 39/2020/TT-BTTTT calls it."""
PAIRING = (
    ("Màn hình mới: chờ ghép nối", "A new screen: waiting to be paired"),
    (
        "Quản trị viên quét mã QR, hoặc mở {address} và nhập mã này:",
        "An administrator scans the QR code, or opens that page and types this code:",
    ),
)
UNPAIRED = (
    ("Màn hình mới: đang tìm trung tâm", "A new screen: looking for its centre"),
    (
        "Mã ghép nối sẽ hiện ra khi liên lạc được với bảng điều khiển của trung tâm.",
        "A code appears here once the centre's console answers.",
    ),
)
"""Titles, then sentences: each in Vietnamese and in English."""
COMPARE = (
    "Chỉ xác nhận khi trang ghép nối hiện đúng dãy này",
    "Confirm only where the page shows these very digits",
)


def date_text(now: datetime, language: str) -> str:
    """`Thứ Ba, 17/02/2026`, the weekday in the language of the screen."""
    day = QDate(now.year, now.month, now.day)
    return QLocale(language).toString(day, "dddd, dd/MM/yyyy")


def time_text(now: datetime) -> str:
    """`07:30`."""
    return f"{now:%H:%M}"
