"""Every limit, a named field with its unit: change them here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CONTENT", "PLAYER", "SOURCE", "STORE", "ContentLimits", "PlayerLimits", "SourceLimits",
           "StoreLimits"]


@dataclass(frozen=True)
class ContentLimits:
    """What a central folder may hold."""

    playlist_bytes: int = 1_000_000
    """Of one YAML file; more is a fault."""
    depth: int = 32
    """Of nested lists and mappings in YAML."""
    image_pixels: int = 120_000_000
    """Of one picture: beyond, decoding it would not leave a Pi the memory to play."""
    text_bytes: int = 1_000_000
    """Of a ticker file or subtitles."""
    default_duration: float = 10.0
    """Seconds an item is shown when nothing says otherwise."""
    longest_duration: float = 86_400.0
    """Seconds; a day."""
    emergency_hours: float = 24.0
    """An emergency runs at most this long."""


@dataclass(frozen=True)
class SourceLimits:
    """How the agent follows a central folder."""

    settle: float = 0.3
    """Seconds without an event before the folder is read (debounce)."""
    still: float = 0.6
    """Seconds in which size and mtime must not change before a file counts as complete."""
    rescan: float = 30.0
    """Seconds; events are hints, so the folder is read again at least this often."""
    poll: float = 2.0
    """Seconds between looks at a folder on a network mount."""
    retry: float = 2.0
    """Seconds before the first retry after a failure; doubles up to `retry_most`."""
    retry_most: float = 60.0
    """Seconds between retries at most."""
    prepare_timeout: float = 120.0
    """Seconds in which one file must decode at intake."""


@dataclass(frozen=True)
class StoreLimits:
    """The kiosk's own copy."""

    keep_free: int = 200_000_000
    """Bytes of the disk that taking in content never uses up."""


@dataclass(frozen=True)
class PlayerLimits:
    """The director's patience."""

    first_frame: float = 10.0
    """Seconds from opening an item to its first frame (xibo-dotnetclient#186)."""
    stalled: float = 3.0
    """Seconds a video may play without a new frame."""
    shortest: float = 1.0
    """Seconds an item stays at least, so that one that ends at once cannot flicker."""
    penalty: float = 5.0
    """Seconds a failed item is left out at first; doubles up to `penalty_most`."""
    penalty_most: float = 600.0
    """Seconds a failing item is left out at most."""


CONTENT = ContentLimits()
SOURCE = SourceLimits()
STORE = StoreLimits()
PLAYER = PlayerLimits()
