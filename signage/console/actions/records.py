"""Records: how much was published, by topic, language and month; what, and who approved it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import render

from signage.console.models import Shown
from signage.console.office import records

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
    context = {
        "months": months, "month": month, "totals": records.totals([month]), "page": page,
        "count": rows.count(), "query": f"thang={month}",
    }  # fmt: skip
    return render(request, "console/records.html", context)
