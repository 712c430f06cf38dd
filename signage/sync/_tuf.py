"""One visit of python-tuf to a release tree, and the rules of this house beyond those of TUF.

python-tuf works in a scratch folder, seeded from the trust record and thrown away afterwards: its
own cache is not durable and runs ahead of the content.
"""

from __future__ import annotations

import contextlib
import logging
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

from tuf.api.exceptions import DownloadError, RepositoryError
from tuf.api.metadata import Metadata, Root, Snapshot, Targets, Timestamp
from tuf.ngclient import Updater, UpdaterConfig

from signage.config import RELEASE, SIGNED, SignedLimits
from signage.errors import SignageError, TrustError
from signage.release.roles import PATHS, reviewed
from signage.sync._blame import OldError, no_scratch, verdict
from signage.sync._fetcher import Fetcher
from signage.sync._trust import ROLES, Trust

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tuf.api.metadata import Signed, TargetFile

    from signage.release.roles import ContentRole as Role
    from signage.sync._transport import Fetched, Transport
    from signage.sync._trust import Floor

__all__ = ["Promise", "Visit"]

_log = logging.getLogger(__name__)
logging.getLogger("tuf").setLevel(logging.WARNING)  # what it finds, our errors tell

_S = TypeVar("_S", bound="Signed")


@dataclass(frozen=True, slots=True)
class Promise:
    """What a role signed: the manifest's hash and size. Its bytes were not fetched yet."""

    role: Role
    version: int
    sha256: str
    size: int
    expires: datetime
    reviewed: bool
    """Whether a person's key signed it, whatever the manifest says of itself."""


class Visit:
    """A visit to one release tree, with what was trusted before. Use it as a context manager.

    `at` is the instant by which expiry is judged. `primed` is the timestamp when it was fetched
    already. `refresh` first, then `promise` for each role: one that fails leaves the other alone.
    """

    def __init__(
        self,
        trust: Trust,
        transport: Transport,
        at: datetime,
        *,
        floors: tuple[Floor, ...] = (),
        primed: Fetched | None = None,
        limits: SignedLimits = SIGNED,
    ) -> None:
        self._trust = trust
        self._transport = transport
        self._at = at
        self._floors = floors
        self._limits = limits
        self._fetcher = Fetcher(transport, limits, primed)
        self._stack = contextlib.ExitStack()
        self._updater: Updater | None = None
        self._verified: dict[str, bytes] = {}

    def __enter__(self) -> Self:
        """Lay out the scratch folder."""
        try:
            self._folder = Path(
                self._stack.enter_context(
                    tempfile.TemporaryDirectory(prefix="signage-tuf-", ignore_cleanup_errors=True)
                )
            )
            history = self._folder / "root_history"
            history.mkdir()
            for root in self._trust.roots:
                version = _signed(root, Root).version
                (history / f"{version}.root.json").write_bytes(root)
            for role, content in self._trust.roles.items():
                if role in ROLES:
                    (self._folder / f"{role}.json").write_bytes(content)
        except OSError as error:
            self._stack.close()
            raise no_scratch(error) from error
        return self

    def __exit__(self, *_: object) -> None:
        """Throw the scratch folder away."""
        self._stack.close()

    def refresh(self) -> None:
        """Verify root, timestamp, snapshot and targets.

        Raises:
            TransportError: no bytes came that could be ours.
            TrustError: bytes came and are not trusted.
            DeviceError: this device cannot hold the scratch folder.
        """
        with self._judged():
            self._updater = updater = Updater(
                str(self._folder), "metadata/", fetcher=self._fetcher, bootstrap=self._trust.pinned,
                config=UpdaterConfig(
                    root_max_length=self._limits.root_bytes,
                    timestamp_max_length=self._limits.timestamp_bytes,
                    snapshot_max_length=self._limits.snapshot_bytes,
                    targets_max_length=self._limits.targets_bytes,
                ),
            )  # fmt: skip
            # The one private attribute: a kiosk whose clock is wrong judges by what it knows.
            updater._trusted_set.reference_time = self._at  # noqa: SLF001
            updater.refresh()
            self._check_targets(self._read("targets", Targets))
            self._check_root_floor()
            for role in ("timestamp", "snapshot", "targets"):
                self._verified[role] = self._bytes(role)

    def promise(self, role: Role) -> Promise | None:
        """What the role signed; None where it signs nothing (no emergency, say).

        Raises:
            TransportError, TrustError, DeviceError: as `refresh`; the other role is as it was.
        """
        assert self._updater is not None, "refresh first"  # noqa: S101
        with self._judged():
            snapshot = self._read("snapshot", Snapshot)
            if f"{role}.json" not in snapshot.meta:
                self._check_floor(role, 0)
                return None
            found = self._updater.get_targetinfo(PATHS[role])
            known: Metadata[Targets] = Metadata.from_bytes(self._bytes(role))
            metadata = known.signed
            self._check_scope(role, metadata)
            self._check_floor(role, metadata.version)
            self._verified[role] = self._bytes(role)
            if found is None:
                return None
            return Promise(
                role, metadata.version, _sha256(found, role), found.length, metadata.expires,
                reviewed=reviewed(self._read("targets", Targets), role, known),
            )  # fmt: skip

    def manifest(self, promise: Promise) -> bytes:
        """Fetch the bytes that a role signed, and hold them against what it signed.

        Raises:
            TransportError, TrustError: as `refresh`.
        """
        assert self._updater is not None, "refresh first"  # noqa: S101
        with self._judged():
            found = self._updater.get_targetinfo(PATHS[promise.role])
            assert found is not None  # noqa: S101
            if promise.size > RELEASE.manifest_bytes:
                raise TrustError(f"{self._transport.name}: a manifest of {promise.size:,} bytes")
            folder, slash, name = PATHS[promise.role].rpartition("/")
            path = f"targets/{folder}{slash}{promise.sha256}.{name}"
            content = self._fetcher.download_bytes(path, promise.size)
            found.verify_length_and_hashes(content)
            return content

    def record(self) -> Trust:
        """What is trusted now, to be kept."""
        return Trust(
            pinned=self._trust.pinned,
            roots=tuple(self._roots()[1:]),
            roles={**self._trust.roles, **self._verified},
            sources=self._trust.sources,
        )

    @property
    def root(self) -> int:
        """Version of the root in force."""
        return _signed(self._roots()[-1], Root).version

    @property
    def expires(self) -> datetime:
        """When the first of the roles above the manifests expires."""
        root = _signed(self._roots()[-1], Root)
        return min(
            root.expires,
            self._read("timestamp", Timestamp).expires,
            self._read("snapshot", Snapshot).expires,
            self._read("targets", Targets).expires,
        )

    # Rules of this house, beyond those of TUF

    def _check_targets(self, targets: Targets) -> None:
        roles = targets.delegations.roles if targets.delegations else None
        if targets.targets:
            raise self._scope("targets.json lists files itself")
        for role, path in PATHS.items():
            delegated = (roles or {}).get(role)
            if delegated is None:
                raise self._scope(f"targets.json does not say who may sign {path}")
            pattern = path if role == "release" else "emergency/"
            if any(not each.startswith(pattern) for each in delegated.paths or ("?",)):
                raise self._scope(f"targets.json lets {role} sign more than {path}")

    def _check_scope(self, role: Role, metadata: Targets) -> None:
        beyond = sorted(set(metadata.targets) - {PATHS[role]})
        if beyond:
            raise self._scope(f"the {role} role signed {beyond[0]}, which it may not")
        if metadata.delegations is not None:
            raise self._scope(f"the {role} role lets others sign, which it may not")

    def _scope(self, what: str) -> TrustError:
        return TrustError(f"{self._transport.name}: {what}: refused; ask the centre to sign anew")

    def _check_floor(self, role: Role, version: int) -> None:
        roots = {root.version: root for root in (_signed(each, Root) for each in self._roots())}
        now = roots[max(roots)]
        for floor in self._floors:
            if floor.role != role or version >= floor.version:
                continue
            before = roots.get(floor.root)
            if before is None or not _rotated(before, now):
                raise OldError(
                    f"{self._transport.name}: offers version {version} of the {role}, and version "
                    f"{floor.version} was here already: an old copy is being served"
                )

    def _check_root_floor(self) -> None:
        most = max((floor.root for floor in self._floors), default=0)
        if self.root < most:
            raise OldError(
                f"{self._transport.name}: offers root {self.root}, and root {most} was here "
                "already: an old copy is being served"
            )

    # Within

    def _bytes(self, role: str) -> bytes:
        return (self._folder / f"{role}.json").read_bytes()

    def _read(self, role: str, kind: type[_S]) -> _S:
        """What python-tuf verified and left in its folder."""
        return _signed(self._bytes(role), kind)

    def _roots(self) -> list[bytes]:
        """Every root from the pinned one to the one in force."""
        roots = [self._trust.pinned]
        version = _signed(self._trust.pinned, Root).version
        current = (self._folder / "root.json").resolve().name
        while current != f"{version}.root.json":
            version += 1
            roots.append((self._folder / "root_history" / f"{version}.root.json").read_bytes())
        return roots

    @contextlib.contextmanager
    def _judged(self) -> Iterator[None]:
        """Turn python-tuf's errors into ours."""
        try:
            yield
        except SignageError:
            raise
        except OSError as error:
            raise no_scratch(error) from error
        except (DownloadError, RepositoryError) as error:
            raise verdict(error, self._transport.name, *self._fetcher.last) from error


def _signed(content: bytes, kind: type[_S]) -> _S:
    metadata: Metadata[Any] = Metadata.from_bytes(content)
    assert isinstance(metadata.signed, kind)  # noqa: S101
    return metadata.signed


def _rotated(before: Root, now: Root) -> bool:
    """Whether the keys that were in force for the online roles cannot sign them any more."""
    for role in ("timestamp", "snapshot"):
        known, fresh = before.roles[role], now.roles[role]
        if len(set(known.keyids) & set(fresh.keyids)) < known.threshold:
            return True
    return False


def _sha256(found: TargetFile, role: Role) -> str:
    digest = found.hashes.get("sha256")
    if digest is None:
        raise TrustError(f"the {role} role names no SHA-256: refused")
    return digest
