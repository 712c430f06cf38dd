"""A text whose letters are old: the readings side by side, and the officer says which is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render

from signage.config import CONTENT
from signage.console import audit
from signage.console.data import here
from signage.console.models import Asset
from signage.console.office import encodings, originals

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]

_SHOWN = 1500
"""Characters of each reading."""


def view(request: HttpRequest, number: int) -> HttpResponse:
    """Show the readings, or put the file back into the queue with the answer."""
    asset = Asset.objects.filter(pk=number, state=Asset.State.ASKED).first()
    path = originals.of(here(), asset) if asset else None
    if asset is None or path is None:
        raise Http404
    if request.method == "POST" and request.POST.get("reading") in encodings.KEYS:
        asset.answer = request.POST["reading"]
        asset.state, asset.tries, asset.said = Asset.State.WAITING, 0, []
        asset.save(update_fields=["answer", "state", "tries", "said"])
        audit.record(request, "upload-answer", asset.name, after=asset.answer)
        return redirect("library")
    with path.open("rb") as file:
        data = file.read(CONTENT.text_bytes)
    try:
        words = data.decode("utf-8-sig")
        guesses = encodings.recognised(words)
        as_it_is = words[:_SHOWN]
    except UnicodeDecodeError:
        guesses, as_it_is = encodings.recognised_bytes(data), ""
    context = {
        "asset": asset, "as_it_is": as_it_is,
        "guesses": [(each.key, each.label, each.text[:_SHOWN]) for each in guesses],
    }  # fmt: skip
    return render(request, "console/asked.html", context)
