"""What is on the screen right now: the player answers on a socket, nothing is written to disk.

The player listens on `live.sock` in the state folder, answers each connection with one JSON
document (`Live`) and closes; on `picture.sock` with a `Picture`. A socket's path is limited to 107
bytes and a state folder's is not, so both sides go through `/proc/self/fd`.
"""

from __future__ import annotations

import contextlib
import os
import time
from typing import TYPE_CHECKING, Literal

import msgspec

from signage.config import REPORTS

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["ClockState", "Live", "Picture", "Playing", "Sight", "ask", "listen", "look"]

_NAME = "live.sock"
_PICTURE = "picture.sock"
_PATIENCE = 1.0
"""Seconds in which the player must have answered."""
_LONGEST = 1_000_000
"""Bytes of an answer."""


class Playing(msgspec.Struct, frozen=True, kw_only=True):
    """The item on the screen."""

    playlist: str
    item: str
    """Its path under `media/`, or the title of a slide."""
    since: str
    """ISO 8601 with offset."""


class ClockState(msgspec.Struct, frozen=True, kw_only=True):
    """Whether this device's clock may be believed."""

    trusted: bool


class Live(msgspec.Struct, frozen=True, kw_only=True):
    """The player's answer."""

    screen: str
    playing: Playing | None
    """None: the idle screen."""
    ticker: tuple[str, ...] = ()
    """The lines on now, as plain strings."""
    clock: ClockState
    cut: str | None = None
    """What was put on by hand: a playlist's id, or empty for the emblem; None: nothing was."""
    faults: tuple[str, ...] = ()
    """What the player skipped and why, a sentence each."""
    pid: int


Sight = Literal["on", "idle", "dark", "unseen"]
"""Content, the emblem, nothing by the hours of the screen, or a window that no display shows."""


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """What a visitor sees, in small."""

    sight: Sight
    taken: str = ""
    """ISO 8601 with offset."""
    jpeg: bytes = b""
    """Upright as the display hangs; empty of what is dark or unseen."""


def ask(state: Path) -> Live | None:
    """The answer of the player at work on `state`; None where none answers within a second."""
    with contextlib.suppress(ValueError, RecursionError):
        return msgspec.json.decode(_answer(state, _NAME, _PATIENCE), type=Live)
    return None


def look(state: Path) -> Picture | None:
    """A picture of what is on, at most 20 s old; None where no player gives one in time."""
    with contextlib.suppress(ValueError, RecursionError):
        return msgspec.json.decode(_answer(state, _PICTURE, REPORTS.picture_wait), type=Picture)
    return None


def _answer(state: Path, name: str, patience: float) -> bytes:
    """What is told on that socket; nothing where nobody answers."""
    import socket  # noqa: PLC0415  (the player imports this module and never asks)

    with (
        contextlib.suppress(OSError),
        _place(state) as place,
        socket.socket(socket.AF_UNIX) as channel,
    ):
        channel.settimeout(patience)
        channel.connect(f"{place}/{name}")
        return _read(channel, time.monotonic() + patience)
    return b""


def listen(state: Path, *, pictures: bool = False) -> int:
    """Make one of the player's sockets, bound, listening, for this user only.

    A socket that a killed player left is replaced in one step; so is that of one still running,
    since what is on the screen matters more than who tells about it.

    Returns:
        Its file descriptor, non-blocking, for `QLocalServer.listen`, which then owns it.

    Raises:
        OSError: it could not be made.
    """
    import socket  # noqa: PLC0415  (only where it is needed: the first frame waits for nobody)

    channel = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
    try:
        with _place(state) as place:
            name = _PICTURE if pictures else _NAME
            scratch = f"{place}/.tmp-{name}-{os.getpid()}"
            with contextlib.suppress(FileNotFoundError):
                os.unlink(scratch)  # noqa: PTH108  (the name goes through /proc on purpose)
            channel.bind(scratch)
            os.chmod(scratch, 0o600)  # noqa: PTH101
            channel.listen(8)
            os.replace(scratch, f"{place}/{name}")  # noqa: PTH105
        return channel.detach()
    except BaseException:
        channel.close()
        raise


def _read(channel: socket.socket, deadline: float) -> bytes:
    answer = b""
    while len(answer) < _LONGEST:
        channel.settimeout(max(deadline - time.monotonic(), 0.001))
        chunk = channel.recv(65536)
        if not chunk:
            break
        answer += chunk
    return answer


@contextlib.contextmanager
def _place(state: Path) -> Iterator[str]:
    """A short name for the folder, as long as the block lasts."""
    handle = os.open(state, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{handle}"
    finally:
        os.close(handle)
