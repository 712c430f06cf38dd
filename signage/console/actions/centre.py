"""Whose screens these are and what they look like: the centre, its screens and their groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from signage.console import audit
from signage.console.actions import _editing, _form
from signage.console.data import here
from signage.console.office import documents, folder, paths, screens
from signage.console.office.shapes import CENTRE

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]

_PAGE = 50
"""Screens at a time: a page of two hundred is too heavy for an old phone."""


def view(request: HttpRequest) -> HttpResponse:
    """The form of the centre, the list of screens, the groups."""
    if request.method == "POST" and request.POST.get("do") in {"screen", "group", "remove"}:
        return _changed(request, request.POST["do"])
    content = folder.known(here()).loaded.content
    document = _editing.opened("screens", any_file=True)
    return _form.view(
        request, "centre", "screens", CENTRE,
        more={
            "page": Paginator(screens.listed(document, content), _PAGE).get_page(
                request.GET.get("trang")
            ),
            "groups": screens.groups(document),
            "playlists": [(p.id, p.name or p.id) for p in content.playlists],
            "suggested": paths.suggested(here(), folder.known(here()), "image"),
        },
    )  # fmt: skip


def _changed(request: HttpRequest, what: str) -> HttpResponse:
    """A screen or group more, other playlists of a group, or one less."""
    by = _editing.editor(request)
    given = " ".join(request.POST.get("name", "").split())[:120]
    try:
        if what == "screen":
            name = screens.add(here(), given, by)
            audit.record(request, "screen-new", name, after={"name": given})
            return redirect("screen-settings", name)
        if what == "group":
            chosen = screens.chosen(request.POST)
            screens.group(here(), given, chosen, by)
            audit.record(request, "group", given, after={"playlists": chosen})
        else:
            key = "groups" if request.POST.get("of") == "groups" else "screens"
            screens.remove(here(), key, given, by)
            audit.record(request, "screen-remove", given, before={"of": key})
            words = _("Taken out: %(name)s. “As a file”, then “History”, brings it back.")
            messages.success(request, words % {"name": given})
            return redirect("centre")
        messages.success(request, _("Saved. It is shown once a reviewer has approved it."))
    except (documents.BrokenError, ValueError) as error:
        messages.error(request, str(error) or _("The file cannot be read: mend it in “File”."))
    return redirect("centre")
