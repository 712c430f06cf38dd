"""One upload from the queue into `media/`."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

import msgspec
from django.db import transaction
from django.utils import timezone

from signage.console.making import Job, NotTaken, Said
from signage.console.models import Asset
from signage.console.office import originals, preparing, sketches, usage

if TYPE_CHECKING:
    from signage.console.data import Data

__all__ = ["TRIES", "prepare_one"]

log = logging.getLogger(__name__)

TRIES = 5
"""Times that a file may be under way while the worker dies: a power cut is not the file's doing."""


def prepare_one(data: Data, *, heavy: bool) -> bool:
    """Take the oldest of the queue and make it ready; False where none waits."""
    with transaction.atomic():
        asset = (
            Asset.objects.select_for_update()
            .filter(state=Asset.State.WAITING, heavy=heavy)
            .order_by("id")
            .first()
        )
        if asset is None:
            return False
        asset.state, asset.begun, asset.tries = Asset.State.WORKING, timezone.now(), asset.tries + 1
        asset.progress = 0
        asset.save(update_fields=["state", "begun", "tries", "progress"])
    try:
        if asset.tries > TRIES:
            raise NotTaken("breaks-decoder")  # noqa: TRY301  (told as any refusal is)
        _prepare(data, asset)
    except NotTaken as refused:
        asked = refused.said.code.startswith("asks-")
        asset.state = Asset.State.ASKED if asked else Asset.State.REFUSED
        asset.said = [_kept(refused.said)]
    except preparing.StoppedError:
        asset.state = Asset.State.WAITING
    except OSError as error:
        log.error("%s: %s", asset.name, error.strerror)  # noqa: TRY400  (the reason is enough)
        asset.state, asset.said = Asset.State.REFUSED, [_kept(Said("disk-full"))]
    asset.progress = 0 if asset.state == Asset.State.WAITING else 100
    asset.save(update_fields=["path", "said", "state", "progress"])
    originals.bound(data, usage.Uses(data))
    return True


def _prepare(data: Data, asset: Asset) -> None:
    told = 0.0

    def tell(percent: int) -> None:
        nonlocal told
        if time.monotonic() - told > 1:
            told = time.monotonic()
            Asset.objects.filter(pk=asset.pk).update(progress=percent)

    with preparing.scratch(data.uploads) as scratch:
        job = Job(
            do="prepare", source=data.originals / asset.sha256, name=asset.name, scratch=scratch,
            answer=asset.answer,
        )  # fmt: skip
        made = preparing.ask(job, tell)
        if made is None:
            raise NotTaken("breaks-decoder")
        asset.path = preparing.place(made, data.media, asset.folder, asset.name)
    asset.state, asset.said = Asset.State.READY, [_kept(said) for said in made.said]
    sketches.want(asset.path, sketches.find(data, data.media / asset.path).key)


def _kept(said: Said) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(said)
    return found
