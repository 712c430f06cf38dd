from __future__ import annotations

from datetime import date

import pytest

from signage.player._moon import lunar_text


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 2, 17), ("Mùng 1 tháng Giêng", "năm Bính Ngọ")),
        (date(2026, 2, 16), ("Ngày 29 tháng Chạp", "năm Ất Tỵ")),
        (date(2026, 3, 3), ("Rằm tháng Giêng", "năm Bính Ngọ")),
        (date(2026, 4, 26), ("Mùng 10 tháng Ba", "năm Bính Ngọ")),
        (date(2025, 7, 25), ("Mùng 1 tháng Sáu nhuận", "năm Ất Tỵ")),
        (date(1984, 2, 2), ("Mùng 1 tháng Giêng", "năm Giáp Tý")),
    ],
)
def test_as_the_calendar_on_the_wall_says(day: date, said: tuple[str, str]) -> None:
    assert lunar_text(day) == said


def test_nothing_where_nothing_is_reckoned() -> None:
    assert lunar_text(date(2150, 1, 1)) == ()
