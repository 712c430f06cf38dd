"""The player: store, timetable, director and scene, wired together on the GUI thread.

Nothing here decides: `_plan` says what is on, `director` what comes next. Reading the store and
planning happen in a thread of their own, so a large release never delays a frame.
"""

from __future__ import annotations

import logging
import os
import threading
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from PySide6.QtCore import QElapsedTimer, QFileSystemWatcher, QObject, Qt, QTimer, Signal

from signage.health import Health
from signage.journal import ClockState, Live, Playing
from signage.player import _words
from signage.player._alarm import Alarm
from signage.player._plan import Plan, plan
from signage.player._power import DisplayPower, XsetPower
from signage.player.director import Director, Show

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from signage.player._scene import Scene
    from signage.player.director import Command
    from signage.player.programme import Shot
    from signage.store import Activation, Store

__all__ = ["Player"]

log = logging.getLogger(__name__)

_LOOK = 30_000
"""ms between looks at the store: events of the file system are hints."""
_PATIENCE = 1_500
"""ms after which an idle screen counts as started too."""
_BEAT = 2_000
"""ms between the liveness beats of the GUI loop."""


class Player(QObject):
    """Plays what the store says is active on `screen`, for ever."""

    _planned = Signal(object)

    def __init__(
        self,
        store: Store,
        scene: Scene,
        screen: str,
        *,
        source: str | None,
        power: DisplayPower | None = None,
        now: Callable[[], datetime],
        trusted: Callable[[], bool],
    ) -> None:
        super().__init__()
        self._store, self._scene, self._screen = store, scene, screen
        self._source, self._now, self._trusted = source, now, trusted
        self._power = power or XsetPower()
        self._director = Director()
        self._plan = Plan()
        self._arrivals: dict[str, datetime] = {}
        self._since = now()
        self._shown = 0
        self._told = False
        self._reported: set[tuple[str, int]] = set()
        self._health = Health()
        self._elapsed = QElapsedTimer()
        self._elapsed.start()
        self._busy = False
        self._stale = False

        self._wake = self._timer(self._tick)
        self._alarm = Alarm(self)
        self._alarm.rang.connect(self.look)
        self._again = QTimer(self, interval=_LOOK)
        self._again.timeout.connect(self.look)
        self._minute = self._timer(self._tell_time)
        self._beat = QTimer(self, interval=_BEAT)
        self._beat.timeout.connect(self._health.beat)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self.look)
        self._planned.connect(self._take_up)

        stage = scene.stage
        stage.ready.connect(lambda token: self._do(self._director.ready(token, self._clock())))
        stage.shown.connect(lambda token: self._do(self._director.shown(token, self._clock())))
        stage.ended.connect(lambda token: self._do(self._director.ended(token, self._clock())))
        stage.failed.connect(self._failed)
        stage.progress.connect(self._progress)

    def start(self) -> None:
        """Read the store at once, so that the first frame is not kept waiting, and follow it."""
        self._watch()
        self._take_up(self._make_plan())
        self._beat.start()
        self._again.start()
        QTimer.singleShot(_PATIENCE, self._say_ready)

    def stop(self) -> None:
        """Stop following, and tell the service manager."""
        self._health.stopping()
        for timer in (self._wake, self._again, self._minute, self._beat):
            timer.stop()

    def live(self) -> Live:
        """What is on right now, for `signage status`."""
        shot = cast("Shot | None", self._director.playing)  # of an older plan, until its end
        names = {shot.key: shot.label for shot in self._plan.shots}
        return Live(
            screen=self._screen,
            playing=Playing(
                playlist=shot.playlist, item=shot.label, since=self._since.isoformat("T", "seconds")
            )
            if shot
            else None,
            ticker=tuple(line for lap in self._plan.laps for line in lap),
            clock=ClockState(trusted=self._trusted()),
            faults=(
                *self._of_the_screen(),
                *(
                    f"{names.get(key, key)}: {was.reason} (left out {was.count} times)"
                    for key, was in self._director.skipped.items()
                ),
            ),
            pid=os.getpid(),
        )

    def _of_the_screen(self) -> tuple[str, ...]:
        if self._plan.named:
            return ()
        asked = f"`{self._screen}`" if self._screen else "a screen without a name"
        return (f"screens.yaml does not name {asked}: the common playlists are shown",)

    # ---- following the store and the time ----

    def look(self) -> None:
        """Plan anew, off the GUI thread; asked for while busy, once more after."""
        self._watch()  # before the store is read, so that nothing falls in between
        if self._busy:
            self._stale = True
            return
        self._busy, self._stale = True, False
        threading.Thread(
            target=lambda: self._planned.emit(self._make_plan()), name="plan", daemon=True
        ).start()

    def _make_plan(self) -> Plan | None:
        try:
            activation = self._store.active()
            if activation and self._source not in {None, activation.source}:
                activation = None
            now = self._now()
            self._note_arrivals(activation, now)
            return plan(
                activation, self._screen, now, self._store.path,
                trusted=self._trusted(), arrivals=self._arrivals,
            )  # fmt: skip
        except Exception:  # whatever the store holds, what is on stays on
            log.exception("the active content cannot be planned; what is on stays on")
            return None

    def _note_arrivals(self, activation: Activation | None, now: datetime) -> None:
        urgent = {
            playlist.id
            for playlist in (activation.manifest.content.playlists if activation else ())
            if playlist.priority == "emergency"
        }
        self._arrivals = {name: self._arrivals.get(name, now) for name in urgent}

    def _take_up(self, new: Plan | None) -> None:
        self._busy = False
        if self._stale:
            self.look()
        old = self._plan
        if new is None:
            return
        self._plan = new
        if old.release != new.release or old.decision != new.decision:
            why = new.decision.why if new.decision else "nothing is active"
            log.info("release %s: %s", new.release, why)
        self._scene.dress(new)
        self._tell_time()
        if new.dark != old.dark:
            self._power.switch(on=not new.dark)
        if new.shots != old.shots or new.cuts_in != old.cuts_in or not old.decision:
            self._do(self._director.play(new.shots, self._clock(), cut_in=new.cuts_in))
        self._alarm.set(new.decision.until if new.decision else None)

    def _watch(self) -> None:
        """Follow the folder of the activation and the one above; until they are there, the next."""
        parents = self._store.activation_path().absolute().parents
        wanted = [str(path) for path in parents if path.is_dir()][:2]
        missing = [path for path in wanted if path not in self._watcher.directories()]
        if missing:
            self._watcher.addPaths(missing)

    def _tell_time(self) -> None:
        """Set clock and date, and come back with the next minute; hide them if not trusted."""
        now = self._now().astimezone(ZoneInfo(self._plan.zone))
        screen = self._plan.screen
        language = screen.locale if screen else "vi"
        trusted = self._trusted()
        self._scene.set(
            time=_words.time_text(now) if trusted else "",
            date=_words.date_text(now, language) if trusted else "",
            place=(screen.name if screen else "") or _words.CENTRE,
        )
        self._minute.start(60_050 - (now.second * 1000 + now.microsecond // 1000))

    # ---- carrying out ----

    def _do(self, commands: list[Command]) -> None:
        for command in commands:
            self._scene.perform(command)
            if isinstance(command, Show):
                self._came_on()
        wake = self._director.wake
        if wake is None:
            self._wake.stop()
        else:
            self._wake.start(max(0, round((wake - self._clock()) * 1000)))

    def _came_on(self) -> None:
        self._since = self._now()
        self._shown += 1
        if self._shown == 1:
            self._say_ready()

    def _say_ready(self) -> None:
        """Let what is to start after us start; once is enough, more does no harm."""
        if not self._told:
            self._told = True
            self._health.ready()

    def _tick(self) -> None:
        self._do(self._director.tick(self._clock()))
        self._report()

    def _failed(self, token: int, reason: str) -> None:
        self._do(self._director.failed(token, reason, self._clock()))
        self._report()

    def _progress(self, token: int, position: float) -> None:
        self._do(self._director.progress(token, position, self._clock()))

    def _report(self) -> None:
        """One line when an entry begins to fail, not one a retry."""
        failing = {(key, 1) for key in self._director.skipped}
        for key, _ in failing - self._reported:
            log.warning("%s is left out: %s", key, self._director.skipped[key].reason)
        self._reported = failing

    def _clock(self) -> float:
        return self._elapsed.nsecsElapsed() / 1e9

    def _timer(self, fires: Callable[[], None]) -> QTimer:
        timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        timer.timeout.connect(fires)
        return timer
