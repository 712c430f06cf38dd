"""A picture of what the lobby would see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse, Http404

from signage.console.data import here
from signage.console.models import Submission
from signage.console.office import pictures

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

__all__ = ["view"]


def view(_request: HttpRequest, number: int, side: str, name: str) -> HttpResponseBase:
    """Of the submission itself (`sau`), or of what was on before it (`truoc`)."""
    made = Submission.objects.filter(pk=number).first()
    if made is not None and side == "truoc":
        made = Submission.objects.filter(state=Submission.State.APPROVED, pk__lt=number).first()
    if made is None or name not in pictures.listed(here(), made.digest):
        raise Http404
    path = pictures.folder_of(here(), made.digest) / name
    answer = FileResponse(path.open("rb"), content_type="image/jpeg")
    answer.headers["Cache-Control"] = "private, max-age=86400, immutable"
    return answer
