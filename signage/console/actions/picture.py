"""A picture of what the lobby would see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse

from signage.console.data import here
from signage.console.models import Submission
from signage.console.office import pictures, submissions

if TYPE_CHECKING:
    from django.http import HttpRequest

__all__ = ["view"]


def view(_request: HttpRequest, number: int, side: str, name: str) -> HttpResponse:
    """Of the submission itself (`sau`), or of what was on before it (`truoc`)."""
    made = Submission.objects.filter(pk=number).first()
    if made is not None and side == "truoc":
        made = submissions.before(made)
    if made is None or name not in pictures.listed(here(), made.digest):
        raise Http404
    path = pictures.folder_of(here(), made.digest) / name
    answer = HttpResponse(path.read_bytes(), content_type="image/jpeg")
    # what was before a submission that waits is another one tomorrow
    immutable = "max-age=86400, immutable" if side == "sau" else "no-cache"
    answer.headers["Cache-Control"] = f"private, {immutable}"
    return answer
