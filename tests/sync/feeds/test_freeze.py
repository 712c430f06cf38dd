"""Headlines for a release: fetched once, and judged as a screen would."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from signage.content.model import FeedLine
from signage.sync.feeds import freeze
from signage.sync.feeds._message import Answer, Entry, Question
from tests.sync._server import Server
from tests.sync.feeds._fakes import A, B, content, entries

if TYPE_CHECKING:
    from signage.release.manifest import Feeds

NOW = datetime(2026, 5, 28, 12, tzinfo=UTC)
OLD, NEW = "2026-05-20T12:00:00+00:00", "2026-05-28T11:00:00+00:00"


def test_what_a_screen_would_show_now_and_what_did_not_come() -> None:
    said = {
        A: Answer(entries=(Entry("cũ", "A", OLD), Entry("nhà cái", "A", NEW),
                           *(Entry(f"tin {each}", "A", NEW) for each in range(9)))),
        B: Answer(error=f"{B}: nobody answers"),
    }  # fmt: skip
    lines = (FeedLine(url=A, max=3, age=86_400.0), FeedLine(url=B))
    frozen = freeze(
        content(*lines, blocked=("nhà cái",)), NOW, ask=lambda question: said[question.url]
    )
    assert [each.text for each in frozen.feeds[A]] == ["tin 0", "tin 1", "tin 2"]
    assert {each.seen for each in frozen.feeds[A]} == {"2026-05-28T12:00:00+00:00"}
    assert B not in frozen.feeds
    assert frozen.faults == (f"{B}: nobody answers",)


def test_what_the_last_release_had_stays_while_a_feed_does_not_answer() -> None:
    line = FeedLine(url=A, age=86_400.0)
    first = freeze(content(line), NOW, ask=lambda _: entries("Tin một", "Tin hai")).feeds
    later = NOW + timedelta(hours=20)

    def frozen(said: Answer, when: datetime = later) -> Feeds:
        return freeze(content(line), when, first, ask=lambda _: said).feeds

    sly = msgspec.structs.replace(entries("Tin một"), posing=2)
    assert "pose as others: 2;" in freeze(content(line), NOW, ask=lambda _: sly).faults[0]
    silent = Answer(error="nobody answers")
    assert frozen(entries("Tin một", "Tin hai")) == first  # the same words, the same release
    assert frozen(silent) == first
    assert frozen(silent, NOW + timedelta(hours=25)) == {}
    assert freeze(content(line, blocked=("một",)), later, first, ask=lambda _: silent).feeds == {
        A: first[A][1:]
    }


def test_nothing_is_asked_where_nothing_is_named() -> None:
    asked: list[Question] = []

    def ask(question: Question) -> Answer:
        asked.append(question)
        return entries("x")

    assert freeze(content(), NOW, ask=ask).feeds == {}
    many = tuple(FeedLine(url=f"https://{each}.vn/") for each in range(30))
    assert len(freeze(content(*many), NOW, ask=ask).feeds) == len(asked) == 20
    assert "name fewer" in freeze(content(*many), NOW, ask=ask).faults[0]


def test_over_the_wire() -> None:
    with Server() as server:
        server.files["rss"] = (
            "<rss version='2.0'><channel><title>Báo A</title><item><title>Tin</title></item>"
            "</channel></rss>"
        ).encode()
        frozen = freeze(content(FeedLine(url=server.url + "rss")), NOW)
    assert [(each.text, each.source) for each in frozen.feeds[server.url + "rss"]] == [
        ("Tin", "Báo A")
    ]
