"""What a commune decides for itself."""

from __future__ import annotations

from django.db import models

__all__ = ["Setting"]


class Setting(models.Model):
    """One decision, by name; see `office.commune` for those that there are."""

    name = models.CharField(max_length=64, primary_key=True)
    value = models.JSONField()

    def __str__(self) -> str:
        return self.name
