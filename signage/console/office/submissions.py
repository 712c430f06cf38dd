"""What was submitted, frozen: the reviewer signs exactly the bytes that they saw."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import msgspec
from django.db import transaction
from django.utils import timezone

from signage.console import audit
from signage.console.models import Approval, Person, Submission
from signage.console.office import commune, keys, news
from signage.console.office import folder as lobby
from signage.console.office.deciding import DecidedError, Desk, Intent
from signage.console.office.faults import judged
from signage.console.office.freezing import (
    differs,
    digest_of,
    folder_of,
    loaded_of,
    named,
    sweep,
    taken,
)
from signage.errors import ContentError
from signage.release import publish as work

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from signage.console.data import Data
    from signage.content.fault import Fault
    from signage.content.loader import Loaded
    from signage.release.publish import Published
    from signage.release.reading import Stamp

__all__ = [
    "DecidedError", "VoidError", "approve", "before", "changed", "digest_of", "folder_of",
    "give_back", "loaded_of", "may_decide", "outstanding", "return_to", "settle", "submit", "sweep",
    "take_back", "unsent",
]  # fmt: skip


class VoidError(Exception):
    """The folder, or the frozen copy, is no longer what was submitted."""


def submit(data: Data, by: Person, says: str) -> Submission:
    """Freeze the central folder as it is now, and let it wait for a reviewer.

    Earlier ones that still wait are withdrawn: the folder is one, so the newest holds it all.

    Raises:
        UsageError: the folder keeps changing; nothing was submitted.
        OSError: the disk is full; nothing was submitted.
    """
    return _made(data, by, says, data.content, None)


def return_to(data: Data, by: Person, earlier: Submission, says: str) -> Submission:
    """Let what was shown under an earlier release wait for a reviewer, just as it was then.

    Raises:
        VoidError: a byte of what is kept of it has changed since.
        UsageError: somebody is deciding for a long time already.
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
    old = named(frozen, loaded_of(frozen))
    new = named(data.content, loaded)
    return old.keys() != new.keys() or any(differs(old[name], new[name]) for name in old)


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
    data: Data, made: Submission, by: Person, passphrase: str, ticked: Iterable[str] = (), *,
    address: str = "",
) -> Published | None:  # fmt: skip
    """Publish what was submitted, signed with the reviewer's own key; the trail says so.

    None: it takes one more reviewer, and what this one signed waits for them. No passphrase is
    kept.

    Raises:
        DecidedError: somebody else was faster.
        VoidError: a byte has changed since; it is void now.
        SignageError: a wrong passphrase, faults in the folder, a full disk.
    """
    with _desk(data).alone():
        made.refresh_from_db()
        if not may_decide(made, by):
            raise DecidedError
        word = Intent(do="approve", number=made.pk, by=by.pk, address=address, ticked=tuple(ticked))
        try:
            return _approve(data, made, word, by, passphrase)
        except VoidError:
            with transaction.atomic():
                made.state, made.decided, made.endorsed = Submission.State.VOID, timezone.now(), ""
                made.save(update_fields=["state", "decided", "endorsed"])
                audit.record_of(by, address, "void", str(made.pk))
            raise
        except work.EndorsedError:
            with transaction.atomic():
                made.approvals.all().delete()
                made.endorsed = ""
                made.save(update_fields=["endorsed"])
            raise


def settle(data: Data) -> bool:
    """Complete what broke off in the midst of being approved; whether there was anything.

    Raises:
        SignageError, OSError: it cannot be completed now.
    """
    return _desk(data).settle()


def _desk(data: Data) -> Desk:
    return Desk(data, "release", _finish)


def _approve(
    data: Data, made: Submission, word: Intent, by: Person, passphrase: str
) -> Published | None:
    frozen = folder_of(data, made.pk)
    known: dict[Stamp, str] = {}
    if not frozen.is_dir() or (
        not made.earlier_id and digest_of(data.content, known) != made.digest
    ):
        raise VoidError

    def judge(loaded: Loaded) -> Iterable[Fault]:
        """Before the bytes are copied, and after: what is signed is what was submitted."""
        if digest_of(frozen, known, loaded) != made.digest:
            raise VoidError
        return judged(loaded, sealing=True)

    keyring = work.Keyring([data.keys], work.Given(passphrase))
    so_far = _endorsed(made)
    if outstanding(data, made) > 1:
        signed = work.endorse(
            frozen, data.release, keyring, by=by.username, so_far=so_far,
            feeds=news.kept(frozen).feeds, judge=judge,
        )  # fmt: skip
        with transaction.atomic():
            made.endorsed = msgspec.json.encode(signed).decode()
            made.save(update_fields=["endorsed"])
            said = _word(made, by, word)
            audit.record_of(by, word.address, "approve-first", str(made.pk), after=said)
        return None
    with _desk(data).intending(word):
        published = work.publish(
            frozen, data.release, keyring, by=[by.username], endorsed=so_far, judge=judge,
            headlines=lambda *_: news.kept(frozen),
        )  # fmt: skip
        _finish(data, word, published.version)
    made.refresh_from_db()
    return published


def _finish(_data: Data, word: Intent, version: int) -> None:
    """Write down that it was approved and published."""
    made = Submission.objects.filter(pk=word.number).first()
    by = Person.objects.filter(pk=word.by).first()
    if made is None or by is None or made.state == Submission.State.APPROVED:
        return
    with transaction.atomic():
        said = _word(made, by, word)
        made.state, made.decided, made.decided_by = Submission.State.APPROVED, timezone.now(), by
        made.release, made.endorsed = version, ""
        made.save(update_fields=["state", "decided", "decided_by", "release", "endorsed"])
        audit.record_of(
            by, word.address, "approve", str(made.pk), after={"release": version, **said}
        )


def _word(made: Submission, by: Person, word: Intent) -> dict[str, Any]:
    """Keep what a reviewer said; for the trail."""
    own, ticked = made.by_id == by.pk, list(word.ticked)
    points = [{"point": each, "ticked": each in ticked} for each in commune.checklist()]
    Approval.objects.create(submission=made, person=by, own=own, checklist=points)
    return {"digest": made.digest, "ticked": ticked, "own": own}


def give_back(data: Data, made: Submission, by: Person, reason: str) -> bool:
    """Return it to whoever submitted it; False: somebody has decided meanwhile.

    Raises:
        UsageError: it is being decided for a long time already.
    """
    return _over(data, made, Submission.State.RETURNED, reason=reason, decided_by=by)


def take_back(data: Data, made: Submission) -> bool:
    """Whoever submitted it does not want it shown any more; False: it is decided already.

    Raises:
        UsageError: it is being decided for a long time already.
    """
    return _over(data, made, Submission.State.WITHDRAWN)


def _over(data: Data, made: Submission, state: Submission.State, **more: Any) -> bool:
    with _desk(data).alone():
        waits = Submission.objects.filter(pk=made.pk, state=Submission.State.WAITING)
        return bool(waits.update(state=state, decided=timezone.now(), endorsed="", **more))


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
    # Frozen before there is a row of it, and outside of a transaction: reading gigabytes must not
    # keep others from writing, and nobody must decide on what is half here.
    with (
        taken(data, source) as (scratch, digest),
        _desk(data).alone(),
        transaction.atomic(),
    ):
        made = Submission.objects.create(
            by=by, unit=by.unit, says=says, digest=digest, earlier=earlier
        )
        target = folder_of(data, made.pk)
        shutil.rmtree(target, ignore_errors=True)  # of a number that was never kept
        scratch.rename(target)
        Submission.objects.filter(state=Submission.State.WAITING).exclude(pk=made.pk).update(
            state=Submission.State.WITHDRAWN, decided=timezone.now(), endorsed=""
        )
    return made
