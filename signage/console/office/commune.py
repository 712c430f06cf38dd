"""What a commune decides for itself: its reviewer's checklist, and who may approve their own."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from signage.console.models import Setting

__all__ = [
    "CHECKLIST", "OWN", "SECOND", "checklist", "keep", "own_approval", "second_step",
]  # fmt: skip

OWN = "own-approval"
"""Whether a reviewer may approve what they submitted: for centres of one person."""
SECOND = "second-step"
"""Whether reviewers and administrators have to sign in with two steps."""
CHECKLIST = "checklist"
POINTS = 20
"""Of a checklist at most."""
CHARACTERS = 200
"""Of one point at most."""


def own_approval() -> bool:
    """Off, unless an administrator says so; each such approval is marked as one."""
    return _get(OWN) is True


def second_step() -> bool:
    """Off, unless an administrator says so."""
    return _get(SECOND) is True


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


def keep(about: str, value: Any) -> None:
    """Decide."""
    if about == CHECKLIST:
        points = (" ".join(str(each).split())[:CHARACTERS] for each in value)
        value = [each for each in points if each][:POINTS]
    Setting.objects.update_or_create(name=about, defaults={"value": value})


def _get(about: str) -> Any:
    found = Setting.objects.filter(name=about).first()
    return found.value if found else None
