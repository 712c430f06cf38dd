"""When to ask again, and when to say something about it. Pure but for chance, which is given."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from signage.config import NETWORK, NetworkLimits

if TYPE_CHECKING:
    import logging
    from collections.abc import Callable

    from signage.sync._transport import TransportError

__all__ = ["BackOff", "Outage"]


class BackOff:
    """How long to wait. `chance` gives numbers from 0 up to 1.

    What fails is asked for again after 2 s, 4 s and so on up to a minute, each time half to whole
    of that, by chance: a thousand screens that lost their server at once do not come back at once.
    """

    def __init__(
        self,
        limits: NetworkLimits = NETWORK,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._limits = limits
        self._chance = chance
        self._failures = 0

    def poll(self) -> float:
        """All is well: seconds until the next question."""
        self._failures = 0
        return self._limits.poll * (1 + self._limits.spread * (2 * self._chance() - 1))

    def failed(self, retry_after: float | None = None) -> float:
        """It failed: seconds until the next attempt.

        A server may ask for more with Retry-After, up to `retry_after_most`; screens then come
        back in the fifth part of that time beyond it, not all in the same second.
        """
        limits = self._limits
        own = min(limits.retry * 2.0**self._failures, limits.retry_most)
        self._failures = min(self._failures + 1, 30)
        wait = own * (1 + self._chance()) / 2
        if retry_after is None or not retry_after > 0:
            return wait
        asked = min(retry_after, limits.retry_after_most)
        return max(wait, asked * (1 + limits.spread * self._chance()))


class Outage:
    """Says that a source cannot be reached once when that begins, and once when it is over.

    Whatever else goes wrong meanwhile is said once for each kind of fault. `monotonic` tells
    seconds.
    """

    def __init__(self, log: logging.Logger, name: str, monotonic: Callable[[], float]) -> None:
        self._log = log
        self._name = name
        self._monotonic = monotonic
        self._since: float | None = None
        self._told: set[str] = set()

    def failed(self, error: TransportError) -> None:
        """Once more it did not come."""
        if self._since is None:
            self._since = self._monotonic()
        if error.kind not in self._told:
            self._told.add(error.kind)
            self._log.warning("%s", error)

    def over(self) -> None:
        """It came."""
        if self._since is not None:
            seconds = self._monotonic() - self._since
            self._log.info("%s: answers again after %s", self._name, _span(seconds))
        self._since = None
        self._told.clear()


def _span(seconds: float) -> str:
    minute, hour, day = 60, 3600, 86_400
    for unit, name in ((day, "days"), (hour, "hours"), (minute, "minutes")):
        if seconds >= 2 * unit:
            return f"{seconds / unit:.0f} {name}"
    return f"{seconds:.0f} s"
