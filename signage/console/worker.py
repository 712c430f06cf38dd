"""The process that prepares uploads and draws pictures, from queues in the database.

Started by `server`, and started again when it dies; a job that was under way then is taken up
again, and refused when it brought the worker down twice.
"""

from __future__ import annotations

import fcntl
import logging
import os
import signal
import sys
import time
from functools import partial
from threading import Event, Thread
from typing import TYPE_CHECKING, TextIO

import django
from django.db import close_old_connections
from django.utils import timezone, translation

from signage.console.priming import prime

if TYPE_CHECKING:
    from collections.abc import Callable

    from signage.console.office.upkeep import Upkeep

__all__ = ["main"]

log = logging.getLogger("signage.console.worker")

_PAUSE = 0.5
"""Seconds between looks at the queue."""
_PATIENCE = 2.0
"""Seconds that a queue has to end; what it leaves is taken up at the next start."""
_FEEDS = 20.0
"""Seconds between looks whether a feed is to be asked."""
_SILENCE = 20.0
"""Seconds between looks which screens are silent."""
_BROKEN_OFF = 20.0
"""Seconds between looks whether a decision broke off and could not be completed at once."""
_upkeep: Upkeep | None = None
_tried, _why = float("-inf"), ""
_watched = float("-inf")
_looked = float("-inf")


def main() -> None:
    """Work until asked to end: photos, videos and drawings each in a queue of their own."""
    django.setup()
    from signage.console.data import here  # noqa: PLC0415

    os.nice(10)
    ended = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    # told by whoever starts us: it may have been killed before we could ask
    parent = int(sys.argv[1]) if sys.argv[1:] else os.getppid()
    with (here().path / "worker.lock").open("w") as lock:
        if not _alone(lock, ended, parent):
            return
        _take_up()
        _import_all()
        prime()
        lanes = [Thread(target=_lane, args=(jobs, ended), daemon=True) for jobs in _LANES]
        for lane in lanes:
            lane.start()
        while not ended.is_set() and os.getppid() == parent:
            ended.wait(_PAUSE)
            if not all(lane.is_alive() for lane in lanes):
                break
        ended.set()
        for lane in lanes:
            lane.join(_PATIENCE)


def step() -> bool:
    """Do one job of any queue; False where there is none."""
    return any(job() for jobs in _LANES for job in jobs)


def _alone(lock: TextIO, ended: Event, parent: int) -> bool:
    """Wait until no other worker works in this folder; False: asked to end before that."""
    while not ended.is_set() and os.getppid() == parent:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            ended.wait(_PAUSE)
        else:
            return True
    return False


def _import_all() -> None:
    """Before there are threads: two that import the same at once can wait for each other."""
    from signage.console.office import (  # noqa: F401, PLC0415
        drawing,
        emergency,
        folder,
        library,
        news,
        pictures,
        sketches,
        submissions,
    )  # fmt: skip


def _take_up() -> None:
    """Take up again what a worker left that died: there is no other one."""
    from signage.console.data import here  # noqa: PLC0415
    from signage.console.models import Asset  # noqa: PLC0415
    from signage.console.office import preparing, sketches  # noqa: PLC0415

    preparing.sweep(here().uploads)
    sketches.sweep(here())
    Asset.objects.filter(state=Asset.State.WORKING).update(state=Asset.State.WAITING)


def _lane(jobs: tuple[Callable[[], bool], ...], ended: Event) -> None:
    translation.activate("vi")
    while not ended.is_set():
        busy = False
        for job in jobs:
            try:
                busy = job()
            except Exception:  # whatever one job brings about, the next has its turn
                log.exception("a job failed")
            if busy or ended.is_set():
                break
        close_old_connections()
        if not busy:
            ended.wait(_PAUSE)


def _keep_up() -> bool:
    from signage.console.data import here  # noqa: PLC0415
    from signage.console.office.upkeep import Upkeep  # noqa: PLC0415

    global _upkeep  # noqa: PLW0603  (one of each process)
    _upkeep = _upkeep or Upkeep()
    return _upkeep.step(here())


def _prepare(*, heavy: bool) -> bool:
    from signage.console.data import here  # noqa: PLC0415
    from signage.console.office.library import prepare_one  # noqa: PLC0415

    return prepare_one(here(), heavy=heavy)


def _sketch(*, heavy: bool) -> bool:
    from signage.console.data import here  # noqa: PLC0415
    from signage.console.office import sketches  # noqa: PLC0415

    return sketches.make(here(), heavy=heavy)


def _draw_one() -> bool:
    from signage.console.data import here  # noqa: PLC0415
    from signage.console.models import Submission  # noqa: PLC0415
    from signage.console.office import pictures, submissions  # noqa: PLC0415

    data = here()
    state = Submission.State
    waiting = Submission.objects.filter(state=state.WAITING)
    shown = Submission.objects.filter(state=state.APPROVED).order_by("-decided")[:1]
    for made in (*waiting, *shown):  # what is on, too: it is what the next is compared with
        folder = submissions.folder_of(data, made.pk)
        if not pictures.done(data, made.digest) and folder.is_dir():
            pictures.draw(data, made.digest, folder)
            return True
    return False


def _look_one() -> bool:
    from signage.console.data import here  # noqa: PLC0415
    from signage.console.office import drawing  # noqa: PLC0415

    return drawing.draw_one(here())


def _ask_feeds() -> bool:
    from signage.console.data import here  # noqa: PLC0415
    from signage.console.office import folder, news  # noqa: PLC0415

    global _looked  # noqa: PLW0603  (one of each process)
    if time.monotonic() < _looked + _FEEDS:
        return False
    _looked = time.monotonic()
    return news.fetch(here(), folder.known(here()).loaded.content, timezone.now())


def _write_down() -> bool:
    from signage.console.data import here  # noqa: PLC0415
    from signage.console.office import records  # noqa: PLC0415

    return records.follow(here())


def _complete() -> bool:
    from signage.console.data import here  # noqa: PLC0415
    from signage.console.office import emergency, submissions  # noqa: PLC0415
    from signage.errors import SignageError  # noqa: PLC0415

    global _tried, _why  # noqa: PLW0603  (one of each process)
    if time.monotonic() < _tried + _BROKEN_OFF:
        return False
    _tried = time.monotonic()
    try:
        done = emergency.settle(here()) or submissions.settle(here())
    except (SignageError, OSError) as error:
        if str(error) != _why:
            log.error("a decision cannot be completed: %s", error)  # noqa: TRY400
        _why = str(error)
        return False
    _why = ""
    return done


def _watch_screens() -> bool:
    from signage.console.office import alarms  # noqa: PLC0415

    global _watched  # noqa: PLW0603  (one of each process)
    if time.monotonic() - _watched < _SILENCE:
        return False
    _watched = time.monotonic()
    alarms.watch()
    return False


_LANES = (
    (partial(_prepare, heavy=False), partial(_sketch, heavy=False), _keep_up),
    (partial(_prepare, heavy=True), partial(_sketch, heavy=True)),
    (_draw_one,),
    (_look_one,),
    (_ask_feeds,),
    (_write_down, _watch_screens, _complete),
)
"""Queues that do not wait for each other: a film of an hour holds up no photo and no approval."""


if __name__ == "__main__":
    main()
