"""The audit trail: who did what, when, from where; to be searched, and to be kept as a table."""

from __future__ import annotations

import json
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from signage.console import audit
from signage.console.models import Entry, Person, Role
from signage.console.office.counting import counted
from signage.console.office.shapes import LABELS
from signage.console.office.sheets import sheet

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]

_PAGE = 60
_ROLES = dict(Role.choices)
_NAMES = {
    "changed": gettext_lazy("changed along"), "digest": gettext_lazy("digest"),
    "items": gettext_lazy("items"), "kind": gettext_lazy("kind"), "lines": gettext_lazy("lines"),
    "name": gettext_lazy("name"),
    "needs": gettext_lazy("reviewers needed"), "of": gettext_lazy("signs"),
    "path": gettext_lazy("place in the library"), "place": gettext_lazy("place"),
    "playlists": gettext_lazy("playlists"), "reason": gettext_lazy("reason"),
    "release": gettext_lazy("release"), "review_by": gettext_lazy("look again on"),
    "roles": gettext_lazy("roles"),
    "screens": gettext_lazy("screens"), "second-step": gettext_lazy("two steps"),
    "own-approval": gettext_lazy("own approval"), "sha256": gettext_lazy("hash"),
    "state": gettext_lazy("state"),
    "steps": gettext_lazy("steps"), "unit": gettext_lazy("unit"),
    "until": gettext_lazy("until"), "username": gettext_lazy("signs in as"),
    "version": gettext_lazy("version"), "why": gettext_lazy("why"), "words": gettext_lazy("words"),
}  # fmt: skip
"""Of what is told before and after; fields of forms have their labels."""
_YEARS = range(2000, 3000)
"""What lies outside is a slip of the finger."""
_MOST = 100_000
"""Lines of one table; for more, choose a shorter time."""


def view(request: HttpRequest) -> HttpResponse:
    """The newest lines first."""
    found = _found(request)
    if request.GET.get("dang") == "csv":
        return _table(request, found)
    page = Paginator(found, _PAGE).get_page(request.GET.get("trang"))
    asked = {key: request.GET[key] for key in _ASKED if request.GET.get(key)}
    context = {
        "page": page, "asked": asked, "query": urlencode(asked), "count": page.paginator.count,
        "lines": [(each, audit.WORDS.get(each.action, each.action), _told(each)) for each in page],
        "people": Person.objects.order_by("full_name"),
        "actions": sorted(audit.WORDS.items(), key=lambda pair: str(pair[1]).casefold()),
    }  # fmt: skip
    return render(request, "console/trail.html", context)


_ASKED = ("ai", "viec", "tim", "tu", "den")


def _found(request: HttpRequest) -> QuerySet[Entry]:
    found, asked = Entry.objects.all(), request.GET
    if asked.get("ai", "").isdecimal():  # no number asks for nobody in particular
        found = found.filter(person=counted(asked["ai"]))
    if asked.get("viec"):
        found = found.filter(action=asked["viec"])
    if asked.get("tim"):
        # SQLite knows upper and lower case of ASCII alone, and Vietnamese is more than that.
        said = unicodedata.normalize("NFC", asked["tim"].replace("\0", "")[:100])
        about = Q()
        for each in (said, said.lower(), said.upper(), said.capitalize()):
            about |= Q(subject__icontains=each)
        found = found.filter(about)
    if (begin := _day(asked.get("tu", ""))) is not None:
        found = found.filter(at__gte=begin)
    if (end := _day(asked.get("den", ""))) is not None:
        found = found.filter(at__lt=end + timedelta(days=1))
    return found


def _day(said: str) -> datetime | None:
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return None
    if day.year not in _YEARS:
        return None
    return timezone.make_aware(datetime.combine(day, time()))


def _told(entry: Entry) -> list[tuple[str, str, str]]:
    """What differs between before and after: name, before, after."""
    before, after = entry.before, entry.after
    if isinstance(before, dict) or isinstance(after, dict):
        was = before if isinstance(before, dict) else {}
        now = after if isinstance(after, dict) else {}
        names = [*was, *(name for name in now if name not in was)]
        return [
            (
                str(_NAMES.get(name) or LABELS.get(name, name)),
                _plain(was.get(name)),
                _plain(now.get(name)),
            )
            for name in names
            if was.get(name) != now.get(name) or before is None or after is None
        ]
    if before is None and after is None:
        return []
    return [("", _plain(before), _plain(after))]


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list) and all(isinstance(each, str | int) for each in value):
        return ", ".join(str(_ROLES.get(str(each), each)) for each in value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _table(request: HttpRequest, found: QuerySet[Entry]) -> HttpResponse:
    rows = [
        (
            timezone.localtime(each.at).strftime("%d/%m/%Y %H:%M:%S"), each.name, each.address,
            audit.WORDS.get(each.action, each.action), each.subject,
            _json(each.before), _json(each.after),
        )
        for each in found[:_MOST].iterator()
    ]  # fmt: skip
    audit.record(request, "trail-export", "", after={"lines": len(rows)})
    head = (
        _("When"), _("Who"), _("From where"), _("What"), _("About"), _("Before"), _("After"),
    )  # fmt: skip
    return sheet(f"nhat-ky-{timezone.localdate().isoformat()}", head, rows)


def _json(value: object) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)
