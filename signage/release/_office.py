"""The folder named by `--keys`: who may sign, and all that was signed; never read from a tree.

```
authority.json    the roots and the targets role: only `signage keys` writes it
repository.json   what was published, with its versions: only `signage publish` writes it
manifests/        those in force and the ones before them, by their SHA-256
1.root.json       what a screen pins, for carrying to it
*.key             private keys
beginning         there while the first keys are being made
lock, freezing    one publication at a time; no pruning while another copies
```

Two records with two writers, so that the first can be carried to an offline machine and back while
publishing goes on.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import os
import time
from typing import TYPE_CHECKING, TypeVar

import msgspec

from signage import atomic
from signage.config import RELEASE
from signage.errors import ContentError, DeviceError, TrustError
from signage.release._authority import Authority
from signage.release._compose import Record, version
from signage.release._keyring import private_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from signage.release._authority import ContentRole

__all__ = ["Office"]

_T = TypeVar("_T", Authority, Record)
_FORMAT = 1
"""Of both records."""
_PATIENCE = RELEASE.lock_wait
_LOOK = 0.02
"""Seconds between two looks at a lock that is held."""


class Office:
    """See the module. Every failure of its disk is a `DeviceError`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the folder as the one who writes it; makes it where it is not there.

        Raises:
            DeviceError: another holds it for too long, or it cannot be written.
        """
        with self._ours():
            private_folder(self.path)
        with self._locked("lock", fcntl.LOCK_EX):
            with self._ours():
                self._sweep()
            yield

    @contextlib.contextmanager
    def copying(self) -> Iterator[Callable[[], contextlib.AbstractContextManager[bool]]]:
        """Keep others from pruning, as long as bodies are copied that nothing names yet.

        Gives what, asked at the end, says whether nobody else copies: then one may prune.
        """
        with self._ours():
            private_folder(self.path)
        with self._locked("freezing", fcntl.LOCK_SH) as handle:

            @contextlib.contextmanager
            def last() -> Iterator[bool]:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    yield False
                else:
                    yield True

            yield last

    def authority(self) -> Authority | None:
        """Who may sign; None where there are no keys yet.

        Raises:
            DeviceError: the record is damaged, or lost though there are keys.
        """
        data = self._read("authority.json")
        if data is None:
            if not self._has("beginning") and any(self.path.glob("*.key")):
                raise DeviceError(
                    f"{self.path}: there are keys and no authority.json: restore its backup"
                )
            return None
        return self._decoded(data, Authority, "authority.json").check()

    def record(self, authority: Authority) -> Record:
        """What was published.

        Raises:
            DeviceError: the record is damaged or lost.
            TrustError: `authority` is older than what was published under it.
        """
        data = self._read("repository.json")
        if data is None:
            raise DeviceError(f"{self.path}: repository.json is missing: restore its backup")
        record = self._decoded(data, Record, "repository.json")
        published, here = version(record.targets), version(authority.targets)
        if (
            record.root > len(authority.roots)
            or published > here
            or (published == here and record.targets != authority.targets)
        ):
            raise TrustError(
                f"{self.path}: authority.json is not the one that followed the last publication: "
                "an old copy was put back; fetch the newest"
            )
        return record

    def version(self, role: ContentRole) -> int:
        """Under which a role was signed last, seen already or not; 0: never.

        Raises:
            DeviceError, TrustError: as `authority` and `record`.
        """
        authority = self.authority()
        sealed = self.record(authority).sealed(role) if authority else None
        return version(sealed.metadata) if sealed else 0

    def begin(self) -> None:
        """Note that the first keys are being made."""
        with self._ours():
            atomic.write(self.path / "beginning", b"")

    def found(self, authority: Authority) -> None:
        """Keep the first authority: from here on there are keys."""
        with self._ours():
            empty = _encoded(Record(format=_FORMAT))
            atomic.write(self.path / "repository.json", empty, mode=0o600)
        self.keep_authority(authority)
        with self._ours():
            atomic.remove(self.path / "beginning")

    def keep_authority(self, authority: Authority) -> None:
        """Let it hold from now on."""
        with self._ours():
            atomic.write(self.path / "authority.json", _encoded(authority), mode=0o600)
            self.give_root(authority)

    def give_root(self, authority: Authority) -> None:
        """See that what a screen pins lies here."""
        if self._read("1.root.json") != authority.roots[0].encode():
            with self._ours():
                atomic.write(self.path / "1.root.json", authority.roots[0].encode())

    def keep_record(self, record: Record) -> None:
        """Note what was signed: before anybody else sees it, so that no version comes twice."""
        with self._ours():
            atomic.write(self.path / "repository.json", _encoded(record), mode=0o600)

    def manifest(self, sha256: str) -> bytes | None:
        """The bytes of a manifest that was published; None where it was lost or damaged."""
        data = self._read(f"manifests/{sha256}")
        return data if data is not None and hashlib.sha256(data).hexdigest() == sha256 else None

    def keep_manifest(self, data: bytes) -> str:
        """Keep a manifest, and give its SHA-256."""
        sha256 = hashlib.sha256(data).hexdigest()
        with self._ours():
            atomic.folder(self.path / "manifests")
            if self.manifest(sha256) is None:
                atomic.write(self.path / "manifests" / sha256, data)
        return sha256

    def drop_manifests(self, keep: Iterable[str]) -> None:
        """Remove those that no publication needs any more."""
        kept = set(keep)
        with self._ours():
            for path in (self.path / "manifests").glob("*"):
                if path.name not in kept:
                    path.unlink()

    def _sweep(self) -> None:
        for folder in (self.path, self.path / "manifests"):
            for path in folder.glob(".tmp-*"):
                path.unlink()

    def _has(self, name: str) -> bool:
        return (self.path / name).exists()

    def _read(self, name: str) -> bytes | None:
        with self._ours():
            try:
                return (self.path / name).read_bytes()
            except (FileNotFoundError, NotADirectoryError):
                return None

    def _decoded(self, data: bytes, kind: type[_T], name: str) -> _T:
        try:
            found = msgspec.json.decode(data, type=kind)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise DeviceError(
                f"{self.path / name} is damaged ({error}): restore its backup"
            ) from error
        if found.format > _FORMAT:
            raise ContentError(f"{self.path / name}: a newer version wrote it: update this one")
        return found

    @contextlib.contextmanager
    def _locked(self, name: str, kind: int) -> Iterator[int]:
        with self._ours():
            flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
            handle = os.open(self.path / name, flags, 0o600)
        try:
            end = time.monotonic() + _PATIENCE
            while True:
                try:
                    fcntl.flock(handle, kind | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > end:
                        raise DeviceError(
                            f"{self.path} is in use by another publication: wait for its end"
                        ) from None
                    time.sleep(_LOOK)
            yield handle
        finally:
            os.close(handle)

    @contextlib.contextmanager
    def _ours(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            remedy = "free some space" if error.errno == errno.ENOSPC else "check its rights"
            raise DeviceError(f"the keys folder {self.path}: {error.strerror}: {remedy}") from error


def _encoded(value: Authority | Record) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1)
