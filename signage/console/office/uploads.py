"""Files as they come: kept whole under their hash, and remembered until the worker takes them up.

Small ones come in one form; large ones in pieces (`open_arrival`, `append`), which are continued
where they broke off. What is on the disk says how much of a file is there, so that neither a
server that fell over nor a browser that was closed costs more than a piece.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import unicodedata
from datetime import timedelta
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from signage import atomic
from signage.console.making import HEAD, NotTaken, Said, heavy, way
from signage.console.models import Arrival, Asset
from signage.console.office import media
from signage.console.office.sayings import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from signage.console.data import Data
    from signage.console.models import Person

__all__ = [
    "PIECE", "Kept", "UnfitError", "WrongPlaceError", "append", "arrived", "clean_folder",
    "clean_name", "forget", "keep", "open_arrival", "under_way",
]  # fmt: skip

UPLOAD_MOST = 4_000_000_000
"""Bytes of one file: an hour from a phone."""
PIECE = 4_000_000
"""Bytes of a piece; what a broken connection costs at most. Django refuses bodies above 5 MB."""
NAME_MOST = 120
"""Characters of a file's name; longer ones are cut, the ending kept."""
FOLDERS_MOST = 4
"""Folders below `media/`, one in the other."""
ARRIVALS_MOST = 60
"""Files of one person that are half here."""
ARRIVAL_DAYS = 7
"""After which what is half here, and no longer comes, goes."""
ROOM = 2_000_000_000
"""Bytes of the disk that uploads leave free: the database and releases need some."""
_ENDING_MOST = 10
_FORBIDDEN = frozenset('<>:"|?*')
_DEVICES = frozenset({"con", "prn", "aux", "nul"})


class UnfitError(Exception):
    """Not to be taken; the message says why, to the officer."""

    def __init__(self, code: str, **values: object) -> None:
        self.said = Said(code, dict(values))
        super().__init__(sentence(self.said))


class WrongPlaceError(Exception):
    """A piece that does not begin where the file ends so far; `offset` is where that is."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class Kept(NamedTuple):
    """What became of a file that came whole."""

    asset: Asset | None
    same: str = ""
    """The path or name of the same file, which is here already; then nothing new was made."""


def clean_name(name: str) -> str:
    """Give the name as it may lie in `media/`: NFC, one part, no control characters, not hidden.

    Raises:
        UnfitError: nothing of a name is left.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign for sign in last if sign.isprintable() and sign not in _FORBIDDEN)
    kept = " ".join(kept.split()).strip(". ")
    stem, dot, ending = kept.rpartition(".")
    if not dot or len(ending) > _ENDING_MOST or " " in ending:
        stem, dot, ending = kept, "", ""
    if not stem:
        raise UnfitError("no-name")
    if stem.casefold() in _DEVICES:
        stem = f"{stem}_"
    stem = stem[: NAME_MOST - len(ending) - 1].rstrip(". ")
    return f"{stem}.{ending}" if dot else stem


def clean_folder(folder: str) -> str:
    """Give a folder under `media/`, `""` for that itself.

    Raises:
        UnfitError: it leads out of `media/`, or too deep.
    """
    parts = [part for part in PurePosixPath(folder.replace("\\", "/")).parts if part != "/"]
    if ".." in parts or len(parts) > FOLDERS_MOST:
        raise UnfitError("bad-folder")
    return "/".join(clean_name(part) for part in parts if part != ".")


def keep(data: Data, chunks: Iterable[bytes], *, name: str, folder: str, by: Person) -> Kept:
    """Keep an upload whole and put it into the queue.

    Raises:
        UnfitError: it is empty, too large, nothing that is shown, or has no usable name.
        OSError: the disk is full.
    """
    called, where = clean_name(name), clean_folder(folder)
    _room(data, 0)
    digest, size, head = hashlib.sha256(), 0, b""
    with atomic.unnamed(data.originals) as scratch:
        for chunk in chunks:
            size += len(chunk)
            if size > UPLOAD_MOST:
                raise UnfitError("too-large", most=UPLOAD_MOST // 1_000_000)
            if len(head) < HEAD:
                head += chunk[: HEAD - len(head)]
            digest.update(chunk)
            scratch.file.write(chunk)
        is_heavy = _judged(head, called)
        if same := twin(data, digest.hexdigest(), size):
            return Kept(None, same)
        scratch.name(data.originals / digest.hexdigest(), mode=0o600)
    return Kept(_queued(called, where, digest.hexdigest(), size, by, is_heavy=is_heavy))


def _judged(head: bytes, name: str) -> bool:
    try:
        return heavy(way(head, name))
    except NotTaken as refused:
        raise UnfitError(refused.said.code, **refused.said.values) from None


def _queued(name: str, folder: str, sha256: str, size: int, by: Person, *, is_heavy: bool) -> Asset:
    return Asset.objects.create(
        name=name, folder=folder, sha256=sha256, size=size, by=by, unit=by.unit, heavy=is_heavy
    )


def twin(data: Data, sha256: str, size: int) -> str:
    """The path of the same file in the library, or its name where it is still being prepared.

    Both an upload that was prepared and a file that was put there by hand count.
    """
    for asset in Asset.objects.filter(sha256=sha256).exclude(state=Asset.State.REFUSED):
        if asset.state != Asset.State.READY:
            return asset.name
        if media.real(data, asset.path):
            return asset.path
    for file in media.listed(data, ""):
        if file.size == size and (real := media.real(data, file.path)):
            with real.open("rb") as opened:
                if hashlib.file_digest(opened, "sha256").hexdigest() == sha256:
                    return file.path
    return ""


def _room(data: Data, size: int) -> None:
    if shutil.disk_usage(data.path).free < ROOM + size:
        raise UnfitError("no-room")


# ---- in pieces ----


def part_of(data: Data, arrival: Arrival) -> Path:
    """Where the pieces of a file lie, one after the other."""
    return data.uploads / f"{arrival.pk}.part"


def arrived(data: Data, arrival: Arrival) -> int:
    """Bytes of it that are here."""
    try:
        return part_of(data, arrival).stat().st_size
    except FileNotFoundError:
        return 0


def open_arrival(
    data: Data, *, name: str, folder: str, size: int, stamp: str, by: Person
) -> Arrival:
    """Begin a file in pieces, or find the one that broke off: same person, name, size and date.

    Raises:
        UnfitError: it cannot be taken.
    """
    called, where = clean_name(name), clean_folder(folder)
    if size <= 0:
        raise UnfitError("empty")
    if size > UPLOAD_MOST:
        raise UnfitError("too-large", most=UPLOAD_MOST // 1_000_000)
    _sweep(data)
    mine = Arrival.objects.filter(by=by)
    known = mine.filter(name=called, folder=where, size=size, stamp=stamp[:32]).first()
    if known is not None:
        return known
    if mine.count() >= ARRIVALS_MOST:
        raise UnfitError("many-arrivals")
    _room(data, size)
    return Arrival.objects.create(by=by, name=called, folder=where, size=size, stamp=stamp[:32])


def append(data: Data, arrival: Arrival, offset: int, piece: bytes) -> Kept | int:
    """Add a piece; how much is here now, or, with the last, what became of the file.

    Raises:
        WrongPlaceError: the piece does not begin where the file ends.
        UnfitError: the file, now whole, cannot be taken; it is forgotten.
        OSError: the disk is full.
    """
    path = part_of(data, arrival)
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        here = os.fstat(file.fileno()).st_size
        if offset != here:
            raise WrongPlaceError(here)
        if here + len(piece) > arrival.size:
            raise WrongPlaceError(here)
        try:
            file.write(piece)
            file.flush()
        except OSError:
            os.ftruncate(file.fileno(), here)
            raise
        os.fdatasync(file.fileno())
        here += len(piece)
        if here < arrival.size:
            arrival.save(update_fields=["touched"])
            return here
        return _whole(data, arrival, path)


def _whole(data: Data, arrival: Arrival, path: Path) -> Kept:
    try:
        with path.open("rb") as file:
            is_heavy = _judged(file.read(HEAD), arrival.name)
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if same := twin(data, digest, arrival.size):
            return Kept(None, same)
        path.chmod(0o600)
        path.replace(data.originals / digest)
        atomic.sync_folder(data.originals)
        made = _queued(
            arrival.name, arrival.folder, digest, arrival.size, arrival.by, is_heavy=is_heavy
        )
        return Kept(made)
    finally:
        forget(data, arrival)


def under_way(data: Data, by: Person) -> list[tuple[Arrival, int]]:
    """The files of that person that broke off, and how much of each is here, in per cent."""
    return [
        (arrival, arrived(data, arrival) * 100 // max(1, arrival.size))
        for arrival in Arrival.objects.filter(by=by)
    ]


def forget(data: Data, arrival: Arrival) -> None:
    """Give up a file in pieces."""
    part_of(data, arrival).unlink(missing_ok=True)
    arrival.delete()


def _sweep(data: Data) -> None:
    old = timezone.now() - timedelta(days=ARRIVAL_DAYS)
    for arrival in Arrival.objects.filter(touched__lt=old):
        forget(data, arrival)
