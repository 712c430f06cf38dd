"""Reading a foreign file under our hands; `signage.release` freezes folders in the same way."""

from __future__ import annotations

from signage.release.reading import (
    ChangedError,
    NotPlainError,
    Reader,
    Stamp,
    StoppedError,
    UnreadableError,
    is_name,
    opened,
    stamp,
)

__all__ = [
    "ChangedError", "NotPlainError", "Reader", "Stamp", "StoppedError", "UnreadableError",
    "is_name", "opened", "stamp",
]  # fmt: skip
