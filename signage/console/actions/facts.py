"""What is true today, and when to look at it again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone

from signage.console.data import here
from signage.console.models import Fact
from signage.console.office import facts, folder

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest) -> HttpResponse:
    """What is due first, then what will come, then the last that are over."""
    today = timezone.localdate()
    context = {
        "due": facts.due().select_related("by", "unit"),
        "coming": facts.coming().select_related("by", "unit")[:200],
        "over": Fact.objects.filter(over=True).order_by("-looked")[:10],
        "playlists": folder.known(here()).loaded.content.playlists,
        "tomorrow": today + timedelta(days=1),
        "later": today + timedelta(days=90),
    }
    return render(request, "console/facts.html", context)
