"""Another name or folder for a file; who uses it follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from signage.console import audit
from signage.console.data import here
from signage.console.models import Asset
from signage.console.office import shelving, uploads

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest, path: str) -> HttpResponse:
    """Move it, or say why not."""
    said = request.POST
    try:
        with transaction.atomic():
            moved = shelving.move(here(), path, said.get("folder", ""), said.get("name", ""))
            Asset.objects.filter(path=path).update(path=moved.path)
            audit.record(
                request, "media-move", moved.path, before=path,
                after={"path": moved.path, "changed": list(moved.playlists)},
            )  # fmt: skip
    except KeyError:
        raise Http404 from None
    except (shelving.HeldError, uploads.UnfitError) as error:
        messages.error(request, str(error))
        return redirect("media-details", path)
    except OSError:
        messages.error(request, str(uploads.UnfitError("disk-full")))
        return redirect("media-details", path)
    if moved.playlists:
        words = _("Moved. These were changed along: %(files)s.")
        messages.success(request, words % {"files": ", ".join(moved.playlists)})
    else:
        messages.success(request, _("Moved."))
    return redirect("media-details", moved.path)
