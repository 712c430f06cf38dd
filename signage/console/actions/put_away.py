"""Putting the refusal of an upload away, once it was read; or trying the file once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect

from signage.console import audit
from signage.console.data import here
from signage.console.models import Asset
from signage.console.office import originals

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest, number: int) -> HttpResponse:
    """Away with it, or (`again`) into the queue."""
    found = Asset.objects.filter(pk=number, state__in=[Asset.State.REFUSED, Asset.State.ASKED])
    asset = found.first()
    if asset is None:
        raise Http404
    if "again" in request.POST and originals.of(here(), asset):
        asset.state, asset.tries, asset.said = Asset.State.WAITING, 0, []
    else:
        asset.state, asset.seen = Asset.State.REFUSED, True
    asset.save(update_fields=["state", "tries", "said", "seen"])
    audit.record(request, "upload-put-away", asset.name, after={"state": asset.state})
    return redirect("library")
