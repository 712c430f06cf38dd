"""Who has which playlist open, so that the second is told at once. Forgotten at a restart."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from signage.console.models import Person

__all__ = ["LASTS", "come", "leave"]

LASTS = 600.0
"""Seconds after which somebody who did nothing more counts as gone."""
_open: dict[str, dict[int, tuple[str, float]]] = {}


def come(name: str, person: Person) -> list[str]:
    """Note that somebody has it open; the others who have."""
    now = time.monotonic()
    there = _open.setdefault(name, {})
    for pk in [pk for pk, (_, at) in there.items() if now - at > LASTS]:
        del there[pk]
    there[person.pk] = (str(person), now)
    return sorted(words for pk, (words, _) in there.items() if pk != person.pk)


def leave(name: str, person: Person) -> None:
    """Note that somebody has saved and gone on."""
    _open.get(name, {}).pop(person.pk, None)
