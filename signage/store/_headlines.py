"""What feeds said, kept for the player and for the next start."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from signage import atomic
from signage.release.manifest import Feeds
from signage.store import _record

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["read", "write"]

_DECODER = msgspec.json.Decoder(Feeds)


def read(path: Path) -> Feeds:
    """The headlines at `path`; none where the record is missing or spoilt."""
    return _record.read_as(path, _DECODER) or {}


def write(path: Path, feeds: Feeds) -> None:
    """Replace them; without any, there is no record.

    Raises:
        OSError: what was there still is.
    """
    if feeds:
        atomic.write(path, _record.sealed(msgspec.json.encode(feeds)))
    elif path.exists():
        atomic.remove(path)
