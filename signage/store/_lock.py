"""One agent for each state folder, one writer for each part: the kernel's locks."""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from typing import TYPE_CHECKING

from signage.errors import DeviceError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["held", "is_held"]

_PATIENCE = 0.5
"""Seconds: `is_held` holds the lock for an instant, which must not turn an agent away."""


@contextlib.contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold the lock. The kernel gives it back when the process ends, however it ends.

    Raises:
        DeviceError: another agent holds it.
        OSError: the file cannot be made.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
    try:
        _acquire(handle, path)
        yield
    finally:
        os.close(handle)


def is_held(path: Path) -> bool:
    """Whether somebody holds it."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


def _acquire(handle: int, path: Path) -> None:
    patience = time.monotonic() + _PATIENCE
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > patience:
                raise DeviceError(
                    f"state in use: another signage agent works on {path.parent}; "
                    "stop it, or name another folder with --state"
                ) from None
            time.sleep(0.05)
        else:
            return
