"""Of several things that are wrong at once: which is told, and whether to wait any longer. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signage.errors import ContentError, DeviceError, SignageError, SourceError, TrustError
from signage.sync._transport import TransportError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signage.journal import State

__all__ = ["hopeless", "state_of", "worst"]

_STATES: tuple[tuple[type[SignageError], State], ...] = (
    (TrustError, "refused"), (DeviceError, "failed"), (ContentError, "failed"),
    (SourceError, "lost"),
)  # fmt: skip
"""What is told first when several things are wrong."""
_ATTEMPTS = {
    "missing": 1, "unreadable": 1, "redirect": 1, "tls": 1, "login": 2, "length": 2, "encoding": 2,
}  # fmt: skip
"""After how many failures of a kind nobody waits who came only once; of the others, as long as his
patience lasts."""


def worst(faults: Sequence[SignageError]) -> SignageError | None:
    """Give the fault that is told."""
    ranked = (fault for kind, _ in _STATES for fault in faults if isinstance(fault, kind))
    return next(ranked, None)


def hopeless(faults: Sequence[SignageError], failures: int, never: int) -> SignageError | None:
    """Give what makes it senseless to wait for somebody who came only once.

    A network that fails gets its chances, and until then nothing else counts. `failures` of it came
    in a row; `never` is after how many nobody waits where it has no chances of its own, 0 for ever.
    """
    for fault in faults:
        if isinstance(fault, TransportError):
            patience = _ATTEMPTS.get(fault.kind, never)
            over = patience and fault.retry_after is None and failures >= patience
            return fault if over else None
    return worst(faults)


def state_of(fault: SignageError | None, *, settled: bool) -> State:
    """Give the state of an agent with this fault."""
    if fault is None:
        return "current" if settled else "waiting"
    return next(state for kind, state in _STATES if isinstance(fault, kind))
