"""Following feeds: nothing waits, little is asked and less written, and the last good stays."""

from __future__ import annotations

import itertools
import logging

import msgspec
import pytest

from signage.config import FEEDS
from signage.content.model import FeedLine
from signage.sync.feeds._message import Answer
from tests.sync.feeds._fakes import A, B, FakeClock, FakeKeeper, Newsroom, content, entries

LINE = FeedLine(url=A)


@pytest.fixture
def room() -> Newsroom:
    made = Newsroom()
    made.says[A] = entries("Tin một", "Tin hai")
    made.news.want(content(LINE))
    return made


class TestAsking:
    def test_the_first_headlines_are_kept_at_once(self, room: Newsroom) -> None:
        assert not room.news.tried
        room.step()
        assert room.keeper.texts() == ["Tin một", "Tin hai"]
        assert room.news.tried
        assert not room.news.faults

    def test_a_step_never_waits(self, room: Newsroom) -> None:
        pause = room.news.step()
        assert room.asked == []
        assert room.news.asking
        assert pause < 1
        room.news.step()
        assert len(room.waiting) == 1

    def test_then_after_the_interval_and_only_what_changed(self, room: Newsroom) -> None:
        room.says[A] = msgspec.structs.replace(entries("Tin"), known=(("If-None-Match", '"1"'),))
        room.step()
        room.step(FEEDS.interval - 1)
        assert len(room.asked) == 1
        room.step(1)
        assert [each.known for each in room.asked] == [(), (("If-None-Match", '"1"'),)]
        assert room.keeper.texts() == ["Tin"]
        assert len(room.keeper.written) == 1

    def test_not_all_at_once(self) -> None:
        room = Newsroom()
        lines = [FeedLine(url=f"https://{number}.vn/rss") for number in range(5)]
        room.news.want(content(*lines))
        room.news.step()
        assert len(room.waiting) == FEEDS.at_once
        for _ in range(3):
            room.step()
        assert len(room.asked) == 5

    def test_no_more_than_the_limit_which_is_told(self) -> None:
        room = Newsroom(limits=msgspec.structs.replace(FEEDS, feeds=1))
        room.news.want(content(LINE, FeedLine(url=B)))
        room.says = {A: entries("Tin"), B: entries("Tin")}
        room.run(60)
        assert {each.url for each in room.asked} == {A}
        assert room.news.faults == (
            "the playlists name 2 feeds, of which 1 are fetched: name fewer",
        )

    def test_nobody_asks_before_it_is_known_what_to_ask(self) -> None:
        keeper = FakeKeeper([{A: ()}])
        room = Newsroom(keeper)
        room.step()
        assert keeper.written == [{A: ()}]

    def test_a_line_that_goes_takes_its_headlines_along(self, room: Newsroom) -> None:
        room.step()
        room.news.want(content())
        room.step()
        assert room.keeper.headlines() == {}
        room.run(FEEDS.interval * 2)
        assert len(room.asked) == 1

    def test_an_answer_that_nobody_wants_any_more(self, room: Newsroom) -> None:
        room.news.step()
        room.news.want(content(FeedLine(url=B)))
        room.work()
        room.news.step()
        assert room.keeper.headlines() == {}


class TestFailing:
    def test_the_last_good_stay_and_it_is_told_once(
        self, room: Newsroom, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.INFO)
        room.step()
        room.says[A] = Answer(error="https://a.vn/rss: nobody answers")
        room.run(6 * 3600, 60)
        assert room.keeper.texts() == ["Tin một", "Tin hai"]
        assert room.news.faults == (
            "https://a.vn/rss: nobody answers (its last headlines stay until their age ends)",
        )
        room.says[A] = entries("Tin ba")
        room.run(2 * 3600, 60)
        assert room.keeper.texts() == ["Tin ba"]
        assert not room.news.faults
        assert [record.message for record in caplog.records] == [
            "https://a.vn/rss: nobody answers", "https://a.vn/rss: answers again",
        ]  # fmt: skip

    def test_it_is_asked_ever_more_seldom(self) -> None:
        room = Newsroom()
        room.news.want(content(LINE))
        moments: list[float] = []
        for _ in range(24 * 60):
            before = len(room.asked)
            room.step(60)
            moments += [room.clock.seconds] * (len(room.asked) - before)
        pauses = [after - before for before, after in itertools.pairwise(moments)]
        assert pauses[0] <= 120
        assert pauses[-1] >= FEEDS.retry_most / 2
        assert len(moments) < 40

    def test_a_server_may_ask_for_patience(self, room: Newsroom) -> None:
        room.says[A] = Answer(error="later", retry_after=5000.0)
        room.step()
        room.run(4900, 100)
        assert len(room.asked) == 1
        room.run(1500, 100)
        assert len(room.asked) == 2

    def test_without_an_age_they_go_after_two_days(self, room: Newsroom) -> None:
        room.step()
        room.says[A] = Answer(error="weg")
        room.run(FEEDS.keep - 3600, 600)
        assert room.keeper.texts()
        room.run(7200, 600)
        assert room.keeper.headlines() == {}
        assert room.news.faults == ("weg",)

    def test_whatever_goes_wrong_in_the_thread(self, room: Newsroom) -> None:
        room.says[A] = RuntimeError("boom")
        room.step()
        assert room.news.faults == (f"{A}: cannot be fetched: boom",)
        room.says[A] = entries("Tin")
        room.step(120)
        assert room.keeper.texts() == ["Tin"]

    def test_a_feed_that_has_nothing_is_no_failure(self, room: Newsroom) -> None:
        room.step()
        room.says[A] = entries()
        room.run(FEEDS.interval * 2)
        assert room.keeper.headlines() == {}
        assert not room.news.faults

    def test_letters_that_pose_are_told(self, room: Newsroom) -> None:
        room.says[A] = msgspec.structs.replace(entries("Tin"), posing=3)
        room.step()
        assert "pose as others: 3;" in room.news.faults[0]


class TestKeeping:
    def test_little_is_written(self, room: Newsroom) -> None:
        limits = msgspec.structs.replace(FEEDS, interval=10.0)
        room = Newsroom(limits=limits)
        room.news.want(content(LINE))
        for number in range(360):
            room.says[A] = entries(f"Tin {number}")
            room.step(10)
        assert len(room.keeper.written) <= 3600 / FEEDS.pause + 1
        assert room.keeper.texts()[0] > "Tin 320"

    def test_a_blocked_word_takes_effect_at_once(self, room: Newsroom) -> None:
        room.says[A] = entries("Tin một", "Nhà Cái số 1", "Nhà cải tạo")
        room.step()
        room.news.want(content(LINE, blocked=("nhà cái",)))
        room.step(1)
        assert room.keeper.texts() == ["Tin một", "Nhà cải tạo"]

    def test_also_for_what_was_kept_before_a_restart(self, room: Newsroom) -> None:
        room.step()
        again = Newsroom(room.keeper, room.clock)
        again.news.want(content(LINE, blocked=("hai",)))
        again.step()
        assert room.keeper.texts() == ["Tin một"]

    def test_a_restart_without_a_network_keeps_them(self, room: Newsroom) -> None:
        room.step()
        again = Newsroom(room.keeper, room.clock)
        again.news.want(content(LINE))
        again.run(3600)
        assert room.keeper.texts() == ["Tin một", "Tin hai"]
        assert len(room.keeper.written) == 1

    def test_a_full_disk_is_told_and_tried_again(self, room: Newsroom) -> None:
        room.keeper.full = True
        room.step()
        assert room.news.faults == ("the disk is full",)
        room.keeper.full = False
        room.run(FEEDS.pause + 30)
        assert room.keeper.texts() == ["Tin một", "Tin hai"]
        assert not room.news.faults

    def test_without_a_date_a_headline_grows_old_all_the_same(self) -> None:
        room = Newsroom()
        line = FeedLine(url=A, age=3600)
        room.says[A] = entries("Tin không ngày")
        room.news.want(content(line))
        room.step()
        (first,) = room.keeper.headlines()[A]
        room.run(4 * 3600, 600)
        again = Newsroom(room.keeper, FakeClock(room.clock.seconds))
        again.says = room.says
        again.news.want(content(line))
        again.run(3600)
        (last,) = room.keeper.headlines()[A]
        assert last.seen == first.seen
