"""Emergencies: what is in force, which screens have it, and what there was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils import timezone

from signage.console.data import here
from signage.console.models import Emergency, person_of
from signage.console.office import emergency, keys

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest) -> HttpResponse:
    """For everybody; `?phan=man-hinh`: the screens alone, as they are now."""
    now = emergency.current()
    reached = emergency.reached(here(), now) if now else []
    context: dict[str, Any] = {
        "now": now,
        "reached": reached,
        "have": sum(each.has for each in reached),
        "concerned": sum(each.concerned for each in reached),
        "names": emergency.named(here(), now) if now else [],
    }
    if request.GET.get("phan") == "man-hinh":
        return render(request, "console/_reached.html", context)
    context["past"] = (
        Emergency.objects.exclude(state=Emergency.State.DRAFT)
        .exclude(pk=now.pk if now else 0)
        .select_related("by", "ended_by")[:20]
    )
    context["drafts"] = Emergency.objects.filter(
        state=Emergency.State.DRAFT, until__gt=timezone.now()
    ).select_related("by")[:5]
    context["key"] = keys.has(here(), person_of(request).username, "emergency")
    return render(request, "console/emergency.html", context)
