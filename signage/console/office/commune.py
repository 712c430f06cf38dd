"""What a commune decides for itself: its reviewer's checklist, and who may approve their own."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from signage.console.models import Setting

__all__ = ["CHECKLIST", "OWN", "checklist", "keep", "own_approval"]

OWN = "own-approval"
"""Whether a reviewer may approve what they submitted: for centres of one person."""
CHECKLIST = "checklist"
POINTS = 20
"""Of a checklist at most."""
CHARACTERS = 200
"""Of one point at most."""


def own_approval() -> bool:
    """Off, unless an administrator says so; each such approval is marked as one."""
    return _get(OWN) is True


def checklist() -> list[str]:
    """The points beside each submission."""
    kept = _get(CHECKLIST)
    if isinstance(kept, list):
        return [str(each) for each in kept]
    return [
        _("Names of units and places are those of today"),
        _("Maps are right; Hoàng Sa and Trường Sa are on them"),
        _("No personal data, or with consent: names, faces of children, numbers, addresses"),
        _("Source and licence of each picture, clip and piece of music are known"),
        _("Sponsors are named as agreed, and nothing is an advertisement in disguise"),
        _("Dates, fees and phone numbers are right, and have a day on which to look again"),
    ]


def keep(name: str, value: Any) -> None:
    """Decide."""
    if name == CHECKLIST:
        points = (" ".join(str(each).split())[:CHARACTERS] for each in value)
        value = [each for each in points if each][:POINTS]
    Setting.objects.update_or_create(name=name, defaults={"value": value})


def _get(name: str) -> Any:
    found = Setting.objects.filter(name=name).first()
    return found.value if found else None
