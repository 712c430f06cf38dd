"""The process that prepares uploads and draws pictures: one at a time, from the database.

Started by `server`; a job that was under way when it died is taken up again, and refused when it
brought the worker down twice.
"""

from __future__ import annotations

import logging
import os
import signal
import time
from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING

import django
from django.db import close_old_connections, transaction
from django.utils import timezone, translation

if TYPE_CHECKING:
    from signage.console.office.upkeep import Upkeep

__all__ = ["main"]

log = logging.getLogger("signage.console.worker")

_PAUSE = 0.5
"""Seconds between looks at the queue."""
_STALE = 90.0
"""Seconds without a sign of progress after which a job counts as left behind."""
_TRIES = 2
_upkeep: Upkeep | None = None


def main() -> None:
    """Work until asked to end."""
    django.setup()
    translation.activate("vi")
    os.nice(10)
    ended = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    parent = os.getppid()
    while not ended.is_set() and os.getppid() == parent:
        try:
            busy = step()
        except Exception:  # whatever one job brings about, the next has its turn
            log.exception("a job failed")
            busy = False
        close_old_connections()
        if not busy:
            ended.wait(_PAUSE)


def step() -> bool:
    """Do one job; False where there is none."""
    return _prepare_one() or _draw_one() or _keep_up()


def _keep_up() -> bool:
    from signage.console.data import here  # noqa: PLC0415
    from signage.console.office.upkeep import Upkeep  # noqa: PLC0415

    global _upkeep  # noqa: PLW0603  (one of each process)
    _upkeep = _upkeep or Upkeep()
    return _upkeep.step(here())


def _prepare_one() -> bool:
    from signage.console.data import here  # noqa: PLC0415
    from signage.console.models import Asset  # noqa: PLC0415
    from signage.console.office import preparing  # noqa: PLC0415

    data = here()
    with transaction.atomic():
        stale = timezone.now() - timedelta(seconds=_STALE)
        Asset.objects.filter(state=Asset.State.WORKING, begun__lt=stale).update(
            state=Asset.State.WAITING
        )
        asset = Asset.objects.filter(state=Asset.State.WAITING).order_by("id").first()
        if asset is None:
            return False
        asset.state, asset.begun, asset.tries = Asset.State.WORKING, timezone.now(), asset.tries + 1
        asset.save(update_fields=["state", "begun", "tries"])
    told = 0.0

    def tell(percent: int) -> None:
        nonlocal told
        if time.monotonic() - told > 1:
            told = time.monotonic()
            Asset.objects.filter(pk=asset.pk).update(progress=percent, begun=timezone.now())

    try:
        if asset.tries > _TRIES:
            reason = translation.gettext("The file brings the decoder down.")
            raise preparing.RefusedError(reason)  # noqa: TRY301  (told as any refusal is)
        asset.path, asset.note = preparing.work(
            data.originals / asset.sha256, asset.name, asset.folder, data.media, tell
        )
        asset.state = Asset.State.READY
    except preparing.RefusedError as refused:
        asset.state, asset.note = Asset.State.REFUSED, str(refused)
    except OSError as error:
        log.error("%s: %s", asset.name, error.strerror)  # noqa: TRY400  (the reason is enough)
        asset.state = Asset.State.REFUSED
        asset.note = translation.gettext("The centre's disk is full or broken.")
    asset.progress = 100
    asset.save(update_fields=["path", "note", "state", "progress"])
    return True


def _draw_one() -> bool:
    from signage.console.data import here  # noqa: PLC0415
    from signage.console.models import Submission  # noqa: PLC0415
    from signage.console.office import pictures, submissions  # noqa: PLC0415

    data = here()
    state = Submission.State
    waiting = Submission.objects.filter(state=state.WAITING).exclude(digest="")
    shown = Submission.objects.filter(state=state.APPROVED).order_by("-decided")[:1]
    for made in (*waiting, *shown):  # what is on, too: it is what the next is compared with
        folder = submissions.folder_of(data, made.pk)
        if not pictures.done(data, made.digest) and folder.is_dir():
            pictures.draw(data, made.digest, folder)
            return True
    return False


if __name__ == "__main__":
    main()
