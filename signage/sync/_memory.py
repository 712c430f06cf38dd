"""What the agent remembers, so that a restart or a new name neither hashes nor decodes again.

A cache: lost or spoilt, it costs time and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from signage.release.manifest import Body
from signage.store import Media, Stamp

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Memory"]

_VERSION = 1
"""Counted up when the intake judges otherwise, so that old verdicts are not believed."""


class _Saved(msgspec.Struct, frozen=True):
    version: int
    known: dict[str, tuple[Stamp, Body]]
    facts: dict[str, Media]


class Memory:
    """Paths to what they were, and bodies to what is in them.

    Refusals are not kept: after a restart, perhaps with another decoder, the file gets another
    chance.
    """

    def __init__(self, saved: bytes = b"") -> None:
        self._known: dict[str, tuple[Stamp, Body]] = {}
        self._facts: dict[str, Media] = {}
        self.dirty = False
        try:
            found = msgspec.json.decode(saved, type=_Saved)
        except (ValueError, RecursionError):
            return
        if found.version == _VERSION:
            self._known, self._facts = found.known, found.facts

    def body(self, path: str, stamp: Stamp) -> Body | None:
        """What the file held when it looked just so."""
        known = self._known.get(path)
        return known[1] if known is not None and known[0] == stamp else None

    def learn(self, path: str, stamp: Stamp, body: Body) -> None:
        """The file holds this."""
        self._known[path] = (stamp, body)
        self.dirty = True

    def media(self, sha256: str) -> Media | None:
        """What is in a body."""
        return self._facts.get(sha256)

    def judge(self, sha256: str, media: Media) -> None:
        """A body holds this."""
        self._facts[sha256] = media
        self.dirty = True

    def believe(self, facts: Mapping[str, Media]) -> None:
        """What an activation says of its bodies was judged before, and stands in its record."""
        self._facts = {**facts, **self._facts}

    def saved_facts(self, bodies: set[str]) -> bytes:
        """To be kept where bodies have no paths of their own: what is in these (SHA-256)."""
        facts = {sha: media for sha, media in self._facts.items() if sha in bodies}
        return msgspec.json.encode(_Saved(_VERSION, {}, facts))

    def saved(self, paths: set[str]) -> bytes:
        """To be kept; what `paths` no longer name is dropped."""
        self._known = {path: known for path, known in self._known.items() if path in paths}
        bodies = {body.sha256 for _, body in self._known.values()}
        self._facts = {sha: media for sha, media in self._facts.items() if sha in bodies}
        return msgspec.json.encode(_Saved(_VERSION, self._known, self._facts))
