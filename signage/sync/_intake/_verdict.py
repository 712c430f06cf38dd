"""What the agent asks of the worker, and what it hears."""

from __future__ import annotations

from typing import Literal

import msgspec

from signage.store import Media

__all__ = ["GREETING", "Job", "Kind", "RefusedError", "Rendered", "Verdict"]

Kind = Literal["image", "video", "pdf", "text", "subtitles", "board"]


GREETING = b"ready\n"
"""What a worker says first."""


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """A body to decode as what the playlist says it is, or a picture to scale to a screen."""

    path: str
    kind: Kind
    task: Literal["examine", "render"] = "examine"


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What is in a body, or why it is not shown."""

    media: Media | None = None
    reason: str = ""
    """In words, what is wrong and what to do; of a refusal, or of a body taken in unverified."""
    lasting: bool = True
    """Whether the same bytes would give the same verdict tomorrow."""
    follows: int = 0
    """Bytes that come right after it: those of a rendition."""


class Rendered(msgspec.Struct, frozen=True, kw_only=True):
    """A picture scaled to the largest screen, or why there is none."""

    content: bytes = b""
    """A JPEG or PNG file; empty where there is none."""
    reason: str = ""


class RefusedError(Exception):
    """A body that is not fit to be shown. The message says why, and what to do."""

    def __init__(self, reason: str, *, lasting: bool = True) -> None:
        super().__init__(reason)
        self.lasting = lasting
