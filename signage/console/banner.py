"""For every page: screens that are silent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from signage.config import REPORTS
from signage.console.data import here
from signage.console.office import folder, reporting
from signage.console.office.wall import called

if TYPE_CHECKING:
    from django.http import HttpRequest

__all__ = ["silent"]

_NAMED = 3


def silent(request: HttpRequest) -> dict[str, Any]:
    """Their names, for whoever is signed in."""
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return {}
    found = list(reporting.silent().only("id_name", "name"))
    content = folder.last(here())
    for each in found[:_NAMED]:
        each.name = called(each, content)
    return {
        "silent": found[:_NAMED], "silent_more": max(0, len(found) - _NAMED),
        "silent_minutes": round(REPORTS.silent_minutes),
    }  # fmt: skip
