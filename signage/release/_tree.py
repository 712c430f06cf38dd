"""The release tree: what any static host serves, and in which order it comes into sight.

```
metadata/timestamp.json                      the only file that ever changes: it names all else
metadata/N.root.json, N.snapshot.json, …     each version of a role has a file of its own
targets/<sha256>.release.json                manifests
targets/emergency/<sha256>.release.json
targets/<sha256>                             bodies
```
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
from typing import TYPE_CHECKING, Any

import msgspec
from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, Snapshot, Targets, Timestamp

from signage import atomic
from signage.errors import ContentError, DeviceError, TrustError
from signage.release._authority import PATHS, ContentRole
from signage.release._compose import version
from signage.release.manifest import read
from signage.release.reading import is_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from signage.release._authority import Authority
    from signage.release._compose import Record
    from signage.release.manifest import Body, Manifest

__all__ = ["Shown", "Tree"]


_STEP = 2
"""Seconds: FAT tells no less apart."""


class Shown(msgspec.Struct, frozen=True):
    """What the tree led to before a publication: a screen may be in the midst of it."""

    metadata: set[str]
    """File names."""
    manifests: dict[ContentRole, str]
    """SHA-256 of each role's."""


class Tree:
    """DEST. What is read from it decides only what is not removed yet: versions never do.

    Every failure of its disk is a `DeviceError`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.metadata = path / "metadata"
        self.targets = path / "targets"

    def claim(self, authority: Authority | None) -> None:
        """See that the tree is ours, or nobody's yet.

        Raises:
            TrustError: other keys published it.
        """
        with self._ours():
            try:
                root = (self.metadata / "1.root.json").read_bytes()
            except (FileNotFoundError, NotADirectoryError):
                if not any(self.metadata.glob("*.json")):
                    return
                root = b""
        if authority is not None and root == authority.roots[0].encode():
            return
        whose = f"root {hashlib.sha256(root).hexdigest()[:16]}…" if root else "no 1.root.json"
        mine = f"not {authority.fingerprint[:16]}…" if authority else "and there are no keys here"
        raise TrustError(
            f"{self.path} was published with other keys ({whose}, {mine}): name their folder with "
            "--keys, or another place with --to"
        )

    def prepare(self) -> None:
        """Make its folders."""
        with self._ours():
            for folder in (self.metadata, self.targets / "emergency"):
                atomic.folder(folder)

    def has(self, body: Body) -> bool:
        """Whether the body is there, by name and size."""
        try:
            status = (self.targets / body.sha256).lstat()
        except OSError:
            return False
        return stat.S_ISREG(status.st_mode) and status.st_size == body.size

    def sound(self, body: Body) -> bool:
        """Whether the body is there, byte for byte: a disk spoils files without changing sizes."""
        if not self.has(body):
            return False
        try:
            with (self.targets / body.sha256).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == body.sha256
        except OSError:
            return False

    @contextlib.contextmanager
    def adding(self) -> Iterator[atomic.Unnamed]:
        """Give a scratch file for a body; name it with `settle=False`, `settle` comes last."""
        with atomic.unnamed(self.targets) as scratch:
            yield scratch

    def settle(self) -> None:
        """Make the names of the bodies durable."""
        with self._ours():
            atomic.sync_folder(self.targets)

    def shown(self) -> Shown | None:
        """What it leads to now; None where it cannot be told.

        Nothing is verified: who could write here could remove things as well.
        """
        metadata: set[str] = set()
        manifests: dict[ContentRole, str] = {}
        try:
            timestamp = self._signed("timestamp.json", Timestamp)
            metadata.add(f"{timestamp.snapshot_meta.version}.snapshot.json")
            snapshot = self._signed(f"{timestamp.snapshot_meta.version}.snapshot.json", Snapshot)
            for name, each in snapshot.meta.items():
                metadata.add(f"{each.version}.{name}")
            for role, path in PATHS.items():
                if (meta := snapshot.meta.get(f"{role}.json")) is not None:
                    signed = self._signed(f"{meta.version}.{role}.json", Targets)
                    manifests[role] = signed.targets[path].hashes["sha256"]
        except FileNotFoundError:
            return Shown(metadata, manifests) if not metadata else None
        except (RepositoryError, OSError, KeyError, ValueError):
            return None
        return Shown(metadata, manifests)

    def manifest(self, role: ContentRole, sha256: str) -> Manifest | None:
        """A manifest that lies here; None where it does not, or is damaged."""
        try:
            data = (self.path / _manifest(role, sha256)).read_bytes()
            return read(data) if hashlib.sha256(data).hexdigest() == sha256 else None
        except (OSError, ContentError):
            return None

    def expose(
        self, authority: Authority, record: Record, manifests: Mapping[ContentRole, bytes]
    ) -> None:
        """Bring a publication into sight, whose bodies are here.

        The timestamp comes last. A new root comes after it even so: what the timestamp leads to
        is signed for the former root's screens too, so both see a whole tree at every step.
        """
        files: dict[str, str] = {f"{version(record.targets)}.targets.json": record.targets}
        with self._ours():
            for role, data in manifests.items():
                self._put(_manifest(role, hashlib.sha256(data).hexdigest()), data)
                if (sealed := record.sealed(role)) is not None:
                    files[f"{version(sealed.metadata)}.{role}.json"] = sealed.metadata
            files[f"{version(record.snapshot)}.snapshot.json"] = record.snapshot
            for name, text in files.items():
                self._put(f"metadata/{name}", text.encode())
            roots = {
                f"metadata/{number + 1}.root.json": text.encode()
                for number, text in enumerate(authority.roots)
            }
            first = not (self.metadata / "timestamp.json").exists()
            if not first:
                self._put_timestamp(record.timestamp.encode())
            for name, data in roots.items():
                self._put(name, data)
            if first:
                self._put_timestamp(record.timestamp.encode())

    def prune(
        self, metadata: Collection[str], manifests: Collection[str], bodies: Collection[str]
    ) -> int:
        """Remove what none of these names, by file name or SHA-256; gives how many bodies went.

        Roots stay for ever: a screen that was off for years follows their chain.
        """
        gone = 0
        with self._ours():
            for path in self.metadata.iterdir():
                name = path.name
                if atomic.is_scratch(path) or (
                    name.endswith(".json")
                    and not name.endswith(".root.json")
                    and name != "timestamp.json"
                    and name not in metadata
                ):
                    path.unlink()
            for folder in (self.targets, self.targets / "emergency"):
                for entry in list(os.scandir(folder)):
                    if entry.is_dir(follow_symlinks=False):
                        continue
                    path = folder / entry.name
                    if is_name(path.name) and path.name not in bodies:
                        path.unlink()
                        gone += 1
                    elif atomic.is_scratch(path) or (
                        path.name.endswith(".release.json")
                        and path.name.partition(".")[0] not in manifests
                    ):
                        path.unlink()
                atomic.sync_folder(self.targets)
        return gone

    def _put(self, name: str, data: bytes) -> None:
        path = self.path / name
        try:
            if path.read_bytes() == data:
                return
        except FileNotFoundError:
            pass
        atomic.write(path, data)

    def _put_timestamp(self, data: bytes) -> None:
        """Replace the timestamp; its time of change is in a second of its own.

        nginx and others make the ETag of that second and the size, which stays the same: of two
        publications within a second screens would never see the latter.
        """
        path = self.metadata / "timestamp.json"
        try:
            before = int(path.stat().st_mtime)
            if path.read_bytes() == data:
                return
        except FileNotFoundError:
            before = 0
        with atomic.writing(path) as file:
            file.write(data)
            file.flush()
            if int(os.fstat(file.fileno()).st_mtime) < before + _STEP:
                os.utime(file.fileno(), (before + _STEP, before + _STEP))

    def _signed(self, name: str, kind: type[Any]) -> Any:
        signed = Metadata.from_bytes((self.metadata / name).read_bytes()).signed
        if not isinstance(signed, kind):
            raise ValueError(name)  # noqa: TRY004  (for the one who asked: it cannot be told)
        return signed

    @contextlib.contextmanager
    def _ours(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise failure(self.path, error) from error


def failure(path: Path, error: OSError) -> DeviceError:
    """Say that DEST cannot be written, and what to do."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DeviceError(f"{path}: no space is left: free some, and publish again")
    return DeviceError(f"{path}: {error.strerror}: check its rights and the disk")


def _manifest(role: ContentRole, sha256: str) -> str:
    folder, _, name = PATHS[role].rpartition("/")
    return "/".join(filter(None, ("targets", folder, f"{sha256}.{name}")))
