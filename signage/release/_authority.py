"""Who may sign what: the chain of roots, and the targets role that delegates. Pure.

A change is drawn up first and signed then, so that what it takes can be told beforehand. Root keys
sign for targets too, hence whoever may approve is decided with the offline root alone.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, cast

import msgspec
from tuf.api.exceptions import DownloadError, RepositoryError
from tuf.api.metadata import (
    DelegatedRole,
    Delegations,
    Key,
    Metadata,
    Role,
    Root,
    Snapshot,
    Targets,
    Timestamp,
)
from tuf.api.serialization.json import JSONSerializer

from signage.config import RELEASE
from signage.errors import DeviceError, UsageError
from signage.release._keyfile import NAME, UNATTENDED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from securesystemslib.signer import CryptoSigner

    from signage.release._keyfile import KeyRole

__all__ = [
    "EMERGENCY", "PATHS", "RELEASE_ROLE", "Authority", "Change", "ContentRole", "Holder", "begun",
    "compact", "holders", "threshold", "verified",
]  # fmt: skip

ContentRole = Literal["release", "emergency"]
RELEASE_ROLE: ContentRole = "release"
EMERGENCY: ContentRole = "emergency"
PATHS: Mapping[ContentRole, str] = {
    RELEASE_ROLE: "release.json", EMERGENCY: "emergency/release.json",
}  # fmt: skip
"""What each may sign, and nothing else."""

_ONLINE = (Snapshot.type, Timestamp.type)


class Holder(msgspec.Struct, frozen=True):
    """One key of a role."""

    name: str
    keyid: str
    unattended: bool


class Authority(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Signed metadata as they are: each root from the first, and the newest targets."""

    roots: tuple[str, ...]
    targets: str
    format: int = 1

    @property
    def root(self) -> Root:
        """The newest."""
        return Metadata[Root].from_bytes(self.roots[-1].encode()).signed

    @property
    def delegator(self) -> Targets:
        """The newest targets role."""
        return Metadata[Targets].from_bytes(self.targets.encode()).signed

    @property
    def fingerprint(self) -> str:
        """SHA-256 in hex of `1.root.json`: what a screen pins."""
        return hashlib.sha256(self.roots[0].encode()).hexdigest()

    def at(self, root: int, targets: str) -> Authority:
        """Give what it was, when that root and those targets were the newest."""
        return Authority(roots=self.roots[:root], targets=targets)

    def check(self) -> Authority:
        """Give itself, if it hangs together.

        Raises:
            DeviceError: it was damaged.
        """
        try:
            root = self.root
            if root.version != len(self.roots) or not verified(root, Targets.type, self.targets):
                raise DeviceError("the record of who may sign is damaged: restore its backup")
        except (RepositoryError, DownloadError, ValueError, IndexError, KeyError) as error:
            raise DeviceError(
                "the record of who may sign is damaged: restore its backup"
            ) from error
        return self

    def add(self, role: KeyRole, key: Key, now: datetime, *, needs: int | None = None) -> Change:
        """Draw up: `key` joins `role`, of whose keys `needs` must sign (None: as before)."""
        return self._changed(role, now, joins=key, needs=needs)

    def remove(self, role: KeyRole, keyid: str, now: datetime, *, needs: int | None) -> Change:
        """Draw up: the key leaves `role`."""
        return self._changed(role, now, leaves=keyid, needs=needs)

    def swap(self, role: KeyRole, keyid: str, key: Key, now: datetime) -> Change:
        """Draw up: `key` takes the place of the one with `keyid`."""
        return self._changed(role, now, joins=key, leaves=keyid)

    def require(self, role: KeyRole, needs: int, now: datetime) -> Change:
        """Draw up: `needs` keys of `role` must sign from now on."""
        return self._changed(role, now, needs=needs)

    def _changed(
        self, role: KeyRole, now: datetime, *, joins: Key | None = None,
        leaves: str | None = None, needs: int | None = None,
    ) -> Change:  # fmt: skip
        root, targets = self.root, self.delegator
        if role in PATHS:
            _change(targets, role, joins, leaves, needs)
        elif role == "online":
            for each in _ONLINE:
                _change(root, each, joins, leaves, needs)
        else:
            for each in (Root.type, Targets.type):
                _change(root, each, joins, leaves, needs)
        fresh = None
        if role not in PATHS:
            root.version += 1
            root.expires = _in(now, RELEASE.keys_days)
            fresh = root
        if role != "online":
            targets.version += 1
            targets.expires = _in(now, RELEASE.keys_days)
        return Change(self, fresh, targets if role != "online" else None)


class Change:
    """What is to be signed by the root's keys, old and new, before it holds."""

    def __init__(
        self, before: Authority | None, root: Root | None, targets: Targets | None
    ) -> None:
        self._before = before
        self._root = root
        self._targets = targets

    @property
    def takes(self) -> list[Role]:
        """The roles whose thresholds must be reached."""
        old = [self._before.root.roles[Root.type]] if self._before is not None else []
        new = [self._root.roles[Root.type]] if self._root is not None else []
        return old + new

    def sign(self, signers: Iterable[CryptoSigner]) -> Authority:
        """Give the authority that follows.

        Raises:
            UsageError: these keys are not enough.
        """
        by_id = {signer.public_key.keyid: signer for signer in signers}
        for role in self.takes:
            here = sum(keyid in by_id for keyid in role.keyids)
            if here < role.threshold:
                raise UsageError(
                    f"this takes {role.threshold} of the {len(role.keyids)} root keys, and "
                    f"{here} of them are here: name where they are with --root"
                )
        wanted = dict.fromkeys(keyid for role in self.takes for keyid in role.keyids)
        mine = [by_id[keyid] for keyid in wanted if keyid in by_id]
        roots = self._before.roots if self._before is not None else ()
        targets = self._before.targets if self._before is not None else ""
        if self._root is not None:
            roots = (*roots, compact(self._root, mine))
        if self._targets is not None:
            # by the old root's keys and the new one's: valid whichever of them a screen knows
            targets = compact(self._targets, mine)
        return Authority(roots=roots, targets=targets).check()


def begun(
    root_keys: Iterable[Key], online: Key, keys: Mapping[ContentRole, Iterable[Key]],
    now: datetime, *, root_needs: int, needs: int,
) -> Change:  # fmt: skip
    """Draw up a first authority: root keys, the online key, reviewers and duty officers."""
    root = Root(version=1, expires=_in(now, RELEASE.keys_days), consistent_snapshot=True)
    for key in root_keys:
        for each in (Root.type, Targets.type):
            root.add_key(key, each)
    for each in (Root.type, Targets.type):
        root.roles[each].threshold = root_needs
    for each in _ONLINE:
        root.add_key(online, each)
    roles = {
        role: DelegatedRole(role, [], 1, terminating=True, paths=[path])
        for role, path in PATHS.items()
    }
    roles[RELEASE_ROLE].threshold = needs
    targets = Targets(
        version=1, expires=_in(now, RELEASE.keys_days),
        delegations=Delegations({}, cast("dict[str, DelegatedRole]", roles)),
    )  # fmt: skip
    for role, members in keys.items():
        for key in members:
            targets.add_key(key, role)
    return Change(None, root, targets)


def holders(authority: Authority, role: KeyRole) -> list[Holder]:
    """The keys of a role, in the order in which they came."""
    by: Root | Targets = authority.delegator if role in PATHS else authority.root
    keys = [by.get_key(keyid) for keyid in _role(by, role).keyids]
    return [
        Holder(
            str(key.unrecognized_fields.get(NAME, "")),
            key.keyid,
            bool(key.unrecognized_fields.get(UNATTENDED, False)),
        )
        for key in keys
    ]


def threshold(authority: Authority, role: KeyRole) -> int:
    """How many keys of the role must sign."""
    by: Root | Targets = authority.delegator if role in PATHS else authority.root
    return _role(by, role).threshold


def verified(delegator: Root | Targets, role: str, text: str) -> bool:
    """Whether enough of the role's keys signed the metadata `text`."""
    metadata = Metadata.from_bytes(text.encode())
    result = delegator.get_verification_result(role, metadata.signed_bytes, metadata.signatures)
    return result.verified


def compact(signed: Root | Targets | Snapshot | Timestamp, signers: Iterable[CryptoSigner]) -> str:
    """Sign, and write down without a needless blank."""
    metadata: Metadata[Any] = Metadata(signed)
    for signer in signers:
        metadata.sign(signer, append=True)
    return metadata.to_bytes(JSONSerializer(compact=True)).decode()


def _role(by: Root | Targets, role: KeyRole) -> Role:
    return by.get_delegated_role(Timestamp.type if role == "online" else role)


def _change(
    by: Root | Targets, role: str, joins: Key | None, leaves: str | None, needs: int | None
) -> None:
    if joins is not None:
        by.add_key(joins, role)
    if leaves is not None:
        by.revoke_key(leaves, role)
    delegated = by.get_delegated_role(role)
    if needs is not None:
        delegated.threshold = needs
    if len(delegated.keyids) < delegated.threshold and role != EMERGENCY:
        raise UsageError(
            f"{role} would have {len(delegated.keyids)} keys, and {delegated.threshold} must "
            "sign: add another key first, or lower --threshold"
        )


def _in(now: datetime, days: int) -> datetime:
    return now.replace(microsecond=0) + timedelta(days=days)
