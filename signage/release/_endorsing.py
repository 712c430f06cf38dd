"""A release that several must sign, one after the other: what the first signed, kept for the next.

Each signs the same few bytes: the next version of the role, which names the manifest by its hash.
Until enough have, these are nothing that a screen would take, and nobody's passphrase waits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, Targets
from tuf.api.serialization.json import JSONSerializer

from signage.errors import ContentError, UsageError
from signage.release import _compose
from signage.release._authority import PATHS, RELEASE_ROLE, compact, verified
from signage.release.manifest import Manifest, read
from signage.release.roles import signed_by

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from securesystemslib.signer import CryptoSigner

    from signage.release._authority import Authority
    from signage.release._compose import Record

__all__ = ["Endorsed", "EndorsedError", "begun", "completed", "count", "endorsers", "joined"]


class EndorsedError(UsageError):
    """What was signed so far does not fit any more: whoever signed it has to sign again."""


class Endorsed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What some have signed of those who must, and too few yet. Plain text: it may be stored."""

    manifest: str
    """JSON: exactly the bytes whose hash is signed."""
    metadata: str
    """The signed words, with the signatures that there are."""


def begun(
    record: Record, manifest: Manifest, signers: Iterable[CryptoSigner], now: datetime
) -> Endorsed:
    """Let the first sign."""
    data = msgspec.json.encode(manifest)
    read(data)  # what a screen would refuse, nobody signs
    words = compact(_compose.drawn(record, RELEASE_ROLE, data, now), signers)
    return Endorsed(manifest=data.decode(), metadata=words)


def joined(
    record: Record, so_far: Endorsed, manifest: Manifest, signers: Iterable[CryptoSigner]
) -> Endorsed:
    """Add the signatures of others, who saw the same.

    Raises:
        EndorsedError: it is not the same, or another release was published since.
    """
    signed = _metadata(so_far)
    data = so_far.manifest.encode()
    try:
        stood = read(data)
        signed.signed.targets[PATHS[RELEASE_ROLE]].verify_length_and_hashes(data)
    except (ContentError, RepositoryError, KeyError):
        raise EndorsedError(_AGAIN.format("what was signed is damaged")) from None
    same = {"created": "", "feeds": {}}
    if msgspec.structs.replace(stood, **same) != msgspec.structs.replace(manifest, **same):
        raise EndorsedError(_AGAIN.format("the folder is not what the others signed"))
    former = record.sealed(RELEASE_ROLE)
    if signed.signed.version != (_compose.version(former.metadata) if former else 0) + 1:
        raise EndorsedError(_AGAIN.format("another release was published since"))
    for signer in signers:
        signed.sign(signer, append=True)
    words = signed.to_bytes(JSONSerializer(compact=True)).decode()
    return msgspec.structs.replace(so_far, metadata=words)


def completed(record: Record, authority: Authority, signed: Endorsed) -> Record:
    """Put on record what enough have signed now.

    Raises:
        EndorsedError: too few have: the same person twice, or somebody whose key was taken away.
    """
    if not verified(authority.delegator, RELEASE_ROLE, signed.metadata):
        raise EndorsedError(_AGAIN.format("it takes valid keys of different reviewers"))
    return _compose.settled(record, RELEASE_ROLE, signed.manifest.encode(), signed.metadata)


def count(signed: Endorsed | None) -> int:
    """How many signatures it bears."""
    return len(_metadata(signed).signatures) if signed else 0


def endorsers(authority: Authority, signed: Endorsed) -> list[str]:
    """Names of those whose signatures hold, as root wrote them down."""
    return signed_by(authority.delegator, RELEASE_ROLE, _metadata(signed))


_AGAIN = "{0}: everybody who approved it has to approve it again"


def _metadata(signed: Endorsed) -> Metadata[Targets]:
    try:
        return Metadata[Targets].from_bytes(signed.metadata.encode())
    except RepositoryError:
        raise EndorsedError(_AGAIN.format("what was signed is damaged")) from None
