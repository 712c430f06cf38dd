"""When something came to this device, as an instant of the clock as it goes now. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signage.store import Arrival

__all__ = ["Moment", "Stamped", "came", "instants"]

_DRIFT = timedelta(seconds=2)
"""Two clocks that are read one after the other, and slewed meanwhile, differ by less; a clock that
somebody set differs by more."""


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """Now, by every clock there is."""

    now: datetime
    trusted: bool
    floor: datetime | None = None
    """An instant that has passed for certain; told where the clock is not trusted."""
    boot: str
    uptime: float
    """Seconds since that boot, sleep included."""


class Stamped(Protocol):
    """What was noted when it came: `Arrival`, `Cut`."""

    @property
    def at(self) -> str:
        """ISO 8601 with offset, by the clock as it went then."""

    @property
    def boot(self) -> str:
        """The kernel's boot id."""

    @property
    def uptime(self) -> float:
        """Seconds since that boot."""


def came(what: Stamped, moment: Moment, *, trusted: bool = True) -> datetime:
    """When it came. Within one boot the time that passed decides, whatever was set meanwhile.

    Across boots the wall does, if it was `trusted` then. Where the wall is not trusted now, it came
    before this boot at the latest, so that what ends by elapsed time does end; and where it was not
    trusted then but is now, what it said then means nothing, so it counts from this boot.
    """
    if what.boot and what.boot == moment.boot:
        return moment.now - timedelta(seconds=moment.uptime - what.uptime)
    booted = moment.now - timedelta(seconds=moment.uptime)
    try:
        at = datetime.fromisoformat(what.at)
    except ValueError:
        return booted
    if at.tzinfo is None or (moment.trusted and not trusted):
        return booted
    return at if moment.trusted else min(at, booted)


def instants(
    arrivals: Mapping[str, Arrival], moment: Moment, known: Mapping[str, datetime]
) -> dict[str, datetime]:
    """When each emergency came. One in `known` stays as it is unless the clock was set."""
    found = {}
    for name, arrival in arrivals.items():
        at, before = came(arrival, moment, trusted=arrival.trusted), known.get(name)
        found[name] = before if before and abs(at - before) < _DRIFT else at
    return found
