"""What the agent notes for `signage status`: one file, replaced on transitions only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from signage import atomic

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["AgentStatus", "Quarantined", "State", "StatusFile", "SyncStatus"]

State = Literal["starting", "current", "waiting", "lost", "refused", "failed", "stopped"]


class SyncStatus(msgspec.Struct, frozen=True, kw_only=True):
    """How far the store follows its source."""

    source: str
    """As the technician named it."""
    state: State
    """starting: nothing was read yet; current: the store has what the source has; waiting: files
    are still being copied, or were not taken in yet; lost: the source is not there, the last good
    content stays on; refused: what the source offers is not to be trusted, the last good stays on;
    failed: this device cannot take it in; stopped: no agent is at work."""
    since: str
    """ISO 8601 with offset: when this state and error came about."""
    error: str | None = None
    """What is wrong and what to do, in a sentence."""


class Quarantined(msgspec.Struct, frozen=True, kw_only=True):
    """A file that is not shown. It is tried again when it changes."""

    path: str
    """NFC, relative to `media/`."""
    reason: str


class AgentStatus(msgspec.Struct, frozen=True, kw_only=True):
    """All that the agent notes."""

    sync: SyncStatus
    faults: tuple[str, ...] = ()
    """Of the content, a sentence each."""
    quarantine: tuple[Quarantined, ...] = ()


class StatusFile:
    """`status.json` in the state folder: the agent writes it, `signage status` reads it."""

    def __init__(self, state: Path) -> None:
        self._path = state / "status.json"
        self._written: AgentStatus | None = None

    def write(self, status: AgentStatus) -> bool:
        """Note `status`; nothing happens when it was the last one noted.

        Returns:
            Whether something was written.

        Raises:
            OSError: the disk is full or failing.
        """
        if status == self._written:
            return False
        atomic.write(self._path, msgspec.json.encode(status))
        self._written = status
        return True

    def read(self) -> AgentStatus | None:
        """What was noted last; None where nothing was, or nothing that can be read."""
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=AgentStatus)
        except (OSError, ValueError, RecursionError):  # msgspec's errors are ValueErrors
            return None
