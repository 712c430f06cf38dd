"""Feeds that say what a test tells them, a clock in its hands, and a store that counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from signage.config import FEEDS
from signage.content.model import Content, FeedLine, Playlist
from signage.errors import DeviceError
from signage.sync.feeds import Follower
from signage.sync.feeds._message import Answer, Entry, Question

if TYPE_CHECKING:
    from collections.abc import Callable

    from signage.config import FeedLimits
    from signage.release.manifest import Feeds

A, B = "https://a.vn/rss", "https://b.vn/rss"


def content(*lines: FeedLine, blocked: tuple[str, ...] = ()) -> Content:
    return Content(playlists=(Playlist(id="p", ticker=lines),), blocked=blocked)


def entries(*texts: str, at: str | None = None) -> Answer:
    return Answer(entries=tuple(Entry(text, "Báo A", at) for text in texts))


@dataclass
class FakeClock:
    seconds: float = 1000.0

    def monotonic(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return datetime(2026, 5, 28, tzinfo=UTC) + timedelta(seconds=self.seconds)


@dataclass
class FakeKeeper:
    """Like a store; each writing is kept."""

    written: list[Feeds] = field(default_factory=list)
    full: bool = False

    def headlines(self) -> Feeds:
        return self.written[-1] if self.written else {}

    def keep_headlines(self, feeds: Feeds) -> None:
        if self.full:
            raise DeviceError("the disk is full")
        self.written.append(feeds)

    def texts(self, url: str = A) -> list[str]:
        return [each.text for each in self.headlines().get(url, ())]


class Newsroom:
    """A follower, and whatever its feeds say. Threads run when `work` is called."""

    def __init__(
        self, keeper: FakeKeeper | None = None, clock: FakeClock | None = None,
        limits: FeedLimits = FEEDS,
    ) -> None:  # fmt: skip
        self.clock = clock or FakeClock()
        self.keeper = keeper or FakeKeeper()
        self.says: dict[str, Answer | Exception] = {}
        self.asked: list[Question] = []
        self.waiting: list[Callable[[], None]] = []
        self.news = Follower(
            self.keeper, self.clock, ask=self._ask, start=self.waiting.append,
            chance=lambda: 0.5, limits=limits,
        )  # fmt: skip

    def work(self) -> None:
        while self.waiting:
            self.waiting.pop(0)()

    def step(self, seconds: float = 0.0) -> float:
        """Let the time pass, ask what is due, and take up what comes."""
        self.clock.seconds += seconds
        self.news.step()
        self.work()
        return self.news.step()

    def run(self, seconds: float, stride: float = 30.0) -> None:
        for _ in range(int(seconds / stride)):
            self.step(stride)

    def _ask(self, question: Question) -> Answer:
        self.asked.append(question)
        said = self.says.get(question.url, Answer(error=f"{question.url}: nobody answers"))
        if isinstance(said, Exception):
            raise said
        if said.known and said.known == question.known:
            return Answer(unchanged=True, known=said.known)
        return said
