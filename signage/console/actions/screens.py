"""The wall: every screen, what is on it now, and how it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from signage.console.data import here
from signage.console.office import wall

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest) -> HttpResponse:
    """All of them, or a group; `?phan=tuong`: the wall alone, as it is now."""
    data, group = here(), request.GET.get("nhom", "")
    every = wall.listed(data)
    groups = sorted({name for each in every for name in each.groups})
    shown = [each for each in every if not group or group in each.groups]
    context = {
        "every": shown, "groups": groups, "group": group, "missing": wall.unreported(data),
        "well": sum(each.level == "good" for each in every), "all": len(every),
    }  # fmt: skip
    part = request.GET.get("phan") == "tuong"
    return render(request, "console/_wall.html" if part else "console/screens.html", context)
