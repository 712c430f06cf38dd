"""The director's words: what it is given to show, and what it tells the scene to do."""

from __future__ import annotations

from typing import Any, Literal, Protocol

import msgspec

__all__ = ["Command", "Entry", "Idle", "Load", "Loop", "Show", "Unload"]


class Entry(Protocol):
    """One thing to show. Entries compare by value; equal ones are drawn alike."""

    @property
    def key(self) -> str:
        """Which place in the programme this is; unique within it."""

    @property
    def moving(self) -> bool:
        """Whether it ends by itself and must make progress: a video."""

    @property
    def duration(self) -> float | None:
        """Seconds until the next may come; None: until it ends by itself."""

    @property
    def transition(self) -> Literal["cut", "fade"]:
        """How it comes on."""

    def view(self) -> dict[str, Any]:
        """What draws it: nothing to the director, which hands it on."""


class Load(msgspec.Struct, frozen=True):
    """Open `entry` in `slot`, paused and unseen. `token` names this opening in later events."""

    slot: int
    token: int
    entry: Entry
    loop: bool


class Show(msgspec.Struct, frozen=True):
    """Bring `slot` on and let it play; `Director.shown` follows when the other is covered."""

    slot: int
    transition: Literal["cut", "fade"]


class Unload(msgspec.Struct, frozen=True):
    """Close what `slot` holds, whatever its state."""

    slot: int


class Loop(msgspec.Struct, frozen=True):
    """Let the video in `slot` begin again at its end (`loop`), or let it end."""

    slot: int
    loop: bool


class Idle(msgspec.Struct, frozen=True):
    """Show the idle screen: nothing is on, or nothing of it can be shown."""


Command = Load | Show | Unload | Loop | Idle
