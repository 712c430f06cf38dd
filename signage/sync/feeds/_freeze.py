"""The headlines of the moment, for a release: what a reviewer sees is what the screens show."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from signage.config import FEEDS
from signage.sync.feeds._message import Answer, Question, posing
from signage.sync.feeds._process import ask
from signage.sync.feeds._rules import known, permitted, recent, wishes

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from signage.content.model import Content
    from signage.release.manifest import Feeds

__all__ = ["Frozen", "freeze"]


@dataclass(frozen=True)
class Frozen:
    """Headlines for `Manifest.feeds`, and what did not come."""

    feeds: Feeds = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    """A sentence for each feed that did not come: publish without it, or try again."""


def freeze(
    content: Content,
    now: datetime,
    before: Feeds | None = None,
    *,
    ask: Callable[[Question], Answer] = ask,
) -> Frozen:
    """Fetch every feed that `content` names, once. Takes seconds; half a minute with dead ones.

    The headlines are those that a screen would show at `now`: permitted, recent, no more than
    wanted. They grow old on the screens as they stand here. `before` are those of the last release:
    what a feed said stays while it does not answer, and what it says again is not news.
    """
    wanted = wishes(content)
    questions = [
        Question(url=wish.url, now=now.isoformat(), zone=content.calendar.timezone)
        for wish in wanted[: FEEDS.feeds]
    ]
    with ThreadPoolExecutor(FEEDS.at_once * 2) as pool:
        answers = list(pool.map(ask, questions))
    feeds: Feeds = {}
    faults = []
    for wish, answer in zip(wanted, answers, strict=False):
        said = (before or {}).get(wish.url, ())
        if answer.error:
            faults.append(answer.error)
        else:
            if answer.posing:
                faults.append(posing(wish.url, answer.posing))
            said = known(answer.entries, said, FEEDS.headlines, now)
        if said := recent(permitted(said, content.blocked), wish, now):
            feeds[wish.url] = said
    if len(wanted) > FEEDS.feeds:
        faults.append(f"{len(wanted)} feeds are named; only {FEEDS.feeds} are fetched: name fewer")
    return Frozen(feeds, tuple(faults))
