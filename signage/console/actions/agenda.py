"""The week of a screen: what is on when, by the rules that the screens go by."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.shortcuts import render

from signage.console.data import here
from signage.console.office import folder, weeks

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest) -> HttpResponse:
    """Seven days of one screen, drawn and in words."""
    known = folder.known(here())
    content = known.loaded.content
    screens = [(each.id, each.name or each.id) for each in content.screens]
    screen = request.GET.get("man-hinh", "")
    if screen not in {each for each, _name in screens}:
        screen = screens[0][0] if screens else ""
    try:
        monday = weeks.this_week(date.fromisoformat(request.GET.get("tu", "")), content)
        week = weeks.of_screen(content, screen or None, monday)
        earlier, later = monday - timedelta(7), monday + timedelta(7)
    except (ValueError, OverflowError):
        monday = weeks.this_week(None, content)
        week = weeks.of_screen(content, screen or None, monday)
        earlier, later = monday - timedelta(7), monday + timedelta(7)
    shown = dict.fromkeys(block.playlists for day in week for block in day.blocks)
    colours = {names: n % 6 for n, names in enumerate(shown)}
    context = {
        "week": [
            (day, n * 150 + 40, [(block, colours[block.playlists]) for block in day.blocks])
            for n, day in enumerate(week)
        ],
        "runs": weeks.runs(week), "screens": screens, "screen": screen, "monday": monday,
        "sunday": monday + timedelta(6), "earlier": earlier, "later": later, "fresh": known.fresh,
        "hours": [(hour, hour * 20) for hour in range(0, 25, 3)],
    }  # fmt: skip
    return render(request, "console/agenda.html", context)
