"""One player, one display, one reader: started, watched, and ended whatever happens."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from . import _log, _process, _reader, _strip
from ._display import Display

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ._log import Look
    from ._players import List, Player

__all__ = ["Session", "locate", "session"]

_FIRST = 30.0
"""Seconds from exec in which the first coded picture must come."""
_END = 5.0
"""Seconds from SIGTERM to the player's end; the product's own promise is 2."""


@dataclass
class Session:
    """A player that has begun to show coded pictures."""

    display: Display
    player: subprocess.Popen[bytes]
    started: float
    """When the player was executed, CLOCK_MONOTONIC, as all times here."""
    first: float
    """When its first coded picture was seen whole."""
    log: Path
    offsets: Sequence[int]

    def looks(self) -> list[Look]:
        """All that the reader saw until now."""
        return _log.looks(self.log.read_bytes(), len(self.offsets))

    def cpu(self) -> tuple[float, float]:
        """CPU seconds until now: of the player's process tree, of the X server."""
        return (
            _process.cpu_seconds(_process.tree(self.player.pid)),
            _process.cpu_seconds([self.display.pid]),
        )

    def measure(
        self, seconds: float, every: float = 0.0, look: Callable[[], None] | None = None
    ) -> Measured:
        """Let it play for `seconds`; call `look` every so many of them."""
        cpu, start = self.cpu(), time.monotonic()
        end = start + seconds
        while (now := time.monotonic()) < end:
            if look is not None:
                look()
            time.sleep(min(every or seconds, end - now))
            if self.player.poll() is not None:
                raise RuntimeError(f"the player ended by itself ({self.player.returncode})")
        after, stop = self.cpu(), time.monotonic()
        inside = _log.within(self.looks(), start, stop)
        waits = sorted(seen.at - seen.before for seen in inside[1:]) or [0.0]
        return Measured(
            start,
            stop,
            inside,
            (after[0] - cpu[0]) / (stop - start),
            (after[1] - cpu[1]) / (stop - start),
            waits[int(len(waits) * 0.99)],
        )


@dataclass(frozen=True)
class Measured:
    """A stretch of a session."""

    start: float
    end: float
    looks: list[Look]
    cpu: float
    """CPU seconds a second, of the player's process tree."""
    server: float
    """CPU seconds a second, of the X server."""
    blind: float
    """Seconds between looks when something changed, 99th percentile: how exact the times are."""


def _ends(process: subprocess.Popen[bytes]) -> None:
    """End a process and all of its session."""
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_END)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _full(display: Display) -> list[int]:
    """Offsets of both strips in a picture that fills the screen."""
    return _within(display, 0, 0, display.width, display.height)


def _within(display: Display, left: float, top: float, width: float, height: float) -> list[int]:
    block = width / _strip.BLOCKS
    columns = [
        round(left + (index + 0.5) * block)
        for index in range(_strip.FIRST_SAMPLED, _strip.FIRST_SAMPLED + _strip.SAMPLED)
    ]
    deep = height * 16 / 720  # half of a strip, wherever the picture is stretched to
    rows = [round(top + deep), round(top + height - deep) - 1]
    return [display.offset(x, y) for y in rows for x in columns]


def locate(picture: np.ndarray[Any, np.dtype[np.uint8]]) -> tuple[int, int, int, int] | None:
    """Left, top, width and height of a coded picture on the screen, by its magenta blocks."""
    magenta: np.ndarray[Any, np.dtype[np.bool_]] = (
        (picture[:, :, 0] > 200) & (picture[:, :, 1] < 70) & (picture[:, :, 2] > 200)
    )
    rows, columns = np.flatnonzero(magenta.any(axis=1)), np.flatnonzero(magenta.any(axis=0))
    if len(rows) < 16 or len(columns) < 16:
        return None
    left, top, bottom = int(columns[0]), int(rows[0]), int(rows[-1]) + 1
    last = _strip.FIRST_SAMPLED + _strip.SAMPLED
    width = round((int(columns[-1]) + 1 - left) * _strip.BLOCKS / (last + 1))
    return left, top, width, bottom - top


@contextlib.contextmanager
def session(
    player: Player,
    what: List,
    *,
    scratch: Path,
    size: tuple[int, int] = (1280, 720),
    full: bool = True,
) -> Iterator[Session]:
    """Start `player` on `what` and wait for its first coded picture; end everything afterwards.

    With `full` the reader watches from before the player starts, where a picture that fills the
    screen has its strips. Without, it starts when a coded picture has been found on the screen.

    Raises:
        RuntimeError: nothing coded was shown in time, or the player ended.
    """
    with contextlib.ExitStack() as stack:
        display = stack.enter_context(Display(*size))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="signage-bench-")))
        log = folder / "looks"
        command = player.command(what, size, scratch)
        environment = {
            **os.environ,
            "DISPLAY": display.name,
            "XDG_RUNTIME_DIR": str(folder),
            **player.environment(),
        }
        output = stack.enter_context((scratch / f"{player.name}.log").open("ab"))

        def read(offsets: list[int]) -> None:
            reader = subprocess.Popen(
                [
                    sys.executable,
                    "-S",
                    _reader.__file__,
                    str(display.memory),
                    str(log),
                    *map(str, offsets),
                ],
                start_new_session=True,
            )
            stack.callback(_ends, reader)
            while not log.exists() or not log.stat().st_size:
                time.sleep(0.01)

        offsets = _full(display)
        if full:
            read(offsets)
        started = time.monotonic()
        process = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        stack.callback(_ends, process)
        first = None
        while first is None:
            if process.poll() is not None or time.monotonic() > started + _FIRST:
                words = Path(output.name).read_text(errors="replace").strip()[-2000:]
                raise RuntimeError(f"{player.name} showed no coded picture; it said: {words}")
            time.sleep(0.05)
            if full:
                first = _first(_log.looks(log.read_bytes(), len(offsets)))
            elif (place := locate(display.picture())) is not None:
                offsets, first = _within(display, *place), time.monotonic()
                read(offsets)
        yield Session(display, process, started, first, log, offsets)


def _first(seen: list[Look]) -> float | None:
    return next((look.at for look in seen if _strip.decode(look.samples).kind == "code"), None)
