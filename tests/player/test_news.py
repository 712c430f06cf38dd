"""What the strip says of a feed: whose it is and when it was written, nothing that is too old."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import msgspec
import pytest

from signage.config import StoreLimits
from signage.content.model import FeedLine, Headline
from signage.player._arrival import Moment
from signage.player._news import teller
from signage.player._plan import Side, plan
from signage.player._reading import Reading
from signage.player.ticker import lines
from signage.schedule import Timetable
from signage.store import Store
from tests.player._lobby import Shelf, active, playlist
from tests.player.test_plan import NOW

if TYPE_CHECKING:
    from pathlib import Path

    from signage.store import Activation

URL = "https://baotuyenquang.vn/rss"
NOON = datetime(2026, 5, 28, 12, tzinfo=timezone(timedelta(hours=7)))


def headline(
    text: str, hours: float | None = 1, seen: float = 0.5, source: str = "Báo A"
) -> Headline:
    at = None if hours is None else (NOON - timedelta(hours=hours)).isoformat()
    return Headline(
        text=text, source=source, at=at, seen=(NOON - timedelta(hours=seen)).isoformat()
    )


def lobby(
    line: FeedLine, *, signed: bool = False, reviewed: tuple[Headline, ...] = ()
) -> Activation:
    found = active(playlist("a", ticker=(line,)))
    manifest = msgspec.structs.replace(found.manifest, feeds={URL: reviewed})
    return msgspec.structs.replace(found, manifest=manifest, signed=signed)


def told(
    *headlines: Headline,
    most: int = 10,
    age: float | None = None,
    now: datetime = NOON,
    trusted: bool = True,
) -> list[str]:
    found = lobby(FeedLine(url=URL, max=most, age=age))
    tell = teller(found, {URL: headlines}, now, trusted=trusted)
    return [news.text["vi"] for news in lines(found, ["a"], tell)]


@pytest.mark.parametrize("end", ["9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+14:00"])
@pytest.mark.parametrize("age", [None, 3600.0])
def test_a_date_at_the_end_of_all_time_stops_no_screen(end: str, age: float | None) -> None:
    """A server that lies about its clock can have one; a time of that year exists in no zone."""
    odd = Headline(text="Tin", source="Báo A", at=end, seen=NOON.isoformat())
    assert told(odd, age=age) == ["Tin (Báo A)"]
    assert told(msgspec.structs.replace(odd, at=None, seen=end), age=age) == ["Tin (Báo A)"]


class TestTheWords:
    @pytest.mark.parametrize(
        ("at", "about"),
        [
            ("2026-05-28T07:05:00+07:00", "Báo A, 07:05 ngày 28/5"),
            ("2026-05-27T22:30:00+00:00", "Báo A, 05:30 ngày 28/5"),
            ("2026-05-02T00:00:00+07:00", "Báo A, ngày 2/5"),
            ("2025-12-31T17:00:00+07:00", "Báo A, 17:00 ngày 31/12/2025"),
            (None, "Báo A"),
            ("gần đây", "Báo A"),
            ("2026-05-28T07:05:00", "Báo A"),
        ],
    )
    def test_name_the_source_and_a_time_that_stays_true(self, at: str | None, about: str) -> None:
        line = Headline(text="Lũ đã rút", source="Báo A", at=at, seen=NOON.isoformat())
        assert told(line) == [f"Lũ đã rút ({about})"]

    def test_without_either(self) -> None:
        assert told(headline("Lũ đã rút", None, source="")) == ["Lũ đã rút"]


class TestAge:
    def test_what_is_too_old_goes_by_itself(self) -> None:
        news = (headline("mới", 1), headline("cũ", 3))
        assert len(told(*news, age=7200)) == 1
        assert len(told(*news, age=7200, now=NOON + timedelta(hours=2))) == 0
        assert len(told(*news)) == 2

    def test_without_a_date_it_counts_from_when_it_came(self) -> None:
        assert len(told(headline("không ngày", None, seen=1), age=7200)) == 1
        assert len(told(headline("không ngày", None, seen=3), age=7200)) == 0

    def test_the_most_are_counted_after_the_old_went(self) -> None:
        news = (headline("cũ", None, seen=9), headline("một"), headline("hai"), headline("ba"))
        assert [each[:3] for each in told(*news, age=7200, most=2)] == ["một", "hai"]

    def test_a_clock_that_is_not_trusted_is_no_earlier_than_the_news(self) -> None:
        long_ago = NOON - timedelta(days=300)
        news = (headline("mới", 1), headline("cũ", 30))
        assert len(told(*news, age=86_400, now=long_ago, trusted=False)) == 1


class TestWhoseHeadlines:
    def test_a_signed_release_shows_only_what_was_reviewed_with_it(self) -> None:
        reviewed, fetched = headline("đã duyệt"), headline("chưa ai duyệt")
        line = FeedLine(url=URL)
        for signed, words in ((True, "đã duyệt"), (False, "chưa ai duyệt")):
            found = lobby(line, signed=signed, reviewed=(reviewed,))
            (said,) = lines(found, ["a"], teller(found, {URL: (fetched,)}, NOON, trusted=True))
            assert said.text["vi"].startswith(words)

    def test_another_feed_is_not_told(self) -> None:
        found = lobby(FeedLine(url="https://khac.vn/rss"))
        assert lines(found, ["a"], teller(found, {URL: (headline("x"),)}, NOON, trusted=True)) == ()

    def test_they_run_on_the_strip(self) -> None:
        found = lobby(FeedLine(url=URL))
        timetable = Timetable(found.manifest.content, "")
        made = plan(
            Side(found, timetable, {}, {URL: (headline("Lũ đã rút", None),)}),
            None, None, NOW, Shelf(),
        )  # fmt: skip
        assert made.laps == (("Lũ đã rút (Báo A)",),)


def test_what_the_agent_brings_is_taken_up(tmp_path: Path) -> None:
    store = Store(tmp_path / "state", limits=StoreLimits(keep_free=0))
    with store.lock():
        store.activate(lobby(FeedLine(url=URL, age=3600)))
    reading = Reading(store, "", None)
    now = Moment(now=NOON, trusted=True, boot="this", uptime=1000.0)
    assert reading.plan(now).laps == ()
    store.keep_headlines({URL: (headline("Lũ đã rút", 0.5),)})
    (lap,) = reading.plan(now).laps
    assert lap == ("Lũ đã rút (Báo A, 11:30 ngày 28/5)",)
    later = msgspec.structs.replace(now, now=NOON + timedelta(minutes=31))
    assert reading.plan(later).laps == ()  # though nobody wrote anything
