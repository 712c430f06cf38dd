"""Headlines from outside: what waits, what is approved, whose are trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from signage.console import audit
from signage.console.data import here
from signage.console.models import Role, person_of
from signage.console.office import folder, news
from signage.console.office.counting import counted

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest) -> HttpResponse:
    """The headlines of each feed; a reviewer says which may be shown."""
    person = person_of(request)
    if request.method == "POST":
        if not person.has(Role.REVIEWER):
            raise PermissionDenied
        _decide(request)
        return redirect("news")
    content = folder.known(here()).loaded.content
    context = {
        "feeds": news.listed(content), "decides": person.has(Role.REVIEWER),
        "waiting": news.waiting(content),
    }  # fmt: skip
    return render(request, "console/news.html", context)


def _decide(request: HttpRequest) -> None:
    person = person_of(request)
    feed, what = request.POST.get("feed", ""), request.POST.get("do", "")
    chosen = [counted(each, -1) for each in request.POST.getlist("line")]
    if what in {"trust", "distrust"}:
        before = news.trusted(feed)
        news.trust(feed, person, trusts=what == "trust")
        audit.record(request, "news-trust", feed, before=before, after=what == "trust")
        messages.success(request, _("Decided. It holds from the next approval on."))
    elif what in {"approve", "refuse"} and chosen:
        words = news.decide(chosen, person, approves=what == "approve")
        audit.record(request, "news-" + what, feed, after=words)
        messages.success(request, _("Decided. It holds from the next approval on."))
