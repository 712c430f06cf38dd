"""What the agent asks of the worker, and what it hears."""

from __future__ import annotations

from typing import Literal

import msgspec

from signage.store import Media

__all__ = ["GREETING", "Job", "Kind", "RefusedError", "Verdict"]

Kind = Literal["image", "video", "pdf", "text", "subtitles"]


GREETING = b"ready\n"
"""What a worker says first."""


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """A body to decode as what the playlist says it is."""

    path: str
    kind: Kind


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What is in a body, or why it is not shown."""

    media: Media | None = None
    reason: str = ""
    """In words, what is wrong and what to do; of a refusal, or of a body taken in unverified."""
    lasting: bool = True
    """Whether the same bytes would give the same verdict tomorrow."""


class RefusedError(Exception):
    """A body that is not fit to be shown. The message says why, and what to do."""

    def __init__(self, reason: str, *, lasting: bool = True) -> None:
        super().__init__(reason)
        self.lasting = lasting
