"""What is true today and has to be looked at again on a day: it comes back by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from signage.console.models import Fact

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from signage.console.models import Person

__all__ = ["coming", "due", "look", "remember"]


def due() -> QuerySet[Fact]:
    """Those whose day has come, the oldest first."""
    return Fact.objects.filter(over=False, review_by__lte=timezone.localdate())


def coming() -> QuerySet[Fact]:
    """Those whose day will come."""
    return Fact.objects.filter(over=False, review_by__gt=timezone.localdate())


def remember(by: Person, words: str, place: str, review_by: date) -> Fact:
    """Note a fact."""
    return Fact.objects.create(words=words, place=place, review_by=review_by, by=by, unit=by.unit)


def look(fact: Fact, by: Person, again: date | None) -> None:
    """Somebody looked: it is still true, and comes back on `again`; None: it is shown no more."""
    fact.looked, fact.looked_by = timezone.now(), by
    if again is None:
        fact.over = True
    else:
        fact.review_by = again
    fact.save(update_fields=["looked", "looked_by", "over", "review_by"])
