"""From a feed through a reviewer to a signed screen: nothing runs there that nobody read."""

from __future__ import annotations

import functools
import os
from typing import TYPE_CHECKING

import pytest

from signage.content.model import FeedLine
from signage.player._news import teller
from signage.player.ticker import lines
from signage.release import keys
from signage.release.publish import Given, Keyring
from signage.sync.feeds import freeze
from signage.sync.feeds._message import Answer, Question
from tests.release.trees import CHEAP, Centre
from tests.sync._kiosk import Kiosk
from tests.sync.feeds._fakes import A, entries

if TYPE_CHECKING:
    from pathlib import Path

    from signage.release.publish import Published

PLAYLIST = f"name: Sảnh\nitems: [{{slide: {{title: a}}}}]\nticker: [{{feed: '{A}', age: 48h}}]\n"


class Desk:
    """A centre with a feed that says what a test tells it, and a screen that follows."""

    def __init__(self, root: Path) -> None:
        self.says: dict[str, Answer] = {A: entries("Tin đã duyệt")}
        self.asked: list[Question] = []
        self.centre = Centre(root / "centre")
        self.centre.write({"p.yaml": PLAYLIST})
        self.publish()
        self.kiosk = Kiosk(root, self.centre)

    def publish(self, keyring: Keyring | None = None) -> Published:
        return self.centre.publish(
            keyring=keyring, headlines=functools.partial(freeze, ask=self._ask)
        )

    def shown(self) -> list[str]:
        self.kiosk.run(10)
        active = self.kiosk.store.active()
        assert active is not None
        fetched = self.kiosk.store.headlines()
        tell = teller(active, fetched, self.kiosk.time.now(), trusted=True)
        return [news.text["vi"] for news in lines(active, ["p"], tell)]

    def _ask(self, question: Question) -> Answer:
        self.asked.append(question)
        return self.says[question.url]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(os, "fsync", lambda _handle: None)  # nothing here loses power
    return Desk(tmp_path)


def test_what_a_reviewer_signed_is_shown_and_nobody_else_asks(desk: Desk) -> None:
    assert desk.shown() == ["Tin đã duyệt (Báo A)"]
    desk.says[A] = entries("Tin chưa duyệt")
    desk.kiosk.step(hours=1)
    assert desk.shown() == ["Tin đã duyệt (Báo A)"]
    assert len(desk.asked) == 1
    told = desk.publish()
    assert told.difference is not None
    assert told.difference.headlines_added == ["Tin chưa duyệt"]
    assert desk.shown() == ["Tin chưa duyệt (Báo A)"]


def test_the_weather_is_reviewed_with_the_rest(desk: Desk) -> None:
    desk.centre.write({
        "p.yaml": "items: [{slide: {title: a}}]\n",
        "screens.yaml": f"screens: {{sanh: {{weather: {{feed: '{A}', age: 12h}}}}}}\n",
    })  # fmt: skip
    desk.says[A] = entries("Nắng, 24 °C", "Hôm qua mưa")
    told = desk.publish()
    assert told.difference is not None
    assert told.difference.headlines_added == ["Nắng, 24 °C"]
    desk.kiosk.run(10)
    active = desk.kiosk.store.active()
    assert active is not None
    assert [each.text for each in active.manifest.feeds[A]] == ["Nắng, 24 °C"]
    desk.kiosk.run(2000)
    assert len(desk.asked) == 2
    assert desk.kiosk.store.headlines() == {}


def test_even_what_lies_in_the_store_from_before(desk: Desk) -> None:
    desk.shown()
    desk.kiosk.store.keep_headlines({A: ()})
    assert desk.shown() == ["Tin đã duyệt (Báo A)"]


def test_they_end_with_their_age(desk: Desk) -> None:
    desk.kiosk.step(hours=47)
    assert desk.shown() == ["Tin đã duyệt (Báo A)"]
    desk.kiosk.step(hours=2)
    assert desk.shown() == []


def test_a_machine_adds_no_news(desk: Desk) -> None:
    centre = desk.centre
    keys.add(centre.office, centre.keyring(), centre.clock, role="release", name="máy",
             unattended=True)  # fmt: skip
    machine = Keyring([centre.keys], Given(), CHEAP)
    desk.says[A] = entries("Tin chưa duyệt")
    again = desk.publish(machine)
    assert (again.reviewed, again.version) == (True, 1)
    centre.write({"p.yaml": PLAYLIST.replace("Sảnh", "Sảnh chính")})
    assert desk.publish(machine).version == 2
    assert desk.shown() == ["Tin đã duyệt (Báo A)"]
    assert len(desk.asked) == 1


def test_a_feed_that_is_silent_hinders_no_release(desk: Desk) -> None:
    desk.says[A] = Answer(error=f"{A}: nobody answers")
    centre = desk.centre
    centre.write({"p.yaml": PLAYLIST.replace("Sảnh", "Sảnh chính")})
    told = desk.publish()
    assert told.version == 2
    assert told.notes == [f"{A}: nobody answers"]
    assert desk.shown() == ["Tin đã duyệt (Báo A)"]


def test_the_line_is_what_was_asked_for(desk: Desk) -> None:
    desk.kiosk.run(10)
    active = desk.kiosk.store.active()
    assert active is not None
    (line,) = active.manifest.content.playlists[0].ticker
    assert line == FeedLine(url=A, age=172_800.0)
