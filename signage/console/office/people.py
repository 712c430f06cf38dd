"""Links that serve once, and the people they make."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from signage.console.models import Invitation, Person, Role

__all__ = ["accept", "first_link", "invitation", "invite"]

_VALID = timedelta(days=1)


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
    """The link of that secret, if it still serves."""
    return Invitation.objects.filter(
        digest=_digest(secret), used=None, expires__gt=timezone.now()
    ).first()


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
        return person
