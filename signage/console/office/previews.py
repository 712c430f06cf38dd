"""How a warning looks, drawn at once and beside the queue: a film being prepared can wait."""

from __future__ import annotations

import logging
import shutil
from datetime import timedelta
from threading import Thread
from typing import TYPE_CHECKING

from django.utils import timezone

from signage.console.models import Emergency
from signage.console.office import emergency, pictures

if TYPE_CHECKING:
    from pathlib import Path

    from signage.console.data import Data

__all__ = ["begin", "done", "folder_of", "listed", "sweep"]

log = logging.getLogger("signage.console.previews")

_KEPT = timedelta(days=30)
"""After which pictures go, and drafts that were never sent."""


def begin(data: Data, made: Emergency) -> None:
    """Draw it in a process apart, while the page is shown already."""
    folder, name = emergency.folder_of(data, made), _name(made)

    def draw() -> None:
        try:
            pictures.draw(data, name, folder)
        except OSError as error:
            log.error("the preview of emergency %s: %s", name, error)  # noqa: TRY400

    Thread(target=draw, name="preview", daemon=True).start()


def done(data: Data, made: Emergency) -> bool:
    """Whether it was drawn; a cut needs no picture."""
    return made.kind == Emergency.Kind.CUT or pictures.done(data, _name(made))


def listed(data: Data, made: Emergency) -> list[str]:
    """Names of the pictures."""
    return pictures.listed(data, _name(made))


def folder_of(data: Data, made: Emergency) -> Path:
    """Where they lie."""
    return pictures.folder_of(data, _name(made))


def sweep(data: Data) -> None:
    """Remove drafts that were never sent, and pictures of long ago."""
    old = timezone.now() - _KEPT
    for made in Emergency.objects.filter(at__lt=old):
        shutil.rmtree(folder_of(data, made), ignore_errors=True)
        shutil.rmtree(emergency.folder_of(data, made), ignore_errors=True)
    Emergency.objects.filter(at__lt=old, state=Emergency.State.DRAFT).delete()


def _name(made: Emergency) -> str:
    return f"emergency-{made.pk}"
