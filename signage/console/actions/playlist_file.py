"""The file itself, for those who know YAML and for what no form can say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from signage.config import CONTENT
from signage.console import audit
from signage.console.actions import _editing
from signage.console.data import here
from signage.console.office import documents
from signage.console.office.binding import message

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest, name: str) -> HttpResponse:
    """Show it with its faults by line, or save it."""
    document = _editing.opened(name, any_file=True)
    status, words = 200, document.content.decode("utf-8-sig", "replace")
    if request.method == "POST":
        by = _editing.editor(request)
        words = request.POST.get("words", "").replace("\r\n", "\n")
        made = (words.rstrip("\n") + "\n").encode()
        if len(made) > CONTENT.playlist_bytes:
            messages.error(request, _("That is too long for one playlist."))
            status = 422
        elif request.POST.get("digest") != document.digest:
            messages.error(
                request,
                _(
                    "Somebody saved this file while you were writing. Nothing of yours is lost: it "
                    "stands below. Saving again replaces what they wrote; the history keeps it."
                ),
            )
            status = 409
        else:
            documents.store(here(), document, made, by)
            audit.record(
                request, "playlist-file", name, before={"digest": document.digest},
                after={"digest": documents.digest_of(made)},
            )  # fmt: skip
            messages.success(request, _("Saved. It is shown once a reviewer has approved it."))
            return redirect("playlist-file", name)
    faults = [message(each) for each in _editing.faults_of(document)]
    return _editing.draw(
        request, "playlist_file", document, {"words": words, "faults": faults}, status
    )
