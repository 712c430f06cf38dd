"""The Vietnamese lunar calendar: months begin with the new moon as seen at UTC+7.

After Hồ Ngọc Đức's reckoning of the civil calendar (new moons and the sun's longitude from Meeus,
*Astronomical Algorithms*): month 11 holds the winter solstice; of thirteen months between two
solstices the first without a major solar term is the leap month. Every day from 1968, when UTC+7
became the rule, to 2053 agrees with his published tables; from then to 2099 three months (2054,
2072, 2077) begin a day late, whose new moon falls within minutes of midnight.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from functools import lru_cache
from itertools import pairwise
from math import floor, radians, sin
from typing import NamedTuple

__all__ = ["LunarDate", "lunar_date", "lunar_months"]

_ORDINAL_TO_JULIAN = 1721425
_ZONE = 7 / 24
_FIRST_YEAR, _LAST_YEAR = 1968, 2099


class LunarDate(NamedTuple):
    """A day of the lunar calendar."""

    year: int
    month: int
    leap: bool
    """Whether this is the second month of that number (tháng nhuận)."""
    day: int
    last: bool
    """Whether it is the month's last day, the 29th or 30th."""


def lunar_date(day: date) -> LunarDate | None:
    """Give the lunar date of a civil day, or None outside 1968 to 2099."""
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        return None
    ordinal = day.toordinal()
    winter = day.year if ordinal >= _month_11(day.year)[1] else day.year - 1
    months = _months(winter)
    index = bisect_right(months, (ordinal, 99, True)) - 1
    start, month, leap = months[index]
    # months 11 and 12, and a leap month after them, still belong to the year of their solstice
    year = winter if month > 10 else winter + 1  # noqa: PLR2004  (the month of the solstice is 11)
    return LunarDate(year, month, leap, ordinal - start + 1, ordinal + 1 == months[index + 1][0])


def lunar_months(year: int) -> list[tuple[int, int, int]]:
    """Months that touch a civil year, in order; none outside 1968 to 2099.

    Each with its first day (proleptic ordinal), twice its number (and one more, if it is a leap
    month), and its length in days.
    """
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return []
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    return [
        (start, month * 2 + leap, after - start)
        for winter in (year - 1, year)
        for (start, month, leap), (after, _, _) in pairwise(_months(winter))
        if start <= last and after > first
    ]


@lru_cache(maxsize=8)
def _months(winter: int) -> list[tuple[int, int, bool]]:
    """First day (proleptic ordinal), number and leap of the months from the 11th of a year on.

    The last entry is the next year's month 11 and only closes the one before.
    """
    first, last = _month_11(winter)[0], _month_11(winter + 1)[0]
    starts = [_new_moon(k) for k in range(first, last + 1)]
    leap = 0
    if len(starts) == 14:  # noqa: PLR2004  (thirteen months and the one that closes them)
        terms = [_major_term(start) for start in starts]
        leap = next((i for i in range(1, 13) if terms[i] == terms[i + 1]), 0)
    months = []
    number = 10
    for index, start in enumerate(starts):
        doubled = leap > 0 and index == leap
        number += not doubled
        months.append((start, (number - 1) % 12 + 1, doubled))
    return months


@lru_cache(maxsize=16)
def _month_11(year: int) -> tuple[int, int]:
    """Give the lunation and the first day of the month that holds the solstice of `year`."""
    k = floor((date(year, 12, 31).toordinal() + _ORDINAL_TO_JULIAN - 2415021) / 29.530588853)
    start = _new_moon(k)
    if _major_term(start) >= 9:  # noqa: PLR2004  (270°: the solstice is already over)
        k -= 1
        start = _new_moon(k)
    return k, start


def _new_moon(k: int) -> int:
    """Give the day (UTC+7, proleptic ordinal) of the k-th new moon since January 1900."""
    t = k / 1236.85
    anomaly = radians(359.2242 + 29.10535608 * k - 0.0000333 * t**2 - 0.00000347 * t**3)
    moon = radians(306.0253 + 385.81691806 * k + 0.0107306 * t**2 + 0.00001236 * t**3)
    node = radians(21.2964 + 390.67050646 * k - 0.0016528 * t**2 - 0.00000239 * t**3)
    mean = (
        2415020.75933
        + 29.53058868 * k
        + 0.0001178 * t**2
        - 0.000000155 * t**3
        + 0.00033 * sin(radians(166.56 + 132.87 * t - 0.009173 * t**2))
    )
    true = (
        (0.1734 - 0.000393 * t) * sin(anomaly)
        + 0.0021 * sin(2 * anomaly)
        - 0.4068 * sin(moon)
        + 0.0161 * sin(2 * moon)
        - 0.0004 * sin(3 * moon)
        + 0.0104 * sin(2 * node)
        - 0.0051 * sin(anomaly + moon)
        - 0.0074 * sin(anomaly - moon)
        + 0.0004 * sin(2 * node + anomaly)
        - 0.0004 * sin(2 * node - anomaly)
        - 0.0006 * sin(2 * node + moon)
        + 0.0010 * sin(2 * node - moon)
        + 0.0005 * sin(2 * moon + anomaly)
    )
    slower_earth = -0.000278 + 0.000265 * t + 0.000262 * t**2
    return floor(mean + true - slower_earth + 0.5 + _ZONE) - _ORDINAL_TO_JULIAN


def _major_term(ordinal: int) -> int:
    """Give the twelfth (0 to 11, from the spring equinox) in which the sun stands at 0:00."""
    t = (ordinal + _ORDINAL_TO_JULIAN - 2451545.5 - _ZONE) / 36525
    anomaly = radians(357.52910 + 35999.05030 * t - 0.0001559 * t**2 - 0.00000048 * t**3)
    longitude = (
        280.46645
        + 36000.76983 * t
        + 0.0003032 * t**2
        + (1.914600 - 0.004817 * t - 0.000014 * t**2) * sin(anomaly)
        + (0.019993 - 0.000101 * t) * sin(2 * anomaly)
        + 0.000290 * sin(3 * anomaly)
    )
    return floor(longitude % 360 / 30)
