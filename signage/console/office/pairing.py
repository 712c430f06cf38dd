"""How a screen comes here: it shows a code, an administrator types it and compares fingerprints."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from signage.config import REPORTS
from signage.console.models import Happening, Pairing, Screen
from signage.console.office import keys, reporting

if TYPE_CHECKING:
    from signage.console.data import Data
    from signage.console.models import Person

__all__ = [
    "Full", "by_hand", "confirm", "fingerprint", "grouped", "offer", "renewed", "state",
    "unpaired", "waiting",
]  # fmt: skip

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without those that look like digits, or like one another."""
_LONG = 8
_LIFE = timedelta(minutes=REPORTS.pairing_minutes)
_OPEN = 200
"""Screens that may wait at once, and of one address `_NEAR`: a whole commune at most."""
_NEAR = 60
_KEPT = timedelta(days=1)
"""For which a screen that lost its answer can ask what became of its code."""
_DIGEST = re.compile(r"[0-9a-f]{64}")
_COMPARED = 32


class Full(Exception):  # noqa: N818  (nobody's error)
    """Too many screens wait already."""


def fingerprint(data: Data) -> str:
    """SHA-256 in hex of the root that screens pin; empty before there are keys."""
    root = keys.pinned(data)
    return hashlib.sha256(root).hexdigest() if root else ""


def grouped(digest: str) -> str:
    """As the screen shows it: the beginning, in groups of four."""
    return " ".join(digest[at : at + 4] for at in range(0, min(len(digest), _COMPARED), 4))


def offer(data: Data, token_digest: str, address: str) -> Pairing:
    """Give a new screen a code.

    Raises:
        ValueError: that is no digest, or one that is here already; or there are no keys yet.
        Full: too many wait.
    """
    now = timezone.now()
    Pairing.objects.filter(expires__lt=now - _KEPT).delete()
    Pairing.objects.filter(expires__lt=now, screen=None).delete()
    open_ones = Pairing.objects.filter(screen=None)
    if open_ones.count() >= _OPEN or open_ones.filter(address=address).count() >= _NEAR:
        raise Full
    root = fingerprint(data)
    if not root or not _DIGEST.fullmatch(token_digest):
        raise ValueError
    if Screen.objects.filter(token_digest=token_digest).exists():
        raise ValueError
    try:
        with transaction.atomic():
            return Pairing.objects.create(
                code="".join(secrets.choice(_LETTERS) for _ in range(_LONG)), address=address,
                token_digest=token_digest, expires=now + _LIFE, root=root,
            )  # fmt: skip
    except IntegrityError:
        raise ValueError from None


def state(token: str) -> Pairing | None:
    """The pairing of a screen that asks; None: its code is too old, or unknown."""
    found = Pairing.objects.filter(token_digest=reporting.digest_of(token)).first()
    if found is None or (found.screen is None and found.expires < timezone.now()):
        return None
    if found.screen is not None and found.screen.token_digest != found.token_digest:
        return None  # unpaired again since
    return found


def waiting(code: str) -> Pairing | None:
    """The screen that shows this code, as somebody typed it."""
    letters = re.sub(r"[\s.-]", "", code).upper()
    return Pairing.objects.filter(code=letters, screen=None, expires__gt=timezone.now()).first()


def confirm(
    data: Data, made: Pairing, by: Person, *, screen: str, name: str, place: str
) -> Screen | None:
    """Make it a screen of ours; None: the code was used, or is too old by now.

    A screen of that id which was there before is replaced: its old token serves no more.
    """
    if made.root != fingerprint(data):
        return None
    with transaction.atomic():
        used = Pairing.objects.filter(
            pk=made.pk, screen=None, expires__gt=timezone.now(), code=made.code
        )
        if not used.update(code=None):
            return None
        found, _new = Screen.objects.update_or_create(
            id_name=screen,
            defaults={
                "name": name, "place": place, "token_digest": made.token_digest,
                "paired": timezone.now(), "told": False, "seen": None,
            },
        )  # fmt: skip
        Pairing.objects.filter(pk=made.pk).update(screen=found, by=by)
        reporting.note(found, (Happening.Kind.PAIRED, str(by)))
    return found


def by_hand(screen: str, name: str, place: str, by: Person) -> tuple[Screen, str]:
    """Add a screen that a technician configures; its token is told this once."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        found, _new = Screen.objects.update_or_create(
            id_name=screen,
            defaults={
                "name": name, "place": place, "token_digest": reporting.digest_of(token),
                "paired": timezone.now(), "told": False, "seen": None,
            },
        )  # fmt: skip
        reporting.note(found, (Happening.Kind.PAIRED, str(by)))
    return found, token


def renewed(screen: Screen, by: Person) -> str:
    """Give it a new token, told this once; the old one serves no more."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        screen.token_digest = reporting.digest_of(token)
        screen.save(update_fields=["token_digest"])
        reporting.note(screen, (Happening.Kind.TOKEN, str(by)))
    return token


def unpaired(screen: Screen, by: Person) -> None:
    """Take no reports of it any more. It goes on showing what the centre signs."""
    with transaction.atomic():
        screen.token_digest, screen.picture, screen.picture_digest = None, b"", ""
        screen.save(update_fields=["token_digest", "picture", "picture_digest"])
        reporting.note(screen, (Happening.Kind.UNPAIRED, str(by)))
