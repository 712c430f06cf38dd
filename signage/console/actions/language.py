"""Vietnamese or English, remembered by the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.i18n import set_language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest) -> HttpResponse:
    """Take up the language and go back to where it was asked for."""
    return set_language(request)
