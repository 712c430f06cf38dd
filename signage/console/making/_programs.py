"""Programs that we start: bounded, whitelisted to files, and ended with us."""

from __future__ import annotations

import signal
import subprocess
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from signage.console.making import _bounds
from signage.console.making._job import NotTaken

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["FILES_ONLY", "run"]

FILES_ONLY = (
    "-protocol_whitelist", "file",
    "-format_whitelist",
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpegts,mpeg,mpegvideo,avi,asf,flv,h264,hevc",
)  # fmt: skip
"""For ffmpeg and ffprobe, before `-i`: no network, no playlist that names other files."""
_COSTS = {-signal.SIGXCPU, -signal.SIGXFSZ, -signal.SIGKILL}
_TAIL = 4000


def run(
    command: list[str],
    bounds: _bounds.Bounds,
    wait: float,
    heard: Callable[[str], None] | None = None,
) -> tuple[int, str, str]:
    """Run a program; its code, what it said, and the beginning of what it complained of.

    `heard` gets each line of its output as it comes; `wait` is in seconds of the clock.

    Raises:
        NotTaken: it took more than it may.
        OSError: it cannot be started.
    """
    with TemporaryFile() as complaints, subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=complaints,
        preexec_fn=_bounds.bounded(bounds), text=True, encoding="utf-8", errors="replace",  # noqa: PLW1509
    ) as process:  # fmt: skip
        try:
            if heard is None:
                said, _ = process.communicate(timeout=wait)
            else:
                assert process.stdout is not None  # noqa: S101
                for line in process.stdout:
                    heard(line)
                said = ""
                process.wait(wait)
        except subprocess.TimeoutExpired:
            process.kill()
            raise NotTaken("costs-too-much") from None
        complaints.seek(0)
        wrong = complaints.read(_TAIL).decode("utf-8", "replace")
    if process.returncode in _COSTS:
        raise NotTaken("costs-too-much")
    return process.returncode, said, wrong
