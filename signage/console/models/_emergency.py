"""Warnings and cuts by a duty officer, and what became of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from signage.console.models._people import Person

__all__ = ["Emergency"]


class Emergency(models.Model):
    """What a duty officer wrote; once published, what every screen of it shows until its end."""

    class Kind(models.TextChoices):
        FLOOD = "lu-quet", _("Flash flood")
        SLIDE = "sat-lo", _("Landslide")
        STORM = "mua-bao", _("Storm, heavy rain")
        FIRE = "chay", _("Fire")
        EPIDEMIC = "dich-benh", _("Epidemic")
        OTHER = "khac", _("Other")
        CUT = "dung-phat", _("Cut: the emblem on every screen")

    class State(models.TextChoices):
        DRAFT = "draft", _("Not sent yet")
        SENT = "sent", _("Sent")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        REPLACED = "replaced", _("Replaced by another")

    kind = models.CharField(_("What it is about"), max_length=16, choices=Kind)
    words = models.JSONField(default=dict)
    """`{"vi": [title, body], "en": [title, body]}`; of a cut, nothing."""
    screens = models.JSONField(default=list)
    """Ids; empty: every screen."""
    until = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="emergencies")
    at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=16, choices=State, default=State.DRAFT, db_index=True)
    sent = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(null=True)
    """Of the role `emergency`, under which it was published."""
    ended = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="emergencies_ended"
    )

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())

    @property
    def title(self) -> str:
        """In Vietnamese."""
        return str(self.words.get("vi", [""])[0])
