"""Somebody looked at a fact again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from signage.console import audit
from signage.console.actions.fact_new import day_of
from signage.console.models import Fact, person_of
from signage.console.office import facts

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest, number: int) -> HttpResponse:
    """It is still true until a day, or shown no more."""
    fact = get_object_or_404(Fact, pk=number, over=False)
    before = str(fact.review_by)
    if request.POST.get("do") == "over":
        facts.look(fact, person_of(request), None)
        audit.record(request, "fact-over", fact.words, before={"review_by": before})
        messages.success(request, _("It does not come back."))
        return redirect("facts")
    again = day_of(request.POST.get("review_by", ""))
    if again is None:
        messages.error(request, _("Choose a day that is to come."))
        return redirect("facts")
    facts.look(fact, person_of(request), again)
    audit.record(
        request, "fact-true", fact.words,
        before={"review_by": before}, after={"review_by": str(again)},
    )  # fmt: skip
    messages.success(request, _("Noted. It comes back on that day by itself."))
    return redirect("facts")
