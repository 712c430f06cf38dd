"""Noting a fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from signage.console import audit
from signage.console.models import person_of
from signage.console.office import facts

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse

__all__ = ["day_of", "view"]


def view(request: HttpRequest) -> HttpResponse:
    """Add it; what lacks is said."""
    words = " ".join(request.POST.get("words", "").split())[:400]
    day = day_of(request.POST.get("review_by", ""))
    if not words or day is None:
        messages.error(request, _("Write what has to be checked, and a day that is to come."))
        return redirect("facts")
    place = " ".join(request.POST.get("place", "").split())[:400]
    made = facts.remember(person_of(request), words, place, day)
    audit.record(request, "fact", words, after={"review_by": str(made.review_by), "place": place})
    messages.success(request, _("Noted. It comes back on that day by itself."))
    return redirect("facts")


def day_of(text: str) -> date | None:
    """A day that is to come; else None."""
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and day > timezone.localdate() else None
