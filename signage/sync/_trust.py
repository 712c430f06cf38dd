"""What this screen trusts: the root it was given, and all that was verified since.

One record, written whole by the store. It holds bytes as they were signed, so that whoever reads
it back verifies them again; nothing in it is believed for standing there, but for the pinned root.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from signage.errors import TrustError, UsageError

if TYPE_CHECKING:
    from signage.release.roles import ContentRole as Role
    from signage.store import Activation, Store

__all__ = ["FIRST", "ROLES", "Anchor", "Floor", "Trust", "anchor", "encode", "floors", "recall"]

FIRST = "1.root.json"
"""The root that a screen is given, below `metadata/`."""

ROLES = ("timestamp", "snapshot", "targets", "release", "emergency")
_FINGERPRINT = re.compile(r"sha256:([0-9a-fA-F]{64})")
_ROOT_BYTES = 512_000
_SOURCES = 8
"""Names of signed sources remembered, the latest."""


class Trust(msgspec.Struct, frozen=True, kw_only=True):
    """The record. Unknown keys are passed over: a newer version may have been here."""

    pinned: bytes
    """The root that everything is verified from, always."""
    roots: tuple[bytes, ...] = ()
    """Those that came after it, in their order."""
    roles: dict[str, bytes] = {}
    """The metadata verified last, by role (`ROLES`)."""
    sources: tuple[str, ...] = ()
    """Names under which signed releases came: none of them may ever turn up unsigned."""

    def fingerprint(self) -> str:
        """SHA-256 in hex of the pinned root."""
        return hashlib.sha256(self.pinned).hexdigest()

    def knows(self, source: str) -> bool:
        """Whether that source was ever a signed one."""
        return source in self.sources

    def known_as(self, source: str) -> Trust:
        """The same, with the source among those that are signed."""
        if self.sources[-1:] == (source,):
            return self
        others = [each for each in self.sources if each != source]
        return replace(self, sources=(*others, source)[-_SOURCES:])


class Anchor(msgspec.Struct, frozen=True):
    """What the technician said of the root: its bytes, or its fingerprint."""

    root: bytes | None
    fingerprint: str
    """SHA-256 in hex."""

    def admits(self, root: bytes) -> bool:
        """Whether that is the root meant."""
        return hashlib.sha256(root).hexdigest() == self.fingerprint

    def check(self, trust: Trust) -> None:
        """Hold it against what was pinned before; a later root of the same line is as good.

        Raises:
            TrustError: another root was pinned.
        """
        if not any(self.admits(root) for root in (trust.pinned, *trust.roots)):
            raise TrustError(
                f"this state folder trusts another root (sha256:{trust.fingerprint()}), not the "
                f"one given with --trust (sha256:{self.fingerprint}): name the right one, or use "
                "a new state folder"
            )


@dataclass(frozen=True, slots=True)
class Floor:
    """A version that was trusted once: nothing below it ever is again.

    But for the one way back that TUF has (5.3.11): where the root rotated the online keys since,
    versions start anew, since a thief of those keys may have counted them up to the sky.
    """

    role: Role
    version: int
    root: int
    """Version of the root under which it came; 0: not known."""


def anchor(text: str) -> Anchor:
    """What `--trust` says: the path of the first root's file, or `sha256:` and its fingerprint.

    Raises:
        UsageError: it is neither.
    """
    if text.startswith("sha256:"):
        found = _FINGERPRINT.fullmatch(text)
        if found is None:
            raise UsageError(f"--trust {text}: write sha256: and 64 digits, or the path of {FIRST}")
        return Anchor(None, found[1].lower())
    try:
        with Path(text).open("rb") as file:
            root = file.read(_ROOT_BYTES)
    except OSError as error:
        raise UsageError(
            f"--trust {text}: {error.strerror}: give the path of {FIRST}, or sha256:FINGERPRINT"
        ) from error
    if b'"root"' not in root or b'"signatures"' not in root:
        raise UsageError(f"--trust {text} is no root metadata: give {FIRST} of the centre")
    return Anchor(root, hashlib.sha256(root).hexdigest())


def recall(store: Store) -> Trust | None:
    """What the store has kept; None where there is nothing, or nothing whole."""
    kept = store.trust()
    if kept is None:
        return None
    try:
        return msgspec.json.decode(kept, type=Trust)
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return None


def encode(trust: Trust) -> bytes:
    """The record as the store keeps it."""
    return msgspec.json.encode(trust)


def floors(*activations: Activation | None) -> tuple[Floor, ...]:
    """What the activation records say was trusted: they outlast a trust record that is torn."""
    return tuple(
        Floor("emergency" if each.release.startswith("emergency-") else "release", each.version,
              each.root)
        for each in activations
        if each is not None and each.signed
    )  # fmt: skip
