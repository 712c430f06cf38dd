"""Uploads."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from signage.console.models._people import Person, Unit

__all__ = ["Asset"]


class Asset(models.Model):
    """An upload on its way into `media/`, and whose it is once it lies there."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        WORKING = "working", _("Being prepared")
        READY = "ready", _("Ready")
        REFUSED = "refused", _("Not taken")

    name = models.CharField(max_length=255)
    """As it was called where it came from, NFC."""
    path = models.CharField(max_length=400, db_index=True, blank=True)
    """Under `media/`, once it is ready."""
    folder = models.CharField(max_length=200, blank=True)
    """Under `media/`, where it is wanted."""
    sha256 = models.CharField(max_length=64, db_index=True)
    """Of the original."""
    size = models.BigIntegerField()
    state = models.CharField(max_length=16, choices=State, default=State.WAITING, db_index=True)
    note = models.CharField(max_length=400, blank=True)
    """For the officer: what was done to it, or why it was not taken."""
    progress = models.PositiveSmallIntegerField(default=0)
    """Per cent."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField(auto_now_add=True)
    begun = models.DateTimeField(null=True)
    """When a worker took it up; one that died leaves it to the next."""
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.path or self.name
