"""A picture of a warning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from signage.console.data import here
from signage.console.models import Emergency
from signage.console.office import previews

if TYPE_CHECKING:
    from django.http import HttpRequest

__all__ = ["view"]


def view(_request: HttpRequest, number: int, name: str) -> HttpResponse:
    """One of those that were drawn."""
    made = get_object_or_404(Emergency, pk=number)
    if name not in previews.listed(here(), made):
        raise Http404
    path = previews.folder_of(here(), made) / name
    return HttpResponse(path.read_bytes(), content_type="image/jpeg")
