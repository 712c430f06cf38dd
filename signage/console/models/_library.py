"""Uploads: on their way, in the queue, and what became of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from signage.console.models._people import Person, Unit

__all__ = ["Arrival", "Asset", "Sketch"]


class Asset(models.Model):
    """An upload on its way into `media/`, and whose it is once it lies there."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        WORKING = "working", _("Being prepared")
        READY = "ready", _("Ready")
        ASKED = "asked", _("Needs your answer")
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
    heavy = models.BooleanField(default=False, db_index=True)
    """It takes minutes (video, documents), so it waits in a queue of its own."""
    said = models.JSONField(default=list)
    """What was done to it, or why it was not taken: see `office.sayings`."""
    answer = models.CharField(max_length=16, blank=True)
    """What the officer said a text is written in."""
    progress = models.PositiveSmallIntegerField(default=0)
    """Per cent."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField(auto_now_add=True)
    begun = models.DateTimeField(null=True)
    """When the worker took it up."""
    tries = models.PositiveSmallIntegerField(default=0)
    seen = models.BooleanField(default=False)
    """Whether somebody put the refusal away."""

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.path or self.name

    @property
    def note(self) -> str:
        """What was done to it, or why it was not taken, in the language of whoever reads."""
        from signage.console.office.sayings import sentences  # noqa: PLC0415  (it is above us)

        return sentences(self.said)


class Arrival(models.Model):
    """A file that comes in pieces; the next may come after a reload, or tomorrow."""

    by = models.ForeignKey(Person, on_delete=models.CASCADE)
    name = models.CharField(max_length=255)
    folder = models.CharField(max_length=200, blank=True)
    size = models.BigIntegerField()
    stamp = models.CharField(max_length=32, blank=True)
    """When the file was changed last, as the browser says: with name and size, the same file."""
    touched = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.name


class Sketch(models.Model):
    """A small picture that somebody asked for and that is not made yet, or cannot be."""

    key = models.CharField(max_length=64, unique=True)
    path = models.CharField(max_length=400)
    heavy = models.BooleanField(default=False)
    tries = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.path
