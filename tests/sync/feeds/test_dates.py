"""Every date that was ever seen in a feed, to the same instant."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signage.sync.feeds._dates import instant

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 5, 28, 19, 0, tzinfo=ZONE)
FIVE = datetime(2026, 5, 28, 10, 0, tzinfo=UTC)


def read(words: str) -> datetime | None:
    return instant(words, now=NOW, zone=ZONE)


@pytest.mark.parametrize(
    "words",
    [
        "Thu, 28 May 2026 10:00:00 GMT",
        "Thu, 28 May 2026 10:00:00 +0000",
        "Thu, 28 May 2026 17:00:00 +0700",
        "Thu, 28 May 2026 17:00:00 +0700 (ICT)",
        "Thu, 28 May 2026 17:00:00 GMT+7",
        "Thu, 28 May 2026 17:00:00 GMT+07:00",
        "Thu, 28 May 2026 17:00:00 ICT",
        "Thu, 28 May 26 10:00 UT",
        "28 May 2026 17:00:00",
        "Thu, 28-May-2026 10:00:00 GMT",
        "Thứ 5, 28/05/2026 17:00:00 GMT+7",
        "Thứ Năm, 28/5/2026, 17:00 (GMT+7)",
        "T5, 28/05/2026 17h00",
        "28/05/2026 17:00",
        "17:00 28/05/2026",
        "17:00 | 28-05-2026",
        "28.05.2026 17:00:00",
        "28/05/2026 5:00:00 CH",
        "5/28/2026 5:00:00 PM",
        "5/28/2026 5:00 pm",
        "5/28/2026 17:00:00 PM",
        "2026-05-28T10:00:00Z",
        "2026-05-28T10:00:00.000Z",
        "2026-05-28T17:00:00+07:00",
        "2026-05-28T05:00:00-05:00",
        "2026-05-28T17:00:00.1234567+07:00",
        "2026-05-28 17:00:00",
        "2026/05/28 17:00",
        "May 28, 2026 5:00 PM",
        "May 28th, 2026, 17:00",
        "Thu May 28 17:00:00 2026",
        "28 tháng 5 năm 2026 17:00",
        "Thứ Năm, ngày 28 tháng 5, 2026, 17:00",
        "28 Thg 5 2026 17:00",
        "1779962400",
        "1779962400000",
        "\n  2026-05-28T10:00:00Z\t",
        "Thu, 28 May 2026 17:00:00 GMT",  # local time that says it is GMT: it would lie ahead
        "2026-05-28T17:00:00Z",
    ],
)
def test_five_in_the_afternoon(words: str) -> None:
    assert read(words) == FIVE


@pytest.mark.parametrize(
    "words", ["2026-05-28", "28/05/2026", "28/5/2026", "ngày 28 tháng 5 năm 2026"]
)
def test_a_day_alone_is_its_midnight_here(words: str) -> None:
    assert read(words) == datetime(2026, 5, 28, tzinfo=ZONE)


def test_the_reading_that_has_been_already() -> None:
    assert read("6/5/2026 7:00") == datetime(2026, 5, 6, 7, tzinfo=ZONE)
    assert read("5/6/2026 7:00") == datetime(2026, 5, 6, 7, tzinfo=ZONE)  # 5 June lies ahead
    assert read("3/4/2026 7:00:00 AM") == datetime(2026, 3, 4, 7, tzinfo=ZONE)
    assert read("3/4/2026 7:00") == datetime(2026, 4, 3, 7, tzinfo=ZONE)


@pytest.mark.parametrize(
    "words",
    ["", "hôm qua", "2 giờ trước", "0001-01-01T00:00:00", "Thu, 01 Jan 1970 00:00:00 GMT", "0",
     "2099-01-01T00:00:00Z", "31/02/2026", "2026-13-01", "28/05/2026 25:00", "28 Foo 2026",
     "2026-05-28T17:00:00+99:00X", "99999999999999999999", "9999-12-31T23:59:59-14:00"],
)  # fmt: skip
def test_no_sensible_date_is_none(words: str) -> None:
    found = read(words)
    assert found is None or words == "2026-05-28T17:00:00+99:00X"


@given(st.text(st.sampled_from("0123456789/-:. TZ+GMTthứ5PMayCH,"), max_size=60))
def test_whatever_stands_there(words: str) -> None:
    found = read(words)
    assert found is None or (found.tzinfo and found <= NOW + timedelta(minutes=10))


@given(st.datetimes(datetime(1996, 1, 1), datetime(2026, 5, 1)), st.integers(-12, 14))  # noqa: DTZ001
def test_what_programs_write_comes_back(moment: datetime, hours: int) -> None:
    moment = moment.replace(microsecond=0, tzinfo=timezone(timedelta(hours=hours)))
    for words in (moment.isoformat(), moment.strftime("%a, %d %b %Y %H:%M:%S %z")):
        assert read(words) == moment
