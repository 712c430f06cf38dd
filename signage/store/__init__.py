"""The kiosk's own copy: bodies by hash, and the activation that says what is in force.

The agent writes it, the player and `status` read it; it is all they share.
"""

from __future__ import annotations

from signage.release.reading import (
    ChangedError,
    NotPlainError,
    Stamp,
    StoppedError,
    UnreadableError,
    stamp,
)
from signage.store._check import Check, Damage
from signage.store._name import source_name
from signage.store._parts import Part, SpoiltPartError
from signage.store._store import Store
from signage.store.model import Activation, Arrival, Cue, Cut, Media

__all__ = [
    "Activation", "Arrival", "ChangedError", "Check", "Cue", "Cut", "Damage", "Media",
    "NotPlainError", "Part", "SpoiltPartError", "Stamp", "StoppedError", "Store",
    "UnreadableError", "source_name", "stamp",
]  # fmt: skip
