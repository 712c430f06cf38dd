"""The console as one Django application."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["Console"]


class Console(AppConfig):
    """`signage.console`, labelled `console`."""

    name = "signage.console"
    label = "console"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to sign-ins from the first on."""
        from signage.console import sessions  # noqa: F401, PLC0415  (needs the models)
