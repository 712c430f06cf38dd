"""An upload as it came, to be saved; never shown, never run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from signage.console.actions._serving import serve
from signage.console.data import here
from signage.console.models import Asset
from signage.console.office import originals

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

__all__ = ["view"]


def view(request: HttpRequest, number: int) -> HttpResponseBase:
    """The bytes, under the name that they came with."""
    asset = Asset.objects.filter(pk=number).first()
    path = originals.of(here(), asset) if asset else None
    if asset is None or path is None:
        raise Http404
    return serve(request, path, "application/octet-stream", name=asset.name, save=True)
