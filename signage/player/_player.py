"""The player: store, timetable, director and scene, wired together on the GUI thread.

Nothing here decides: `_plan` says what is on, `director` what comes next. Reading the store and
planning happen in a thread of their own, so a large release never delays a frame.
"""

from __future__ import annotations

import logging
import os
import threading
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, cast

import msgspec
from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from signage.errors import SignageError
from signage.health import Health
from signage.journal import ClockState, Live, Playing
from signage.player._heart import Heart
from signage.player._panel import panel
from signage.player._plan import Plan
from signage.player._power import DisplayPower, power_for
from signage.player._reading import Reading
from signage.player.commands import Show
from signage.player.director import Director

if TYPE_CHECKING:
    from signage.journal import Sight
    from signage.player._display import Display
    from signage.player._scene import Scene
    from signage.player._time import Clockwork
    from signage.player.commands import Command
    from signage.player.programme import Shot
    from signage.store import Store

__all__ = ["Player"]

log = logging.getLogger(__name__)

_LOOK = 30_000
"""ms between looks at the store: events of the file system are hints."""
_PATIENCE = 1_500
"""ms after which an idle screen counts as started too."""
_STOPPED = "cut on the spot by the keyboard: the emblem, until `signage resume`"
_TIMESYNC = Path("/run/systemd/timesync")
"""systemd-timesyncd leaves a stamp there when the clock is right: setting it rings the alarm, but
where it is only slewed nothing would."""


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
        time: Clockwork,
        power: DisplayPower | None = None,
        display: Display | None = None,
        health: Health | None = None,
        timesync: Path = _TIMESYNC,
    ) -> None:
        super().__init__()
        self._store, self._scene, self._screen = store, scene, screen
        self._time, self._timesync = time, timesync
        self._display = display
        self._power = power or power_for(QGuiApplication.platformName())
        self._reading = Reading(store, screen, source)
        self._director = Director()
        self._plan: Plan | None = None
        """None: nothing was planned yet."""
        self._hitch = ""
        """Why nothing can be planned, as it was told."""
        self._since = time.now()
        self._told = False
        self._reported: set[str] = set()
        self._health = health or Health()
        self._pressed = False
        """Whether somebody pressed the stop, and that is not in the store yet."""
        self._untold = ""
        """Why it cannot be, as it was told."""
        self._busy = False
        self._stale = False

        self._wake = time.timer(self._tick, self)
        self._again = time.timer(self.look, self)
        self._minute = time.timer(self._tell_time, self)
        self._alarm = time.alarm(self.look, self)
        self._heart = Heart(
            time, self._health, display, self,
            deadline=lambda: self._director.wake,
            dark=lambda: self._plan is not None and self._plan.dark,
        )  # fmt: skip
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self.look)
        self._planned.connect(self._take_up)

        stage, now, director = scene.stage, time.elapsed, self._director
        stage.ready.connect(lambda token, pages: self._do(director.ready(token, now(), pages)))
        stage.shown.connect(lambda token: self._do(director.shown(token, now())))
        stage.ended.connect(lambda token: self._do(director.ended(token, now())))
        stage.progress.connect(lambda token, at: self._do(director.progress(token, at, now())))
        stage.failed.connect(self._failed)

    def start(self) -> None:
        """Read the store at once, so that the first frame is not kept waiting, and follow it."""
        self._watch()
        self._again.start(_LOOK)
        self._take_up(self._make_plan())
        self._heart.start()
        QTimer.singleShot(_PATIENCE, self._say_ready)

    def stop(self) -> None:
        """Stop following, and tell the service manager."""
        self._health.stopping()
        for timer in (self._wake, self._again, self._minute, self._heart):
            timer.stop()

    @property
    def busy(self) -> bool:
        """Whether a plan is being made, or one that was made waits to be taken up."""
        return self._busy

    def live(self) -> Live:
        """What is on right now, for `signage status`."""
        shot = cast("Shot | None", self._director.playing)  # of an older plan, until its end
        plan = self._plan or Plan()
        names = {shot.key: shot.label for shot in (plan.standby, *plan.shots) if shot}
        return Live(
            screen=self._screen,
            playing=Playing(
                playlist=shot.playlist, item=shot.label, since=self._since.isoformat("T", "seconds")
            )
            if shot
            else None,
            ticker=tuple(line for lap in plan.laps for line in lap),
            clock=ClockState(trusted=plan.trusted),
            cut=plan.cut,
            faults=(
                *filter(None, (self._heart.fault, self._power.trouble, self._untold)),
                *self._of_the_screen(plan),
                *plan.faults,
                *(
                    f"{names.get(key, key)}: {was.reason} (left out {was.count} times)"
                    for key, was in self._director.skipped.items()
                ),
            ),
            pid=os.getpid(),
        )

    def sight(self) -> Sight:
        """What a visitor has before their eyes."""
        if self._plan is not None and self._plan.dark:
            return "dark"
        if self._heart.fault or (self._display is not None and not self._display.seen):
            return "unseen"
        return "on" if self._director.playing else "idle"

    def _of_the_screen(self, plan: Plan) -> tuple[str, ...]:
        if plan.named:
            return ()
        asked = f"`{self._screen}`" if self._screen else "a screen without a name"
        return (f"screens.yaml does not name {asked}: the common playlists are shown",)

    # ---- told from outside ----

    def cut(self) -> None:
        """Put the emblem on at once, as `signage cut` does; `signage resume` ends it.

        The screen waits neither for the store nor for the disk: the record is written in the thread
        that plans. As long as it cannot be, the emblem stays on, until the player ends.
        """
        if not self._pressed:
            log.warning("the stop was pressed on the keyboard: the emblem, until `signage resume`")
        self._pressed = True
        if self._plan is not None:
            self._take_up_whole(self._plan)
        self.look()

    def display_returned(self) -> None:
        """A display came: let it be as the hours have it."""
        self._power.again()

    # ---- following the store and the time ----

    def look(self) -> None:
        """Plan anew, off the GUI thread; asked for while busy, once more after."""
        self._watch()  # before the store is read, so that nothing falls in between
        self._again.start(_LOOK)
        if self._busy:
            self._stale = True
            return
        self._busy, self._stale = True, False
        threading.Thread(
            target=lambda: self._planned.emit(self._make_plan()), name="plan", daemon=True
        ).start()

    def _make_plan(self) -> Plan | None:
        self._write_cut()
        try:
            made = self._reading.plan(self._time.moment())
        except Exception as error:  # whatever the store holds, what is on stays on
            if repr(error) != self._hitch:
                self._hitch = repr(error)
                log.exception("the active content cannot be planned; what is on stays on")
            return None
        self._hitch = ""
        return made

    def _write_cut(self) -> None:
        """Note the pressed stop in the store; in the thread that plans."""
        if not self._pressed:
            return
        try:
            self._store.set_cut(None, self._time.now().astimezone().isoformat(timespec="seconds"))
        except SignageError as error:
            if not self._untold:
                log.exception("the stop holds only until the player ends")
            self._untold = f"the stop that was pressed is not noted: {error}"
        else:
            self._pressed, self._untold = False, ""

    def _take_up(self, new: Plan | None) -> None:
        self._busy = False
        if new is not None:
            self._take_up_whole(new)
        if self._stale:
            self.look()

    def _take_up_whole(self, new: Plan) -> None:
        if self._pressed and new.cut != "":  # made before it was, or it cannot be noted
            new = _stopped(new)
        old, self._plan = self._plan, new
        now = self._time.elapsed()
        self._scene.dress(new)
        if old is None or new.shots != old.shots or new.cuts_in != old.cuts_in:
            self._do(self._director.play(new.shots, now, cut_in=new.cuts_in))
        if old is None or new.standby != old.standby:
            self._do(self._director.keep(new.standby, now))
        self._alarm.set(new.until)
        self._tell_time()
        if old is None or new.dark != old.dark:
            self._power.switch(on=not new.dark)
        self._tell_change(old or Plan(), new)

    def _tell_change(self, old: Plan, new: Plan) -> None:
        """A line for each change, and for each new fault."""
        if old.why != new.why:
            log.info("%s", new.why)
        for fault in new.faults:
            if fault not in old.faults:
                log.warning("%s", fault)

    def _watch(self) -> None:
        """Follow the folder of the activation and the one above; until they are there, the next."""
        parents = self._store.activation_path().absolute().parents
        wanted = [str(path) for path in parents if path.is_dir()][:2]
        if self._timesync.is_dir():
            wanted.append(str(self._timesync))
        missing = [path for path in wanted if path not in self._watcher.directories()]
        if missing:
            self._watcher.addPaths(missing)

    def _tell_time(self) -> None:
        """Set clock and date, and come back with the next minute; hide them if not trusted."""
        plan = self._plan or Plan()
        now = self._time.now()
        self._scene.set(**panel(plan, now))
        self._minute.start(60_050 - (now.second * 1000 + now.microsecond // 1000))

    # ---- carrying out ----

    def _do(self, commands: list[Command]) -> None:
        for command in commands:
            self._scene.perform(command)
            if isinstance(command, Show):
                self._since = self._time.now()
                self._say_ready()
        wake = self._director.wake
        if wake is None:
            self._wake.stop()
        else:
            self._wake.start(max(0, ceil((wake - self._time.elapsed()) * 1000)))

    def _say_ready(self) -> None:
        """Let what is to start after us start."""
        if not self._told:
            self._told = True
            self._health.ready()

    def _tick(self) -> None:
        self._do(self._director.tick(self._time.elapsed()))
        self._report()

    def _failed(self, token: int, reason: str) -> None:
        self._do(self._director.failed(token, reason, self._time.elapsed()))
        self._report()

    def _report(self) -> None:
        """One line when an entry begins to fail, not one a retry."""
        failing = set(self._director.skipped)
        for key in failing - self._reported:
            log.warning("%s is left out: %s", key, self._director.skipped[key].reason)
        self._reported = failing


def _stopped(plan: Plan) -> Plan:
    """What is to be shown instead, until the cut is read from the store."""
    return msgspec.structs.replace(
        plan, shots=(), laps=(), standby=None, alarm="cut", cut="", why=_STOPPED
    )
