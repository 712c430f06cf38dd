"""python-tuf fetches over our transport: small files, whole, of bounded length."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuf.api.exceptions import DownloadError, DownloadHTTPError, LengthOrHashMismatchError
from tuf.ngclient import FetcherInterface

from signage.sync._blame import odd
from signage.sync._transport import MissingError, TransportError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signage.config import SignedLimits
    from signage.sync._transport import Fetched, Transport

__all__ = ["TIMESTAMP", "Fetcher"]

TIMESTAMP = "metadata/timestamp.json"


class Fetcher(FetcherInterface):
    """Lets python-tuf fetch over our transport."""

    def __init__(self, transport: Transport, limits: SignedLimits, primed: Fetched | None) -> None:
        self._transport = transport
        self._primed = primed
        self._open = {
            limits.root_bytes, limits.timestamp_bytes, limits.snapshot_bytes, limits.targets_bytes,
        }  # fmt: skip
        self.last = (TIMESTAMP, b"")
        """What was fetched last: path and content."""

    def download_bytes(self, url: str, max_length: int) -> bytes:
        """Fetch a small file. A limit that is none of the general ones is its exact length."""
        self.last = (url, b"")
        if url.startswith("metadata/") and max_length > max(self._open):
            # Such lengths are the online key's word, and it lies on a machine in the network.
            raise LengthOrHashMismatchError(f"{max_length:,} bytes are more than any role needs")
        primed, found = self._primed, None
        try:
            if url == TIMESTAMP and primed is not None:
                self._primed = None
                found = primed
            else:
                found = self._transport.fetch(url, limit=max_length)
            if found is None:  # asked without a validator, it cannot be unchanged
                raise odd(f"{self._transport.name}/{url}: no answer")
        except MissingError as error:
            raise DownloadHTTPError(str(error), 404) from error
        except TransportError as error:
            if error.status == 403:  # noqa: PLR2004  (object stores say so of what is not there)
                raise DownloadHTTPError(str(error), 403) from error
            raise DownloadError(str(error)) from error
        self.last = (url, found.content)
        if max_length not in self._open and len(found.content) != max_length:
            wrong = TransportError(
                f"{self._transport.name}/{url}: {len(found.content):,} bytes came, where "
                f"{max_length:,} are expected",
                kind="length",
            )
            raise DownloadError(str(wrong)) from wrong
        return found.content

    def _fetch(self, url: str) -> Iterator[bytes]:
        raise DownloadError(f"{url}: fetched whole, never as a stream")
