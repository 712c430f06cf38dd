"""Whether the clock was synchronised during this boot, by whichever service, and what it runs on.

A kiosk without an RTC starts in the past, or three weeks late with the time it last saved, and
looks sane; only the kernel and the time service know better.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["clock_synchronised", "clock_trusted", "hardware_clock", "word"]

_SYNCHRONISED = Path("/run/systemd/timesync/synchronized")
"""systemd-timesyncd makes it after the first synchronisation; /run is empty at every boot."""
_RTC = Path("/sys/class/rtc/rtc0/since_epoch")
"""The battery clock, read as UTC; there is no such file on a machine without one."""
_TIME_ERROR = 5
_STA_UNSYNC = 0x0040
_TIMEX_BYTES = 256
"""More than `struct timex` has on any Linux (208 on 64 bits)."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def clock_trusted(
    *,
    stamp: Path = _SYNCHRONISED,
    adjtimex: Callable[[], tuple[int, int]] | None = None,
) -> bool:
    """Whether the clock was synchronised during this boot, or the technician vouches for it.

    What a battery clock and earlier boots say besides, `Timekeeper` knows.
    """
    said = word()
    return clock_synchronised(stamp=stamp, adjtimex=adjtimex) if said is None else said


def word() -> bool | None:
    """The technician's word about the clock of this machine, None where there is none.

    `$SIGNAGE_CLOCK=trusted` is for one that keeps time by other means, `untrusted` for one whose
    time service is known to be wrong.
    """
    return {"trusted": True, "untrusted": False}.get(os.environ.get("SIGNAGE_CLOCK", ""))


def clock_synchronised(
    *,
    stamp: Path = _SYNCHRONISED,
    adjtimex: Callable[[], tuple[int, int]] | None = None,
) -> bool:
    """Whether a time service says that it has set the clock.

    `adjtimex` gives the kernel's clock state and its status bits (adjtimex(2)).
    """
    if stamp.exists():
        return True
    try:
        state, status = (adjtimex or _adjtimex)()
    except OSError:
        return False
    return state not in {-1, _TIME_ERROR} and not status & _STA_UNSYNC


def hardware_clock(path: Path = _RTC) -> datetime | None:
    """What the battery clock says; None where there is none, or none that can be read."""
    try:
        return _EPOCH + timedelta(seconds=int(path.read_text()))
    except (OSError, ValueError, OverflowError):
        return None


def _adjtimex() -> tuple[int, int]:
    import ctypes  # noqa: PLC0415  (slow to import, seldom asked)

    buffer = (ctypes.c_long * (_TIMEX_BYTES // ctypes.sizeof(ctypes.c_long)))()
    # modes = 0 asks and changes nothing. The struct begins: unsigned modes; long offset, freq,
    # maxerror, esterror; int status. Padding makes `modes` a long, `status` the sixth.
    state = ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.byref(buffer))
    if state < 0:
        raise OSError(ctypes.get_errno(), "adjtimex")
    return state, buffer[5] & 0xFFFF
