from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from signage.content.model import FeedLine, FileLine, Headline, Screen
from signage.player._arrival import Moment
from signage.player._panel import panel
from signage.player._plan import Plan, Side, plan, whole
from signage.schedule import Timetable
from signage.store import Media
from tests.player._lobby import Shelf, active, playlist

TET = datetime(2026, 2, 17, 0, 30, tzinfo=UTC)  # 07:30 in Sơn Dương
FILE, FEED = FileLine(path="tin/thoi-tiet.txt"), FeedLine(url="https://a.vn/rss", age=3600)
SKY = Media(kind="text", lines=("Nắng nhẹ, 18–26 °C", "Nguồn: Đài khí tượng"))


def side(screen: Screen, *seen: Headline) -> Side:
    found = active(playlist("a"), media={"tin/thoi-tiet.txt": SKY}, screens=(screen,))
    timetable = Timetable(found.manifest.content, screen.id)
    return Side(found, timetable, {}, {FEED.url: seen} if seen else {})


def moment(*, trusted: bool = True) -> Moment:
    return Moment(now=TET, trusted=trusted, boot="b", uptime=9)


def weather(screen: Screen, *seen: Headline, trusted: bool = True) -> str:
    return plan(side(screen, *seen), None, None, moment(trusted=trusted), Shelf()).weather


class TestTheClock:
    def test_as_vietnamese_write_it(self) -> None:
        made = Plan(trusted=True, screen=Screen(id="a", lunar=True))
        assert panel(made, TET) == {
            "time": "07:30", "date": "Thứ Ba, 17/02/2026",
            "lunar": ["Mùng 1 tháng Giêng", "năm Bính Ngọ"], "weather": "",
        }  # fmt: skip

    def test_no_lunar_date_unless_it_is_asked_for(self) -> None:
        assert panel(Plan(trusted=True), TET)["lunar"] == []

    def test_in_the_screens_language(self) -> None:
        made = Plan(trusted=True, screen=Screen(id="a", locale="en"))
        assert panel(made, TET)["date"] == "Tuesday, 17/02/2026"

    def test_none_that_is_not_trusted(self) -> None:
        found = panel(Plan(screen=Screen(id="a", lunar=True), weather="Nắng"), TET)
        assert found == {"time": "", "date": "", "lunar": [], "weather": "Nắng"}


class TestTheWeather:
    @pytest.mark.parametrize(
        ("said", "kept"),
        [
            ("Nắng", "Nắng"),
            ("Nhiều mây, có mưa rào và dông vài nơi, 22–29 °C, gió nhẹ (Đài KTTV, 17:00 ngày 16/2)",
             "Nhiều mây, có mưa rào và dông vài nơi, 22–29 °C, gió nhẹ"),
            ("Mưa (Đài KTTV)", "Mưa (Đài KTTV)"),
            ("á" * 90 + ", b", "á" * 90),
        ],
    )  # fmt: skip
    def test_in_a_few_words(self, said: str, kept: str) -> None:
        found = active(
            playlist("a"), media={"tin/thoi-tiet.txt": Media(kind="text", lines=(said,))},
            screens=(Screen(id="a", weather=FILE),),
        )  # fmt: skip
        one = Side(found, Timetable(found.manifest.content, "a"), {})
        assert plan(one, None, None, moment(), Shelf()).weather == kept

    def test_of_a_file_its_first_line(self) -> None:
        assert weather(Screen(id="a", weather=FILE)) == "Nắng nhẹ, 18–26 °C"

    def test_of_a_feed_its_newest_headline_while_it_is_young(self) -> None:
        def said(minutes: float, words: str) -> Headline:
            at = (TET - timedelta(minutes=minutes)).isoformat()
            return Headline(text=words, source="", at=at, seen=at)

        screen = Screen(id="a", weather=FEED)
        assert weather(screen, said(10, "Mưa"), said(30, "Nắng")).startswith("Mưa")
        assert weather(screen, said(61, "Cũ")) == ""

    def test_of_a_feed_none_while_its_age_cannot_be_judged(self) -> None:
        now = Headline(text="Mưa", source="", at=TET.isoformat(), seen=TET.isoformat())
        assert weather(Screen(id="a", weather=FEED), now)
        assert weather(Screen(id="a", weather=FEED), now, trusted=False) == ""
        assert weather(Screen(id="a", weather=FILE), trusted=False)

    def test_none_where_the_screen_has_none_or_the_file_is_missing(self) -> None:
        assert weather(Screen(id="a")) == ""
        assert weather(Screen(id="a", weather=FileLine(path="tin/gone.txt"))) == ""


def test_a_playlist_whole_has_all_that_belongs_to_the_screen() -> None:
    made = whole(side(Screen(id="a", name="Sảnh", weather=FILE)), "a", moment(), Shelf())
    assert (made.face.place, made.weather, made.trusted) == ("Sảnh", "Nắng nhẹ, 18–26 °C", True)
