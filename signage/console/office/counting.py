"""Numbers as they come from addresses and forms."""

from __future__ import annotations

__all__ = ["counted"]

_DIGITS = 18
"""At most: what the database can count to, and far more than anybody needs."""


def counted(words: str, otherwise: int = 0) -> int:
    """The number that the digits tell; `otherwise` where they are none, or too many."""
    return int(words) if words.isdecimal() and len(words) <= _DIGITS else otherwise
