"""The next state of a repository: what is signed, by whom, at which version. Pure.

Screens trust what `timestamp` leads to: it names a snapshot, and that the targets and both content
roles. Versions only ever rise, and none is signed twice with different words.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace
from tuf.api.metadata import Metadata, MetaFile, Snapshot, TargetFile, Targets, Timestamp

from signage.config import RELEASE
from signage.release._authority import PATHS, RELEASE_ROLE, compact, verified

if TYPE_CHECKING:
    from collections.abc import Iterable

    from securesystemslib.signer import CryptoSigner

    from signage.release._authority import Authority, ContentRole

__all__ = [
    "Record", "Sealed", "aging", "drawn", "expires", "in_force", "issue", "online_keys", "renew",
    "settled", "version",
]  # fmt: skip


class Sealed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A content role: its signed metadata, and the manifest they stand for."""

    metadata: str
    manifest: str
    """SHA-256 of its bytes."""
    former: str | None = None
    """The manifest before that: a screen may be in the midst of fetching it."""


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All that was ever signed online, as far as the next publication needs it."""

    format: int
    root: int = 0
    """The root under which it was last published."""
    targets: str = ""
    """The targets role that goes with it."""
    release: Sealed | None = None
    emergency: Sealed | None = None
    snapshot: str = ""
    timestamp: str = ""
    signed: str = ""
    """When that was, ISO 8601 with offset."""

    def sealed(self, role: ContentRole) -> Sealed | None:
        """What is published under a role."""
        return self.release if role == RELEASE_ROLE else self.emergency


def issue(
    record: Record, role: ContentRole, manifest: bytes, signers: Iterable[CryptoSigner],
    now: datetime,
) -> Record:  # fmt: skip
    """Sign a manifest, as the next version of its role."""
    return settled(record, role, manifest, compact(drawn(record, role, manifest, now), signers))


def drawn(record: Record, role: ContentRole, manifest: bytes, now: datetime) -> Targets:
    """Draw up what is to be signed for a manifest: the next version of its role."""
    former = record.sealed(role)
    target = TargetFile.from_data(PATHS[role], manifest, ["sha256"])
    return Targets(
        version=version(former.metadata) + 1 if former else 1,
        expires=_in(now, RELEASE.content_days),
        targets={target.path: target},
    )


def settled(record: Record, role: ContentRole, manifest: bytes, metadata: str) -> Record:
    """Put on record what was signed for a manifest."""
    former = record.sealed(role)
    sha = hashlib.sha256(manifest).hexdigest()
    before = None
    if former is not None:
        before = former.manifest if former.manifest != sha else former.former
    sealed = Sealed(metadata=metadata, manifest=sha, former=before)
    return replace(record, **{role: sealed})


def renew(
    record: Record, authority: Authority, signers: Iterable[CryptoSigner], now: datetime,
    *, days: int,
) -> Record:  # fmt: skip
    """Sign snapshot and timestamp anew, under `authority`, for `days`."""
    signers = list(signers)
    expiry = _in(now, days)
    texts = {Targets.type: authority.targets}
    for role in PATHS:
        if (sealed := record.sealed(role)) is not None:
            texts[role] = sealed.metadata
    snapshot = Snapshot(
        version=version(record.snapshot) + 1,
        expires=expiry,
        meta={f"{name}.json": _meta(text) for name, text in texts.items()},
    )
    snapshot_text = compact(snapshot, signers)
    timestamp = Timestamp(
        version=version(record.timestamp) + 1, expires=expiry, snapshot_meta=_meta(snapshot_text)
    )
    return replace(
        record,
        root=len(authority.roots),
        targets=authority.targets,
        snapshot=snapshot_text,
        timestamp=compact(timestamp, signers),
        signed=now.isoformat(timespec="seconds"),
    )


def in_force(record: Record, authority: Authority, role: ContentRole) -> bool:
    """Whether what is published under the role holds under that authority."""
    sealed = record.sealed(role)
    return sealed is not None and verified(authority.delegator, role, sealed.metadata)


def aging(record: Record, role: ContentRole, now: datetime) -> bool:
    """Whether half of the time for which it is valid has gone."""
    sealed = record.sealed(role)
    return sealed is not None and expires(sealed.metadata) < _in(now, RELEASE.content_days // 2)


def online_keys(record: Record, authority: Authority) -> list[str]:
    """Ids of the online keys that should sign: those of the root, and of the one last published.

    While a screen still knows the former root, and before it has the next one, both have to find
    their key on the timestamp.
    """
    role = Timestamp.type
    keyids = list(authority.root.roles[role].keyids)
    if 0 < record.root < len(authority.roots):
        former = authority.at(record.root, record.targets).root
        keyids += [each for each in former.roles[role].keyids if each not in keyids]
    return keyids


def version(text: str) -> int:
    """Of signed metadata; 0 where there are none yet."""
    return Metadata.from_bytes(text.encode()).signed.version if text else 0


def expires(text: str) -> datetime:
    """When signed metadata end."""
    return Metadata.from_bytes(text.encode()).signed.expires


def _meta(text: str) -> MetaFile:
    return MetaFile.from_data(version(text), text.encode(), ["sha256"])


def _in(now: datetime, days: int) -> datetime:
    return now.replace(microsecond=0) + timedelta(days=days)
