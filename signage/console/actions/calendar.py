"""Working hours, holidays, and days worked by exception."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signage.console.actions import _form
from signage.console.office.shapes import CALENDAR

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest) -> HttpResponse:
    """Show the form, or save it."""
    return _form.view(request, "calendar", "calendar", CALENDAR)
