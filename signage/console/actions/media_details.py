"""One file of the library: what it is, what was done to it, who sent it, who uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render

from signage.console.data import here
from signage.console.models import Asset
from signage.console.office import folder as central
from signage.console.office import media, originals, sketches
from signage.console.office.texts import EDITED, SHOWN, read_words
from signage.console.office.usage import Uses

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest, path: str) -> HttpResponse:
    """The page of a file."""
    found = media.real(here(), path)
    if found is None:
        raise Http404
    status = found.stat()
    kind = media.kind_of(path)
    asset = Asset.objects.filter(path=path, state=Asset.State.READY).select_related("by").first()
    words = read_words(found)[:SHOWN] if kind in EDITED else ""
    drawn = sketches.pages(here(), found) if kind == "pdf" else 0
    folder, _sign, name = path.rpartition("/")
    uses = Uses(here(), central.known(here()).loaded).of(path)
    context = {
        "file": media.File(path, kind, status.st_size, status.st_mtime), "asset": asset,
        "type": media.type_of(found), "folder": folder, "name": name,
        "uses": uses, "folders": media.folders(here()), "words": words,
        "edited": kind in EDITED, "pages": range(1, drawn + 1),
        "original": asset is not None and originals.of(here(), asset) is not None,
    }  # fmt: skip
    return render(request, "console/media_details.html", context)
