"""How a screen came to its centre: the code that it shows, and what an administrator confirmed.

All lies in `pairing/` of the state folder. `paired.json` is written last: while it is not there,
nothing of the rest counts, and nothing is trusted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from signage import atomic

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Offer", "Paired", "Pairing"]

_LARGEST = 65_536
"""Bytes of one of these records."""
_Record = TypeVar("_Record", bound=msgspec.Struct)


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """What an unpaired screen shows."""

    code: str = ""
    """Eight letters; empty: the console gave none yet."""
    address: str = ""
    """Of the console's page for it, without the scheme; for reading."""
    matrix: str = ""
    """A QR code of that page: see `signage.content.codes.matrix`."""
    fingerprint: str = ""
    """SHA-256 in hex of the root that will be pinned."""
    trouble: str = ""
    """Why there is no code, for a technician."""


class Paired(msgspec.Struct, frozen=True, kw_only=True):
    """What an administrator confirmed."""

    centre: str
    """The console's address, as the kiosk's configuration has it."""
    source: str
    """The release tree's."""
    report: str
    """Where reports go."""
    screen: str
    """The id in `screens.yaml`."""
    fingerprint: str
    """SHA-256 in hex of the root that was pinned."""


class Pairing:
    """The record in a state folder; the agent writes it, the player reads it."""

    def __init__(self, state: Path) -> None:
        self.folder = state / "pairing"
        self.root = self.folder / "1.root.json"
        self.token = self.folder / "token"

    def offer(self) -> Offer:
        """What is to be shown meanwhile."""
        return self._read("offer.json", Offer) or Offer()

    def paired(self) -> Paired | None:
        """What was confirmed; None: nothing was."""
        return self._read("paired.json", Paired)

    def show(self, offer: Offer) -> None:
        """Note what is to be shown.

        Raises:
            OSError: the disk is full, or read-only.
        """
        atomic.folder(self.folder)
        atomic.write(self.folder / "offer.json", msgspec.json.encode(offer))

    def accept(self, paired: Paired, root: bytes, token: str) -> None:
        """Pin what an administrator confirmed.

        Raises:
            OSError: the disk is full, or read-only; the screen is not paired then.
        """
        atomic.folder(self.folder)
        atomic.write(self.token, token.encode("ascii"), mode=0o600)
        atomic.write(self.root, root)
        atomic.write(self.folder / "paired.json", msgspec.json.encode(paired))
        atomic.remove(self.folder / "offer.json")

    def _read(self, name: str, kind: type[_Record]) -> _Record | None:
        try:
            with (self.folder / name).open("rb") as file:
                return msgspec.json.decode(file.read(_LARGEST), type=kind)
        except (OSError, msgspec.MsgspecError, ValueError):
            return None
