"""What waits for a reviewer, and what became of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from signage.console.models._people import Person, Unit

__all__ = ["Submission"]


class Submission(models.Model):
    """The central folder as somebody wants it shown, frozen, and what became of it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for approval")
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Returned")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        VOID = "void", _("Void: changed since it was submitted")

    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="submissions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField(auto_now_add=True)
    says = models.CharField(_("What changes, and why"), max_length=400, blank=True)
    digest = models.CharField(max_length=64)
    """SHA-256 over the frozen content: see `office.submissions`."""
    state = models.CharField(max_length=16, choices=State, default=State.WAITING, db_index=True)
    decided_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="decisions"
    )
    decided = models.DateTimeField(null=True)
    reason = models.CharField(_("Reason"), max_length=400, blank=True)
    release = models.PositiveIntegerField(null=True)
    """Version under which it was published."""

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return str(self.pk)
