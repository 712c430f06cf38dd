"""The sentence that tells a person why this is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from signage.content.model import Priority

__all__ = ["why"]

_NAMED = 3
"""Playlists that a sentence names; the rest it counts."""


def why(
    playlists: tuple[str, ...],
    priority: Priority | None,
    until: datetime | None,
    *,
    lit: bool,
) -> str:
    """Say what is on and until when, in English, without a full stop."""
    names = ", ".join(playlists[:_NAMED])
    if len(playlists) > _NAMED:
        names += f" and {len(playlists) - _NAMED} more"
    on = f"{priority} {names}" if playlists else "nothing is active"
    dark = "" if lit or priority == "emergency" else ", the screen is dark outside its hours"
    lasts = "" if until is None else f", until {until.isoformat(timespec='minutes')}"
    return f"{on}{dark}{lasts}"
