"""People, what they may do, and the links that bring them in."""

from __future__ import annotations

from typing import ClassVar, cast

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["Invitation", "Person", "Role", "Unit", "person_of"]


class Role(models.TextChoices):
    """What somebody may do; one person may have several."""

    OFFICER = "officer", _("Officer")
    REVIEWER = "reviewer", _("Reviewer")
    DUTY = "duty", _("Duty officer")
    ADMINISTRATOR = "administrator", _("Administrator")
    VIEWER = "viewer", _("Viewer")


class Unit(models.Model):
    """A room of the office, a village, an association: who proposes content."""

    name = models.CharField(_("Name"), max_length=120, unique=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Person(AbstractUser):
    """Somebody who signs in."""

    full_name = models.CharField(_("Full name"), max_length=120)
    unit = models.ForeignKey(
        Unit, verbose_name=_("Unit"), on_delete=models.PROTECT, null=True, blank=True
    )
    roles = models.JSONField(_("Roles"), default=list, blank=True)

    def __str__(self) -> str:
        return self.full_name or self.username

    def has(self, *roles: str) -> bool:
        """Whether they have any of these roles."""
        return self.is_active and not set(roles).isdisjoint(self.roles)


class Invitation(models.Model):
    """A link that serves once: for it somebody sets their own password."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True)
    """None: whoever comes becomes the first administrator."""
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the link's secret: who reads the database cannot use it."""
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.person or "")


def person_of(request: object) -> Person:
    """The person who is signed in."""
    return cast("Person", request.user)  # type: ignore[attr-defined]
