"""Whether the clock may be believed: synchronised during this boot, by whichever service.

A kiosk without an RTC starts in the past, or three weeks late with the time it last saved, and
looks sane; only the kernel and the time service know better.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["clock_trusted"]

_SYNCHRONISED = Path("/run/systemd/timesync/synchronized")
"""systemd-timesyncd makes it after the first synchronisation; /run is empty at every boot."""
_TIME_ERROR = 5
_STA_UNSYNC = 0x0040
_TIMEX_BYTES = 256
"""More than `struct timex` has on any Linux (208 on 64 bits)."""


def clock_trusted(
    *,
    stamp: Path = _SYNCHRONISED,
    adjtimex: Callable[[], tuple[int, int]] | None = None,
) -> bool:
    """Whether the clock was synchronised during this boot.

    `$SIGNAGE_CLOCK=trusted` is the technician's word for it, for a machine that keeps time by
    other means. `adjtimex` gives the kernel's clock state and its status bits (adjtimex(2)).
    """
    if stamp.exists() or os.environ.get("SIGNAGE_CLOCK") == "trusted":
        return True
    try:
        state, status = (adjtimex or _adjtimex)()
    except OSError:
        return False
    return state not in {-1, _TIME_ERROR} and not status & _STA_UNSYNC


def _adjtimex() -> tuple[int, int]:
    import ctypes  # noqa: PLC0415  (slow to import, seldom asked)

    buffer = (ctypes.c_long * (_TIMEX_BYTES // ctypes.sizeof(ctypes.c_long)))()
    # modes = 0 asks and changes nothing. The struct begins: unsigned modes; long offset, freq,
    # maxerror, esterror; int status. Padding makes `modes` a long, `status` the sixth.
    state = ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.byref(buffer))
    if state < 0:
        raise OSError(ctypes.get_errno(), "adjtimex")
    return state, buffer[5] & 0xFFFF
