"""Making a folder of the library, or removing one that is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from signage.console import audit
from signage.console.data import here
from signage.console.office import shelving, uploads

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest) -> HttpResponse:
    """Make `name` within `within`, or remove `remove`; then look into it, or what it was in."""
    gone = request.POST.get("remove", "")
    where = gone.rpartition("/")[0] if gone else request.POST.get("within", "")
    try:
        if gone:
            shelving.remove_folder(here(), gone)
            audit.record(request, "folder-delete", gone)
            messages.success(request, _("The folder is gone."))
        else:
            where = shelving.make_folder(here(), where, request.POST.get("name", ""))
            audit.record(request, "folder", where)
            messages.success(request, _("The folder is there."))
    except (uploads.UnfitError, shelving.HeldError) as error:
        messages.error(request, str(error))
    except OSError:
        messages.error(request, str(uploads.UnfitError("disk-full")))
    return redirect(f"{reverse('library')}?{urlencode({'thu_muc': where})}")
