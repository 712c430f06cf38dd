"""`1.root.json`, for the technician who sets up screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse

from signage.console.data import here
from signage.console.office import keys

if TYPE_CHECKING:
    from django.http import HttpRequest

__all__ = ["view"]


def view(_request: HttpRequest) -> HttpResponse:
    """The file; nothing in it is secret."""
    found = keys.pinned(here())
    if found is None:
        raise Http404
    answer = HttpResponse(found, content_type="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="1.root.json"'
    return answer
