"""What the screen is to show from now on: the active content read through the timetable. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from signage.content.model import Screen
from signage.player.programme import Shot, programme
from signage.player.ticker import laps, lines
from signage.schedule import Decision, Timetable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from signage.store.model import Activation

__all__ = ["Plan", "plan"]


class Plan(msgspec.Struct, frozen=True):
    """All the player needs until `decision.until`."""

    release: str | None = None
    decision: Decision | None = None
    shots: tuple[Shot, ...] = ()
    laps: tuple[tuple[str, ...], ...] = ()
    screen: Screen | None = None
    zone: str = "Asia/Ho_Chi_Minh"
    named: bool = True
    """Whether the folder knows this screen; if not, it plays the common playlists."""

    @property
    def urgent(self) -> bool:
        """Whether it is an emergency."""
        return self.decision is not None and self.decision.priority == "emergency"

    @property
    def dark(self) -> bool:
        """Whether the screen is off by its `on:` hours."""
        return self.decision is not None and not self.decision.lit

    @property
    def cuts_in(self) -> bool:
        """Whether it does not wait for the end of an item."""
        return self.urgent or self.dark


def plan(
    activation: Activation | None,
    screen: str,
    now: datetime,
    body: Callable[[str], Path],
    *,
    trusted: bool,
    arrivals: Mapping[str, datetime],
) -> Plan:
    """What `screen` shows at `now`; nothing where nothing is active."""
    if activation is None:
        return Plan()
    content = activation.manifest.content
    timetable = Timetable(content, screen)
    decision = timetable.at(now, trusted=trusted, arrivals=arrivals)
    playlists = decision.playlists if decision.lit else ()
    return Plan(
        release=activation.release,
        decision=decision,
        shots=programme(activation, playlists, body, shows=decision.shows),
        laps=laps(lines(activation, playlists)),
        screen=next((found for found in content.screens if found.id == screen), None),
        zone=content.calendar.timezone,
        named=timetable.named,
    )
