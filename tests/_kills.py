"""Killing a command at its every durable step from outside, by strace's fault injection.

    struck = Harness([*SIGNAGE, "sync", folder, "--state", state, "--once"], under=state)
    for step in struck.steps():              # of one whole run: each write, fsync, rename, unlink …
        prepare()                            # the state as it was before
        end = struck.strike(step, "KILL")    # or "ENOSPC", "EIO"; "ENOSPC+": from there on
        ...                                  # what must hold now
        assert struck.run().code == 0        # the next run completes
    assert not struck.misordered()           # fsync of the file, rename, fsync of its folder

Steps are counted by the kernel's calls of each thread, so it makes no difference what the program
believes. Only the first thread is struck, unless `threads` says that others touch the folder too;
then each thread and child is that comes to its nth call of that name. A decoder that dies, or that
cannot write to its pipe, is another test than a power cut or a full disk: it costs a picture.
"""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["AVAILABLE", "SIGNAGE", "Call", "End", "Harness", "Step", "misordered", "parse"]

ROOT = Path(__file__).parents[1]
SIGNAGE = [sys.executable, "-c", "from signage.cli import main; main()"]
AVAILABLE = shutil.which("strace") is not None

_WRITES = ("write", "pwrite64", "writev", "ftruncate")
_RENAMES = ("rename", "renameat", "renameat2", "link", "linkat")
_SYNCS = ("fsync", "fdatasync")
_CALLS = (*_WRITES, *_RENAMES, *_SYNCS, "unlink", "unlinkat", "mkdir", "mkdirat")

_LINE = re.compile(r"(\d+)\s+(?:<\.\.\. (\w+) resumed>|(\w+)\()(.*)")
_ENDED = re.compile(r"(.*)\)\s+= (.*)")
_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|(?:\d+|AT_FDCWD)<((?:[^>\\]|\\.)*)>')


@dataclasses.dataclass(frozen=True)
class Step:
    """The `nth` call of that name in a thread, from 1."""

    call: str
    nth: int

    def __str__(self) -> str:
        return f"{self.call} {self.nth}"


@dataclasses.dataclass
class Call:
    """One call of the kernel, as strace saw it."""

    thread: int
    name: str
    nth: int
    paths: tuple[str, ...]
    """Of a rename from and to; of what has a handle, the path behind it."""
    begun: int
    """The line of the trace, to compare with."""
    ended: int = -1
    result: str = ""

    @property
    def succeeded(self) -> bool:
        return self.ended >= 0 and not self.result.startswith(("-1", "?"))


@dataclasses.dataclass(frozen=True)
class End:
    """How a run ended: a negative code is a signal's."""

    code: int
    said: str
    """Standard output and error."""

    @property
    def crashed(self) -> bool:
        """Whether it ended in a traceback; that of a log line that was struck itself is none."""
        return "Traceback" in self.said and "--- Logging error ---" not in self.said


class Harness:
    """A command, and the folder whose files must survive it."""

    def __init__(
        self,
        command: list[str],
        *,
        under: Path,
        threads: bool = False,
        environ: Mapping[str, str] | None = None,
        timeout: float = 60.0,
    ) -> None:
        self.command = [str(each) for each in command]
        self.under = str(under.resolve())
        self._threads = threads
        self._environ = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **(environ or {})}
        self._timeout = timeout
        self.calls: list[Call] = []
        """Of the last `steps`."""

    def run(self) -> End:
        """Let it run undisturbed."""
        return self._run(self.command)

    def steps(self) -> list[Step]:
        """Run it whole, watched, and tell every step that touches something under the folder."""
        with tempfile.NamedTemporaryFile(prefix="signage-trace-") as trace:
            end = self._run(
                [*_strace(trace.name, follow=True), "-e", f"trace={_all()}", *self.command]
            )
            assert end.code == 0, end.said
            self.calls = parse(Path(trace.name).read_text())
        assert self.calls, "strace saw nothing"
        seen = {Step(call.name, call.nth) for call in self.calls if self._touches(call)}
        return sorted(seen, key=lambda step: (step.call, step.nth))

    def strike(self, step: Step, how: str) -> End:
        """Run it and let that step fail: `KILL`, or an error's name; with `+`, all that follow."""
        lasting = "+" if how.endswith("+") else ""
        what = "signal=KILL" if how == "KILL" else f"error={how.rstrip('+')}"
        inject = f"inject={step.call}:{what}:when={step.nth}{lasting}"
        return self._run([
            *_strace("/dev/null", follow=self._threads),
            "-e", f"trace={step.call}", "-e", inject, *self.command,
        ])  # fmt: skip

    def misordered(self) -> list[str]:
        """What the last `steps` did in an order that a power cut does not forgive."""
        return misordered(self.calls, self.under)

    def _touches(self, call: Call) -> bool:
        return any(path == self.under or path.startswith(f"{self.under}/") for path in call.paths)

    def _run(self, command: list[str]) -> End:
        done = subprocess.run(
            command, cwd=ROOT, env=self._environ, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=self._timeout, check=False,
        )  # fmt: skip
        return End(done.returncode, done.stdout.decode(errors="replace"))


def _strace(trace: str, *, follow: bool) -> list[str]:
    return ["strace", *(["-f"] if follow else []), "-y", "-qq", "-s", "0", "-o", trace]


def parse(trace: str) -> list[Call]:
    """What strace wrote with -f -y; calls that another thread interrupted are put together."""
    calls: list[Call] = []
    open_calls: dict[int, Call] = {}
    counts: dict[tuple[int, str], int] = {}
    for number, line in enumerate(trace.splitlines()):
        match = _LINE.match(line)
        if match is None:
            continue
        thread, resumed, name, rest = int(match[1]), match[2], match[3], match[4]
        if resumed:
            call = open_calls.pop(thread)
        else:
            nth = counts[thread, name] = counts.get((thread, name), 0) + 1
            call = Call(thread, name, nth, tuple(_paths(name, rest)), number)
            calls.append(call)
        if ended := _ENDED.match(rest):
            call.ended, call.result = number, ended[2]
        else:
            open_calls[thread] = call
    return calls


def misordered(calls: list[Call], under: str) -> list[str]:
    """Tell each rename under the folder that comes before an fsync of its file, or after none.

    A file is durable when it was synced after its last write; a name when its folder was synced
    after the rename. Folders that were made need the latter, too.
    """
    wrong = []
    for call in calls:
        if not call.succeeded or not call.paths[-1].startswith(f"{under}/"):
            continue
        place = str(Path(call.paths[-1]).parent)
        if call.name in _RENAMES:
            source = call.paths[0]
            dirty = [each.ended for each in _of(calls, _WRITES, source) if each.begun < call.begun]
            synced = [each.begun for each in _of(calls, _SYNCS, source) if each.ended < call.begun]
            if not synced or (dirty and max(synced) < max(dirty)):
                wrong.append(f"{source} became {call.paths[-1]} without an fsync")
        if call.name in {*_RENAMES, "mkdir", "mkdirat"} and not any(
            each.begun > call.ended for each in _of(calls, _SYNCS, place)
        ):
            wrong.append(f"{call.name} of {call.paths[-1]} without an fsync of its folder")
    return wrong


def _of(calls: list[Call], names: tuple[str, ...], path: str) -> Iterator[Call]:
    return (each for each in calls if each.succeeded and each.name in names and path in each.paths)


def _paths(name: str, arguments: str) -> Iterator[str]:
    """Paths in the arguments: names as they are given, those after a folder's handle within it."""
    folder = ""
    for word, handle in _WORD.findall(arguments):
        if handle:
            if name in {*_WRITES, *_SYNCS}:
                yield _plain(handle)
                return
            folder = _plain(handle)
        else:
            yield str(Path(folder) / _plain(word))


def _plain(word: str) -> str:
    return (
        word.encode("latin-1").decode("unicode_escape").encode("latin-1").decode(errors="replace")
    )


def _all() -> str:
    return ",".join(_CALLS)
