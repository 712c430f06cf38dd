"""People, what they may do, and the links that bring them in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Invitation", "Person", "RecoveryCode", "Role", "Unit", "person_of"]


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
    series = models.PositiveIntegerField(default=0)
    """Sessions of an earlier series are over: see `end_sessions`."""

    def __str__(self) -> str:
        return self.full_name or self.username

    def has(self, *roles: str) -> bool:
        """Whether they have any of these roles."""
        return self.is_active and not set(roles).isdisjoint(self.roles)

    def end_sessions(self) -> None:
        """Sign them out wherever they are signed in; a change of password does so by itself."""
        Person.objects.filter(pk=self.pk).update(series=F("series") + 1)
        self.refresh_from_db(fields=["series"])

    def get_session_auth_hash(self) -> str:
        """What a session must carry to go on."""
        return salted_hmac(
            "signage.console.session", f"{self.password}:{self.series}", algorithm="sha256"
        ).hexdigest()

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """There are no earlier secrets."""
        return iter(())


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


class RecoveryCode(models.Model):
    """For who has lost the phone that gives the second step: serves once."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    """HMAC-SHA-256 under the centre's secret: 50 bits are beyond guessing against the lock-out."""

    def __str__(self) -> str:
        return str(self.person)


def person_of(request: object) -> Person:
    """The person who is signed in."""
    return cast("Person", request.user)  # type: ignore[attr-defined]
