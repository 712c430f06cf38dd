"""What was submitted, frozen: the reviewer signs exactly the bytes that they saw."""

from __future__ import annotations

import hashlib
import os
import shutil
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from django.db import transaction
from django.utils import timezone

from signage import atomic
from signage.console.models import Approval, Submission
from signage.console.office import commune, keys, news
from signage.console.office import folder as lobby
from signage.console.office.faults import judged
from signage.content.loader import load_folder
from signage.errors import ContentError
from signage.release import publish as work
from signage.release.reading import stamp

if TYPE_CHECKING:
    from collections.abc import Iterable

    from signage.console.data import Data
    from signage.console.models import Person
    from signage.content.fault import Fault
    from signage.content.loader import Loaded
    from signage.release.publish import Published
    from signage.release.reading import Stamp

__all__ = [
    "VoidError", "approve", "before", "changed", "digest_of", "files", "folder_of", "give_back",
    "loaded_of",
    "may_decide", "outstanding", "return_to", "submit", "take_back", "unsent",
]  # fmt: skip

_FIRST = "playlists"


class VoidError(Exception):
    """The folder, or the frozen copy, is no longer what was submitted."""


def folder_of(data: Data, number: int) -> Path:
    """Where a submission lies frozen."""
    return data.submissions / str(number)


def digest_of(folder: Path, known: dict[Stamp, str] | None = None) -> str:
    """SHA-256 over the name and bytes of every playlist, and of every file that one needs.

    `known`: hashes of bytes that were read just now, by what tells that they are the same.
    """
    names = _named(folder, load_folder(folder))
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


def submit(data: Data, by: Person, says: str) -> Submission:
    """Freeze the central folder as it is now, and let it wait for a reviewer.

    Earlier ones that still wait are withdrawn: the folder is one, so the newest holds it all.

    Raises:
        OSError: the disk is full; nothing was submitted.
    """
    return _made(data, by, says, data.content, None)


def return_to(data: Data, by: Person, earlier: Submission, says: str) -> Submission:
    """Let what was shown under an earlier release wait for a reviewer, just as it was then.

    Raises:
        VoidError: a byte of what is kept of it has changed since.
        OSError: the disk is full; nothing was submitted.
    """
    folder = folder_of(data, earlier.pk)
    if not folder.is_dir() or digest_of(folder) != earlier.digest:
        raise VoidError
    return _made(data, by, says, folder, earlier)


def before(made: Submission) -> Submission | None:
    """What the lobby saw (or, while it waits, sees) without it."""
    approved = Submission.objects.filter(state=Submission.State.APPROVED)
    if made.state == Submission.State.APPROVED and made.decided:
        approved = approved.filter(decided__lt=made.decided)
    elif made.decided:
        approved = approved.filter(decided__lte=made.decided)
    return approved.exclude(pk=made.pk).order_by("-decided", "-id").first()


def changed(data: Data, made: Submission) -> bool:
    """Whether the folder is another by now, as far as can be told without reading the media."""
    if made.earlier_id:
        return False
    return _differs(data, made, lobby.now(data).loaded)


def unsent(data: Data, loaded: Loaded) -> bool:
    """Whether the folder holds what was neither approved nor waits, told like `changed`."""
    known = {Submission.State.WAITING, Submission.State.APPROVED}
    last = Submission.objects.filter(state__in=known).first()
    if last is None or not folder_of(data, last.pk).is_dir():
        return bool(loaded.content.playlists) and last is None
    return _differs(data, last, loaded)


def _differs(data: Data, made: Submission, loaded: Loaded) -> bool:
    frozen = folder_of(data, made.pk)
    old = _named(frozen, loaded_of(frozen))
    new = _named(data.content, loaded)
    return old.keys() != new.keys() or any(not _same(old[name], new[name]) for name in old)


def outstanding(data: Data, made: Submission) -> int:
    """How many reviewers must still approve it; 0 where it does not wait."""
    if made.state != Submission.State.WAITING:
        return 0
    return max(keys.needed(data) - work.signatures(_endorsed(made)), 1)


def may_decide(made: Submission, person: Person) -> bool:
    """Whether this reviewer may approve it: not their own, unless the commune says so; once."""
    return (
        made.state == Submission.State.WAITING
        and (made.by_id != person.pk or commune.own_approval())
        and not made.approvals.filter(person=person).exists()
    )


def approve(
    data: Data, made: Submission, by: Person, passphrase: str, ticked: Iterable[str] = ()
) -> Published | None:
    """Publish what was submitted, signed with the reviewer's own key.

    None: it takes one more reviewer, and what this one signed waits for them. No passphrase is
    kept.

    Raises:
        VoidError: a byte has changed since; it is void now.
        SignageError: a wrong passphrase, faults in the folder, a full disk.
    """
    frozen = folder_of(data, made.pk)
    known: dict[Stamp, str] = {}
    if digest_of(frozen, known) != made.digest or (
        not made.earlier_id and digest_of(data.content, known) != made.digest
    ):
        made.state, made.decided, made.endorsed = Submission.State.VOID, timezone.now(), ""
        made.save(update_fields=["state", "decided", "endorsed"])
        raise VoidError
    keyring = work.Keyring([data.keys], work.Given(passphrase))
    so_far = _endorsed(made)
    points = set(ticked)
    word = Approval(
        submission=made, person=by, own=made.by_id == by.pk,
        checklist=[{"point": each, "ticked": each in points} for each in commune.checklist()],
    )  # fmt: skip
    try:
        if outstanding(data, made) > 1:
            signed = work.endorse(
                frozen, data.release, keyring, by=by.username, so_far=so_far,
                feeds=news.kept(frozen).feeds, judge=_sealing,
            )  # fmt: skip
            with transaction.atomic():
                before_it = Submission.objects.filter(
                    pk=made.pk, endorsed=made.endorsed, state=Submission.State.WAITING
                )
                made.endorsed = msgspec.json.encode(signed).decode()
                if before_it.update(endorsed=made.endorsed):
                    word.save()
                    return None
            made.refresh_from_db()  # another reviewer was as fast
            if made.state != Submission.State.WAITING:
                raise VoidError
            return approve(data, made, by, passphrase, points)
        published = work.publish(
            frozen, data.release, keyring, by=[by.username], endorsed=so_far, judge=_sealing,
            headlines=lambda *_: news.kept(frozen),
        )  # fmt: skip
    except work.EndorsedError:
        with transaction.atomic():
            made.approvals.all().delete()
            made.endorsed = ""
            made.save(update_fields=["endorsed"])
        raise
    with transaction.atomic():
        word.save()
        made.state, made.decided, made.decided_by = Submission.State.APPROVED, timezone.now(), by
        made.release, made.endorsed = published.version, ""
        made.save(update_fields=["state", "decided", "decided_by", "release", "endorsed"])
    return published


def give_back(made: Submission, by: Person, reason: str) -> bool:
    """Return it to whoever submitted it; False: somebody has decided meanwhile."""
    return _over(made, Submission.State.RETURNED, reason=reason, decided_by=by)


def take_back(made: Submission) -> bool:
    """Whoever submitted it does not want it shown any more; False: it is decided already."""
    return _over(made, Submission.State.WITHDRAWN)


def _over(made: Submission, state: Submission.State, **more: Any) -> bool:
    waits = Submission.objects.filter(pk=made.pk, state=Submission.State.WAITING)
    return bool(waits.update(state=state, decided=timezone.now(), endorsed="", **more))


def _sealing(loaded: Loaded) -> Iterable[Fault]:
    return judged(loaded, sealing=True)


def _endorsed(made: Submission) -> work.Endorsed | None:
    if not made.endorsed:
        return None
    try:
        return msgspec.json.decode(made.endorsed, type=work.Endorsed)
    except msgspec.MsgspecError as error:
        raise ContentError(f"what the first reviewer signed is damaged: {error}") from None


def _made(
    data: Data, by: Person, says: str, source: Path, earlier: Submission | None
) -> Submission:
    made = Submission.objects.create(by=by, unit=by.unit, says=says, digest="", earlier=earlier)
    target = folder_of(data, made.pk)
    shutil.rmtree(target, ignore_errors=True)
    try:  # outside of a transaction: reading gigabytes must not keep others from writing
        _freeze(source, target)
        made.digest = digest_of(target)
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        made.delete()
        raise
    with transaction.atomic():
        made.save(update_fields=["digest"])
        Submission.objects.filter(state=Submission.State.WAITING).exclude(pk=made.pk).update(
            state=Submission.State.WITHDRAWN, decided=timezone.now(), endorsed=""
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


def _named(folder: Path, loaded: Loaded) -> dict[str, Path]:
    """What a release of the folder is made of, by name."""
    named = {f"media/{path}": real for path, real in loaded.files.items()}
    for path in (folder / _FIRST).glob("*.yaml"):
        named[f"{_FIRST}/{unicodedata.normalize('NFC', path.name)}"] = path
    return named


def _same(one: Path, other: Path) -> bool:
    try:
        first, second = one.stat(), other.stat()
        if (first.st_dev, first.st_ino) == (second.st_dev, second.st_ino):
            return True
        if first.st_size != second.st_size:
            return False
        return one.suffix != ".yaml" or one.read_bytes() == other.read_bytes()
    except OSError:
        return False
