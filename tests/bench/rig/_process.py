"""What a tree of processes uses, from /proc; nothing is asked of the processes themselves."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Usage", "cpu_seconds", "peak_rss", "resident", "tree", "usage"]

_TICK = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGESIZE")


@dataclass(frozen=True)
class Usage:
    """Of a process tree: resident bytes (added up, and of the largest), threads, descriptors."""

    rss: int
    largest: int
    threads: int
    descriptors: int


def _stat(pid: int) -> list[str] | None:
    """The fields of /proc/PID/stat after the name, from the state on."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None


def tree(root: int) -> list[int]:
    """`root` and everything of its session or descended from it."""
    parents, members = {}, {root}
    for entry in os.scandir("/proc"):
        if entry.name.isdigit() and (stat := _stat(int(entry.name))) is not None:
            parents[int(entry.name)] = int(stat[1])
            if int(stat[3]) == root:
                members.add(int(entry.name))
    grown = True
    while grown:
        more = {pid for pid, parent in parents.items() if parent in members} - members
        members |= more
        grown = bool(more)
    return sorted(members & parents.keys())


def cpu_seconds(pids: list[int]) -> float:
    """User and system seconds of these processes, and of children they have waited for."""
    return sum(
        sum(int(word) for word in stat[11:15]) / _TICK
        for pid in pids
        if (stat := _stat(pid)) is not None
    )


def usage(pids: list[int]) -> Usage:
    """What these processes hold now; one that has ended counts nothing."""
    resident, threads, descriptors = [0], 0, 0
    for pid in pids:
        with contextlib.suppress(OSError):
            pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
            descriptors += _count(f"/proc/{pid}/fd")
            threads += _count(f"/proc/{pid}/task")
            resident.append(pages * _PAGE)
    return Usage(sum(resident), max(resident), threads, descriptors)


def _count(folder: str) -> int:
    return sum(1 for _ in Path(folder).iterdir())


def peak_rss(pid: int) -> int:
    """The most bytes that were ever resident in one process."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


def resident(pids: list[int]) -> int:
    """Resident bytes of these processes together; cheap enough for a hundred times a second."""
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            total += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    return total
