"""The player's heart: it beats by the GUI loop, while `_liveness` has nothing against it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from signage.player._liveness import Liveness

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject

    from signage.health import Health
    from signage.player._display import Display
    from signage.player._time import Clockwork

__all__ = ["Heart"]

log = logging.getLogger(__name__)

_BEAT = 2.0
"""Seconds between the beats at most; a service manager that is less patient gets more of them."""
_UNSEEN = 2
"""Beats after which a display that does not show us is told of: a window needs a moment to come."""


class Heart:
    """Of one player. Where no service manager expects beats, there are none, and no redraws."""

    def __init__(
        self,
        time: Clockwork,
        health: Health,
        display: Display | None,
        owner: QObject,
        *,
        deadline: Callable[[], float | None],
        dark: Callable[[], bool],
    ) -> None:
        """`deadline` says when something is due on `time.elapsed`, `dark` whether nobody looks."""
        self._time, self._health, self._display = time, health, display
        self._deadline, self._dark = deadline, dark
        self._liveness = Liveness()
        self._ill = ""
        """Why no beat is sent, as it was told."""
        self._hidden = False
        """Whether no display shows us, as it was told."""
        self._unseen = 0
        """Beats in a row at which none did."""
        self._timer = time.timer(self._beat, owner)

    def start(self) -> None:
        """Beat from now on."""
        if self._health.interval is not None:
            self._beat()

    def stop(self) -> None:
        """Not any more."""
        self._timer.stop()

    @property
    def fault(self) -> str:
        """What somebody who looks after the screen should know; empty: nothing."""
        if self._hidden and self._display and not self._display.seen:
            return "no display shows the picture: is it plugged in and switched on?"
        return ""

    def _beat(self) -> None:
        self._timer.start(round(min(_BEAT, (self._health.interval or _BEAT) / 2) * 1000))
        now, display = self._time.elapsed(), self._display
        if display is not None:
            dark = self._dark()
            self._unseen = 0 if display.seen or dark else self._unseen + 1
            self._tell_hidden(hidden=self._unseen >= _UNSEEN)
            if self._liveness.wants_redraw(now, seen=display.seen and not dark):
                display.redraw(self._liveness.swapped)
        trouble = self._liveness.trouble(now, self._deadline())
        if trouble != self._ill:
            self._ill = trouble
            log.warning("%s", f"no sign of life: {trouble}" if trouble else "alive again")
        if not trouble:
            self._health.beat()

    def _tell_hidden(self, *, hidden: bool) -> None:
        if hidden != self._hidden:
            self._hidden = hidden
            log.warning("no display shows the picture" if hidden else "a display shows the picture")
