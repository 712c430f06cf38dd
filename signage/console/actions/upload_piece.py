"""A large file in pieces: begun or found again, continued where it broke off, or given up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from signage.console.actions.upload import told
from signage.console.data import here
from signage.console.models import Arrival, person_of
from signage.console.office import uploads
from signage.console.office.counting import counted

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]

_CONFLICT = 409


def view(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """Without a number begin; with one take the piece that begins at `?tu=`, or give it up."""
    person = person_of(request)
    if number is None:
        return _begin(request)
    arrival = Arrival.objects.filter(pk=number, by=person).first()
    if arrival is None:
        raise Http404
    if "bo" in request.GET:
        uploads.forget(here(), arrival)
        messages.success(request, _("Given up: %(name)s.") % {"name": arrival.name})
        return redirect("library")
    return _piece(request, arrival)


def _piece(request: HttpRequest, arrival: Arrival) -> JsonResponse:
    start = request.GET.get("tu", "")
    try:
        done = uploads.append(here(), arrival, counted(start, -1), request.body)
    except uploads.WrongPlaceError as error:
        return JsonResponse({"offset": error.offset}, status=_CONFLICT)
    except uploads.UnfitError as error:
        return JsonResponse({"name": arrival.name, "error": str(error)})
    except OSError:
        words = str(uploads.UnfitError("disk-full"))
        return JsonResponse({"name": arrival.name, "error": words})
    if isinstance(done, int):
        return JsonResponse({"offset": done})
    return JsonResponse(told(request, arrival.name, done))


def _begin(request: HttpRequest) -> HttpResponse:
    said = request.POST
    size = said.get("size", "")
    name = said.get("name", "")
    try:
        arrival = uploads.open_arrival(
            here(), name=name, folder=said.get("folder", ""),
            size=counted(size), stamp=said.get("stamp", ""),
            by=person_of(request),
        )  # fmt: skip
    except uploads.UnfitError as error:
        return JsonResponse({"name": name, "error": str(error)})
    return JsonResponse({"id": arrival.pk, "offset": uploads.arrived(here(), arrival)})
