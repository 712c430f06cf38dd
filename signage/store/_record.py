"""Sealed records: a line with the SHA-256 of what follows, then the content.

The hash finds what a card with flipped or zeroed blocks gives back and JSON alone would accept.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, TypeVar

import msgspec

from signage import atomic
from signage.store.model import Activation

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["encode", "keep_two", "opened", "read", "read_as", "sealed", "torn"]

_DECODER = msgspec.json.Decoder(Activation)

T = TypeVar("T")


def sealed(content: bytes) -> bytes:
    """The record's bytes."""
    return hashlib.sha256(content).hexdigest().encode() + b"\n" + content


def opened(record: bytes) -> bytes | None:
    """The content of a record; None where it is not what was sealed."""
    seal, _, content = record.partition(b"\n")
    return content if hashlib.sha256(content).hexdigest().encode() == seal else None


def encode(activation: Activation) -> bytes:
    """The bytes of an activation's record."""
    return sealed(msgspec.json.encode(activation))


def read(path: Path) -> Activation | None:
    """The activation at `path`; None where there is none, or none that is whole."""
    return read_as(path, _DECODER)


def read_as(path: Path, decoder: msgspec.json.Decoder[T]) -> T | None:
    """What a record says; None where there is none, or none that is whole."""
    try:
        content = opened(path.read_bytes())
        return None if content is None else decoder.decode(content)
    except (OSError, msgspec.MsgspecError, RecursionError, ValueError):
        return None


def torn(path: Path) -> bool:
    """Whether bytes lie there that are not what was sealed; not so where the disk gives none."""
    try:
        return opened(path.read_bytes()) is None
    except OSError:
        return False


def keep_two(newest: Path, former: Path, record: bytes) -> None:
    """Write a record so that the one it replaces stays, whole, as the former one.

    Raises:
        OSError: what was there still is.
    """
    try:
        before = newest.read_bytes()
    except OSError:
        before = b""
    if before == record:
        return
    if opened(before) is not None:
        atomic.write(former, before)
    atomic.write(newest, record)
