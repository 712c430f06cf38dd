"""Files sent from a form, or by the script where they are small; each is taken or refused alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from signage.console import audit
from signage.console.data import here
from signage.console.models import person_of
from signage.console.office import uploads

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["told", "view"]

_FILES = 100
"""In one request."""


def view(request: HttpRequest) -> HttpResponse:
    """Keep every file that is sent; JSON where the script asked, else back to the library."""
    said: list[dict[str, object]] = []
    folder = request.POST.get("folder", "")
    for file in request.FILES.getlist("files")[:_FILES]:
        name = file.name or ""
        try:
            kept = uploads.keep(
                here(), file.chunks(1 << 20), name=name, folder=folder, by=person_of(request)
            )
        except uploads.UnfitError as error:
            said.append({"name": name, "error": str(error)})
        except OSError:
            said.append({"name": name, "error": str(uploads.UnfitError("disk-full"))})
        else:
            said.append(told(request, name, kept))
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"files": said})
    _tell(request, said)
    where = reverse("library")
    return redirect(f"{where}?{urlencode({'thu_muc': folder})}" if folder else where)


def told(request: HttpRequest, name: str, kept: uploads.Kept) -> dict[str, object]:
    """What became of a file that came whole, for the page, and for the trail."""
    if kept.asset is None:
        words = _("This file is in the library already: %(path)s") % {"path": kept.same}
        return {"name": name, "same": kept.same, "words": words}
    audit.record(request, "upload", kept.asset.name, after={"sha256": kept.asset.sha256})
    return {"name": kept.asset.name, "id": kept.asset.pk}


def _tell(request: HttpRequest, said: list[dict[str, object]]) -> None:
    taken = sum(1 for each in said if "id" in each)
    if taken:
        messages.success(request, _("Files received: %(count)d.") % {"count": taken})
    if not said:
        messages.error(request, _("Choose at least one file."))
    for each in said:
        if "error" in each:
            messages.error(request, f"{each['name']}: {each['error']}")
        elif "same" in each:
            messages.info(request, f"{each['name']}: {each['words']}")
