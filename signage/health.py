"""Liveness: what a loop tells the service manager, by systemd's `sd_notify` protocol; and the boot.

A beat comes from the loop whose progress it vouches for, never from a thread of its own: a
heartbeat from elsewhere goes on when the loop is dead (Anthias did that).
Without `$NOTIFY_SOCKET` every call does nothing.
"""

from __future__ import annotations

import contextlib
import os
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["Health", "boot_id", "uptime"]

_BOOT = "/proc/sys/kernel/random/boot_id"


def boot_id() -> str:
    """Name this boot: another one after every start of the kernel. Empty where nobody knows."""
    try:
        with open(_BOOT, encoding="ascii") as file:  # noqa: PTH123  (`cut` is to start at once)
            return file.read().strip()
    except OSError:
        return ""


def uptime() -> float:
    """Seconds since this boot, sleep included; only within one `boot_id` do two compare."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class Health:
    """Speaks to the service manager that started us, if one did."""

    def __init__(
        self,
        environ: Mapping[str, str] = os.environ,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        address = environ.get("NOTIFY_SOCKET", "")
        self._address = "\0" + address[1:] if address.startswith("@") else address
        self._monotonic = monotonic
        self._beaten = float("-inf")
        self._said = ""
        self.interval = _interval(environ) if self._address else None
        """Seconds between beats, half of what the manager tolerates; None: it expects none."""

    def ready(self, status: str = "") -> None:
        """Started up: what depends on us may start."""
        self._send("READY=1", f"STATUS={_line(status)}")

    def status(self, text: str) -> None:
        """One line for `systemctl status`; only a change is sent."""
        if text != self._said:
            self._said = text
            self._send(f"STATUS={_line(text)}")

    def beat(self) -> None:
        """The loop made progress. Call it as often as you like; few calls become a message."""
        now = self._monotonic()
        if self.interval is not None and now - self._beaten >= self.interval / 2:
            self._beaten = now
            self._send("WATCHDOG=1")

    def stopping(self) -> None:
        """Going down on purpose."""
        self._send("STOPPING=1")

    def _send(self, *lines: str) -> None:
        if not self._address:
            return
        import socket  # noqa: PLC0415  (the player is not to pay for it where nobody listens)

        # A manager that went away, or whose queue is full, must never stop a screen.
        with (
            contextlib.suppress(OSError),
            socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as channel,
        ):
            channel.sendto("\n".join(lines).encode(), self._address)


def _interval(environ: Mapping[str, str]) -> float | None:
    if environ.get("WATCHDOG_PID", str(os.getpid())) != str(os.getpid()):
        return None
    try:
        microseconds = int(environ["WATCHDOG_USEC"])
    except (KeyError, ValueError):
        return None
    return microseconds / 2_000_000 if microseconds > 0 else None


def _line(text: str) -> str:
    return " ".join(text.split())
