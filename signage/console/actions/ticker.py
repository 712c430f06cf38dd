"""The news strip of a playlist: words in languages, files, feeds, what is urgent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signage.console.actions import _form
from signage.console.data import here
from signage.console.office import folder, paths
from signage.console.office.shapes import TICKER

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest, name: str) -> HttpResponse:
    """Show the lines, or save them."""
    texts = paths.suggested(here(), folder.known(here()), "text")
    return _form.view(request, "ticker", name, (TICKER,), more={"suggested": texts})
