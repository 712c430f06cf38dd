"""Every submission, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import render

from signage.console.models import Submission
from signage.console.office import facts

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest) -> HttpResponse:
    """The list, and what has to be looked at again."""
    every = Submission.objects.select_related("by", "unit", "decided_by", "earlier")
    page = Paginator(every, 30).get_page(request.GET.get("trang"))
    return render(request, "console/submissions.html", {"page": page, "due": facts.due().count()})
