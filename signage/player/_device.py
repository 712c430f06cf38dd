"""What must be there before Qt starts, since Qt ends the process where it is not."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import logging
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtNetwork import QLocalSocket

from signage import atomic
from signage.errors import DeviceError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signage.health import Health

__all__ = ["await_output", "hold", "reach_display", "share_heaps"]

log = logging.getLogger(__name__)

_M_ARENA_MAX = -8
"""mallopt(3)."""
_HEAPS = 2
_PATIENCE = 1_000
"""ms in which a display server on this machine must take a connection."""


def reach_display(environ: Mapping[str, str], *, sockets: Path = Path("/tmp/.X11-unix")) -> None:  # noqa: S108
    """Make sure that there is a display.

    Raises:
        DeviceError: there is none, or the one that is named does not answer.
    """
    if environ.get("QT_QPA_PLATFORM"):
        return
    if wayland := environ.get("WAYLAND_DISPLAY"):
        _knock(Path(environ.get("XDG_RUNTIME_DIR", "/run"), wayland), f"WAYLAND_DISPLAY={wayland}")
    elif display := environ.get("DISPLAY"):
        host, _, number = display.rpartition(":")
        if host in {"", "unix"}:
            _knock(sockets / f"X{number.partition('.')[0]}", f"DISPLAY={display}")
    elif not any(Path("/dev/dri").glob("card*")):
        raise DeviceError(
            "no display: start it on a screen, or set DISPLAY or WAYLAND_DISPLAY "
            "(`xvfb-run signage play …` for a virtual one)"
        )


def _knock(path: Path, named: str) -> None:
    channel = QLocalSocket()
    channel.connectToServer(str(path))
    if not channel.waitForConnected(_PATIENCE):
        raise DeviceError(f"the display {named} does not answer: is its server running?")
    channel.abort()


def await_output(
    environ: Mapping[str, str],
    health: Health,
    *,
    outputs: Path = Path("/sys/class/drm"),
    look: float = 0.5,
) -> None:
    """Wait until a display is plugged in, where we draw on the graphics card ourselves.

    Qt's eglfs ends the process where there is none, and a kiosk whose TV is off would start again
    and again all night. A compositor and an X server stay, and so do we. An output that cannot
    tell (`unknown`) counts as one.
    """
    if not environ.get("QT_QPA_PLATFORM", "").startswith("eglfs"):
        return
    told = False
    while (found := _plugged(outputs)) and set(found) == {"disconnected"}:
        if not told:
            told = True
            log.warning("no display is plugged in, or it is off: waiting for one")
            health.ready("waiting for a display")
        health.beat()
        time.sleep(look)
    if told:
        log.info("a display is there")


def _plugged(outputs: Path) -> list[str]:
    found = []
    for path in outputs.glob("card*-*/status"):
        with contextlib.suppress(OSError):
            found.append(path.read_text().strip())
    return found


def share_heaps() -> None:
    """Let all threads share two heaps of the C library.

    glibc gives threads heaps of their own, and those of decoders that came and went stay behind:
    over hundreds of clips they made 45 MB, and a resident size that never settled.
    """
    with contextlib.suppress(AttributeError):  # another C library has no such thing
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _HEAPS)


def hold(state: Path) -> int:
    """Take the screen's place on a state folder: one player at a time.

    Returns:
        A descriptor that holds it until it is closed, or the process ends.

    Raises:
        DeviceError: another player holds it, or the folder cannot be written.
    """
    try:
        atomic.folder(state)
        handle = os.open(
            state / "player.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644
        )
    except OSError as error:
        raise DeviceError(
            f"the state folder {state} cannot be written ({error.strerror}): "
            "check its owner and the disk, or name another with --state"
        ) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        raise DeviceError(
            f"another player shows the state folder {state}: end it, or name another with --state"
        ) from error
    return handle
