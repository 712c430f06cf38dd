"""Links that serve once, and the people they make."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from datetime import timedelta

from axes.utils import reset
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from signage.console.models import Invitation, Person, Role, Unit

__all__ = [
    "USERNAME", "accept", "first_link", "invitation", "invite", "roles", "unit_name", "unit_of",
    "withdraw",
]  # fmt: skip

USERNAME = r"^[a-z][a-z0-9-]{1,30}$"
"""To sign in with; also the name of a key."""

_VALID = timedelta(days=1)
_WHAT = {
    Role.OFFICER: _("uploads, makes playlists, submits"),
    Role.REVIEWER: _("answers for what is shown: approves or returns it"),
    Role.DUTY: _("sends emergencies, and cuts"),
    Role.ADMINISTRATOR: _("people, keys, settings"),
    Role.VIEWER: _("looks at everything, changes nothing"),
}


def roles() -> list[tuple[str, str, str]]:
    """Each role, what it is called, and what it does."""
    return [(key, str(label), str(_WHAT[Role(key)])) for key, label in Role.choices]


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _make(person: Person | None) -> str:
    secret = secrets.token_urlsafe(24)
    Invitation.objects.create(
        person=person, digest=_digest(secret), expires=timezone.now() + _VALID
    )
    return secret


def first_link() -> str | None:
    """Give the secret of a link that makes the administrator; None where there is one already.

    A new one each start: the former, perhaps lost with a terminal, serves no more.
    """
    with transaction.atomic():
        if any(each.has(Role.ADMINISTRATOR) for each in Person.objects.all()):
            return None
        Invitation.objects.filter(person=None).delete()
        return _make(None)


def invite(person: Person) -> str:
    """Give the secret of a link for which somebody sets their own password."""
    Invitation.objects.filter(person=person).delete()
    return _make(person)


def invitation(secret: str) -> Invitation | None:
    """The link of that secret, if it still serves; one for somebody who is locked does not."""
    found = (
        Invitation.objects.select_related("person")
        .filter(digest=_digest(secret), used=None, expires__gt=timezone.now())
        .first()
    )
    return None if found and found.person and not found.person.is_active else found


def withdraw(person: Person) -> None:
    """Links that were made for them serve no more."""
    Invitation.objects.filter(person=person).delete()


def accept(secret: str, password: str, *, username: str = "", full_name: str = "") -> Person | None:
    """Use the link: the person with their password set; None where it serves no more."""
    with transaction.atomic():
        found = invitation(secret)
        if found is None:
            return None
        if not Invitation.objects.filter(pk=found.pk, used=None).update(used=timezone.now()):
            return None
        person = found.person or Person(
            username=username, full_name=full_name, roles=[Role.ADMINISTRATOR]
        )
        person.set_password(password)
        person.save()
        reset(username=person.username)  # whoever was locked out for too many attempts is in again
        return person


def unit_name(said: str) -> str:
    """Give the name of a unit as it is kept: NFC, without spaces too many."""
    return " ".join(unicodedata.normalize("NFC", said).split())[:120]


def unit_of(said: str) -> Unit | None:
    """The unit of that name, made if need be; None for no name."""
    name = unit_name(said)
    return Unit.objects.get_or_create(name=name)[0] if name else None
