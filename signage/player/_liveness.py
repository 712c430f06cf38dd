"""Whether the player makes progress, so that it may tell the watchdog so. Pure: no Qt, no clock.

Three things must hold at each beat, which the GUI loop makes itself, so that a loop that stands
still makes none:

- No deadline of the director is overdue: what had to happen by then did.
- A redraw asked for every 10 seconds is swapped within 2: the renderer and the display server move.
- The second is asked only of a display that shows us. A dark screen is off by its hours; a window
  that is not exposed is behind an unplugged or sleeping output, and a compositor stops its frames.
  To start again would bring nothing back there, and might go round and round for a weekend. So
  there the loop and the deadlines alone decide, and once the window is exposed the next beat asks.

What is slow is not dead: a swap that comes late ends the silence, and only the watchdog's patience
(15 s of `run` and of the unit) decides when a silence becomes a restart. Reading the store is not
judged: behind a disk that hangs, what is on stays on, and a restart would show less.
"""

from __future__ import annotations

from signage.config import PLAYER, PlayerLimits

__all__ = ["Liveness"]


class Liveness:
    """Ask `trouble` at each beat; tell it when what it asked for was swapped."""

    def __init__(self, limits: PlayerLimits = PLAYER) -> None:
        self._limits = limits
        self._asked: float | None = None
        """When a redraw was asked for that has not been swapped; None: none is awaited."""
        self._last = float("-inf")
        """When one was asked for last."""

    def wants_redraw(self, now: float, *, seen: bool) -> bool:
        """Whether a redraw is to be asked for now; `seen`: whether the display shows us."""
        if not seen:
            self._asked, self._last = None, float("-inf")
            return False
        if self._asked is not None or now < self._last + self._limits.redraw:
            return False
        self._asked = self._last = now
        return True

    def swapped(self) -> None:
        """Say that a frame was swapped after the redraw was asked for."""
        self._asked = None

    def trouble(self, now: float, deadline: float | None) -> str:
        """What is wrong, as a clause; empty: a beat may be sent.

        `deadline` is when the director wanted to be woken next, on the clock of `now` (seconds).
        """
        limits = self._limits
        if deadline is not None and now > deadline + limits.overdue:
            return f"a deadline is overdue by {limits.overdue:g} s"
        if self._asked is not None and now > self._asked + limits.swap:
            return f"a redraw was not swapped within {limits.swap:g} s"
        return ""
