"""Making, adding, rotating and revoking keys. Each is one atomic switch of `authority.json`.

A key file is written before the authority that names it, so a run that is cut leaves at most a key
that nobody trusts. No key file is ever removed by us. What changes here holds on the screens from
the next publication on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from signage.config import RELEASE
from signage.errors import UsageError
from signage.release._authority import RELEASE_ROLE, begun, holders, threshold
from signage.release._compose import expires, version
from signage.release._keyfile import KeyRole, check_name
from signage.release._keyring import unlisted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from securesystemslib.signer import CryptoSigner

    from signage.release._authority import Authority, Change, Holder
    from signage.release._keyfile import KeyFile
    from signage.release._keyring import Keyring
    from signage.release._office import Office

__all__ = [
    "DUTY", "REVIEWER", "ROLES", "Described", "DescribedKey", "DescribedRole", "KeyRole", "add",
    "describe", "existing", "init", "require", "revoke", "rotate",
]  # fmt: skip

ROLES: tuple[KeyRole, ...] = ("root", "release", "emergency", "online")
REVIEWER = "reviewer"
DUTY = "duty"
ONLINE = "online"


def init(
    office: Office,
    keyring: Keyring,
    now: datetime,
    *,
    reviewers: Sequence[str] = (REVIEWER,),
    duty: Sequence[str] = (DUTY,),
    needs: int = 1,
    root_keys: int = 1,
    root_needs: int = 1,
    root_folders: Sequence[Path] = (),
) -> Authority:
    """Make the first keys: root, a key for each reviewer and duty officer, and the online key.

    `needs` of the reviewers have to sign a release. The root keys go into `root_folders`, one
    after the other; without any, into the keys folder.

    Raises:
        UsageError: there are keys already, or what is asked for cannot be.
        DeviceError: a folder cannot be written.
    """
    reviewers, duty = _distinct(reviewers), _distinct(duty)
    if not 1 <= needs <= len(reviewers):
        raise UsageError(
            f"{needs} of {len(reviewers)} reviewers cannot sign: name more with --reviewer, "
            "or lower --threshold"
        )
    if not 1 <= root_needs <= root_keys <= RELEASE.root_keys_most:
        raise UsageError(f"{root_needs} of {root_keys} root keys cannot be: take 1 of 1, or 2 of 3")
    with office.alone():
        if office.authority() is not None:
            raise UsageError(f"{office.path} has keys already: see `signage keys show`")
        office.begin()
        folders = root_folders or (None,)
        roots = [
            keyring.make("root", f"root-{n + 1}", now, locked=True, to=folders[n % len(folders)])
            for n in range(root_keys)
        ]
        release = [keyring.make("release", each, now, locked=True) for each in reviewers]
        emergency = [keyring.make("emergency", each, now, locked=True) for each in duty]
        online = keyring.make("online", ONLINE, now, locked=False)
        change = begun(
            [each.key for each in roots],
            online.key,
            {
                "release": [each.key for each in release],
                "emergency": [each.key for each in emergency],
            },
            now,
            root_needs=root_needs,
            needs=needs,
        )
        authority = change.sign(_root_signers(keyring, change))
        office.found(authority)
    return authority


def add(
    office: Office,
    keyring: Keyring,
    now: datetime,
    *,
    role: KeyRole,
    name: str,
    unattended: bool = False,
    needs: int | None = None,
    to: Path | None = None,
) -> Authority:
    """Give somebody a key of a role, or (`unattended`) a machine one of `release`. Takes root.

    The new key goes into the folder `to`, a stick for root; None: the keys folder. From now on
    `needs` keys of the role must sign; None: as before.

    Raises:
        UsageError: the name is taken, root is not here, or what is asked for cannot be.
    """
    name = check_name(name)
    if role == "online":
        raise UsageError("there is one online key: `signage keys rotate --role online` renews it")
    if unattended and role != RELEASE_ROLE:
        raise UsageError(f"a {role} key is a person's: leave out --unattended")
    with office.alone():
        authority = existing(office)
        if any(each.name == name for each in holders(authority, role)):
            raise UsageError(
                f"{name} has a {role} key: `signage keys rotate` renews it, or take another name"
            )
        _check_needs(role, needs)
        members = holders(authority, role)
        _check_persons(role, needs or threshold(authority, role), members, unattended=unattended)
        _openable(keyring, authority)
        file = keyring.make(role, name, now, locked=not unattended, to=to)
        return _settled(office, keyring, authority.add(role, file.key, now, needs=needs))


def rotate(
    office: Office,
    keyring: Keyring,
    now: datetime,
    *,
    role: KeyRole,
    name: str | None = None,
    to: Path | None = None,
) -> Authority:
    """Let a new key take the place of the one that `name` has. Takes root.

    The new key goes into the folder `to`, a stick for root; None: the keys folder.

    Raises:
        UsageError: nobody of that name has such a key, or root is not here.
    """
    with office.alone():
        authority = existing(office)
        former = _holder(authority, role, name)
        _openable(keyring, authority, without=former.keyid)
        locked = role != "online" and not former.unattended
        file = keyring.make(role, former.name, now, locked=locked, to=to)
        return _settled(office, keyring, authority.swap(role, former.keyid, file.key, now))


def revoke(
    office: Office,
    keyring: Keyring,
    now: datetime,
    *,
    role: KeyRole,
    name: str,
    needs: int | None = None,
) -> Authority:
    """Take somebody's key away. Takes root, and not the key.

    Raises:
        UsageError: nobody of that name has such a key, too few would be left, or root is not here.
    """
    if role == "online":
        raise UsageError("there is one online key: `signage keys rotate --role online` renews it")
    with office.alone():
        authority = existing(office)
        _check_needs(role, needs)
        former = _holder(authority, role, name)
        left = [each for each in holders(authority, role) if each != former]
        _check_persons(role, needs or 1, left, unattended=False)
        change = authority.remove(role, former.keyid, now, needs=needs)
        return _settled(office, keyring, change)


def require(office: Office, keyring: Keyring, now: datetime, *, needs: int) -> Authority:
    """Let `needs` reviewers have to sign a release, without another key. Takes root.

    Raises:
        UsageError: so many there are not, or root is not here.
    """
    with office.alone():
        authority = existing(office)
        _check_needs(RELEASE_ROLE, needs)
        members = holders(authority, RELEASE_ROLE)
        _check_persons(RELEASE_ROLE, needs, members, unattended=False)
        return _settled(office, keyring, authority.require(RELEASE_ROLE, needs, now))


def existing(office: Office) -> Authority:
    """Give the authority there is.

    Raises:
        UsageError: there is none yet.
    """
    authority = office.authority()
    if authority is None:
        raise UsageError(f"{office.path} has no keys: make them with `signage keys init`")
    return authority


class DescribedKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key of a role, as `keys show` tells it."""

    name: str
    keyid: str
    unattended: bool
    file: str | None
    """Where the private key is; None: not here."""


class DescribedRole(msgspec.Struct, frozen=True, kw_only=True):
    """A role, as `keys show` tells it."""

    role: str
    threshold: int
    keys: list[DescribedKey]
    version: int
    """Of what was last signed for it; 0: nothing yet."""
    expires: str | None
    """Of the same."""


class Described(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about who may sign what."""

    fingerprint: str
    """SHA-256 of `1.root.json`, for screens to pin."""
    published: bool
    """Whether the newest changes of keys have gone into a publication."""
    roles: list[DescribedRole]
    unused: list[str]
    """Key files of no role: former ones, and those of a run that was cut."""
    damaged: list[str]


def describe(office: Office, keyring: Keyring) -> Described:
    """Tell who may sign what. Needs no passphrase.

    Raises:
        UsageError: there are no keys yet.
    """
    authority = existing(office)
    record = office.record(authority)
    signed = {
        "root": authority.roots[-1],
        "release": record.release.metadata if record.release else "",
        "emergency": record.emergency.metadata if record.emergency else "",
        "online": record.timestamp,
    }
    roles: list[DescribedRole] = []
    known: set[str] = set()
    for role in ROLES:
        members = holders(authority, role)
        known.update(each.keyid for each in members)
        text = signed[role]
        roles.append(
            DescribedRole(
                role=role,
                threshold=threshold(authority, role),
                keys=[_described(each, keyring) for each in members],
                version=version(text),
                expires=expires(text).isoformat() if text else None,
            )
        )
    return Described(
        fingerprint=authority.fingerprint,
        published=record.targets == authority.targets and record.root == len(authority.roots),
        roles=roles,
        unused=[str(path) for path in unlisted(keyring.files, known)],
        damaged=keyring.damaged,
    )


def _described(holder: Holder, keyring: Keyring) -> DescribedKey:
    here: tuple[KeyFile, Path] | None = keyring.files.get(holder.keyid)
    return DescribedKey(
        name=holder.name,
        keyid=holder.keyid,
        unattended=holder.unattended,
        file=str(here[1]) if here else None,
    )


def _settled(office: Office, keyring: Keyring, change: Change) -> Authority:
    authority = change.sign(_root_signers(keyring, change))
    office.keep_authority(authority)
    return authority


def _root_signers(keyring: Keyring, change: Change) -> list[CryptoSigner]:
    signers: dict[str, CryptoSigner] = {}
    for role in change.takes:
        for signer in keyring.some(role.keyids, role.threshold):
            signers[signer.public_key.keyid] = signer
    return list(signers.values())


def _openable(keyring: Keyring, authority: Authority, *, without: str = "") -> None:
    """See that root can sign, before a new key file is written."""
    role = authority.root.roles["root"]
    keyids = sorted(role.keyids, key=lambda each: each == without)
    here = keyring.some(keyids, role.threshold)
    if len(here) < role.threshold:
        raise UsageError(
            f"this takes {role.threshold} of the {len(role.keyids)} root keys, and {len(here)} of "
            "them are here: name where they are with --root"
        )


def _holder(authority: Authority, role: KeyRole, name: str | None) -> Holder:
    members = holders(authority, role)
    if name is None and len(members) == 1:
        return members[0]
    for each in members:
        if name is not None and each.name == check_name(name):
            return each
    names = ", ".join(each.name for each in members) or "nobody"
    if name is not None:
        raise UsageError(f"{name} has no {role} key; these have: {names}")
    raise UsageError(f"say with --name whose {role} key it is: {names}")


def _check_needs(role: KeyRole, needs: int | None) -> None:
    if needs is not None and (role not in {"root", "release"} or needs < 1):
        raise UsageError("--threshold is for release (1 or 2) and root: one duty officer suffices")


def _check_persons(role: KeyRole, needs: int, members: list[Holder], *, unattended: bool) -> None:
    """Where two must approve a release, a machine is no second person."""
    machines = unattended or any(each.unattended for each in members)
    if role == RELEASE_ROLE and needs > 1 and machines:
        raise UsageError(
            "where two must approve, both are persons: no --unattended key with --threshold 2"
        )


def _distinct(names: Sequence[str]) -> list[str]:
    checked = [check_name(name) for name in names]
    if len(set(checked)) < len(checked):
        raise UsageError(f"a name twice among {', '.join(checked)}: each key has its own")
    return checked
