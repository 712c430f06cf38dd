"""The activation record: a line with the SHA-256 of what follows, then the activation as JSON.

The hash finds what a card with flipped or zeroed blocks gives back and JSON alone would accept.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec

from signage.store.model import Activation

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["encode", "read"]

_DECODER = msgspec.json.Decoder(Activation)


def encode(activation: Activation) -> bytes:
    """The record's bytes."""
    content = msgspec.json.encode(activation)
    return hashlib.sha256(content).hexdigest().encode() + b"\n" + content


def read(path: Path) -> Activation | None:
    """The activation at `path`; None where there is none, or none that is whole."""
    try:
        seal, _, content = path.read_bytes().partition(b"\n")
        if hashlib.sha256(content).hexdigest().encode() != seal:
            return None
        return _DECODER.decode(content)
    except (OSError, msgspec.MsgspecError, RecursionError, ValueError):
        return None
