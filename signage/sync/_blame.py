"""Whose fault it is when a release tree is not as it ought to be: the network's, or somebody's."""

from __future__ import annotations

import tempfile

import msgspec
from tuf.api.exceptions import (
    BadVersionNumberError,
    DownloadError,
    ExpiredMetadataError,
    LengthOrHashMismatchError,
    RepositoryError,
    UnsignedMetadataError,
)
from tuf.api.metadata import Metadata, Root
from tuf.api.serialization import DeserializationError

from signage.errors import DeviceError, SignageError, TrustError
from signage.sync._transport import TransportError

__all__ = ["OldError", "check_root", "no_scratch", "odd", "verdict"]

_MARKS = (b'"signatures"', b'"signed"', b'"_type"', b'"expires"', b'"keyid"', b'"version"')
_MARKED = 4
"""Of these marks, in bytes that were metadata before somebody changed them."""
_WORDS = {
    UnsignedMetadataError: "not signed by those who may (is the trusted root this centre's?)",
    LengthOrHashMismatchError: "is not what was signed",
}


class OldError(TrustError):
    """An old copy is being served: below what was trusted already."""


def verdict(error: Exception, name: str, path: str, content: bytes) -> SignageError:
    """Turn an error of python-tuf, which met it over these bytes of a source, into ours."""
    where = f"{name}/{path}"
    if isinstance(error, DownloadError):
        cause = error.__cause__
        return cause if isinstance(cause, TransportError) else odd(f"{where}: {error}")
    if isinstance(error, DeserializationError):
        return _garbled(where, content)
    if isinstance(error, ExpiredMetadataError):
        return TrustError(
            f"{name}: expired ({error}): what is on stays on; the centre must sign anew"
        )
    if isinstance(error, BadVersionNumberError):
        return OldError(f"{where}: an old copy is being served: refused ({error})")
    sort = next((words for kind, words in _WORDS.items() if isinstance(error, kind)), "wrong")
    return TrustError(f"{where}: {sort}: refused ({error})")


def check_root(content: bytes, name: str) -> None:
    """See whether bytes are a root that vouches for itself, before it is pinned.

    Raises:
        TransportError: it is no metadata at all.
        TrustError: it is not signed by its own keys.
    """
    try:
        metadata = Metadata[Root].from_bytes(content)
        if metadata.signed.type != "root":
            raise TrustError(f"{name}: holds no root, but {metadata.signed.type}")
        metadata.signed.verify_delegate("root", metadata.signed_bytes, metadata.signatures)
    except DeserializationError as error:
        raise odd(f"{name}: is no metadata (a login page?): check the network") from error
    except RepositoryError as error:
        raise TrustError(f"{name}: a root that does not vouch for itself: refused") from error


def odd(message: str) -> TransportError:
    """Bytes came that are none of ours: a login page, half a file."""
    return TransportError(message, kind="login")


def no_scratch(error: OSError) -> DeviceError:
    """There is no place for python-tuf to work in."""
    return DeviceError(
        f"the folder for temporary files ({tempfile.gettempdir()}): {error.strerror or error}; "
        "check the disk and its rights"
    )


def _garbled(where: str, content: bytes) -> SignageError:
    """Whose fault it is that this is no metadata."""
    if _truncated(content):
        return odd(f"{where}: came incomplete")
    if not _resembles(content):
        return odd(f"{where}: is no metadata (a login page?): check the network")
    return TrustError(f"{where}: was changed on its way or on the server: refused")


def _truncated(content: bytes) -> bool:
    """Whether it is the beginning of a JSON text, or nothing at all."""
    try:
        msgspec.json.decode(content)
    except (RecursionError, UnicodeDecodeError):
        return False
    except msgspec.MsgspecError as error:
        return "truncated" in str(error)
    return False


def _resembles(content: bytes) -> bool:
    """Whether these bytes were once metadata: changed, they are an attack or a rotten disk."""
    return sum(mark in content for mark in _MARKS) >= _MARKED
