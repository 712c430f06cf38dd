"""A fault: one thing wrong in a central folder, at a file and line, with its remedy."""

from __future__ import annotations

from typing import Literal

import msgspec

__all__ = ["Fault", "Severity"]

Severity = Literal["error", "warning"]


class Fault(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """Sorts by file and line. `file` is relative to the central folder, with `/`.

    `message` is English; `message_vi` the same in Vietnamese, from the gettext catalogue.
    """

    file: str
    line: int
    code: str
    """A short stable name such as `unknown-key`, for programs."""
    severity: Severity = "error"
    message: str
    message_vi: str
