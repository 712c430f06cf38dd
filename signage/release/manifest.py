"""The manifest: a central folder sealed. What is shown, and which bytes it needs."""

from __future__ import annotations

import hashlib

import msgspec

from signage.content.model import Content

__all__ = ["FORMAT", "Body", "Manifest"]

FORMAT = 1
"""Counted up when an older player could not show a manifest rightly: it then says so."""


class Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The bytes behind a path: SHA-256 in hex, and size in bytes."""

    sha256: str
    size: int


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Immutable content and the bodies it names.

    `files` maps NFC paths under `media/` to bodies; every path that `content` names and that
    passed its checks is there. An item whose path is not there is left out by the player.
    """

    created: str
    """ISO 8601 with offset. Of a folder: the newest mtime of its playlists."""
    content: Content
    files: dict[str, Body]
    reviewed: bool = False
    """Whether a person who may approve sealed it. False for a plain folder, and for a release that
    an unattended key signed."""
    format: int = FORMAT

    def digest(self) -> str:
        """SHA-256 in hex over the canonical JSON: equal content, equal digest.

        The order of `files` means nothing; that of the languages of a text does (they are shown in
        turn), so mappings within the content are taken as they stand.
        """
        ordered = msgspec.structs.replace(self, files=dict(sorted(self.files.items())))
        return hashlib.sha256(msgspec.json.encode(ordered)).hexdigest()
