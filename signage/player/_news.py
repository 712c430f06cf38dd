"""What the strip says of a feed: the headline, whose it is, and when it was written. Pure."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from signage.content.model import FeedLine, Headline
    from signage.store.model import Activation

__all__ = ["teller"]


def teller(
    activation: Activation,
    fetched: Mapping[str, tuple[Headline, ...]],
    now: datetime,
    *,
    trusted: bool,
) -> Callable[[FeedLine], list[str]]:
    """Give what a line of the ticker that names a feed says at `now`.

    Of a signed release those headlines that were reviewed with it, and never any that were
    `fetched`. While the clock is not `trusted` it is at least as late as when the newest came.
    """
    feeds: Mapping[str, tuple[Headline, ...]]
    feeds = activation.manifest.feeds if activation.signed else fetched
    zone = ZoneInfo(activation.manifest.content.calendar.timezone)

    def tell(line: FeedLine) -> list[str]:
        said = feeds.get(line.url, ())
        seen = [found for each in said if (found := _instant(each.seen))]
        moment = now if trusted else max([now, *seen])
        young = [each for each in said if _young(each, line.age, moment)]
        return [_sentence(each, moment, zone) for each in young[: line.max]]

    return tell


def _young(headline: Headline, age: float | None, now: datetime) -> bool:
    if age is None:
        return True
    written = _instant(headline.at) or _instant(headline.seen)
    return written is None or (now - written).total_seconds() <= age


def _sentence(headline: Headline, now: datetime, zone: ZoneInfo) -> str:
    """The time itself, not “two hours ago”: that would be wrong before the strip came round."""
    when = _instant(headline.at)
    parts = [headline.source, _when(when.astimezone(zone), now.astimezone(zone)) if when else ""]
    about = ", ".join(part for part in parts if part)
    return f"{headline.text} ({about})" if about else headline.text


def _when(written: datetime, now: datetime) -> str:
    """`17:00 ngày 28/5`. At midnight sharp the feed gave a day and no time."""
    day = f"{written.day}/{written.month}"
    if written.year != now.year:
        day += f"/{written.year}"
    sharp = (written.hour, written.minute, written.second) == (0, 0, 0)
    return f"ngày {day}" if sharp else f"{written:%H:%M} ngày {day}"


def _instant(words: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(words or "")
    except ValueError:
        return None
    # In the first and the last year there is, another zone's time may be none at all.
    return found if found.tzinfo and MINYEAR < found.year < MAXYEAR else None
