"""Files sent from a form or by the page's script; each is taken or refused alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from signage.console import audit
from signage.console.data import here
from signage.console.models import person_of
from signage.console.office import uploads

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]

_FILES = 100
"""In one request."""


def view(request: HttpRequest) -> HttpResponse:
    """Keep every file that is sent; JSON where the script asked, else back to the library."""
    said: list[dict[str, object]] = []
    for file in request.FILES.getlist("files")[:_FILES]:
        try:
            kept = uploads.keep(
                here(), file.chunks(1 << 20), name=file.name or "",
                folder=request.POST.get("folder", ""), by=person_of(request),
            )  # fmt: skip
        except uploads.UnfitError as error:
            said.append({"name": file.name, "error": str(error)})
        except OSError as error:
            reason = _("The centre's disk is full or broken: %(reason)s") % {
                "reason": error.strerror
            }
            said.append({"name": file.name, "error": reason})
        else:
            audit.record(request, "upload", kept.name, after={"sha256": kept.sha256})
            said.append({"name": kept.name, "id": kept.pk})
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"files": said})
    for each in said:
        if "error" in each:
            messages.error(request, f"{each['name']}: {each['error']}")
    return redirect("library")
