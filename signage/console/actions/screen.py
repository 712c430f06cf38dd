"""One screen: its picture, how it is, what happened there; renamed, unpaired, a new token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from signage.console import audit
from signage.console.data import here
from signage.console.models import Screen, person_of
from signage.console.office import pairing, wall

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]

_PAGE = 40
"""Happenings on a page."""
_LETTERS = 120
"""Of a name and of a place, as the database has them."""


def view(request: HttpRequest, name: str) -> HttpResponse:
    """For everybody to see; an administrator may change it."""
    screen = get_object_or_404(Screen.objects.defer("picture"), id_name=name)
    if request.method == "POST":
        token = _change(request, screen)
        if not token:
            return redirect("screen", name)
        # Shown this once, in the answer itself: it is never stored, nor in a session.
        return _page(request, screen, token)
    return _page(request, screen, "")


def _page(request: HttpRequest, screen: Screen, token: str) -> HttpResponse:
    page = Paginator(screen.happenings.all(), _PAGE).get_page(request.GET.get("trang"))
    context = {
        "seen": wall.one(here(), screen), "page": page, "token": token,
        "happenings": [(each, wall.happened(each)) for each in page],
        "address": request.build_absolute_uri("/api/man-hinh/"),
        "release": request.build_absolute_uri("/release"),
    }  # fmt: skip
    return render(request, "console/screen.html", context)


def _change(request: HttpRequest, screen: Screen) -> str:
    """Do what was asked; the new token, where there is one."""
    what, person = request.POST.get("do", ""), person_of(request)
    with transaction.atomic():
        if what == "name":
            before = {"name": screen.name, "place": screen.place}
            screen.name = " ".join(request.POST.get("name", "").split())[:_LETTERS]
            screen.place = " ".join(request.POST.get("place", "").split())[:_LETTERS]
            screen.save(update_fields=["name", "place"])
            after = {"name": screen.name, "place": screen.place}
            audit.record(request, "screen-name", screen.id_name, before=before, after=after)
            messages.success(request, _("Saved."))
        elif what == "unpair":
            pairing.unpaired(screen, person)
            audit.record(request, "screen-unpair", screen.id_name)
            messages.success(
                request,
                _("Its token serves no more. It goes on showing what the centre signs; to pair it "
                  "again, the technician removes the folder pairing/ of its state."),
            )  # fmt: skip
        elif what == "token":
            audit.record(request, "screen-token", screen.id_name)
            return pairing.renewed(screen, person)
    return ""
