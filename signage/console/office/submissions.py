"""What was submitted, frozen: the reviewer signs exactly the bytes that they saw."""

from __future__ import annotations

import hashlib
import os
import shutil
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from signage import atomic
from signage.console.models import Submission
from signage.console.office.faults import judged
from signage.content.loader import load_folder
from signage.release import publish as work

if TYPE_CHECKING:
    from pathlib import Path

    from signage.console.data import Data
    from signage.console.models import Person
    from signage.release.publish import Published

__all__ = ["VoidError", "approve", "digest_of", "folder_of", "submit"]

_FIRST = "playlists"


class VoidError(Exception):
    """The folder, or the frozen copy, is no longer what was submitted."""


def folder_of(data: Data, number: int) -> Path:
    """Where a submission lies frozen."""
    return data.submissions / str(number)


def digest_of(folder: Path) -> str:
    """SHA-256 over the name and bytes of every playlist, and of every file that one needs."""
    loaded = load_folder(folder)
    names = {f"media/{path}": real for path, real in loaded.files.items()}
    names |= {f"{_FIRST}/{path.name}": path for path in (folder / _FIRST).glob("*.yaml")}
    whole = hashlib.sha256()
    for name in sorted(names):
        with names[name].open("rb") as file:
            inner = hashlib.file_digest(file, "sha256").hexdigest()
        whole.update(f"{inner} {name}\n".encode())
    return whole.hexdigest()


def submit(data: Data, by: Person, says: str) -> Submission:
    """Freeze the central folder as it is now, and let it wait for a reviewer.

    Earlier ones that still wait are withdrawn: the folder is one, so the newest holds it all.
    """
    with transaction.atomic():
        made = Submission.objects.create(by=by, unit=by.unit, says=says, digest="")
        target = folder_of(data, made.pk)
        shutil.rmtree(target, ignore_errors=True)
        _freeze(data.content, target)
        made.digest = digest_of(target)
        made.save(update_fields=["digest"])
        Submission.objects.filter(state=Submission.State.WAITING).exclude(pk=made.pk).update(
            state=Submission.State.WITHDRAWN
        )
    return made


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


def approve(data: Data, made: Submission, by: Person, passphrase: str) -> Published:
    """Publish what was submitted, signed with the reviewer's own key.

    Raises:
        VoidError: a byte has changed since.
        SignageError: a wrong passphrase, faults in the folder, a full disk.
    """
    frozen = folder_of(data, made.pk)
    if digest_of(frozen) != made.digest or digest_of(data.content) != made.digest:
        made.state, made.decided = Submission.State.VOID, timezone.now()
        made.save(update_fields=["state", "decided"])
        raise VoidError
    keyring = work.Keyring([data.keys], work.Given(passphrase))
    published = work.publish(frozen, data.release, keyring, by=[by.username], judge=judged)
    made.state, made.decided, made.decided_by = Submission.State.APPROVED, timezone.now(), by
    made.release = published.version
    made.save(update_fields=["state", "decided", "decided_by", "release"])
    return published
