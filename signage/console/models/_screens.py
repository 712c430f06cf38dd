"""Screens, and what they report."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["Screen"]


class Screen(models.Model):
    """A screen that reports here."""

    id_name = models.CharField(max_length=64, unique=True)
    """Its id in `screens.yaml`."""
    place = models.CharField(_("Place"), max_length=120, blank=True)
    token_digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the token that it shows with each report."""
    paired = models.DateTimeField(auto_now_add=True)
    seen = models.DateTimeField(null=True)
    status = models.JSONField(default=dict)
    """As `signage status --json` gave it."""

    def __str__(self) -> str:
        return self.id_name
