"""The seam between the rules of a release and whatever carries its bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from signage.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Draft", "Fetched", "Kind", "MissingError", "Part", "Transport", "TransportError"]

Kind = Literal[
    "name", "refused", "proxy", "tls", "silent", "stalled", "cut", "length", "encoding", "login",
    "redirect", "range", "busy", "status", "missing", "unreadable",
]  # fmt: skip
"""What sort of fault: two messages of one kind are one outage."""


class TransportError(SourceError):
    """No bytes came that could be ours. The message says what, where and what to do.

    `retry_after`: seconds that the server asked for, not bounded yet (see `BackOff`).
    `status`: the HTTP status, where there was one.
    """

    def __init__(
        self,
        message: str,
        *,
        kind: Kind,
        retry_after: float | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.retry_after = retry_after
        self.status = status


class MissingError(TransportError):
    """The source is there and has no such file (404, 410)."""

    def __init__(self, message: str, *, status: int | None = None) -> None:
        super().__init__(message, kind="missing", status=status)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A small file, whole."""

    content: bytes
    validator: str | None = None
    """Give it back as `known` to be told only of changes; its inside is the transport's own."""


class Part(Protocol):
    """A file on its way: what has come of it, also before a restart. See `Store.part`."""

    @property
    def size(self) -> int:
        """Bytes so far."""

    def restart(self) -> None:
        """Throw away what has come."""

    def write(self, chunk: bytes) -> None:
        """Add to it."""


class Draft(Protocol):
    """A file on its way of which nobody knows the size, nor the hash."""

    @property
    def size(self) -> int:
        """Bytes so far."""

    @property
    def tag(self) -> str:
        """The strong ETag under which they came; empty: there was none."""

    def restart(self, tag: str) -> None:
        """Throw away what has come; what comes next bears this tag."""

    def write(self, chunk: bytes) -> None:
        """Add to it."""


class Transport(Protocol):
    """Carries files; knows nothing of what is in them. Any thread may use it.

    Paths are relative to the source, plain ASCII, with `/` between their parts.
    """

    name: str
    """The source, as messages and `status` call it."""

    def fetch(self, path: str, *, limit: int, known: str | None = None) -> Fetched | None:
        """Give a small file, whole; None when it is unchanged since the validator `known`.

        Raises:
            MissingError: there is no such file.
            TransportError: it did not come, is larger than `limit` bytes, or is a login page.
            StoppedError: the agent is ending.
        """

    def download(self, path: str, part: Part, size: int, stop: Callable[[], bool]) -> None:
        """Bring what `part` lacks of a file of `size` bytes, until `part.size` is `size`.

        What came stays in `part` when it fails, and is gone on from next time, where the source
        can. Whether it is the right file is for the caller to see: nothing here knows a hash.

        Raises:
            MissingError: there is no such file.
            TransportError: it did not come, or has another length.
            StoppedError: `stop` said so; it is asked several times a second.
        """

    def close(self) -> None:
        """Give connections back; the next use opens new ones."""
