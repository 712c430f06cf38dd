"""The central folder frozen: the bytes that a reviewer sees, and no others, are signed."""

from __future__ import annotations

import hashlib
import os
import shutil
import unicodedata
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from signage import atomic
from signage.content.loader import load_folder
from signage.errors import UsageError
from signage.release.reading import stamp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signage.console.data import Data
    from signage.content.loader import Loaded
    from signage.release.reading import Stamp

__all__ = [
    "differs",
    "digest_of",
    "files",
    "folder_of",
    "loaded_of",
    "named",
    "sweep",
    "taken",
]  # fmt: skip

_FIRST = "playlists"
_SCRATCH = ".work-"
_FREEZES = 3
"""Attempts to freeze a folder that changes meanwhile."""


def folder_of(data: Data, number: int) -> Path:
    """Where a submission lies frozen."""
    return data.submissions / str(number)


def digest_of(
    folder: Path, known: dict[Stamp, str] | None = None, loaded: Loaded | None = None
) -> str:
    """SHA-256 over the name and bytes of every playlist, and of every file that one needs.

    `known`: hashes of bytes that were read just now, by what tells that they are the same;
    `loaded`: the folder, where it was read just now.
    """
    names = named(folder, loaded or load_folder(folder))
    known = {} if known is None else known
    whole = hashlib.sha256()
    for name in sorted(names):
        with names[name].open("rb") as file:
            mark = stamp(os.fstat(file.fileno()))
            if mark not in known:
                known[mark] = hashlib.file_digest(file, "sha256").hexdigest()
        whole.update(f"{known[mark]} {name}\n".encode())
    return whole.hexdigest()


def files(folder: Path) -> dict[str, Path]:
    """What a release of a frozen folder is made of, by name; not what we keep beside it."""
    found: dict[str, Path] = {}
    for part in (_FIRST, "media"):
        for root, _inner, names in os.walk(folder / part):
            within = Path(root)
            under = root[len(str(folder)) + 1 :]
            found |= {f"{under}/{name}": within / name for name in names}
    return found


def loaded_of(folder: Path) -> Loaded:
    """What a frozen folder says, read once: whether its bytes are what they were, digests tell."""
    return _loaded(folder, (folder / _FIRST).stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _loaded(folder: Path, _changed: int) -> Loaded:
    return load_folder(folder)


@contextmanager
def taken(data: Data, source: Path) -> Iterator[tuple[Path, str]]:
    """Freeze a folder that somebody may be working in, as it was at one moment.

    Gives where it lies, to be renamed to where it stays, and its digest.

    Raises:
        UsageError: it keeps changing.
        OSError: the disk is full.
    """
    with TemporaryDirectory(prefix=_SCRATCH, dir=data.submissions, ignore_cleanup_errors=True) as s:
        scratch = Path(s)
        yield scratch, _settled(source, scratch)


def _settled(source: Path, scratch: Path) -> str:
    for _attempt in range(_FREEZES):
        for part in scratch.iterdir():
            shutil.rmtree(part)
        try:
            _freeze(source, scratch)
            known: dict[Stamp, str] = {}
            digest = digest_of(scratch, known)
            if digest_of(source, known) == digest:
                return digest
        except FileNotFoundError:  # gone between two looks
            continue
    raise UsageError(
        _("The folder keeps changing: somebody copies files into it. Submit when that is over.")
    )


def sweep(data: Data) -> None:
    """Remove what submissions left that broke off; while nobody submits."""
    for path in data.submissions.glob(f"{_SCRATCH}*"):
        shutil.rmtree(path, ignore_errors=True)


def _freeze(content: Path, target: Path) -> None:
    """Playlists by copy; media that they need by hard link where the disk can, else by copy.

    A link would follow bytes that somebody overwrites in place (Samba does): the digest tells.
    """
    loaded = load_folder(content)
    atomic.folder(target / _FIRST)
    atomic.folder(target / "media")
    for path in (content / _FIRST).glob("*.yaml"):
        shutil.copyfile(path, target / _FIRST / path.name)
    for name, real in loaded.files.items():
        place = target / "media" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(real, place)
        except OSError:
            shutil.copyfile(real, place)


def named(folder: Path, loaded: Loaded) -> dict[str, Path]:
    """What a release of the folder is made of, by name."""
    named = {f"media/{path}": real for path, real in loaded.files.items()}
    for path in (folder / _FIRST).glob("*.yaml"):
        named[f"{_FIRST}/{unicodedata.normalize('NFC', path.name)}"] = path
    return named


def differs(one: Path, other: Path) -> bool:
    """Whether their bytes differ, as far as can be told without reading media."""
    try:
        first, second = one.stat(), other.stat()
        if (first.st_dev, first.st_ino) == (second.st_dev, second.st_ino):
            return False
        if first.st_size != second.st_size:
            return True
        return one.suffix == ".yaml" and one.read_bytes() != other.read_bytes()
    except OSError:
        return True
