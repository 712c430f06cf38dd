"""The audit trail."""

from __future__ import annotations

from typing import Any, ClassVar, Never

from django.db import models

from signage.console.models._people import Person

__all__ = ["Entry"]


class Entry(models.Model):
    """A line of the audit trail: who, when, from where, what, before and after. Never changed."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True)
    name = models.CharField(max_length=120)
    """As the person was called then."""
    address = models.CharField(max_length=64)
    action = models.CharField(max_length=64, db_index=True)
    subject = models.CharField(max_length=400)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.name}: {self.action} {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add it. The database itself refuses more, by a trigger."""
        if self.pk is not None:
            _refuse()
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> Never:
        """Never."""
        _refuse()


def _refuse() -> Never:
    raise TypeError("the audit trail is only ever added to")
