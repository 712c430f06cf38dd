"""Files as they come: kept whole under their hash, and remembered until a worker takes them up."""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from signage import atomic
from signage.console.models import Asset

if TYPE_CHECKING:
    from collections.abc import Iterable

    from signage.console.data import Data
    from signage.console.models import Person

__all__ = [
    "FOLDERS_MOST",
    "NAME_MOST",
    "UPLOAD_MOST",
    "UnfitError",
    "clean_folder",
    "clean_name",
    "keep",
]

UPLOAD_MOST = 2_000_000_000
"""Bytes of one file."""
NAME_MOST = 120
"""Characters of a file's name; longer ones are cut, the ending kept."""
FOLDERS_MOST = 4
"""Folders below `media/`, one in the other."""


class UnfitError(Exception):
    """Not to be taken; the message says why, to the officer."""


def clean_name(name: str) -> str:
    """Give the name as it may lie in `media/`: NFC, one part, no control characters, not hidden.

    Raises:
        UnfitError: nothing of a name is left.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign for sign in last if sign.isprintable() and sign not in '<>:"|?*')
    kept = " ".join(kept.split()).strip(". ")
    stem, dot, ending = kept.rpartition(".")
    if not dot:
        stem, ending = kept, ""
    if not stem:
        raise UnfitError(_("The file has no name."))
    ending = ending[:10]
    stem = stem[: NAME_MOST - len(ending) - 1].rstrip(". ")
    return f"{stem}.{ending}" if dot else stem


def clean_folder(folder: str) -> str:
    """Give a folder under `media/`, `""` for that itself.

    Raises:
        UnfitError: it leads out of `media/`, or too deep.
    """
    parts = [part for part in PurePosixPath(folder.replace("\\", "/")).parts if part != "/"]
    if ".." in parts or len(parts) > FOLDERS_MOST:
        raise UnfitError(_("That folder cannot be used."))
    return "/".join(clean_name(part) for part in parts if part != ".")


def keep(data: Data, chunks: Iterable[bytes], *, name: str, folder: str, by: Person) -> Asset:
    """Keep an upload whole and put it into the queue.

    Raises:
        UnfitError: it is empty, too large, or has no usable name.
        OSError: the disk is full.
    """
    called, where = clean_name(name), clean_folder(folder)
    digest, size = hashlib.sha256(), 0
    with atomic.unnamed(data.originals) as scratch:
        for chunk in chunks:
            size += len(chunk)
            if size > UPLOAD_MOST:
                raise UnfitError(
                    _("The file is larger than %(most)d MB.") % {"most": UPLOAD_MOST // 1_000_000}
                )
            digest.update(chunk)
            scratch.file.write(chunk)
        if not size:
            raise UnfitError(_("The file is empty."))
        scratch.name(data.originals / digest.hexdigest(), mode=0o600)
    return Asset.objects.create(
        name=called, folder=where, sha256=digest.hexdigest(), size=size, by=by, unit=by.unit
    )
