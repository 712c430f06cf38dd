"""Screens, what they report, and how they come here."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from signage.console.models._people import Person

__all__ = ["Happening", "Pairing", "Screen"]


class Screen(models.Model):
    """A screen that reports here."""

    class Sight(models.TextChoices):
        ON = "on", _("Content")
        IDLE = "idle", _("The emblem")
        DARK = "dark", _("Dark, by its hours")
        UNSEEN = "unseen", _("No display shows the picture")
        SILENT = "silent", _("The player does not answer")

    id_name = models.CharField(_("Id"), max_length=64, unique=True)
    """Its id in `screens.yaml`."""
    name = models.CharField(_("Name"), max_length=120, blank=True)
    """What it is called here; empty: as `screens.yaml` has it."""
    place = models.CharField(_("Place"), max_length=120, blank=True)
    token_digest = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001  (unique)
    """SHA-256 of the token that it shows with each report; None: it was unpaired."""
    paired = models.DateTimeField(auto_now_add=True)
    seen = models.DateTimeField(null=True, db_index=True)
    address = models.CharField(max_length=64, blank=True)
    status = models.JSONField(default=dict)
    """As `signage status --json` gave it."""
    sight = models.CharField(max_length=8, choices=Sight, default=Sight.SILENT)
    picture = models.BinaryField(default=b"")
    """JPEG of what is on; empty: there is none."""
    picture_digest = models.CharField(max_length=64, blank=True)
    taken = models.DateTimeField(null=True)
    """The picture."""
    told = models.BooleanField(default=False)
    """That it is silent was told."""

    class Meta:
        ordering: ClassVar = ["id_name"]

    def __str__(self) -> str:
        return self.name or self.id_name


class Happening(models.Model):
    """Something that changed on a screen. Of each screen the newest are kept."""

    class Kind(models.TextChoices):
        PAIRED = "paired", _("Paired")
        TOKEN = "token", _("New token")
        UNPAIRED = "unpaired", _("Unpaired")
        SILENT = "silent", _("Silent")
        BACK = "back", _("Reports again")
        RELEASE = "release", _("Release")
        EMERGENCY = "emergency", _("Emergency")
        CALM = "calm", _("The emergency is over")
        CUT = "cut", _("Cut by hand on the spot")
        RESUMED = "resumed", _("Resumed on the spot")
        SIGHT = "sight", _("The display")
        FAULT = "fault", _("Fault")
        MENDED = "mended", _("Mended")
        CLOCK = "clock", _("Clock")

    screen = models.ForeignKey(Screen, on_delete=models.CASCADE, related_name="happenings")
    at = models.DateTimeField(auto_now_add=True)
    kind = models.CharField(max_length=16, choices=Kind)
    words = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.screen}: {self.kind} {self.words}"


class Pairing(models.Model):
    """A screen that shows a code, and waits for an administrator."""

    code = models.CharField(max_length=8, unique=True, null=True)  # noqa: DJ001  (unique)
    """None: it was used."""
    token_digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the token that the screen made for itself."""
    address = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField(db_index=True)
    root = models.CharField(max_length=64)
    """SHA-256 of the root that the screen was shown, and shows."""
    screen = models.ForeignKey(Screen, on_delete=models.CASCADE, null=True)
    """None: nobody confirmed it yet."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True)

    def __str__(self) -> str:
        return self.code or ""
