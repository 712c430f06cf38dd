"""Records: how much was published, by topic, language and month; what, and who approved it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.shortcuts import render

from signage.console.models import Shown
from signage.console.office import records
from signage.console.office.tongues import language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]

_PAGE = 50
"""Items on a page."""


def view(request: HttpRequest) -> HttpResponse:
    """The totals of a month, and what was published in it."""
    months = records.months()
    asked = request.GET.get("thang", "")
    month = asked if asked in months else months[0]
    begin, end = records.span(month)
    rows = Shown.objects.filter(begun__lt=end).exclude(ended__lte=begin)
    page = Paginator(rows, _PAGE).get_page(request.GET.get("trang"))
    tags, totals = _by_topic(records.totals([month]))
    context = {
        "months": months, "month": month, "totals": totals, "page": page,
        "published": [(each, ", ".join(map(language, each.languages))) for each in page],
        "tongues": [language(tag) if tag else "–" for tag in tags],
        "count": rows.count(), "query": f"thang={month}",
    }  # fmt: skip
    return render(request, "console/records.html", context)


def _by_topic(totals: list[records.Total]) -> tuple[list[str], list[tuple[str, list[Any]]]]:
    """The languages there are, and for each topic what there is in each of them, or None."""
    weight: dict[str, int] = {}
    rows: dict[str, dict[str, records.Total]] = {}
    for each in totals:
        weight[each.language] = weight.get(each.language, 0) + each.shown
        rows.setdefault(each.topic, {})[each.language] = each
    tags = sorted(weight, key=lambda tag: (-weight[tag], tag))
    return tags, [(topic, [row.get(tag) for tag in tags]) for topic, row in rows.items()]
