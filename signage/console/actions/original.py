"""An upload as it came, to be saved; never shown, never run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse, Http404

from signage.console.data import here
from signage.console.models import Asset
from signage.console.office import originals

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

__all__ = ["view"]


def view(_request: HttpRequest, number: int) -> HttpResponseBase:
    """The bytes, under the name that they came with."""
    asset = Asset.objects.filter(pk=number).first()
    path = originals.of(here(), asset) if asset else None
    if asset is None or path is None:
        raise Http404
    answer = FileResponse(
        path.open("rb"), as_attachment=True, filename=asset.name,
        content_type="application/octet-stream",
    )  # fmt: skip
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
