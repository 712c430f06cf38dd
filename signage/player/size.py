"""`--size`, as every command that draws reads it."""

from __future__ import annotations

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
    if not (width.isdecimal() and height.isdecimal() and int(width) * int(height) > 0):
        raise UsageError(f"--size {text}: write it as 1280x720")
    return int(width), int(height)
