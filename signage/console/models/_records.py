"""What was published, from when until when."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["Shown"]


class Shown(models.Model):
    """An item of a playlist, in the approved releases that had it one after the other."""

    class Kind(models.TextChoices):
        IMAGE = "image", _("Picture")
        VIDEO = "video", _("Video")
        SLIDE = "slide", _("Slide")
        PDF = "pdf", _("PDF")
        BOARD = "board", _("Board of procedures")
        CODES = "qr", _("Codes to scan")

    key = models.CharField(max_length=64, db_index=True)
    """SHA-256 of playlist, kind and name: by which it is the same in the next release."""
    playlist = models.CharField(max_length=200)
    what = models.CharField(max_length=400)
    kind = models.CharField(max_length=8, choices=Kind)
    topic = models.CharField(max_length=120, blank=True)
    languages = models.JSONField(default=list)
    begun = models.DateTimeField(db_index=True)
    ended = models.DateTimeField(null=True, db_index=True)
    """None: it is in the release of today."""
    first = models.PositiveIntegerField()
    """The release with which it came."""
    last = models.PositiveIntegerField(null=True)
    """The one that had it last."""

    class Meta:
        ordering: ClassVar = ["-begun", "playlist", "what"]

    def __str__(self) -> str:
        return self.what
