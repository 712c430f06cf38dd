"""Which headlines are shown: pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from signage.content.model import Content, FeedLine, FileLine, Playlist, Screen, TextLine
from signage.release.manifest import Headline
from signage.sync.feeds._message import Entry
from signage.sync.feeds._rules import Wish, known, permitted, recent, wishes

NOW = datetime(2026, 5, 28, 12, tzinfo=UTC)
URL = "https://a.vn/rss"


def ago(hours: float) -> str:
    return (NOW - timedelta(hours=hours)).isoformat()


def headline(text: str, at: str | None = None, seen: str = ago(1), source: str = "A") -> Headline:
    return Headline(text=text, source=source, at=at, seen=seen)


def test_lines_of_one_feed_are_one_wish() -> None:
    lines = (FeedLine(url=URL, max=3, age=60.0), TextLine(text={"vi": "x"}))
    more = (FeedLine(url=URL, max=8, age=30.0), FeedLine(url="https://b.vn/rss", age=9.0))
    both = Content(playlists=(Playlist(id="a", ticker=lines), Playlist(id="b", ticker=more)))
    assert wishes(both) == (Wish(URL, 8, 60.0), Wish("https://b.vn/rss", 10, 9.0))
    ageless = Playlist(id="c", ticker=(FeedLine(url=URL),))
    assert wishes(Content(playlists=(*both.playlists, ageless)))[0] == Wish(URL, 10, None)


def test_the_weather_of_a_screen_is_a_wish_for_one_line() -> None:
    screens = (
        Screen(id="a", weather=FeedLine(url="https://w.vn/", age=60.0)),
        Screen(id="b", weather=FileLine(path="tin/thoi-tiet.txt")),
        Screen(id="c", weather=FeedLine(url="https://w.vn/", age=90.0)),
        Screen(id="d", weather=FeedLine(url=URL, age=90.0)),
        Screen(id="e"),
    )
    news = Playlist(id="p", ticker=(FeedLine(url=URL, max=8, age=30.0),))
    content = Content(playlists=(news,), screens=screens)
    assert wishes(content) == (Wish(URL, 8, 90.0), Wish("https://w.vn/", 1, 90.0))


def test_the_newest_come_first_and_those_without_a_date_by_when_they_came() -> None:
    said = [Entry("cũ", "A", ago(9)), Entry("vừa", "A"), Entry("mới", "A", ago(1)), Entry("x", "A")]
    before = [headline("vừa", seen=ago(2))]
    found = known(said, before, 10, NOW)
    assert [each.text for each in found] == ["x", "mới", "vừa", "cũ"]
    assert [each.seen for each in found] == [ago(0), ago(0), ago(2), ago(0)]


def test_twice_as_many_as_wanted_are_known() -> None:
    assert len(known([Entry(str(each), "A") for each in range(99)], [], 8, NOW)) == 16


def test_one_that_came_when_the_clock_was_wrong_came_now() -> None:
    for seen in (ago(-1000), "rác", "2026-05-28T12:00:00"):
        (found,) = known([Entry("a", "A")], [headline("a", seen=seen)], 1, NOW)
        assert found.seen == ago(0)
        assert recent([found], Wish(URL, 1, 60.0), NOW) == (found,)


def test_none_too_old_and_no_more_than_wanted() -> None:
    news = [headline("a", ago(1)), headline("b", ago(2)), headline("c", ago(3)), headline("d")]
    assert [each.text for each in recent(news, Wish(URL, 9, 7200.0), NOW)] == ["a", "b", "d"]
    assert [each.text for each in recent(news, Wish(URL, 1, 7200.0), NOW)] == ["a"]
    assert [each.text for each in recent(news, Wish(URL, 9, None), NOW)] == ["a", "b", "c", "d"]


def test_blocked_words_whole_in_any_case_also_in_the_source() -> None:
    news = [
        headline("CÁ CƯỢC bóng đá"),
        headline("cá, cược"),
        headline("Cá nước ngọt được mùa"),
        headline("Hòa Bình: lễ hội"),
        headline("Tin", source="Cá cược 24h"),
    ]
    assert [each.text for each in permitted(news, ["cá cược", "hoà bình"])] == [
        "Cá nước ngọt được mùa"
    ]
    assert permitted(news, []) == tuple(news)
