"""The agent's end of the worker: one process for many files, replaced whenever it fails."""

from __future__ import annotations

import contextlib
import errno
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

import signage
from signage.config import INTAKE, SOURCE
from signage.store import StoppedError
from signage.sync._intake._verdict import GREETING, Job, Rendered, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from signage.sync._intake._verdict import Kind

__all__ = ["Workshop"]

_COMMAND = (sys.executable, "-P", "-m", "signage.sync._intake._worker")
_HERE = str(Path(signage.__file__).parent.parent)
_GLANCE = 0.2
"""Seconds between looks at whether to stop."""
_START = 30.0
"""Seconds in which a worker must have started, on the slowest card there is."""
_LONGEST = 64_000_000
"""Bytes of a verdict and what follows it; beyond, the worker is out of its mind."""
_CRAZED = "makes the decoder fail; save it again"
_VERDICTS = msgspec.json.Decoder(Verdict)
"""Made here: threads that are the first to decode a type, at once, end the process."""


class Workshop:
    """Decodes bodies in a process apart."""

    def __init__(
        self,
        *,
        command: tuple[str, ...] = _COMMAND,
        timeout: float = SOURCE.prepare_timeout,
        files: int = INTAKE.files,
    ) -> None:
        self._command = command
        self._timeout = timeout
        self._files = files
        self._worker: subprocess.Popen[bytes] | None = None
        self._served = 0
        self._used = 0.0

    def examine(self, path: Path, kind: Kind, stop: Callable[[], bool] = lambda: False) -> Verdict:
        """What is in the body at `path`. A worker that hangs or dies over it is its refusal.

        Raises:
            StoppedError: `stop` said so.
            OSError: no worker could be started.
        """
        return self._ask(Job(path=str(path.absolute()), kind=kind), stop)[0]

    def render(self, path: Path, stop: Callable[[], bool] = lambda: False) -> Rendered:
        """The picture at `path`, which was examined, scaled to the largest screen.

        Raises:
            StoppedError: `stop` said so.
            OSError: no worker could be started.
        """
        job = Job(path=str(path.absolute()), kind="image", task="render")
        verdict, content = self._ask(job, stop)
        return Rendered(content=content, reason=verdict.reason)

    def _ask(self, job: Job, stop: Callable[[], bool]) -> tuple[Verdict, bytes]:
        line = msgspec.json.encode(job) + b"\n"
        for fresh in (False, True):
            worker = self._ready()
            try:
                assert worker.stdin is not None  # noqa: S101
                worker.stdin.write(line)
                worker.stdin.flush()
            except OSError:  # it died of itself, between jobs
                self.close()
                if fresh:
                    raise
            else:
                break
        self._served += 1
        answer = self._answer(worker, stop)
        self._used = time.monotonic()
        return answer

    def rest(self) -> None:
        """Let the worker go when it has had nothing to do for a while."""
        if self._worker is not None and time.monotonic() - self._used > INTAKE.idle:
            self.close()

    def close(self) -> None:
        """End the worker and whatever it started."""
        worker, self._worker = self._worker, None
        if worker is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        for pipe in (worker.stdin, worker.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._worker is not None and (
            self._served >= self._files or self._worker.poll() is not None
        ):
            self.close()
        if self._worker is None:
            self._worker = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, start_new_session=True,
                env={**os.environ, "PYTHONPATH": os.pathsep.join([_HERE, *filter(None, sys.path)])},
            )  # fmt: skip
            self._served = 0
            self._greeted(self._worker)
        return self._worker

    def _greeted(self, worker: subprocess.Popen[bytes]) -> None:
        """A worker that cannot even start is this device's fault, not the file's."""
        assert worker.stdout is not None  # noqa: S101
        handle = worker.stdout.fileno()
        if not select.select([handle], [], [], _START)[0] or os.read(handle, 64) != GREETING:
            self.close()
            raise OSError(errno.ENOEXEC, "the decoder does not start")

    def _answer(
        self, worker: subprocess.Popen[bytes], stop: Callable[[], bool]
    ) -> tuple[Verdict, bytes]:
        assert worker.stdout is not None  # noqa: S101
        handle = worker.stdout.fileno()
        deadline = time.monotonic() + self._timeout
        answer = bytearray()
        verdict, end = None, 0
        while verdict is None or len(answer) < end + verdict.follows:
            if stop():
                self.close()
                raise StoppedError("stopped")
            left = deadline - time.monotonic()
            if left <= 0:
                return self._failed(
                    f"did not decode within {self._timeout:.0f} s; save it again, smaller"
                )
            if not select.select([handle], [], [], min(left, _GLANCE))[0]:
                continue
            chunk = os.read(handle, 1 << 20)
            answer += chunk
            if not chunk or len(answer) > _LONGEST:
                return self._failed(_CRAZED)
            if verdict is None and b"\n" in chunk:
                end = answer.index(b"\n") + 1
                try:
                    verdict = _VERDICTS.decode(answer[:end])
                except msgspec.MsgspecError:
                    return self._failed(_CRAZED)
        if len(answer) != end + verdict.follows:
            return self._failed(_CRAZED)
        return verdict, bytes(memoryview(answer)[end:])

    def _failed(self, reason: str) -> tuple[Verdict, bytes]:
        """It may be the worker's failure, so a new one may say otherwise."""
        self.close()
        return Verdict(reason=reason, lasting=False), b""
