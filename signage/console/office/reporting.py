"""What a screen reports: judged, kept, and held against what it reported before."""

from __future__ import annotations

import hashlib
import io
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from django.db import transaction
from django.utils import timezone
from PIL import Image

from signage.config import REPORTS
from signage.console.models import Happening, Screen

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "KEPT", "LARGEST", "Refused", "digest_of", "moment", "note", "screen_of", "silent", "take",
    "watch",
]  # fmt: skip

KEPT = 400
"""Happenings of one screen; the oldest go."""
LARGEST = 2 * REPORTS.picture_bytes + REPORTS.status_bytes
"""Bytes of a report."""
_LETTERS, _ENTRIES = 400, 30
"""Of a sentence, and of a list."""
_FAULTS = 5
"""Happenings about faults that one report can make."""
_NUMBERS = re.compile(r"\d+")
_SILENT = timedelta(minutes=REPORTS.silent_minutes)
_Sight = Literal["on", "idle", "dark", "unseen", "silent"]


class Refused(ValueError):  # noqa: N818  (it is the sender's)
    """The report is none."""


class _Playing(msgspec.Struct):
    playlist: str = ""
    item: str = ""
    since: str = ""


class _Cut(msgspec.Struct):
    show: str | None = None
    since: str | None = None


class _Sync(msgspec.Struct):
    source: str | None = None
    state: str = ""
    since: str | None = None
    error: str | None = None


class _Spoilt(msgspec.Struct):
    path: str = ""
    reason: str = ""


class _Clock(msgspec.Struct):
    trusted: bool = False
    because: str = ""
    floor: str = ""


class _Disk(msgspec.Struct):
    free: int = 0
    used: int = 0


class _Status(msgspec.Struct):
    """Of `status --json`, what is looked at here; whatever else there is, is dropped."""

    screen: str | None = None
    release: str | None = None
    signed: bool | None = None
    reviewed: bool | None = None
    activated: str | None = None
    emergency: str | None = None
    cuts: list[str] = []
    cut: _Cut | None = None
    playing: _Playing | None = None
    sync: _Sync = msgspec.field(default_factory=_Sync)
    faults: list[str] = []
    quarantine: list[_Spoilt] = []
    clock: _Clock = msgspec.field(default_factory=_Clock)
    ticker: list[str] = []
    disk: _Disk = msgspec.field(default_factory=_Disk)


class _Report(msgspec.Struct):
    status: _Status
    sight: _Sight = "silent"
    taken: str = ""
    sha256: str = ""
    picture: bytes = b""


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def screen_of(token: str) -> Screen | None:
    """Whose token it is; a screen that was unpaired has none."""
    found = Screen.objects.filter(token_digest=digest_of(token)).defer("picture")
    return found.first() if token else None


def take(screen: Screen, body: bytes, address: str) -> bool:
    """Keep a report; whether the picture that it speaks of is here now.

    Raises:
        Refused: it is none, or too long.
    """
    if len(body) > LARGEST:
        raise Refused("too long")
    try:
        told = msgspec.json.decode(body, type=_Report)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise Refused(str(error)) from None
    fields = ["status", "sight", "seen", "address", "told"]
    if told.picture:
        _judge(told.picture)
        screen.picture = told.picture
        screen.picture_digest = hashlib.sha256(told.picture).hexdigest()
        fields += ["picture", "picture_digest"]
    elif told.sight in {"dark", "unseen", "silent"} and screen.picture_digest:
        screen.picture, screen.picture_digest = b"", ""
        fields += ["picture", "picture_digest"]
    if told.sha256:
        screen.taken = moment(told.taken)
        fields.append("taken")
    before, status = screen.status, _bounded(msgspec.to_builtins(told.status))
    changes = [*_back(screen), *_changes(before, status, screen.sight, told.sight)]
    screen.status, screen.sight, screen.address = status, told.sight, address
    screen.seen, screen.told = timezone.now(), False
    with transaction.atomic():
        screen.save(update_fields=fields)
        note(screen, *(changes if before else ()))
    return told.sha256 == screen.picture_digest


def note(screen: Screen, *changes: tuple[str, str]) -> None:
    """Add happenings: kinds and words."""
    if not changes:
        return
    Happening.objects.bulk_create(
        Happening(screen=screen, kind=kind, words=words[:_LETTERS]) for kind, words in changes
    )
    old = screen.happenings.values_list("pk", flat=True)[KEPT : KEPT + 1]
    for last in old:
        screen.happenings.filter(pk__lte=last).delete()


def silent(now: datetime | None = None) -> Any:
    """Screens that were heard once and are silent too long, and those that never were."""
    limit = (now or timezone.now()) - _SILENT
    known = Screen.objects.exclude(token_digest=None).defer("picture")
    return known.filter(seen__lt=limit) | known.filter(seen=None, paired__lt=limit)


def watch(now: datetime | None = None) -> list[Screen]:
    """Note which screens fell silent; those of which it was not told yet."""
    fell = list(silent(now).filter(told=False))
    for screen in fell:
        with transaction.atomic():
            Screen.objects.filter(pk=screen.pk).update(told=True)
            note(screen, (Happening.Kind.SILENT, ""))
    return fell


def _back(screen: Screen) -> Iterator[tuple[str, str]]:
    if screen.told:
        yield Happening.Kind.BACK, ""


def _changes(
    before: dict[str, Any], now: dict[str, Any], seen: str, sees: str
) -> Iterator[tuple[str, str]]:
    kind = Happening.Kind
    if now["release"] and now["release"] != before.get("release"):
        yield kind.RELEASE, now["release"]
    if now["emergency"] != before.get("emergency"):
        yield (kind.EMERGENCY, now["emergency"]) if now["emergency"] else (kind.CALM, "")
    if bool(now["cut"]) != bool(before.get("cut")):
        yield (kind.CUT, now["cut"].get("show") or "") if now["cut"] else (kind.RESUMED, "")
    if {seen, sees} - {"on", "idle"} and seen != sees:
        yield kind.SIGHT, sees
    if now["clock"]["trusted"] != before.get("clock", {}).get("trusted"):
        yield kind.CLOCK, "trusted" if now["clock"]["trusted"] else ""
    old = {_alike(each): each for each in _wrong(before)}
    new = {_alike(each): each for each in _wrong(now)}
    come = [new[each] for each in new if each not in old]
    gone = [old[each] for each in old if each not in new]
    yield from ((kind.FAULT, each) for each in come[:_FAULTS])
    yield from ((kind.MENDED, each) for each in gone[:_FAULTS])


def _wrong(status: dict[str, Any]) -> list[str]:
    told = list(status.get("faults", ()))
    told += [f"{each['path']}: {each['reason']}" for each in status.get("quarantine", ())]
    error = status.get("sync", {}).get("error")
    return [*told, error] if error else told


def _alike(words: str) -> str:
    """So many bytes or times of it more or less are nothing new."""
    return _NUMBERS.sub("#", words)


def _bounded(told: Any) -> Any:
    if isinstance(told, dict):
        return {key: _bounded(value) for key, value in told.items()}
    if isinstance(told, list):
        return [_bounded(each) for each in told[:_ENTRIES]]
    return told.replace("\0", "")[:_LETTERS] if isinstance(told, str) else told


def moment(told: str) -> datetime | None:
    """A time that a screen told, with its offset; None: it is none."""
    try:
        at = datetime.fromisoformat(told)
    except ValueError:
        return None
    return at if at.tzinfo is not None else None


def _judge(picture: bytes) -> None:
    """Pass only a small JPEG; no pixel of it is decoded here."""
    if len(picture) > REPORTS.picture_bytes:
        raise Refused("the picture is too large")
    try:
        with Image.open(io.BytesIO(picture), formats=["JPEG"]) as image:
            size = image.size
    except Exception as error:  # whatever a decoder makes of it
        raise Refused("no JPEG") from error
    if max(size) > REPORTS.picture_side:
        raise Refused("the picture is too large")
