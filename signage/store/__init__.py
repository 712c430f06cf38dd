"""The kiosk's own copy: bodies by hash, and the activation that says what is in force.

The agent writes it, the player and `status` read it; it is all they share.
"""

from __future__ import annotations

from signage.store._store import Store
from signage.store._take import (
    ChangedError,
    NotPlainError,
    Stamp,
    StoppedError,
    UnreadableError,
    stamp,
)
from signage.store.model import Activation, Arrival, Cue, Media

__all__ = [
    "Activation", "Arrival", "ChangedError", "Cue", "Media", "NotPlainError", "Stamp",
    "StoppedError", "Store", "UnreadableError", "stamp",
]  # fmt: skip
