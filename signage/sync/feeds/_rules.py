"""Which headlines are shown: pure rules over what a feed says, what was there, and the clock."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from signage.content.folding import folded
from signage.content.model import FeedLine
from signage.release.manifest import Headline

if TYPE_CHECKING:
    from collections.abc import Iterable

    from signage.content.model import Content
    from signage.sync.feeds._message import Entry

__all__ = ["Wish", "known", "permitted", "recent", "wishes"]


class Wish(msgspec.Struct, frozen=True):
    """What all lines that name a feed want of it together."""

    url: str
    most: int
    age: float | None
    """Seconds; None: any age."""


def wishes(content: Content) -> tuple[Wish, ...]:
    """Every feed that the content names, once, in order: of the tickers, then the weather's.

    Of a weather feed, its newest is all that is shown.
    """
    lines = [each for playlist in content.playlists for each in playlist.ticker]
    wanted = [Wish(each.url, each.max, each.age) for each in lines if isinstance(each, FeedLine)]
    weather = [screen.weather for screen in content.screens]
    wanted += [Wish(each.url, 1, each.age) for each in weather if isinstance(each, FeedLine)]
    found: dict[str, Wish] = {}
    for wish in wanted:
        other = found.get(wish.url, wish)
        ages = (wish.age, other.age)
        age = None if None in ages else max(each for each in ages if each is not None)
        found[wish.url] = Wish(wish.url, max(wish.most, other.most), age)
    return tuple(found.values())


def known(
    entries: Iterable[Entry], before: Iterable[Headline], most: int, now: datetime
) -> tuple[Headline, ...]:
    """The headlines of a feed, the newest first, twice as many as wanted, however old.

    A headline was seen when it first came, also after a restart: that is how one without a date
    grows old. Hence those that are too old are kept as well, lest they come as news.
    """
    first = {each.text: each.seen for each in before}
    stamp = now.isoformat(timespec="seconds")
    made = []
    for entry in entries:
        seen = first.get(entry.text, stamp)
        since = _instant(seen)
        if since is None or since > now:  # the clock was wrong, then
            seen = stamp
        made.append(Headline(text=entry.text, source=entry.source, at=entry.at, seen=seen))
    made.sort(key=lambda each: _written(each, now), reverse=True)  # stable: else the feed's order
    return tuple(made[: most * 2])


def recent(headlines: Iterable[Headline], wish: Wish, now: datetime) -> tuple[Headline, ...]:
    """As many as wanted, none older than wanted."""
    young = [
        each
        for each in headlines
        if wish.age is None or (now - _written(each, now)).total_seconds() <= wish.age
    ]
    return tuple(young[: wish.most])


def permitted(headlines: Iterable[Headline], blocked: Iterable[str]) -> tuple[Headline, ...]:
    """Those without a blocked word, in the headline or in its source's name."""
    words = [folded(word) for word in blocked]
    return tuple(
        each
        for each in headlines
        if not any(word in folded(f"{each.text} / {each.source}") for word in words)
    )


def _written(headline: Headline, now: datetime) -> datetime:
    return _instant(headline.at) or _instant(headline.seen) or now


def _instant(words: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(words or "")
    except ValueError:
        return None
    return found if found.tzinfo else None
