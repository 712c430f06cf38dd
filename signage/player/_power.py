"""The display-power port: told when the screen's `on:` hours begin and end.

Commands run in a thread of their own, each a process that has a deadline, since CEC blocks for 10
to 20 s (Anthias#3267). The last wish wins: what runs for an older one is ended. A failure is told
once and tried again with growing pauses.

It speaks at the boundaries of the hours, at the start and when a display came back; not in between,
for somebody may have switched the TV off, or to another input, on purpose. Where a TV that was
switched off by its remote is to come back by itself, `$SIGNAGE_POWER_EVERY=600` has it switched on
again every so many seconds while its hours last.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import threading
import time
from typing import TYPE_CHECKING, Protocol

from signage.config import POWER, PowerLimits
from signage.player._means import Said, chosen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from signage.player._means import Means

__all__ = ["DisplayPower", "Power", "power_for"]

log = logging.getLogger(__name__)


class DisplayPower(Protocol):
    """Switches what the screen is shown on. Must not block."""

    @property
    def trouble(self) -> str:
        """A sentence for `signage status`; empty: it does what it was told."""

    def switch(self, *, on: bool) -> None:
        """Switch it on or off; being told twice does no harm."""

    def again(self) -> None:
        """A display came: what was wished last is wished for that one, too."""


class Power:
    """By the means that are there. No thread runs while nothing is to be done."""

    def __init__(
        self, means: Sequence[Means], every: float | None = None, *, limits: PowerLimits = POWER
    ) -> None:
        self._means, self._every, self._limits = means, every, limits
        self._changed = threading.Condition()
        self._wish: bool | None = None
        self._wishes = 0
        self._thread: threading.Thread | None = None
        self._trouble = ""
        self._gentle = limits.settle

    @property
    def trouble(self) -> str:
        """What went wrong, until it goes right."""
        return self._trouble

    def switch(self, *, on: bool) -> None:
        """Wish it, and return at once."""
        if not self._means:
            return
        with self._changed:
            self._wish, self._wishes = on, self._wishes + 1
            self._changed.notify_all()
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="power", daemon=True)
                self._thread.start()

    def again(self) -> None:
        """Wish once more what was wished last."""
        if self._wish is not None:
            self.switch(on=self._wish)

    def _work(self) -> None:
        time.sleep(self._gentle)
        self._gentle, failures = 0.0, 0
        while True:
            with self._changed:
                wish, number = bool(self._wish), self._wishes
            trouble = self._carry_out(number, on=wish)
            with self._changed:
                if number != self._wishes:
                    failures = 0
                    continue
                self._tell(trouble, on=wish)
                failures = failures + 1 if trouble else 0
                pause = self._pause(failures, on=wish)
                if pause is None:
                    self._thread = None
                    return
                if number == self._wishes:  # every change of it is told
                    self._changed.wait(pause)

    def _pause(self, failures: int, *, on: bool) -> float | None:
        """Seconds until the same is done again; None: it is done."""
        if failures:
            return min(self._limits.retry * 2.0 ** min(failures - 1, 10), self._limits.retry_most)
        return self._every if on else None

    def _carry_out(self, number: int, *, on: bool) -> str:
        """Off by the first means that works; on by all, since any of them may have put it off."""

        def call(words: Sequence[str]) -> Said:
            return _call(words, lambda: number == self._wishes, self._limits)

        troubles = []
        for means in reversed(self._means) if on else self._means:
            trouble = means.on(call) if on else means.off(call)
            if number != self._wishes:
                return ""
            if not trouble and not on:
                return ""
            troubles.append(f"{means.name}: {trouble}" if trouble else "")
        return "" if "" in troubles else "; ".join(troubles)

    def _tell(self, trouble: str, *, on: bool) -> None:
        how = "on" if on else "off"
        words = f"the display cannot be switched {how}: {trouble}" if trouble else ""
        if words and words != self._trouble:
            log.warning("%s", words)
        if self._trouble and not words:
            log.info("the display was switched %s", how)
        self._trouble = words


def power_for(platform: str, environ: Mapping[str, str] = os.environ) -> Power:
    """The display's power, by what is there and by what the technician said."""
    said = environ.get("SIGNAGE_POWER_EVERY", "")
    if said and not (said.isdecimal() and int(said) > 0):
        log.warning("SIGNAGE_POWER_EVERY=%s: write seconds, such as 600", said)
        said = ""
    return Power(chosen(environ, platform), float(said) if said else None)


def _call(words: Sequence[str], wanted: Callable[[], bool], limits: PowerLimits) -> Said:
    """Run a command to its end, its deadline, or until nobody wants it any more."""
    import subprocess  # noqa: PLC0415  (the first frame need not wait for it)

    try:
        process = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, errors="replace", start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        return Said(f"{words[0]} cannot be run ({error.strerror})")
    deadline = time.monotonic() + limits.call
    while True:
        try:
            text, _ = process.communicate(timeout=limits.look)
        except subprocess.TimeoutExpired:
            if wanted() and time.monotonic() < deadline:
                continue
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.communicate(timeout=limits.ending)
            return Said(f"{words[0]} did not end within {limits.call:g} s")
        if process.returncode:
            last = text.strip().splitlines()[-1:] or [f"exit code {process.returncode}"]
            return Said(f"{words[0]} failed ({last[0][:200]})", text)
        return Said("", text)
