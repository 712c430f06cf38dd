"""What waits for a reviewer, what became of it, and what has to be looked at again."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from signage.console.models._people import Person, Unit

__all__ = ["Approval", "Fact", "Submission"]


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
    earlier = models.ForeignKey("self", on_delete=models.PROTECT, null=True)
    """It asks for what that one showed, not for the folder as it is."""
    endorsed = models.TextField(blank=True)
    """What the first of several reviewers signed, for the next: `release.publish.Endorsed`."""

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return str(self.pk)


class Approval(models.Model):
    """One reviewer's word for a submission."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="approvals")
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)
    own = models.BooleanField(default=False)
    """They had submitted it themselves: only in a centre of one person."""
    checklist = models.JSONField(default=list)
    """The commune's points as they were then, and which of them were ticked."""

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "person"], name="one_word_each")
        ]

    def __str__(self) -> str:
        return str(self.person)


class Fact(models.Model):
    """Something on the screens that is true today, and the day on which to look at it again."""

    words = models.CharField(_("What has to be checked"), max_length=400)
    place = models.CharField(_("Where it is shown"), max_length=400, blank=True)
    review_by = models.DateField(_("Look at it again on"), db_index=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="facts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField(auto_now_add=True)
    looked = models.DateTimeField(null=True)
    looked_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="facts_looked_at"
    )
    over = models.BooleanField(default=False, db_index=True)
    """It is not shown any more: it does not come back."""

    class Meta:
        ordering: ClassVar = ["review_by", "id"]

    def __str__(self) -> str:
        return self.words
