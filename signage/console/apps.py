"""The console as one Django application."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["Console"]


class Console(AppConfig):
    """`signage.console`, labelled `console`."""

    name = "signage.console"
    label = "console"
    default_auto_field = "django.db.models.BigAutoField"
