"""A new text or board in the library, to be written in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect

from signage.console import audit
from signage.console.data import here
from signage.console.office import shelving, uploads

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest) -> HttpResponse:
    """Make it and open it; what is there already is opened as it is."""
    said = request.POST
    ending = ".csv" if said.get("kind") == "csv" else ".txt"
    try:
        path = shelving.make_text(here(), said.get("within", ""), said.get("name", ""), ending)
    except uploads.UnfitError as error:
        messages.error(request, str(error))
        return redirect("library")
    except OSError:
        messages.error(request, str(uploads.UnfitError("disk-full")))
        return redirect("library")
    audit.record(request, "text-new", path)
    return redirect("media-edit", path)
