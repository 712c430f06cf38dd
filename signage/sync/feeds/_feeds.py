"""Following feeds beside the agent: asked in threads, taken up in `step`, which never waits."""

from __future__ import annotations

import logging
import queue
import random
import threading
from typing import TYPE_CHECKING, Protocol

import msgspec

from signage.config import FEEDS, FeedLimits, NetworkLimits
from signage.errors import DeviceError
from signage.sync._backoff import BackOff
from signage.sync.feeds._message import Answer, Question, posing, shown
from signage.sync.feeds._process import ask
from signage.sync.feeds._rules import Wish, known, permitted, wishes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from signage.content.model import Content
    from signage.release.manifest import Feeds as Headlines

__all__ = ["Clock", "Follower", "Keeper"]

_log = logging.getLogger(__name__)

_GLANCE = 0.5
"""Seconds between looks whether an answer came."""
_LOOK = 60.0
"""Seconds between looks what time alone has changed."""


class Clock(Protocol):
    """See `signage.sync._agent.Clock`."""

    def monotonic(self) -> float:
        """Seconds that never go back."""

    def now(self) -> datetime:
        """The wall clock, with its zone."""


class Keeper(Protocol):
    """Where headlines lie: `Store`."""

    def headlines(self) -> Headlines:
        """What was kept last."""

    def keep_headlines(self, feeds: Headlines) -> None:
        """Keep these.

        Raises:
            DeviceError: the disk is full or failing.
        """


class _Feed:
    """One feed, and how it fares."""

    def __init__(self, wish: Wish, waits: BackOff, now: float) -> None:
        self.wish = wish
        self.waits = waits
        self.due = now
        self.good = now
        """When it last answered, or was first wanted."""
        self.asking = False
        self.answer: Answer | None = None
        """The last good one."""
        self.error: str | None = None
        self.known: tuple[tuple[str, str], ...] = ()


class Follower:
    """Keeps the headlines of an unsigned source in the store, up to date.

    `ask` fetches a feed, on a thread that `start` gives it; tests give their own. What it brings
    is taken up by the next `step`.
    """

    def __init__(
        self,
        keeper: Keeper,
        clock: Clock,
        *,
        ask: Callable[[Question], Answer] = ask,
        start: Callable[[Callable[[], None]], None] | None = None,
        chance: Callable[[], float] = random.random,
        limits: FeedLimits = FEEDS,
    ) -> None:
        self._keeper = keeper
        self._clock = clock
        self._ask = ask
        self._start = start or _on_a_thread
        self._chance = chance
        self._limits = limits
        self._feeds: dict[str, _Feed] = {}
        self._beyond = 0
        self._blocked: tuple[str, ...] = ()
        self._zone = "Asia/Ho_Chi_Minh"
        self._answers: queue.SimpleQueue[tuple[str, Answer]] = queue.SimpleQueue()
        self._kept: Headlines | None = None
        """As in the store; None: not looked yet."""
        self._written: float | None = None
        self._full: str | None = None
        self._content: Content | None = None
        self._current: Headlines = {}
        self._stale = True
        """Whether `_current` may be something else by now."""
        self._looked = 0.0
        self.answers = 0
        """Counts what came, good or not."""

    def want(self, content: Content) -> None:
        """From now on, follow what `content` names. Cheap when it is the same object."""
        if content is self._content:
            return
        self._content = content
        wanted = wishes(content)
        self._beyond = max(len(wanted) - self._limits.feeds, 0)
        self._blocked = content.blocked
        self._zone = content.calendar.timezone
        now = self._clock.monotonic()
        feeds: dict[str, _Feed] = {}
        for wish in wanted[: self._limits.feeds]:
            feed = self._feeds.get(wish.url) or _Feed(wish, self._back_off(), now)
            feed.wish = wish
            feeds[wish.url] = feed
        self._feeds = feeds
        self._stale = True

    def step(self) -> float:
        """Take up what came, ask what is due, keep what changed.

        Returns:
            Seconds after which the next step is wanted.
        """
        if self._content is None:
            return _LOOK
        now = self._clock.monotonic()
        while True:
            try:
                url, answer = self._answers.get_nowait()
            except queue.Empty:
                break
            if url in self._feeds:
                self._take_up(self._feeds[url], answer, now)
        self._keep(now)
        self._send(now)
        if self.asking:
            return _GLANCE
        return max(min(self._moments(now), default=now + _LOOK) - now, _GLANCE)

    @property
    def follows(self) -> bool:
        """Whether anybody said what to follow."""
        return self._content is not None

    @property
    def asking(self) -> bool:
        """Whether an answer is awaited."""
        return any(feed.asking for feed in self._feeds.values())

    @property
    def tried(self) -> bool:
        """Whether every feed was asked once, and what came is kept."""
        waiting = any(feed.answer is None and feed.error is None for feed in self._feeds.values())
        return not waiting and not self.asking

    @property
    def faults(self) -> tuple[str, ...]:
        """A sentence for each thing that somebody ought to know."""
        sentences = []
        for url, feed in self._feeds.items():
            if feed.error:
                kept = " (its last headlines stay until their age ends)"
                sentences.append(f"{feed.error}{kept if url in self._known() else ''}")
            elif feed.answer and feed.answer.posing:
                sentences.append(posing(url, feed.answer.posing))
        if self._beyond:
            sentences.append(
                f"the playlists name {len(self._feeds) + self._beyond} feeds, of which "
                f"{len(self._feeds)} are fetched: name fewer"
            )
        return (*sentences, *((self._full,) if self._full else ()))

    # Within

    def _take_up(self, feed: _Feed, answer: Answer, now: float) -> None:
        self.answers += 1
        feed.asking = False
        self._stale = True
        if answer.error is not None:
            if feed.error is None:
                _log.warning("%s", answer.error)
            feed.error = answer.error
            feed.due = now + feed.waits.failed(answer.retry_after)
            return
        if feed.error is not None:
            _log.info("%s: answers again", shown(feed.wish.url))
        feed.error, feed.good = None, now
        feed.due = now + feed.waits.poll()
        if not answer.unchanged:
            feed.answer, feed.known = answer, answer.known

    def _send(self, now: float) -> None:
        free = self._limits.at_once - sum(feed.asking for feed in self._feeds.values())
        due = [feed for feed in self._feeds.values() if not feed.asking and now >= feed.due]
        for feed in due[:free]:
            feed.asking = True
            question = Question(
                url=feed.wish.url, now=self._clock.now().isoformat(), zone=self._zone,
                known=feed.known if feed.answer else (),
            )  # fmt: skip
            self._start(self._errand(question))

    def _errand(self, question: Question) -> Callable[[], None]:
        """What a thread does: it touches nothing of ours but the queue."""

        def run() -> None:
            try:
                answer = self._ask(question)
            except Exception as error:  # noqa: BLE001  (a dead thread would never ask again)
                _log.exception("a feed could not be fetched")
                answer = Answer(error=f"{shown(question.url)}: cannot be fetched: {error}")
            self._answers.put((question.url, answer))

        return run

    def _keep(self, now: float) -> None:
        """Write what changed, not too often, but at once where there was nothing to show."""
        if self._stale or now >= self._looked + _LOOK:
            self._current, self._stale, self._looked = self._gathered(now), False, now
        before, current = self._known(), self._current
        if current == before:
            self._full = None
            return
        new = any(url not in before for url in current)
        if not (new or self._withdrawn() or now >= self._next_writing(now)):
            return
        try:
            self._keeper.keep_headlines(current)
        except DeviceError as error:
            self._full = str(error)
        else:
            self._kept, self._full = current, None
        self._written = now

    def _withdrawn(self) -> bool:
        """Whether a headline stands that is blocked, or not wanted, by now."""
        return any(
            url not in self._current or permitted(headlines, self._blocked) != headlines
            for url, headlines in self._known().items()
        )

    def _gathered(self, now: float) -> Headlines:
        """What there is to show. Of a feed that has not answered yet, what it said before."""
        wall = self._clock.now()
        found: Headlines = {}
        for url, feed in self._feeds.items():
            if feed.wish.age is None and feed.error and now > feed.good + self._limits.keep:
                continue
            headlines = self._known().get(url, ())
            if feed.answer is not None:
                headlines = known(feed.answer.entries, headlines, feed.wish.most, wall)
            if headlines := permitted(headlines, self._blocked):
                found[url] = headlines
        return found

    def _known(self) -> Headlines:
        if self._kept is None:
            self._kept = self._keeper.headlines()
        return self._kept

    def _next_writing(self, now: float) -> float:
        return now if self._written is None else self._written + self._limits.pause

    def _moments(self, now: float) -> Iterator[float]:
        yield from (feed.due for feed in self._feeds.values())
        if self._current != self._known():
            yield self._next_writing(now)

    def _back_off(self) -> BackOff:
        limits = self._limits
        pace = msgspec.structs.replace(
            NetworkLimits(), poll=limits.interval, spread=limits.spread, retry=limits.retry,
            retry_most=limits.retry_most, retry_after_most=limits.retry_after_most,
        )  # fmt: skip
        return BackOff(pace, self._chance)


def _on_a_thread(work: Callable[[], None]) -> None:
    # A daemon: its worker dies with it, and nothing is lost.
    threading.Thread(target=work, name="feed", daemon=True).start()
