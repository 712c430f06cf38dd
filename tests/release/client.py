"""An independent client: python-tuf's own Updater, reading a tree from its folder."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from tuf.api.exceptions import DownloadHTTPError
from tuf.ngclient import FetcherInterface, Updater

from signage.release.manifest import Manifest, read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

__all__ = ["Screen"]


class _Files(FetcherInterface):
    def _fetch(self, url: str) -> Iterator[bytes]:
        path = Path(unquote(urlsplit(url).path))
        try:
            yield path.read_bytes()
        except FileNotFoundError:
            raise DownloadHTTPError("not there", 404) from None


class Screen:
    """Trusts `root`, and keeps what it has verified from one look to the next."""

    def __init__(self, path: Path, root: bytes, now: datetime) -> None:
        self._cache = path
        self._root = root
        self.now = now

    def look(self, tree: Path, target: str = "release.json") -> Manifest | None:
        """Update from the tree, and give the manifest, its bodies verified; None: there is none.

        Raises:
            RepositoryError, DownloadError: python-tuf's.
            AssertionError: a body is missing or wrong.
        """
        (self._cache / "targets").mkdir(parents=True, exist_ok=True)
        base = tree.absolute().as_uri()
        updater = Updater(
            str(self._cache), f"{base}/metadata", str(self._cache / "targets"),
            f"{base}/targets", _Files(), bootstrap=self._root,
        )  # fmt: skip
        updater._trusted_set.reference_time = self.now
        updater.refresh()
        role = "release.json" if target == "release.json" else "emergency.json"
        if role not in updater._trusted_set.snapshot.meta:
            return None
        info = updater.get_targetinfo(target)
        if info is None:
            return None
        data = Path(updater.download_target(info, str(self._cache / "manifest"))).read_bytes()
        manifest = read(data)
        for path, body in manifest.files.items():
            found = (tree / "targets" / body.sha256).read_bytes()
            assert len(found) == body.size, path
            assert hashlib.sha256(found).hexdigest() == body.sha256, path
        return manifest
