"""`--size`, as every command that draws reads it."""

from __future__ import annotations

from signage.config import PLAYER
from signage.errors import UsageError

__all__ = ["window_size"]


def window_size(text: str | None) -> tuple[int, int] | None:
    """Read `1280x720`.

    Raises:
        UsageError: it is no size.
    """
    if text is None:
        return None
    width, _, height = text.lower().partition("x")
    if not (_is_side(width) and _is_side(height)):
        raise UsageError(
            f"--size {text}: write it as 1280x720, with at most {PLAYER.window_side} each way"
        )
    return int(width), int(height)


def _is_side(text: str) -> bool:
    return text.isdecimal() and 0 < int(text[:9]) <= PLAYER.window_side
