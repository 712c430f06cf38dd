"""Looks at a few pixels of the display's memory about a thousand times a second.

Run as a process of its own, without numpy, so that it wakes late as seldom as it can and costs
next to nothing: `_reader.py MEMORY LOG OFFSET…`. A record is written whenever a look differs from
the one before: when that one was, when this one is (both CLOCK_MONOTONIC, seconds), and the bytes.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import signal
import struct
import sys
import time
from operator import itemgetter
from pathlib import Path

PERIOD = 0.0008
"""Seconds between looks."""
TIMES = struct.Struct("<dd")


def watch(memory: str, log: str, offsets: list[int]) -> None:
    """Look until SIGTERM."""
    with contextlib.suppress(OSError):  # where it is allowed: be woken on time on busy cores
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
    ended: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _frame: ended.append(number))
    take = itemgetter(*offsets)
    with (
        Path(memory).open("rb") as file,
        mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ) as pixels,
        Path(log).open("wb", buffering=0) as out,
    ):
        previous, at = b"", time.monotonic()
        while not ended:
            before, at = at, time.monotonic()
            seen = bytes(take(pixels))
            if seen != previous:
                out.write(TIMES.pack(before, at) + seen)
                previous = seen
            time.sleep(PERIOD)


if __name__ == "__main__":
    watch(sys.argv[1], sys.argv[2], [int(word) for word in sys.argv[3:]])
