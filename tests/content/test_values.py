from __future__ import annotations

import pytest

from signage.content import _values as values
from signage.content.messages import Wrong


class TestDuration:
    @pytest.mark.parametrize(
        ("written", "seconds"),
        [
            ("10", 10),
            ("10s", 10),
            ("2m", 120),
            ("1m30s", 90),
            ("1m 30s", 90),
            ("1h", 3600),
            ("0.5", 0.5),
            ("1.5s", 1.5),
            ("012", 12),
            ("1h1m1s", 3661),
            ("86400", 86_400),
        ],
    )
    def test_is_seconds(self, written: str, seconds: float) -> None:
        assert values.duration(written) == seconds

    @pytest.mark.parametrize(
        "written",
        [
            "",
            "s",
            "m",
            "-1",
            "+1",
            "1e3",
            "10 s",
            "1s1m",
            "10 sec",
            "ten",
            "inf",
            "nan",
            "1,5",
            "٣",
            "1_0",
        ],
    )
    def test_is_nothing_else(self, written: str) -> None:
        with pytest.raises(Wrong, match="bad-duration"):
            values.duration(written)

    @pytest.mark.parametrize("written", ["0", "0s", "0m0s", "0.000"])
    def test_of_zero(self, written: str) -> None:
        with pytest.raises(Wrong, match="zero-duration"):
            values.duration(written)

    @pytest.mark.parametrize("written", ["86401", "25h", "999999999"])
    def test_beyond_a_day(self, written: str) -> None:
        with pytest.raises(Wrong, match="long-duration"):
            values.duration(written)


class TestHours:
    @pytest.mark.parametrize(
        ("written", "ranges"),
        [
            ("07:30-11:30, 13:30-17:00", ((450, 690), (810, 1020))),
            ("7:30 - 11:30", ((450, 690),)),
            ("07:30–11:30", ((450, 690),)),
            ("22:00-06:00", ((1320, 360),)),
            ("00:00-24:00", ((0, 1440),)),
            ("22:00-00:00", ((1320, 0),)),
        ],
    )
    def test_are_minutes(self, written: str, ranges: tuple[tuple[int, int], ...]) -> None:
        assert values.hours(written) == ranges

    @pytest.mark.parametrize(
        "written",
        [
            "24:00-06:00",
            "25:00-26:00",
            "07:60-08:00",
            "07:00-24:01",
            "7-11",
            "07:30",
            "07:30-",
            "07:30-11:30,",
            "",
            "7:3-8:0",
            "07:30-11:30-13:30",
        ],
    )
    def test_are_nothing_else(self, written: str) -> None:
        with pytest.raises(Wrong, match="bad-hours"):
            values.hours(written)


class TestDays:
    @pytest.mark.parametrize(
        ("written", "days"),
        [
            ("mon-fri", (0, 1, 2, 3, 4)),
            ("sat, sun", (5, 6)),
            ("fri-mon", (0, 4, 5, 6)),
            ("Mon", (0,)),
            ("mon-sun", (0, 1, 2, 3, 4, 5, 6)),
            ("wed-wed", (2,)),
            ("mon,mon", (0,)),
            ("sun-sat", (0, 1, 2, 3, 4, 5, 6)),
        ],
    )
    def test_are_numbers_from_monday(self, written: str, days: tuple[int, ...]) -> None:
        assert values.days(written) == days

    @pytest.mark.parametrize("written", ["", "mon-", "mon-fri-sun", "2-6", "thứ hai", "mon;tue"])
    def test_are_nothing_else(self, written: str) -> None:
        with pytest.raises(Wrong, match="bad-days"):
            values.days(written)


class TestMoment:
    @pytest.mark.parametrize(
        ("written", "canonical"),
        [
            ("2026-02-14", "2026-02-14"),
            ("2026-02-14 07:30", "2026-02-14T07:30:00"),
            ("2026-02-14T7:30", "2026-02-14T07:30:00"),
            ("2026-02-14 07:30:15", "2026-02-14T07:30:15"),
            ("2028-02-29", "2028-02-29"),
        ],
    )
    def test_is_canonical(self, written: str, canonical: str) -> None:
        assert values.moment(written) == canonical

    @pytest.mark.parametrize(
        "written",
        [
            "2026-2-14",
            "14-02-2026",
            "2026-13-01",
            "2026-02-14T24:00",
            "2026-02-14T07:30Z",
            "2026-02-14 07:30 +07:00",
            "0000-01-01",
            "2026-02-32",
            "2026-02-14T",
            "hôm nay",
        ],
    )
    def test_is_nothing_else(self, written: str) -> None:
        with pytest.raises(Wrong, match="bad-date"):
            values.moment(written)

    @pytest.mark.parametrize("written", ["2026-02-29", "2026-04-31", "2026-00-00", "2026-01-00"])
    def test_must_exist(self, written: str) -> None:
        with pytest.raises(Wrong, match=r"no-such-date|bad-date"):
            values.moment(written)


class TestYearly:
    def test_leap_day_and_lunar_thirtieth(self) -> None:
        assert values.yearly("02-29", lunar=False) == "02-29"
        assert values.yearly("02-30", lunar=True) == "02-30"

    @pytest.mark.parametrize("lunar", [True, False])
    @pytest.mark.parametrize("written", ["13-01", "00-01", "2-14", "02-00", "14/2", "01-32"])
    def test_is_nothing_else(self, written: str, lunar: bool) -> None:
        with pytest.raises(Wrong, match=r"bad-yearly|no-such-date"):
            values.yearly(written, lunar=lunar)


class TestUrl:
    @pytest.mark.parametrize(
        "written",
        [
            "https://dichvucong.gov.vn",
            "http://a.vn:8080/x?y=1#z",
            "https://[::1]/",
            "https://đại-từ.vn/tin",
            "HTTPS://A.VN",
            "http://localhost/x",
        ],
    )
    def test_is_kept_as_it_is(self, written: str) -> None:
        assert values.url(written) == written

    @pytest.mark.parametrize(
        "written",
        [
            "a.vn",
            "ftp://a.vn",
            "https://",
            "https:///x",
            "https://a b.vn",
            "https://a.vn:x",
            "https://a.vn:99999",
            "mailto:a@b.vn",
            "//a.vn",
            "https://a.vn/<x>",
            "https://vn",
        ],
    )
    def test_is_nothing_else(self, written: str) -> None:
        with pytest.raises(Wrong, match="bad-url"):
            values.url(written)


class TestPages:
    @pytest.mark.parametrize(
        ("written", "ranges"),
        [
            ("3", ((3, 3),)),
            ("1-3", ((1, 3),)),
            ("1-3,5", ((1, 3), (5, 5))),
            ("1–2", ((1, 2),)),
        ],
    )
    def test_are_ranges(self, written: str, ranges: tuple[tuple[int, int], ...]) -> None:
        assert values.pages(written) == ranges

    @pytest.mark.parametrize("written", ["0", "a", "1-", "", "-1", "1,,2", "999999"])
    def test_are_nothing_else(self, written: str) -> None:
        with pytest.raises(Wrong, match="bad-pages"):
            values.pages(written)
