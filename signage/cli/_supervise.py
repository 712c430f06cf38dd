"""Two processes kept alive: what systemd does on an installed kiosk, for `play`, `demo` and `run`.

It speaks systemd's own protocol (READY=1, WATCHDOG=1 on `$NOTIFY_SOCKET`), so a child need not know
who watches it: one that dies, or whose loop makes no progress, is started again, at once the first
time and after growing pauses when it keeps dying.
"""

from __future__ import annotations

import contextlib
import logging
import os
import select
import signal
import socket
import tempfile
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from signage.config import SUPERVISOR, SupervisorLimits
from signage.errors import DeviceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Child", "supervise"]

log = logging.getLogger(__name__)


@dataclass
class Child:
    """A process of ours, made by forking: `main` runs in it and gives its exit code."""

    name: str
    main: Callable[[], int]
    vital: bool = False
    """Whether all ends when it ends by itself (code 0), or fails before it was ever ready."""
    patient: bool = False
    """Of a vital one: started again even before it was ever ready; its display may come later."""
    hopeless: Callable[[int], bool] = lambda _code: False
    """Whether all ends when it ends with this exit code: to start it again would mend nothing."""
    after: Child | None = None
    """Start only when that one is ready, or has failed to become so."""
    pid: int = 0
    ready: bool = False
    was_ready: bool = False
    started: float = 0.0
    heard: float = 0.0
    due: float = 0.0
    deaths: int = 0
    last: int | None = None
    """The exit code it ended with last; None once it was ready again."""
    channel: socket.socket = field(init=False)

    def __post_init__(self) -> None:
        """Make the channel on which it says that it lives."""
        self.channel = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)


def supervise(
    children: list[Child], seconds: float | None = None, *, limits: SupervisorLimits = SUPERVISOR
) -> int:
    """Run `children` until SIGTERM, SIGINT, `seconds`, or the end of a vital one.

    Returns:
        0, the exit code of a vital child that failed before it was ever ready, or a hopeless one.
    """
    with _signals() as wakeup, tempfile.TemporaryDirectory(prefix="signage-") as folder:
        for child in children:
            child.channel.bind(f"{folder}/{child.name}")
        ends = None if seconds is None else time.monotonic() + seconds
        code = None
        try:
            while code is None and (ends is None or time.monotonic() < ends):
                for child in children:
                    _start(child, folder, [other.channel for other in children], limits)
                channels = [child.channel for child in children]
                watched: list[int | socket.socket] = [wakeup, *channels]
                select.select(watched, [], [], _pause(children, ends, limits))
                for child in children:
                    _listen(child)
                code = _reap(children, wakeup, limits)
        finally:
            _end(children, limits)
        return code or 0


@contextlib.contextmanager
def _signals() -> Iterator[int]:
    reading, writing = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    numbers = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD)
    before = {number: signal.signal(number, lambda *_: None) for number in numbers}
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    try:
        yield reading
    finally:
        signal.set_wakeup_fd(-1)
        for number, handler in before.items():
            signal.signal(number, handler)
        os.close(reading)
        os.close(writing)


def _waits(child: Child) -> bool:
    return child.after is not None and not child.after.was_ready and child.after.last is None


def _start(
    child: Child, folder: str, channels: list[socket.socket], limits: SupervisorLimits
) -> None:
    if child.pid or _waits(child) or time.monotonic() < child.due:
        return
    child.started = child.heard = time.monotonic()
    child.ready = False
    child.pid = os.fork()
    if child.pid:
        return
    code = 1
    try:  # in the child: nothing of the parent's way out may run here
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        for channel in channels:
            channel.close()
        _die_with_parent()
        os.environ["NOTIFY_SOCKET"] = f"{folder}/{child.name}"
        os.environ["WATCHDOG_USEC"] = str(round(limits.watchdog * 1e6))
        os.environ.pop("WATCHDOG_PID", None)
        code = child.main()
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 1
    except BaseException:
        log.exception("%s failed", child.name)
    finally:
        os._exit(code)


def _die_with_parent() -> None:
    """Let the kernel end this process with its parent, even when that is killed (prctl(2))."""
    import ctypes  # noqa: PLC0415  (only in a child)

    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)


def _listen(child: Child) -> None:
    with contextlib.suppress(BlockingIOError):
        while True:
            lines = child.channel.recv(4096).split(b"\n")
            child.heard = time.monotonic()
            if b"READY=1" in lines:
                child.ready = child.was_ready = True
                child.last = None


def _pause(children: list[Child], ends: float | None, limits: SupervisorLimits) -> float:
    """Seconds until something is due whether or not anybody calls."""
    now = time.monotonic()
    at = [now + limits.watchdog]
    at += [child.heard + limits.watchdog for child in children if child.pid]
    at += [child.due for child in children if not child.pid and not _waits(child)]
    if ends is not None:
        at.append(ends)
    return max(0.0, min(at) - now)


def _reap(children: list[Child], wakeup: int, limits: SupervisorLimits) -> int | None:
    """Bury the dead, end the deaf; an exit code when all is to end."""
    with contextlib.suppress(BlockingIOError):
        numbers = os.read(wakeup, 64)
        if {signal.SIGTERM, signal.SIGINT, signal.SIGHUP} & set(numbers):
            return 0
    now = time.monotonic()
    for child in children:
        if not child.pid:
            continue
        if now - child.heard >= limits.watchdog:
            log.warning("%s makes no progress: started again", child.name)
            os.kill(child.pid, signal.SIGKILL)
            child.heard = now  # one that hangs in the kernel is not killed over and over
        pid, status = os.waitpid(child.pid, os.WNOHANG)
        if not pid:
            continue
        child.pid = 0
        code = os.waitstatus_to_exitcode(status)
        if child.vital and (code == 0 or not (child.was_ready or child.patient)):
            return DeviceError.exit_code if code < 0 else code
        if code > 0 and child.hopeless(code):
            return code
        child.deaths = child.deaths + 1 if now - child.started < limits.settled else 0
        child.due = now + min(limits.restart * 2 ** min(child.deaths, 10), limits.restart_most)
        if code != child.last:  # a display that is off all night makes one line
            log.warning("%s ended with %d: it is started again until it stays", child.name, code)
        child.last = code
    return None


def _end(children: list[Child], limits: SupervisorLimits) -> None:
    """SIGTERM to all, and SIGKILL to what is still there after the grace."""
    alive = [child for child in children if child.pid]
    for child in alive:
        os.kill(child.pid, signal.SIGTERM)
    until = time.monotonic() + limits.grace
    for child in alive:
        while os.waitpid(child.pid, os.WNOHANG)[0] == 0:
            if time.monotonic() > until:
                os.kill(child.pid, signal.SIGKILL)
                os.waitpid(child.pid, 0)
                break
            time.sleep(0.01)
        child.pid = 0
    for child in children:
        child.channel.close()
