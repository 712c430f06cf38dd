"""An alarm on the wall clock: rings at an instant, and whenever somebody sets the clock.

A timer counts elapsed time: it rings late after suspend and never learns that the clock was set.
This one is the kernel's (timerfd_create(2)), which does both. Where there is none, nothing rings,
and the owner's regular look at the store stands in for it.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSocketNotifier, Signal

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["Alarm"]

_CLOCK_REALTIME = 0
_ABSTIME, _CANCEL_ON_SET = 1, 2
_NEVER = 1 << 40
"""Seconds since 1970: some thirty thousand years on."""


class _Timespec(ctypes.Structure):
    _fields_ = (("seconds", ctypes.c_long), ("nanoseconds", ctypes.c_long))


class _Itimerspec(ctypes.Structure):
    _fields_ = (("interval", _Timespec), ("value", _Timespec))


class Alarm(QObject):
    """Set it with `at`; it rings once, and also each time the system's clock is set."""

    rang = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._handle = self._libc.timerfd_create(_CLOCK_REALTIME, os.O_NONBLOCK | os.O_CLOEXEC)
        if self._handle >= 0:
            notifier = QSocketNotifier(self._handle, QSocketNotifier.Type.Read, self)
            notifier.activated.connect(self._ring)

    def set(self, at: datetime | None) -> None:
        """Ring at that instant, or only when the clock is set."""
        seconds = at.timestamp() if at else float(_NEVER)
        when = _Timespec(int(seconds), int(seconds % 1 * 1e9))
        spec = _Itimerspec(_Timespec(0, 0), when)
        self._libc.timerfd_settime(
            self._handle, _ABSTIME | _CANCEL_ON_SET, ctypes.byref(spec), None
        )

    def _ring(self) -> None:
        with contextlib.suppress(OSError):  # ECANCELED: the clock was set
            os.read(self._handle, 8)
        self.set(None)  # a cancelled alarm has to be set again to learn of the next change
        self.rang.emit()
