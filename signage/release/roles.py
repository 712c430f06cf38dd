"""For who reads a tree: what the keys under a manifest say about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from signage.release._authority import EMERGENCY, PATHS, RELEASE_ROLE, ContentRole
from signage.release._keyfile import NAME, UNATTENDED

if TYPE_CHECKING:
    from tuf.api.metadata import Key, Metadata, Root, Targets

__all__ = ["EMERGENCY", "PATHS", "RELEASE_ROLE", "ContentRole", "reviewed", "signed_by"]


def reviewed(delegator: Targets, role: ContentRole, metadata: Metadata[Any]) -> bool:
    """Whether a person's key is among those that signed.

    A manifest says `reviewed` of itself; an unattended key that was stolen could say so too. The
    keys cannot lie: root signed which of them are machines'.
    """
    return any(
        not key.unrecognized_fields.get(UNATTENDED) for key in _keys(delegator, role, metadata)
    )


def signed_by(delegator: Targets | Root, role: str, metadata: Metadata[Any]) -> list[str]:
    """Names of those whose valid signatures it bears, as root wrote them down."""
    return [
        str(key.unrecognized_fields.get(NAME, key.keyid[:8]))
        for key in _keys(delegator, role, metadata)
    ]


def _keys(delegator: Targets | Root, role: str, metadata: Metadata[Any]) -> list[Key]:
    result = delegator.get_verification_result(role, metadata.signed_bytes, metadata.signatures)
    return list(result.signed.values())
