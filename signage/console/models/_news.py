"""Headlines of feeds, and whose are trusted."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from signage.console.models._people import Person

__all__ = ["Feed", "News"]


class Feed(models.Model):
    """A feed that playlists name."""

    url = models.CharField(max_length=400, unique=True)
    trusted = models.BooleanField(default=False)
    """Its headlines need nobody's word: a reviewer said so."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True)
    asked = models.DateTimeField(null=True)
    fault = models.CharField(max_length=400, blank=True)
    """Why it did not answer; empty: it did."""

    def __str__(self) -> str:
        return self.url


class News(models.Model):
    """A headline that a feed said."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for approval")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Not shown")

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="news")
    text = models.CharField(max_length=1000)
    source = models.CharField(max_length=200)
    at = models.CharField(max_length=40, blank=True)
    """As the feed says it, ISO 8601; empty: it does not."""
    seen = models.CharField(max_length=40)
    state = models.CharField(max_length=16, choices=State, default=State.WAITING, db_index=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True)
    current = models.BooleanField(default=True, db_index=True)
    """Whether the feed still said so when it was asked last."""

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["feed", "text"], name="one_headline")
        ]

    def __str__(self) -> str:
        return self.text
