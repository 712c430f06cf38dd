"""A picture of an item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse, JsonResponse

from signage.console.data import here
from signage.console.office import looks

if TYPE_CHECKING:
    from django.http import HttpRequest

__all__ = ["view"]


def view(_request: HttpRequest, key: str, name: str) -> HttpResponse:
    """The picture; under the name `co`, which pictures there are by now."""
    if name == "co":
        pictures = [each.name for each in looks.listed(here(), key)]
        done = looks.done(here(), key)
        return JsonResponse({"done": done, "pictures": pictures, "fault": looks.fault(here(), key)})
    path = looks.path_of(here(), key, name)
    if path is None:
        raise Http404
    answer = HttpResponse(path.read_bytes(), content_type="image/jpeg")
    answer.headers["Cache-Control"] = "private, max-age=86400, immutable"
    return answer
