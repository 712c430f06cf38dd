"""Headlines from outside: fetched beside, held until a reviewer approves them or trusts the feed.

A screen shows no headline of a signed release but those within it, so what is approved here goes
out with the next approval: nobody's passphrase is kept, and no machine signs news.
"""

from __future__ import annotations

import logging
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
from django.db import transaction

from signage import atomic
from signage.config import FEEDS
from signage.console.models import Feed, News
from signage.content.loader import load_folder
from signage.content.model import FeedLine, Headline
from signage.release.manifest import Feeds

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from signage.console.data import Data
    from signage.console.models import Person
    from signage.content.model import Content

__all__ = [
    "Approved", "approved", "decide", "fetch", "kept", "listed", "trust", "trusted", "urls",
    "waiting",
]  # fmt: skip

log = logging.getLogger("signage.console.news")

EACH = timedelta(minutes=15)
"""Between two questions to the feeds."""
PATIENCE = 90.0
"""Seconds after which asking all feeds is given up."""
SHOWN = 60
"""Headlines of a feed on the page."""
KEPT = 500
"""Headlines of a feed in the database; the oldest that it no longer says go."""


class _Said(msgspec.Struct):
    feeds: Feeds
    faults: tuple[str, ...]


@dataclass(frozen=True)
class Approved:
    """Headlines for a release, as `release.publish` takes them."""

    feeds: Feeds = field(default_factory=dict)
    faults: tuple[str, ...] = ()


def urls(content: Content) -> list[str]:
    """The feeds that playlists name, in order."""
    found = [
        line.url for each in content.playlists for line in each.ticker if isinstance(line, FeedLine)
    ]
    weather = [each.weather.url for each in content.screens if isinstance(each.weather, FeedLine)]
    return list(dict.fromkeys([*found, *weather]))


def fetch(data: Data, content: Content, now: datetime) -> bool:
    """Ask the feeds whose time has come, in the worker; False: it has not for any."""
    wanted = urls(content)
    known = {each.url: each for each in Feed.objects.filter(url__in=wanted)}
    for url in wanted:
        if url not in known:
            known[url] = Feed.objects.create(url=url)
    if not any(each.asked is None or each.asked < now - EACH for each in known.values()):
        return False
    before = {url: _headlines(each.news.filter(current=True)) for url, each in known.items()}
    said, fault = _Said({}, ()), ""
    try:
        said = msgspec.json.decode(_asked(data, msgspec.json.encode(before)), type=_Said)
    except (subprocess.SubprocessError, OSError, msgspec.MsgspecError) as error:
        fault = str(error)[:400]
        log.warning("feeds: %s", fault)
    with transaction.atomic():
        for url, each in known.items():
            each.asked = now
            each.fault = fault or next((words for words in said.faults if url in words), "")[:400]
            each.save(update_fields=["asked", "fault"])
            if not fault:
                _keep(each, said.feeds.get(url, ()))
    return True


def _asked(data: Data, before: bytes) -> bytes:
    command = [sys.executable, "-P", "-m", "signage.sync.feeds", str(data.content)]
    return subprocess.run(
        command, input=before, capture_output=True, timeout=PATIENCE, check=False
    ).stdout


def _keep(feed: Feed, said: Iterable[Headline]) -> None:
    texts = set()
    for each in said:
        texts.add(each.text[:1000])
        News.objects.get_or_create(
            feed=feed, text=each.text[:1000],
            defaults={"source": each.source[:200], "at": each.at or "", "seen": each.seen},
        )  # fmt: skip
    feed.news.filter(text__in=texts).update(current=True)
    feed.news.exclude(text__in=texts).update(current=False)
    old = feed.news.filter(current=False).values_list("pk", flat=True)[KEPT:]
    News.objects.filter(pk__in=list(old)).delete()


def _headlines(lines: Iterable[News]) -> tuple[Headline, ...]:
    made = [
        Headline(text=each.text, source=each.source, at=each.at or None, seen=each.seen)
        for each in lines
    ]
    return tuple(sorted(made, key=lambda each: each.at or each.seen, reverse=True))


def kept(frozen: Path) -> Approved:
    """The headlines that go out with a frozen folder.

    Those that are approved when the first reviewer signs; the second signs the same.
    """
    path = frozen / "headlines.json"
    try:
        return Approved(msgspec.json.decode(path.read_bytes(), type=Feeds))
    except (FileNotFoundError, msgspec.MsgspecError):
        said = approved(load_folder(frozen).content)
        atomic.write(path, msgspec.json.encode(said.feeds), mode=0o600)
        return said


def approved(content: Content) -> Approved:
    """Headlines that a release of this content may hold: approved one by one, or of a trusted feed.

    How many of each are shown, and how old they may be, the screen reckons.
    """
    feeds: Feeds = {}
    for feed in Feed.objects.filter(url__in=urls(content)):
        lines = feed.news.filter(current=True).exclude(state=News.State.REFUSED)
        if not feed.trusted:
            lines = lines.filter(state=News.State.APPROVED)
        if said := _headlines(lines)[: FEEDS.headlines]:
            feeds[feed.url] = said
    return Approved(feeds)


def waiting(content: Content) -> int:
    """How many headlines wait for a reviewer."""
    return News.objects.filter(
        feed__url__in=urls(content), feed__trusted=False, current=True, state=News.State.WAITING
    ).count()


def listed(content: Content) -> list[tuple[Feed, list[News]]]:
    """Each feed that playlists name, with what it says now."""
    found = []
    for url in urls(content):
        feed = Feed.objects.filter(url=url).first() or Feed(url=url)
        found.append((feed, list(feed.news.filter(current=True)[:SHOWN]) if feed.pk else []))
    return found


def trusted(url: str) -> bool:
    """Whether the headlines of a feed need nobody's word."""
    return Feed.objects.filter(url=url, trusted=True).exists()


def trust(url: str, by: Person, *, trusts: bool) -> None:
    """Decide whether they do."""
    if not Feed.objects.filter(url=url).update(trusted=trusts, by=by):
        Feed.objects.create(url=url, trusted=trusts, by=by)


def decide(numbers: list[int], by: Person, *, approves: bool) -> list[str]:
    """Approve headlines, or refuse them; what they say."""
    state = News.State.APPROVED if approves else News.State.REFUSED
    lines = News.objects.filter(pk__in=numbers)
    words = [each.text for each in lines]
    lines.update(state=state, by=by)
    return words
