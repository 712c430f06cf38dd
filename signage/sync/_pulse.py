"""The poll: one small file asked for every few seconds, and how it goes."""

from __future__ import annotations

import logging
import random
from typing import TYPE_CHECKING

from signage.config import NETWORK, SIGNED, NetworkLimits
from signage.sync._backoff import BackOff, Outage
from signage.sync._fetcher import TIMESTAMP
from signage.sync._transport import TransportError

if TYPE_CHECKING:
    from collections.abc import Callable

    from signage.sync._agent import Clock
    from signage.sync._transport import Fetched, Transport

__all__ = ["Pulse"]

_log = logging.getLogger("signage.sync")


class Pulse:
    """Asks a release tree for its timestamp, on condition that it is another one."""

    def __init__(
        self,
        transport: Transport,
        name: str,
        clock: Clock,
        *,
        network: NetworkLimits = NETWORK,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._transport = transport
        self._clock = clock
        self._backoff = BackOff(network, chance)
        self._outage = Outage(_log, name, clock.monotonic)
        self._validator: str | None = None
        self._looked_at = b""
        self.due_at = float("-inf")
        """When to ask next, in seconds of the clock that never goes back."""
        self.news: Fetched | None = None
        """A timestamp that differs from the last one that was `settled`."""
        self.fault: TransportError | None = None
        """Why the source cannot be asked now."""
        self.ever = False
        """Whether it ever answered."""

    def due(self) -> bool:
        """Whether it is time to ask."""
        return self._clock.monotonic() >= self.due_at

    def poll(self) -> None:
        """Ask.

        Raises:
            StoppedError: the agent is ending.
        """
        try:
            found = self._transport.fetch(
                TIMESTAMP, limit=SIGNED.timestamp_bytes, known=self._validator
            )
        except TransportError as error:
            self.lost(error)
            return
        self.due_at = self._clock.monotonic() + self._backoff.poll()
        if found is not None and found.content == self._looked_at:
            self.settled(found)  # the same, from a server that cannot tell
            found = None
        self.news = found
        if found is None:
            self.reached()

    def take(self) -> Fetched | None:
        """Take the news; they are looked at now."""
        news, self.news = self.news, None
        return news

    def settled(self, news: Fetched | None) -> None:
        """These were looked at; for better or worse, they are no news any more."""
        if news is not None:
            self._validator, self._looked_at = news.validator, news.content

    def lost(self, error: TransportError) -> None:
        """No answer that could be the source's."""
        self.due_at = self._clock.monotonic() + self._backoff.failed(error.retry_after)
        self.fault = error
        self._outage.failed(error)

    def reached(self) -> None:
        """It is there."""
        self.ever = True
        self.fault = None
        self._outage.over()
