"""The agent and the news: neither holds up the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from signage.sync import bring_once
from signage.sync._agent import Agent
from signage.sync._origin import FolderOrigin
from signage.sync.feeds import Follower
from signage.sync.feeds._message import Answer, Question
from tests.sync._fakes import Centre
from tests.sync._server import Server
from tests.sync.feeds._fakes import A, entries

if TYPE_CHECKING:
    from pathlib import Path


class Desk:
    """A centre whose agent asks feeds that a test speaks for, at once."""

    def __init__(self, root: Path) -> None:
        self.centre = Centre(root)
        self.says = entries("Tin một")
        self.held: list[Question] = []
        self.hold = False
        self.restart()

    def restart(self) -> None:
        centre = self.centre
        news = Follower(
            centre.store, centre.clock, ask=self._ask, start=self._start, chance=lambda: 0.5
        )
        centre.agent = Agent(centre.store, centre.source, centre.examiner, centre.clock, news=news)

    def playlist(self, *urls: str) -> None:
        lines = "".join(f"\n  - {{feed: {url}}}" for url in urls)
        (self.centre.root / "playlists" / "p.yaml").write_text(
            f"items: [{{slide: {{title: a}}}}]\nticker:\n  - Chào{lines}\n"
        )

    def texts(self) -> list[str]:
        return [each.text for each in self.centre.store.headlines().get(A, ())]

    def faults(self) -> tuple[str, ...]:
        assert self.centre.agent.status is not None
        return self.centre.agent.status.faults

    def _ask(self, question: Question) -> Answer:
        return self.says

    def _start(self, work: object) -> None:
        if not self.hold:
            work()  # type: ignore[operator]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_headlines_come_beside_the_content(desk: Desk) -> None:
    desk.playlist(A)
    desk.centre.run()
    assert desk.texts() == ["Tin một"]
    assert desk.centre.agent.settled
    release = desk.centre.store.activation_path().read_bytes()
    desk.says = entries("Tin hai")
    desk.centre.run(4)
    for _ in range(50):
        desk.centre.step(30)
    assert desk.texts() == ["Tin hai"]
    assert desk.centre.store.activation_path().read_bytes() == release


def test_the_weather_comes_as_other_news_do(desk: Desk) -> None:
    desk.playlist()
    screens = desk.centre.root / "playlists" / "screens.yaml"
    screens.write_text(f"screens: {{sanh: {{weather: {{feed: '{A}', age: 12h}}}}}}\n")
    desk.says = entries("Nắng, 24 °C", "Hôm qua mưa", "Hôm kia cũng mưa")
    desk.centre.run()
    assert desk.texts() == ["Nắng, 24 °C", "Hôm qua mưa"]
    assert desk.centre.state == "current"
    screens.write_text("screens: {sanh: {}}\n")
    desk.centre.run()
    assert desk.centre.store.headlines() == {}


def test_a_feed_that_never_answers_holds_nothing_up(desk: Desk) -> None:
    desk.hold = True
    desk.playlist(A)
    desk.centre.run()
    assert desk.centre.shown() == {"p": ()}
    assert desk.centre.state == "current"
    assert not desk.centre.agent.settled


def test_its_faults_stand_beside_those_of_the_content(desk: Desk) -> None:
    desk.says = Answer(error=f"{A}: nobody answers")
    desk.playlist(A, "http://a.vn/rss")
    desk.centre.run()
    assert desk.centre.agent.settled
    assert len(desk.faults()) == 2
    assert desk.faults()[-1] == f"{A}: nobody answers"
    desk.says = entries("Tin")
    for _ in range(10):
        desk.centre.step(30)
    assert len(desk.faults()) == 1
    assert "https only" in desk.faults()[0]


def test_a_blocklist_takes_effect_at_once(desk: Desk) -> None:
    desk.says = entries("Nhà cái số 1", "Tin lành")
    desk.playlist(A)
    desk.centre.run()
    assert len(desk.texts()) == 2
    (desk.centre.root / "playlists" / "blocklist.yaml").write_text("blocklist: [nhà cái]\n")
    desk.centre.run()
    assert desk.texts() == ["Tin lành"]


def test_a_share_that_is_away_does_not_end_the_news(desk: Desk) -> None:
    desk.playlist(A)
    desk.centre.run()
    desk.centre.root.rename(desk.centre.root.with_name("away"))
    desk.restart()
    desk.says = entries("Tin hai")
    for _ in range(20):
        desk.centre.step(30)
    assert desk.centre.state == "lost"
    assert desk.texts() == ["Tin hai"]


def test_a_line_that_goes(desk: Desk) -> None:
    desk.playlist(A)
    desk.centre.run()
    desk.playlist()
    desk.centre.run()
    assert desk.centre.store.headlines() == {}


def test_brought_once_over_the_wire_with_the_headlines(tmp_path: Path) -> None:
    centre = Centre(tmp_path)
    with Server() as server:
        server.files["rss"] = (
            "<rss version='2.0'><channel><title>Báo A</title><item><title>Lũ rút</title></item>"
            "</channel></rss>"
        ).encode()
        (centre.root / "playlists" / "p.yaml").write_text(
            f"items: [{{slide: {{title: a}}}}]\nticker: [{{feed: '{server.url}rss'}}, "
            f"{{feed: '{server.url}gone'}}]\n"
        )
        agent = bring_once(centre.store, FolderOrigin(centre.root), lambda: False)
        url = server.url
    assert [each.text for each in centre.store.headlines()[f"{url}rss"]] == ["Lũ rút"]
    assert agent.status is not None
    assert agent.status.faults == (f"{url}gone: not there (HTTP 404)",)
