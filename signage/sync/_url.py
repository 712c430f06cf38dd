"""A URL of which nobody said what it is: with `metadata/` a signed release, else a playlist.

Asked once it answers, and not before: a network that is down says nothing about what lies behind.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from signage.config import SIGNED
from signage.sync._backoff import BackOff
from signage.sync._fetcher import TIMESTAMP
from signage.sync._report import Report, Stage
from signage.sync._transport import MissingError, TransportError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from signage.config import NetworkLimits
    from signage.errors import SignageError
    from signage.journal import AgentStatus
    from signage.store import Store
    from signage.sync._agent import Clock
    from signage.sync._follow import Stepper
    from signage.sync._transport import Transport

__all__ = ["Asking"]


class Asking:
    """Asks what a URL is, and is the agent for that from then on; see `Stepper`."""

    def __init__(
        self,
        store: Store,
        name: str,
        clock: Clock,
        transport: Transport,
        *,
        signed: Callable[[], Stepper],
        plain: Callable[[], Stepper],
        network: NetworkLimits,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._transport = transport
        self._signed = signed
        self._plain = plain
        self._backoff = BackOff(network, chance)
        self._report = Report(store.state, name, clock)
        self._agent: Stepper | None = None
        self._fault: TransportError | None = None
        self._failures = 0

    def step(self, closed: Collection[str] = ()) -> float:
        """See `Stepper.step`."""
        if self._agent is None:
            try:
                self._agent = self._ask()
            except TransportError as error:
                self._fault = error
                self._failures += 1
                self._report.note("lost", str(error))
                return self._backoff.failed(error.retry_after)
        return self._agent.step(closed)

    def _ask(self) -> Stepper:
        try:
            self._transport.fetch(TIMESTAMP, limit=SIGNED.timestamp_bytes)
        except MissingError:
            return self._plain()
        return self._signed()

    @property
    def settled(self) -> bool:
        """See `Stepper`."""
        return self._agent is not None and self._agent.settled

    @property
    def broken(self) -> frozenset[str]:
        """See `Stepper`."""
        return frozenset() if self._agent is None else self._agent.broken

    @property
    def load_seconds(self) -> float:
        """See `Stepper`."""
        return 0.0 if self._agent is None else self._agent.load_seconds

    @property
    def progress(self) -> int:
        """See `Stepper`."""
        return 0 if self._agent is None else self._agent.progress

    @property
    def status(self) -> AgentStatus | None:
        """See `Stepper`."""
        return self._report.status if self._agent is None else self._agent.status

    @property
    def given_up(self) -> SignageError | None:
        """See `Stepper`."""
        if self._agent is not None:
            return self._agent.given_up
        return self._fault if self._failures >= SIGNED.attempts else None

    def stage(self) -> Stage:
        """See `Stepper`."""
        return Stage() if self._agent is None else self._agent.stage()

    def mend(self) -> None:
        """See `Stepper`."""
        if self._agent is not None:
            self._agent.mend()

    def close(self) -> None:
        """See `Stepper`."""
        self._transport.close()
        if self._agent is not None:
            self._agent.close()
