"""What a process may cost that reads what strangers sent."""

from __future__ import annotations

import ctypes
import os
import resource
import select
import signal
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["DOCUMENT", "PICTURE", "PROGRAM", "VIDEO", "Bounds", "apply", "bounded", "orphaned"]

_PR_SET_PDEATHSIG = 1
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000


class Bounds(NamedTuple):
    """Limits of one process."""

    memory: int
    """Bytes of address space."""
    seconds: int
    """Of CPU time."""
    output: int
    """Bytes of each file that it writes."""


PROGRAM = Bounds(4_000_000_000, 20_000, 3_000_000_000)
"""Our own process, which what it starts may not exceed either."""
PICTURE = Bounds(2_000_000_000, 120, 200_000_000)
VIDEO = Bounds(3_000_000_000, 14_400, 3_000_000_000)
DOCUMENT = Bounds(4_000_000_000, 240, 400_000_000)


def apply(bounds: Bounds) -> None:
    """Take the limits on; die with the parent; have no network where the kernel lets us."""
    libc = ctypes.CDLL(None)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)  # refused in some containers: no loss then
    for kind, most in (
        (resource.RLIMIT_AS, bounds.memory),
        (resource.RLIMIT_CPU, bounds.seconds),
        (resource.RLIMIT_FSIZE, bounds.output),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(kind)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (least, least))
    os.nice(5)


def bounded(bounds: Bounds) -> Callable[[], None]:
    """For `preexec_fn` of a program that we start; our process has no other thread."""
    parent = os.getpid()

    def take_on() -> None:
        apply(bounds)
        if os.getppid() != parent:  # it died before we could ask to die with it
            os._exit(1)

    return take_on


def orphaned() -> bool:
    """Whether nobody reads what this process says: whoever started it is dead."""
    waits = select.poll()
    waits.register(1, 0)
    return any(event & (select.POLLERR | select.POLLHUP) for _handle, event in waits.poll(0))
