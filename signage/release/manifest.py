"""The manifest: a central folder sealed. What is shown, and which bytes it needs.

The player imports this module at its start, so it brings neither signatures nor parsers with it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import datetime

import msgspec

from signage.config import CONTENT, RELEASE
from signage.content.model import Content, Headline, Procedure
from signage.errors import ContentError

__all__ = ["FORMAT", "Body", "Feeds", "Headline", "Manifest", "Procedure", "read", "urgent"]

_SHA256 = re.compile(r"[0-9a-f]{64}")

FORMAT = 2
"""Counted up when an older player could not show a manifest rightly: it then says so. What says
nothing new is published in the form that older ones read (`_form.py`)."""


Feeds = dict[str, tuple[Headline, ...]]
"""The address of each feed to its headlines, the newest first."""


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
    feeds: Feeds = {}
    """The headlines that were reviewed with the rest: a screen shows no others of a signed release.
    Empty for a plain folder, whose agent fetches them."""
    format: int = FORMAT

    def digest(self) -> str:
        """SHA-256 in hex over the canonical JSON: equal content, equal digest.

        The order of `files` means nothing; that of the languages of a text does (they are shown in
        turn), so mappings within the content are taken as they stand.
        """
        ordered = msgspec.structs.replace(self, files=dict(sorted(self.files.items())))
        return hashlib.sha256(msgspec.json.encode(ordered)).hexdigest()


class _Form(msgspec.Struct):
    """Of a manifest of any version, all that this one has to understand."""

    format: int


def read(data: bytes) -> Manifest:
    """Read a manifest from its JSON, strictly.

    Unlike a folder's, its content was not parsed here: what could lead a screen astray (a path
    that leaves the folder, a body without a proper name, a date that is none) is refused as a
    whole. That a path of the content is not in `files` is allowed.

    Raises:
        ContentError: a newer version made it, or it is none.
    """
    if len(data) > RELEASE.manifest_bytes:
        raise ContentError(
            f"the manifest has {len(data)} bytes, more than the {RELEASE.manifest_bytes} that a "
            "screen reads: publish less at once"
        )
    try:
        form = msgspec.json.decode(data, type=_Form).format
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ContentError(f"this is no manifest: {error}") from None
    if form > FORMAT:
        raise ContentError(
            f"the release is newer than this version can read (format {form}, here {FORMAT}): "
            "update the program on this screen"
        )
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ContentError(f"the manifest is wrong: {error}: publish again") from None
    from signage.release._sound import unsound, unsound_feeds  # noqa: PLC0415  (not for the player)

    if wrong := _wrong(manifest) or unsound(manifest.content) or unsound_feeds(manifest.feeds):
        raise ContentError(f"the manifest is wrong: {wrong}: publish again")
    return manifest


def urgent(manifest: Manifest) -> Manifest:
    """Force priority `emergency` on each playlist: what an emergency's manifest always is."""
    replace = msgspec.structs.replace
    playlists = tuple(
        replace(playlist, priority="emergency") for playlist in manifest.content.playlists
    )
    return replace(manifest, content=replace(manifest.content, playlists=playlists))


def _wrong(manifest: Manifest) -> str | None:
    """What a strict reader has against it, or None."""
    if manifest.format < 1:
        return f"format {manifest.format}"
    try:
        aware = datetime.fromisoformat(manifest.created).tzinfo is not None
    except ValueError:
        aware = False
    if not aware:
        return f"`created` is {manifest.created!r}, which is no time with an offset"
    for path, body in manifest.files.items():
        if (
            not 0 < len(path) <= CONTENT.path_characters
            or not path.isprintable()
            or "\\" in path
            or not {"", ".", ".."}.isdisjoint(path.split("/"))
            or not unicodedata.is_normalized("NFC", path)
        ):
            return f"{path!r} is no path under `media/`"
        if _SHA256.fullmatch(body.sha256) is None:
            return f"{path}: {body.sha256!r} is no SHA-256"
        if body.size < 0:
            return f"{path}: its size is {body.size}"
    return None
