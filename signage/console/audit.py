"""The trail: one call for each thing that somebody does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from signage.console.models import Entry, Person

if TYPE_CHECKING:
    from django.http import HttpRequest

__all__ = ["address_of", "record"]


def address_of(request: HttpRequest) -> str:
    """Where a request came from; behind our own proxy, what that says."""
    near = request.META.get("REMOTE_ADDR", "")
    told = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if told and near in {"127.0.0.1", "::1", ""}:
        return str(told.rpartition(",")[2].strip())[:64]
    return str(near)[:64]


def record(
    request: HttpRequest | None, action: str, subject: str, *, before: Any = None, after: Any = None
) -> None:
    """Add a line. Call it in the same transaction as what it tells of."""
    person = getattr(request, "user", None)
    known = person if isinstance(person, Person) else None
    Entry.objects.create(
        person=known,
        name=str(known or ""),
        address=address_of(request) if request else "",
        action=action,
        subject=subject[:400],
        before=before,
        after=after,
    )
