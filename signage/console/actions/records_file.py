"""Records as tables for Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from signage.console.models import Shown, Submission
from signage.console.office import records
from signage.console.office.sheets import sheet
from signage.console.office.tongues import language

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]

_MOST = 50_000
"""Rows of a table at most."""


def view(request: HttpRequest, what: str) -> HttpResponse:
    """Totals, items or releases; in Vietnamese, since that is what the Sở reads."""
    make = {"tong-hop": _totals, "noi-dung": _items, "phat-hanh": _releases}.get(what)
    if make is None:
        raise Http404
    asked = request.GET.get("thang", "")
    months = [asked] if asked in records.months() else records.months()
    with override("vi"):
        return make(months)


def _totals(months: list[str]) -> HttpResponse:
    rows = [
        (
            _month(each.month),
            each.topic or _("no topic"),
            language(each.language),
            each.shown,
            each.new,
        )
        for each in records.totals(reversed(months))
    ]
    head = (_("Month"), _("Topic"), _("Language"), _("Items shown"), _("Of these, new"))
    return sheet(_name("tong-hop", months), head, rows)


def _items(months: list[str]) -> HttpResponse:
    begin, end = records.span(months[-1])[0], records.span(months[0])[1]
    found = Shown.objects.filter(begun__lt=end).exclude(ended__lte=begin)[:_MOST]
    rows = (
        (
            each.playlist, each.what, each.get_kind_display(), each.topic,
            ", ".join(map(language, each.languages)), _when(each.begun), _when(each.ended),
            each.first, each.last,
        )
        for each in found.iterator()
    )  # fmt: skip
    head = (
        _("Playlist"), _("What"), _("Kind"), _("Topic"), _("Language"), _("From"), _("Until"),
        _("First release"), _("Last release"),
    )  # fmt: skip
    return sheet(_name("noi-dung", months), head, rows)


def _releases(months: list[str]) -> HttpResponse:
    begin, end = records.span(months[-1])[0], records.span(months[0])[1]
    head = (
        _("Release"), _("Approved at"), _("Approved by"), _("Submitted by"), _("Unit"),
        _("Submitted at"), _("What changes, and why"),
    )  # fmt: skip
    return sheet(_name("phat-hanh", months), head, _approved(begin, end))


def _approved(begin: datetime, end: datetime) -> Iterator[tuple[object, ...]]:
    found = Submission.objects.filter(
        state=Submission.State.APPROVED, decided__gte=begin, decided__lt=end
    )
    people = found.select_related("by", "unit", "decided_by")
    for made in people.prefetch_related("approvals__person").order_by("-decided")[:_MOST]:
        by = ", ".join(str(each.person) for each in made.approvals.all()) or str(made.decided_by)
        yield (
            made.release, _when(made.decided), by, str(made.by), str(made.unit or ""),
            _when(made.at), made.says,
        )  # fmt: skip


def _when(at: datetime | None) -> str:
    return timezone.localtime(at).strftime("%d/%m/%Y %H:%M") if at else ""


def _month(month: str) -> str:
    year, number = month.split("-")
    return f"{number}/{year}"


def _name(what: str, months: list[str]) -> str:
    return f"{what}-{months[-1]}" if len(months) == 1 else f"{what}-{months[-1]}-{months[0]}"
