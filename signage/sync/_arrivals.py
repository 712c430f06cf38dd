"""When each emergency came to this device, told so that restarts and a wrong clock do not matter.

An emergency ends by the time that passed since then, so its arrival must neither be forgotten when
the player or the device starts again, nor begin anew with every release that still carries it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from signage.health import boot_id, uptime
from signage.store.model import Arrival

if TYPE_CHECKING:
    from datetime import datetime

    from signage.content.model import Content
    from signage.store.model import Activation

__all__ = ["arrival", "arrived"]


def arrival(now: datetime, *, trusted: bool) -> Arrival:
    """Describe this very moment, by this device's clock (`now`, aware) and by the kernel's."""
    at = now.isoformat(timespec="milliseconds")
    return Arrival(at=at, trusted=trusted, boot=boot_id(), uptime=uptime())


def arrived(content: Content, last: Activation | None, now: Arrival) -> dict[str, Arrival]:
    """Tell the arrival of each emergency of `content`. Pure.

    One that was an emergency of `last` already, under the same id and with the same `when`, keeps
    its arrival: to show it for longer, somebody gives it other times or another name. One that
    stopped being an emergency and is one again comes anew.
    """
    before = {} if last is None else {each.id: each for each in last.manifest.content.playlists}
    known = {} if last is None else last.arrivals
    return {
        each.id: known[each.id]
        if each.id in known and each.id in before and before[each.id].when == each.when
        else now
        for each in content.playlists
        if each.priority == "emergency"
    }
