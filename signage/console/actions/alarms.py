"""Who is written to when a screen falls silent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from signage.console import audit
from signage.console.office import alarms

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest) -> HttpResponse:
    """The form."""
    words = "\n".join(alarms.receivers())
    bad: list[str] = []
    if request.method == "POST":
        words = request.POST.get("to", "")
        good, bad = alarms.judged(words)
        if not bad:
            with transaction.atomic():
                before = alarms.receivers()
                alarms.keep(good)
                audit.record(request, "alarm-mail", "", before=before, after=good)
            messages.success(request, _("Saved."))
            return redirect("alarms")
    context = {"words": words, "bad": bad, "can_send": alarms.can_send(), "most": alarms.MOST}
    return render(request, "console/alarms.html", context)
