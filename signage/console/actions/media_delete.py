"""Deleting a file that nothing uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from signage.console import audit
from signage.console.data import here
from signage.console.models import Asset
from signage.console.office import shelving, uploads

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest, path: str) -> HttpResponse:
    """Delete it, or say who uses it."""
    try:
        shelving.delete(here(), path)
    except KeyError:
        raise Http404 from None
    except shelving.HeldError as error:
        messages.error(request, str(error))
        return redirect("media-details", path)
    except OSError:
        messages.error(request, str(uploads.UnfitError("disk-full")))
        return redirect("media-details", path)
    hashes = list(Asset.objects.filter(path=path).values_list("sha256", flat=True))
    Asset.objects.filter(path=path).update(path="")
    audit.record(request, "media-delete", path, before={"sha256": hashes})
    messages.success(request, _("Deleted: %(path)s.") % {"path": path})
    folder = path.rpartition("/")[0]
    return redirect(f"{reverse('library')}?{urlencode({'thu_muc': folder})}")
