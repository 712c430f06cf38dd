"""Starting the process that makes an upload ready, and putting what it made into `media/`."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer
from typing import TYPE_CHECKING

import msgspec

from signage import atomic
from signage.console.making import Job, Made, NotTaken, Said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["WALL", "StoppedError", "ask", "place", "scratch", "sweep"]

log = logging.getLogger(__name__)

WALL = 4 * 3600.0
"""Seconds of the clock after which a job is ended, whatever it does."""
SCRATCH_MOST = 64_000
"""Bytes of a line that the process says; more is no line of ours."""
_PREFIX = ".work-"


class StoppedError(Exception):
    """The machine goes down; nothing is said of the file, which is to be taken up again."""


class _Line(msgspec.Struct):
    percent: int | None = None
    made: Made | None = None
    small: bool = False
    refused: Said | None = None
    failed: str | None = None


@contextmanager
def scratch(within: Path) -> Iterator[Path]:
    """Give a folder for one job, on the disk of the data, and gone after it."""
    with TemporaryDirectory(prefix=_PREFIX, dir=within) as made:
        yield Path(made)


def sweep(within: Path) -> None:
    """Remove what a killed worker left."""
    for path in within.glob(f"{_PREFIX}*"):
        shutil.rmtree(path, ignore_errors=True)


def ask(job: Job, tell: Callable[[int], None] = lambda _percent: None) -> Made | None:
    """Let a process of its own do the job; None for small pictures, which lie in the scratch.

    Raises:
        NotTaken: the file is not taken; also where it brought the process down.
        StoppedError: the machine goes down.
        OSError: the disk is full.
    """
    command = [
        sys.executable, "-P", "-m", "signage.console.making",
        msgspec.json.encode(job, enc_hook=str).decode(),
    ]  # fmt: skip
    kept = {key: os.environ[key] for key in ("PATH", "LANG", "PYTHONPATH") if key in os.environ}
    last = _Line()
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, start_new_session=True,
        env={**kept, "HOME": str(job.scratch), "TMPDIR": str(job.scratch)},
    ) as process:  # fmt: skip
        limit = Timer(WALL, _end, [process.pid])
        limit.start()
        try:
            assert process.stdout is not None  # noqa: S101
            while line := process.stdout.readline(SCRATCH_MOST):
                last = _read(line)
                if last.percent is not None:
                    tell(last.percent)
            process.wait()
        finally:
            limit.cancel()
            _end(process.pid)
    if last.refused:
        raise NotTaken(last.refused.code, **last.refused.values)
    if last.failed is not None:
        raise OSError(0, last.failed)
    if last.made is None and not last.small:
        if process.returncode == -signal.SIGTERM:
            raise StoppedError
        log.warning("%s: the decoder ended with %s", job.name, process.returncode)
        costs = process.returncode in {-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGXFSZ}
        raise NotTaken("costs-too-much" if costs else "breaks-decoder")
    return last.made


def _read(line: bytes) -> _Line:
    try:
        return msgspec.json.decode(line, type=_Line, dec_hook=lambda kind, told: kind(told))
    except msgspec.DecodeError:
        return _Line()


def _end(group: int) -> None:
    """End a process and what it started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def place(made: Made, media: Path, folder: str, name: str) -> str:
    """Put it into `media/` under a free name, durably; give its path there.

    The same bytes under the same name are the same file.

    Raises:
        NotTaken: a thousand files have that name.
        OSError: the disk is full.
    """
    target = media / folder if folder else media
    atomic.folder(target)
    stem = name.rpartition(".")[0] or name
    for number in range(1, 1000):
        free = f"{stem}{made.ending}" if number == 1 else f"{stem} ({number}){made.ending}"
        path = target / free
        if path.exists():
            if _same(path, made.path):
                return f"{folder}/{free}" if folder else free
            continue
        with made.path.open("rb") as source, atomic.writing(path) as file:
            shutil.copyfileobj(source, file, 1 << 20)
        return f"{folder}/{free}" if folder else free
    raise NotTaken("names-used-up")


def _same(one: Path, other: Path) -> bool:
    if one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as first, other.open("rb") as second:
        while block := first.read(1 << 20):
            if block != second.read(1 << 20):
                return False
    return True
