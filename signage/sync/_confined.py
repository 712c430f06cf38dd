"""What a process is allowed that reads what strangers made: a decoder, a reader of feeds."""

from __future__ import annotations

import os
import resource
import signal

__all__ = ["allow_time", "confine"]

_PR_SET_PDEATHSIG = 1


def confine(memory: int) -> None:
    """Let this process die with the agent, give way to it, and write no file.

    `memory` is its address space, in bytes.
    """
    import ctypes  # noqa: PLC0415

    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)  # the agent's death is ours
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the agent's business
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def allow_time(seconds: float) -> None:
    """Give CPU seconds for the next job: the limit counts from the start of the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))
