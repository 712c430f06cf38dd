"""What goes between the agent and the process that fetches: JSON, one message each way."""

from __future__ import annotations

import msgspec

from signage.config import FEEDS

__all__ = ["Answer", "Entry", "Question", "posing", "shown"]


class Entry(msgspec.Struct, frozen=True):
    """A headline as its feed gives it, cleaned."""

    text: str
    source: str
    """Who says so, in a few words."""
    at: str | None = None
    """ISO 8601 with offset; None where the feed does not say, or nothing sensible."""


class Question(msgspec.Struct, frozen=True):
    """Fetch this feed."""

    url: str
    now: str
    """ISO 8601 with offset, by this device's clock."""
    zone: str
    """IANA name, of times that do not say theirs."""
    known: tuple[tuple[str, str], ...] = ()
    """Headers that ask only for what changed: of an answer before."""
    seconds: float = FEEDS.fetch
    """In which all of it must have come."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it. With an `error`, nothing else counts but `retry_after`."""

    entries: tuple[Entry, ...] = ()
    """In the feed's order, each text once."""
    posing: int = 0
    """Headlines left out since their letters pose as others."""
    unchanged: bool = False
    """Nothing new since the answer that gave `known`."""
    known: tuple[tuple[str, str], ...] = ()
    error: str | None = None
    """A sentence that begins with the address: what, where, what to do."""
    retry_after: float | None = None
    """Seconds that the server asked for, not bounded yet."""


def shown(url: str) -> str:
    """The address without a password, for messages."""
    scheme, mark, rest = url.partition("://")
    place, slash, path = rest.partition("/")
    return f"{scheme}{mark}{place.rpartition('@')[2]}{slash}{path}"


def posing(url: str, count: int) -> str:
    """The sentence on headlines that were left out."""
    return (
        f"{shown(url)}: headlines left out, since their letters pose as others: {count}; tell the "
        "publisher, or choose another feed"
    )
