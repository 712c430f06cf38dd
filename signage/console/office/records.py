"""What was published, from when until when: kept release by release, counted month by month.

It counts what the approved releases held. What a screen really showed is the proof of play, which
has a place of its own beside this.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone

from signage.console.models import Setting, Shown, Submission
from signage.console.office import submissions
from signage.content.loader import load_folder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from signage.console.data import Data
    from signage.content.model import Content, Item, Text

__all__ = ["Row", "Total", "follow", "inventory", "months", "span", "totals"]

_DONE = "records-release"
"""The release up to which it is written down."""
_MONTHS = 24
"""Offered to choose from."""


class Row(NamedTuple):
    """An item of a release."""

    playlist: str
    what: str
    kind: str
    topic: str
    languages: tuple[str, ...]

    @property
    def key(self) -> str:
        """The same item in another release has the same."""
        named = f"{self.playlist}\0{self.kind}\0{self.what}"
        return hashlib.sha256(named.encode()).hexdigest()


class Total(NamedTuple):
    """Of one month, topic and language."""

    month: str
    """`2026-11`."""
    topic: str
    language: str
    shown: int
    """Items that were on at any time in it."""
    new: int
    """Of those, the ones that came in it."""


def follow(data: Data) -> bool:
    """Write down the next approved release that is not yet; False where there is none."""
    done = Setting.objects.filter(name=_DONE).first()
    after = done.value if done and isinstance(done.value, int) else 0
    approved = Submission.objects.filter(state=Submission.State.APPROVED, release__gt=after)
    made = approved.order_by("release", "pk").first()
    if made is None or made.release is None or made.decided is None:
        return False
    frozen = submissions.folder_of(data, made.pk)
    rows = inventory(load_folder(frozen).content) if frozen.is_dir() else None
    with transaction.atomic():
        if rows is not None:
            _write(rows, made.decided, made.release)
        Setting.objects.update_or_create(name=_DONE, defaults={"value": made.release})
    return True


def inventory(content: Content) -> list[Row]:
    """What the playlists hold, each item once."""
    found: dict[str, Row] = {}
    for playlist in content.playlists:
        for item in playlist.items:
            row = Row(
                (playlist.name or playlist.id)[:200], _named(item)[:400], _kind(item),
                (item.topic or "")[:120], _languages(item),
            )  # fmt: skip
            found.setdefault(row.key, row)
    return list(found.values())


def months(now: datetime | None = None) -> list[str]:
    """Months to choose from, the newest first: since the first release, two years at most."""
    first = Shown.objects.order_by("begun").values_list("begun", flat=True).first()
    day = timezone.localtime(now or timezone.now()).replace(day=1)
    found: list[str] = []
    since = timezone.localtime(first) if first else day
    while len(found) < _MONTHS:
        found.append(f"{day:%Y-%m}")
        if (day.year, day.month) <= (since.year, since.month):
            break
        day = (day - timedelta(days=1)).replace(day=1)
    return found


def totals(wanted: Iterable[str]) -> list[Total]:
    """Count each of these months by topic and language."""
    found: list[Total] = []
    for month in wanted:
        begin, end = span(month)
        shown: dict[tuple[str, str], int] = defaultdict(int)
        new: dict[tuple[str, str], int] = defaultdict(int)
        rows = Shown.objects.filter(begun__lt=end).exclude(ended__lte=begin)
        for row in rows.values_list("topic", "languages", "begun"):
            for language in row[1] or [""]:
                shown[row[0], language] += 1
                new[row[0], language] += row[2] >= begin
        found += [Total(month, *key, shown[key], new[key]) for key in sorted(shown)]
    return found


def span(month: str) -> tuple[datetime, datetime]:
    """Its first moment, and that of the next one.

    Raises:
        ValueError: it is no month.
    """
    begin = timezone.make_aware(datetime.strptime(month, "%Y-%m"))  # noqa: DTZ007  (made so here)
    end = (begin + timedelta(days=32)).replace(day=1)
    return begin, end


def _write(rows: list[Row], at: datetime, release: int) -> None:
    now = {row.key: row for row in rows}
    open_ones = {each.key: each for each in Shown.objects.filter(ended=None)}
    Shown.objects.filter(ended=None).exclude(key__in=now).update(ended=at, last=release - 1)
    Shown.objects.bulk_create(
        Shown(
            key=key, playlist=row.playlist, what=row.what, kind=row.kind, topic=row.topic,
            languages=list(row.languages), begun=at, first=release,
        )
        for key, row in now.items()
        if key not in open_ones
    )  # fmt: skip
    for key, row in now.items():
        known = open_ones.get(key)
        if known and (known.topic, known.languages) != (row.topic, list(row.languages)):
            known.topic, known.languages = row.topic, list(row.languages)
            known.save(update_fields=["topic", "languages"])


def _named(item: Item) -> str:
    path = getattr(item, "path", None)
    title: Text = getattr(item, "title", {})
    return path or title.get("vi") or next(iter(title.values()), "") or "–"


def _kind(item: Item) -> str:
    return str(item.__struct_config__.tag)


def _languages(item: Item) -> tuple[str, ...]:
    """Its own, or those of its words; of a picture without any, Vietnamese."""
    if item.lang:
        return (item.lang,)
    words: list[Text] = [getattr(item, "title", {}), getattr(item, "body", {}), item.caption]
    return tuple(dict.fromkeys(tag for each in words for tag in each)) or ("vi",)
