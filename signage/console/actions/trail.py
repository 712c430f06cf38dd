"""The audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import render

from signage.console.models import Entry

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest) -> HttpResponse:
    """The newest lines first."""
    page = Paginator(Entry.objects.all(), 60).get_page(request.GET.get("trang"))
    return render(request, "console/trail.html", {"page": page})
