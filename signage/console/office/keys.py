"""The centre's keys. The root key is made, handed over, and not kept."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from signage.errors import ContentError, SignageError, UsageError
from signage.release import keys as work
from signage.release.publish import Given, Keyring, Office, refresh

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from signage.console.data import Data
    from signage.release.keys import Described, KeyRole
    from signage.release.publish import Cost

__all__ = [
    "Root", "add", "described", "has", "holders", "make", "needed", "pinned", "ready", "renew",
    "require", "revoke",
]  # fmt: skip

LEAST = 12
"""Characters of a passphrase that unlocks a key."""
ROOT_BYTES = 65_536
"""Of a root key's file at most."""


class _Own:
    """To each key the passphrase of its own holder."""

    ready = True
    asks = False

    def __init__(self, root: str, given: Mapping[str, str]) -> None:
        self._root, self._given = root, given

    def offers(self, role: str, name: str) -> Iterator[str]:
        """The one that is theirs."""
        word = self.fresh(role, name)
        if word:
            yield word

    def fresh(self, role: str, name: str) -> str:
        """The same, for a new key."""
        return self._root if role == "root" else self._given.get(name, "")


def ready(data: Data) -> bool:
    """Whether there are keys."""
    return Office(data.keys).authority() is not None


def described(data: Data) -> Described | None:
    """Who signs what; None before there are keys."""
    try:
        return work.describe(Office(data.keys), Keyring([data.keys], Given()))
    except SignageError:
        return None


def holders(data: Data, role: str) -> set[str]:
    """Who has a key of that role, by the name to sign in with."""
    found = described(data)
    roles = found.roles if found else ()
    return {key.name for each in roles if each.role == role for key in each.keys}


def has(data: Data, name: str, role: str = "release") -> bool:
    """Whether somebody has a key of that role."""
    return name in holders(data, role)


def needed(data: Data) -> int:
    """How many reviewers must sign a release; 0 before there are keys."""
    found = described(data)
    return (
        next((each.threshold for each in found.roles if each.role == "release"), 0) if found else 0
    )


def make(
    data: Data, *, reviewers: Sequence[str], duty: Sequence[str], given: Mapping[str, str],
    root: str, needs: int, cost: Cost | None = None,
) -> bytes:  # fmt: skip
    """Make all keys; the root key's file, which is not kept here.

    Raises:
        UsageError: a passphrase will not do, or nobody would sign.
        DeviceError: the disk is full.
    """
    if not reviewers:
        raise UsageError(_("No reviewer has given a passphrase, so nobody could approve."))
    for word in (*given.values(), root):
        _judge(word)
    if len({*given.values(), root} - {""}) != len([each for each in given.values() if each]) + 1:
        raise UsageError(_("Everybody chooses a passphrase of their own, and root another."))
    with TemporaryDirectory(prefix="console-", dir=data.keys.parent) as folder:
        away = Path(folder) / "stick"
        office = Office(data.keys)
        try:
            work.init(
                office, Keyring([data.keys], _Own(root, given), cost), datetime.now(UTC),
                reviewers=reviewers, duty=duty, needs=needs, root_folders=(away,),
            )  # fmt: skip
        except SignageError:
            shutil.rmtree(data.keys, ignore_errors=True)  # nothing was signed with them yet
            raise
        return next(away.glob("*.key")).read_bytes()


def pinned(data: Data) -> bytes | None:
    """`1.root.json`, which a technician carries to the screens."""
    authority = Office(data.keys).authority()
    return authority.roots[0].encode() if authority else None


def add(
    data: Data, root: Root, *, role: KeyRole, name: str, word: str, needs: int | None = None,
    cost: Cost | None = None,
) -> list[str]:  # fmt: skip
    """Give somebody a key; what else is to be done, in sentences. Takes the root key.

    Raises:
        SignageError: the wrong file or passphrase, or they have one already.
    """
    _judge(word, needed=True)
    if word == root.word:
        raise UsageError(_("Everybody chooses a passphrase of their own, and root another."))
    ring = _ring(data, root, {name: word}, cost)
    work.add(Office(data.keys), ring, datetime.now(UTC), role=role, name=name, needs=needs)
    return _spread(data)


def renew(
    data: Data, root: Root, *, role: KeyRole, name: str, word: str, cost: Cost | None = None
) -> list[str]:
    """Let a new key take the place of somebody's, who forgot the passphrase or lost it to another.

    Raises:
        SignageError: as `add`.
    """
    if role != "online":
        _judge(word, needed=True)
    ring = _ring(data, root, {name: word}, cost)
    work.rotate(Office(data.keys), ring, datetime.now(UTC), role=role, name=name)
    return _spread(data)


def revoke(
    data: Data, root: Root, *, role: KeyRole, name: str, needs: int | None = None
) -> list[str]:
    """Take somebody's key away.

    Raises:
        SignageError: as `add`, or too few reviewers would be left.
    """
    ring = _ring(data, root, {}, None)
    left = holders(data, role) - {name}
    if role == "release" and len(left) < (needs or needed(data)):
        raise UsageError(
            _("Too few reviewers would be left to approve. Give somebody else a key first.")
        )
    work.revoke(
        Office(data.keys), ring, datetime.now(UTC),
        role=role, name=name, needs=needs,
    )  # fmt: skip
    return _spread(data)


def require(data: Data, root: Root, *, needs: int) -> list[str]:
    """Let so many reviewers have to approve each release from now on.

    Raises:
        SignageError: as `add`, or there are not so many.
    """
    if needs > len(holders(data, "release")):
        raise UsageError(_("There are not so many reviewers with a key. Give somebody one first."))
    work.require(Office(data.keys), _ring(data, root, {}, None), datetime.now(UTC), needs=needs)
    return _spread(data)


class Root(NamedTuple):
    """The root key's file as it was handed over for one action, and its passphrase."""

    file: bytes
    word: str


def _ring(data: Data, root: Root, given: Mapping[str, str], cost: Cost | None) -> Keyring:
    if not root.file or len(root.file) > ROOT_BYTES:
        raise UsageError(_("Choose the file of the root key from its stick."))
    ring = Keyring([data.keys], _Own(root.word, given), cost, handed={"root.key": root.file})
    try:
        here = ring.files.keys()
    except ContentError:
        raise UsageError(
            _("This file is no key. Choose the file of the root key from its stick.")
        ) from None
    found = described(data)
    roots = (
        {key.keyid for each in found.roles if each.role == "root" for key in each.keys}
        if found
        else set()
    )
    if roots.isdisjoint(here):
        raise UsageError(_("This is not the root key of this centre. Choose the right stick."))
    return ring


def _spread(data: Data) -> list[str]:
    """Bring it into sight at once, where anything was published; what hinders, in sentences."""
    if not (data.release / "metadata" / "timestamp.json").exists():
        return []
    return refresh(data.release, Keyring([data.keys], Given())).notes


def _judge(word: str, *, needed: bool = False) -> None:
    if (word or needed) and len(word) < LEAST:
        raise UsageError(
            _("A passphrase has at least %(least)d characters: four words, say.") % {"least": LEAST}
        )
