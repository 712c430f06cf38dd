"""How often the same person or address may send something, before it is told to wait.

Counted in memory: one process serves the console, and a restart forgives.
"""

from __future__ import annotations

import time
from collections import deque
from typing import NamedTuple

__all__ = ["RATES", "Rate", "Windows", "windows"]

KEYS_MOST = 20_000
"""Persons and addresses that are remembered; beyond, the oldest are forgotten."""


class Rate(NamedTuple):
    """So many requests that change something, in so many seconds."""

    most: int
    seconds: float


_GUESSES = Rate(60, 300.0)
"""An office of twenty behind one address signs in within it; whoever guesses does not get far."""
_PASSPHRASES = Rate(30, 300.0)
"""Each try fills 128 MB for a third of a second."""
RATES = {
    "sign-in": _GUESSES,
    "second": _GUESSES,
    "invitation": _GUESSES,
    "account": _GUESSES,
    "second-step": _GUESSES,
    "approve": _PASSPHRASES,
    "emergency-send": _PASSPHRASES,
    "emergency-end": _PASSPHRASES,
    "cut": _PASSPHRASES,
    "key-change": _PASSPHRASES,
    "language": Rate(120, 300.0),
    "upload": Rate(6_000, 300.0),
    "report": Rate(3_000, 60.0),
    "pair": Rate(120, 60.0),
}
"""By the name of a route. An upload of 2 GB comes in pieces; two hundred screens behind one address
report twice a minute."""


class Windows:
    """Sliding windows, one for each route and sender."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], deque[float]] = {}

    def wait(self, name: str, who: str, now: float | None = None) -> float:
        """Count one; seconds to wait where it is one too many, else 0."""
        rate = RATES.get(name)
        if rate is None:
            return 0.0
        now = time.monotonic() if now is None else now
        seen = self._seen.pop((name, who), None) or deque()
        self._seen[name, who] = seen  # the newest is last
        while seen and seen[0] <= now - rate.seconds:
            seen.popleft()
        if len(seen) >= rate.most:
            return seen[0] + rate.seconds - now
        seen.append(now)
        while len(self._seen) > KEYS_MOST:
            self._seen.pop(next(iter(self._seen)))
        return 0.0

    def clear(self) -> None:
        """Forgive."""
        self._seen.clear()


windows = Windows()
