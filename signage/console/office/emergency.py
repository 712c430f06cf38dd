"""A warning, or a cut, by the duty officer's own key: written, signed, shown, withdrawn.

There is one emergency at a time: the newest takes the place of the one before. A cut is an
emergency playlist without items, which screens show as the emblem.
"""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from ruamel.yaml import YAML

from signage import atomic
from signage.config import CONTENT
from signage.console import audit
from signage.console.models import Emergency, Person, Screen
from signage.console.office import folder as lobby
from signage.console.office.deciding import DecidedError, Desk, Intent
from signage.console.office.faults import judged
from signage.console.office.ready_words import READY
from signage.errors import UsageError
from signage.release import publish as work

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from signage.console.data import Data
    from signage.content.fault import Fault
    from signage.content.loader import Loaded
    from signage.release.publish import Published

__all__ = [
    "LONGEST", "DecidedError", "Reached", "current", "draft", "folder_of", "named", "names",
    "reached", "ready", "send", "settle", "told", "withdraw",
]  # fmt: skip

LONGEST = timedelta(hours=CONTENT.emergency_hours)
ID = "khan-cap"
_TITLE = 120
_BODY = 600
"""Characters: what is read from across a room, at a glance."""
_LEAD = timedelta(minutes=5)
"""By which it begins before it is sent: a screen's clock may be a little slow."""
_SECONDS = 15


def current() -> Emergency | None:
    """What is in force now."""
    return Emergency.objects.filter(state=Emergency.State.SENT, until__gt=timezone.now()).first()


def names(data: Data) -> dict[str, str]:
    """The screens that there are: id to name."""
    return {each.id: each.name or each.id for each in lobby.known(data).loaded.content.screens}


def named(data: Data, made: Emergency) -> list[str]:
    """For which screens it is, by name; none: for every one."""
    known = names(data)
    return [known.get(each, each) for each in made.screens]


def ready(kind: str) -> dict[str, str]:
    """Ready words of that kind, for the form; nothing where there are none."""
    return {
        f"{part}_{language}": text
        for language, texts in READY.get(kind, {}).items()
        for part, text in zip(("title", "body"), texts, strict=True)
    }


def told(made: Emergency) -> dict[str, Any]:
    """For the trail."""
    return {
        "kind": made.kind, "words": made.words, "screens": made.screens,
        "until": made.until.isoformat(timespec="minutes"),
    }  # fmt: skip


def draft(
    data: Data, by: Person, *, kind: str, words: Mapping[str, Sequence[str]],
    screens: Iterable[str], until: datetime,
) -> Emergency:  # fmt: skip
    """Write it down and lay its folder, to be looked at; nothing is shown yet.

    Raises:
        UsageError: no words, no end, an end that has passed or is too far away.
    """
    said = {
        language: [" ".join(str(title).split())[:_TITLE], str(body).strip()[:_BODY]]
        for language, (title, body) in words.items()
        if str(title).strip() or str(body).strip()
    }
    cut = kind == Emergency.Kind.CUT
    if not cut and not said.get("vi", [""])[0]:
        raise UsageError(_("Write what people have to know, in Vietnamese first."))
    now = timezone.now()
    if until <= now:
        raise UsageError(_("The end has passed already. Choose a later one."))
    if until > now + LONGEST:
        raise UsageError(_("It ends within 24 hours. Send it again then, if it is still needed."))
    known = names(data)
    chosen = [] if cut else [each for each in screens if each in known]
    made = Emergency.objects.create(
        kind=kind, words={} if cut else said, screens=chosen, until=until, by=by
    )
    _lay(data, made, known)
    return made


def folder_of(data: Data, made: Emergency) -> Path:
    """Where its folder lies."""
    return data.emergencies / str(made.pk)


def send(
    data: Data, made: Emergency, by: Person, passphrase: str, *, address: str = ""
) -> Published:
    """Sign it with the duty officer's own key, and bring it into sight; the trail says so.

    Raises:
        DecidedError: it was sent already.
        SignageError: a wrong passphrase, its end has passed, a full disk.
    """
    with _desk(data).alone():
        made.refresh_from_db()
        if made.state != Emergency.State.DRAFT:
            raise DecidedError
        if made.until <= timezone.now():
            raise UsageError(_("The end has passed already. Choose a later one."))
        _lay(data, made, names(data))
        word = Intent(do="send", number=made.pk, by=by.pk, address=address)
        published = _sign(data, folder_of(data, made), word, passphrase)
    made.refresh_from_db()
    return published


def withdraw(
    data: Data, made: Emergency, by: Person, passphrase: str, *, address: str = ""
) -> Published:
    """End it: screens go back to the release; the trail says so.

    Raises:
        DecidedError: it is over already, or another has taken its place.
        SignageError: a wrong passphrase, a full disk.
    """
    with _desk(data).alone():
        made.refresh_from_db()
        if made.state != Emergency.State.SENT:
            raise DecidedError
        calm = data.emergencies / "none"
        atomic.folder(calm / "playlists")
        word = Intent(do="withdraw", number=made.pk, by=by.pk, address=address)
        published = _sign(data, calm, word, passphrase)
    made.refresh_from_db()
    return published


def settle(data: Data) -> bool:
    """Complete what broke off in the midst of being sent or ended; whether there was anything.

    Raises:
        SignageError, OSError: it cannot be completed now.
    """
    return _desk(data).settle()


def _desk(data: Data) -> Desk:
    return Desk(data, "emergency", _finish)


def _sign(data: Data, folder: Path, word: Intent, passphrase: str) -> Published:
    by = Person.objects.get(pk=word.by)
    with _desk(data).intending(word):
        published = _publish(data, folder, by, passphrase)
        _finish(data, word, published.version)
    return published


def _finish(_data: Data, word: Intent, version: int) -> None:
    """Write down that it is in force, or over."""
    made = Emergency.objects.filter(pk=word.number).first()
    by = Person.objects.filter(pk=word.by).first()
    state, now = Emergency.State, timezone.now()
    if made is None or by is None:
        return
    with transaction.atomic():
        if word.do == "send" and made.state == state.DRAFT:
            Emergency.objects.filter(state=state.SENT).update(
                state=state.REPLACED, ended=now, ended_by=by
            )
            made.state, made.sent, made.version = state.SENT, now, version
            made.save(update_fields=["state", "sent", "version"])
            audit.record_of(
                by, word.address, "cut" if made.kind == Emergency.Kind.CUT else "emergency",
                str(made.pk), after={"version": version, **told(made)},
            )  # fmt: skip
        elif word.do == "withdraw" and made.state == state.SENT:
            made.state, made.ended, made.ended_by = state.WITHDRAWN, now, by
            made.save(update_fields=["state", "ended", "ended_by"])
            audit.record_of(by, word.address, "emergency-end", str(made.pk), before=told(made))


class Reached:
    """Whether one screen has it, as far as it has told."""

    def __init__(self, screen: Screen, name: str, made: Emergency) -> None:
        self.screen = screen
        self.name = name
        told = str(screen.status.get("emergency") or "")
        self.concerned = not made.screens or screen.id_name in made.screens
        self.has = told.startswith(f"emergency-{made.version}-")
        self.seen = screen.seen


def reached(data: Data, made: Emergency) -> list[Reached]:
    """Every screen that reports, those without it first."""
    known = names(data)
    found = [
        Reached(each, known.get(each.id_name, each.id_name), made) for each in Screen.objects.all()
    ]
    return sorted(found, key=lambda each: (each.has, not each.concerned, each.name))


def _publish(data: Data, folder: Path, by: Person, passphrase: str) -> Published:
    keyring = work.Keyring([data.keys], work.Given(passphrase))
    return work.publish(
        folder, data.release, keyring, role="emergency", by=[by.username], judge=_sealing
    )


def _sealing(loaded: Loaded) -> Iterator[Fault]:
    yield from judged(loaded, sealing=True)


def _lay(data: Data, made: Emergency, known: Mapping[str, str]) -> None:
    """Write the folder that is sealed: one playlist, the time zone, and for whom it is."""
    folder = folder_of(data, made)
    shutil.rmtree(folder, ignore_errors=True)
    atomic.folder(folder / "playlists")
    zone = lobby.known(data).loaded.content.calendar.timezone
    _write(folder, "calendar", {"timezone": zone})
    _write(folder, ID, _playlist(made, zone))
    if made.screens:
        screens = {
            each: {"name": name, "playlists": [ID] if each in made.screens else []}
            for each, name in known.items()
        }
        _write(folder, "screens", {"screens": screens})


def _playlist(made: Emergency, zone: str) -> dict[str, Any]:
    from zoneinfo import ZoneInfo  # noqa: PLC0415  (beside its one use)

    place = ZoneInfo(zone)
    until = made.until.astimezone(place).replace(second=0, microsecond=0)
    since = (timezone.now() - _LEAD).astimezone(place).replace(second=0, microsecond=0)
    since = max(since, until - LONGEST)
    rule = {"from": f"{since:%Y-%m-%dT%H:%M}", "until": f"{until:%Y-%m-%dT%H:%M}"}
    name = made.title or str(made.get_kind_display())
    tree: dict[str, Any] = {"name": name, "priority": "emergency", "when": [rule]}
    if made.kind == Emergency.Kind.CUT:
        return {**tree, "items": []}
    title = {language: said[0] for language, said in made.words.items() if said[0]}
    body = {language: said[1] for language, said in made.words.items() if said[1]}
    slide = {"title": title, **({"body": body} if body else {})}
    lines = {
        language: f"{said[0]}: {_in_one_line(said[1])}".strip(": ")
        for language, said in made.words.items()
    }
    return {
        **tree,
        "layout": "banner",
        "items": [{"slide": slide, "duration": f"{_SECONDS}s", "topic": "khan-cap"}],
        "ticker": [{"text": lines}],
    }


def _in_one_line(body: str) -> str:
    """For the strip: what stood in lines is told apart by a sign."""
    lines = [" ".join(line.split()) for line in body.splitlines() if line.strip()]
    ended = [line if line[-1] in ".!?:;,…" else f"{line};" for line in lines]
    return " ".join(ended).rstrip(";")


def _write(folder: Path, name: str, tree: dict[str, Any]) -> None:
    yaml = YAML()
    yaml.width = 10_000
    with atomic.writing(folder / "playlists" / f"{name}.yaml") as file:
        yaml.dump(tree, file)
