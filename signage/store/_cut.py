"""The emergency stop: a record that the player obeys at once, and that needs no lock.

It works whatever else is broken: without an agent, a network, or a record that is whole. A record
that is there and cannot be read counts as a cut, since somebody pressed the stop and nobody has
released it; `resume` releases that one too.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import msgspec

from signage import atomic
from signage.health import boot_id, uptime
from signage.store import _record
from signage.store.model import Cut

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["read", "write"]

_DECODER = msgspec.json.Decoder(Cut)
_ATTEMPTS = 5
"""An agent that starts sweeps up scratch files, ours among them if it is that very moment."""
_PAUSE = 0.02
"""Seconds between attempts."""


def read(path: Path) -> Cut | None:
    """The cut in force, if there is one."""
    try:
        record = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        return Cut()
    content = _record.opened(record)
    try:
        return Cut() if content is None else _DECODER.decode(content)
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return Cut()


def write(path: Path, show: str | None, at: str) -> Cut:
    """Cut, durably.

    Raises:
        OSError: nothing was changed.
    """
    cut = Cut(show=show, at=at, boot=boot_id(), uptime=uptime())
    record = _record.sealed(msgspec.json.encode(cut))
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            _folder(path.parent)
            atomic.write(path, record)
        except FileNotFoundError:
            if attempt == _ATTEMPTS:
                raise
            time.sleep(_PAUSE)
        else:
            break
    return cut


def _folder(path: Path) -> None:
    """Make it, for whoever owns what it lies in: `sudo signage cut` must not lock the agent out."""
    if path.is_dir():
        return
    made = [each for each in (path, *path.parents) if not each.exists()]
    owner = made[-1].parent.stat()
    atomic.folder(path)
    if os.geteuid() == 0:
        for each in made:
            os.chown(each, owner.st_uid, owner.st_gid)
