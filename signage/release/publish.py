"""A folder sealed and brought into sight. For the command line and the console alike.

The order, whatever ends the process in its midst: bodies lie in the tree before anything names
them; what was signed is on record in the keys folder before anybody sees it; the tree's timestamp,
the one file that changes, is replaced last; what nobody needs any more goes after that. So a screen
sees the former release or the new one, and the next publication completes what was cut.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from signage.config import RELEASE
from signage.content.fault import Fault
from signage.errors import DeviceError, SourceError, UsageError
from signage.release import _compose, keys
from signage.release._authority import (
    EMERGENCY,
    PATHS,
    RELEASE_ROLE,
    Authority,
    ContentRole,
    holders,
    threshold,
)
from signage.release._difference import Difference, FileChange, compare
from signage.release._freeze import FaultsError, Progress, Quiet, freeze, load
from signage.release._keyfile import Cost, WrongPassphraseError
from signage.release._keyring import Given, Keyring, Passphrases
from signage.release._office import Office
from signage.release._tree import Shown, Tree
from signage.release.manifest import Manifest, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from securesystemslib.signer import CryptoSigner

    from signage.content.loader import Loaded
    from signage.release._compose import Record
    from signage.release._freeze import Frozen

__all__ = [
    "ContentRole", "Cost", "Difference", "FaultsError", "FileChange", "Given", "Keyring", "Office",
    "Passphrases", "Progress", "Published", "WrongPassphraseError", "publish", "refresh",
]  # fmt: skip


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """What a publication came to."""

    role: ContentRole | None
    """None: only snapshot and timestamp were signed anew."""
    version: int
    """Of the role; 0 where nothing was ever published under it."""
    changed: bool
    """Whether the content is another than before."""
    reviewed: bool
    signed_by: list[str]
    """Names of those who signed the content; empty where it stood already."""
    difference: Difference | None
    playlists: int
    """In what is published under the role; an emergency without any is withdrawn."""
    copied: int
    """Bodies that were not there before."""
    copied_bytes: int
    pruned: int
    """Bodies that nothing names any more, and are gone."""
    expires: str
    """Until when screens take the tree as fresh; ISO 8601 with offset."""
    fingerprint: str
    """SHA-256 of `1.root.json`, for screens to pin."""
    keys_made: bool
    """Whether this made the first keys."""
    warnings: list[Fault]
    notes: list[str]
    """Sentences on what else somebody should do."""


def publish(
    folder: Path,
    dest: Path,
    keyring: Keyring,
    *,
    role: ContentRole = RELEASE_ROLE,
    by: Sequence[str] = (),
    days: int = RELEASE.online_days,
    judge: Callable[[Loaded], Iterable[Fault]] = lambda loaded: loaded.faults,
    progress: Progress | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Published:
    """Seal `folder` into the tree at `dest`, with the keys in the first folder of `keyring`.

    Makes the first keys where neither has any. Content that stands already is not signed again,
    unless half of its time has gone or its signer's key; snapshot and timestamp always are.

    Args:
        folder: the central folder.
        dest: the tree; made where it is not there.
        keyring: the keys folder first; where it has to make keys, they go there.
        role: `emergency` publishes the folder's emergency playlists, and leaves the release be.
            With none in the folder it withdraws the emergency.
        by: who signs; nobody named: whoever's key is here and opens, a machine's last.
        days: for which snapshot and timestamp are valid.
        judge: what is wrong with the folder that was read.
        progress: who is told how the copying goes.
        now: this machine's time.

    Raises:
        FaultsError: the folder has errors; nothing was changed.
        UsageError: a wrong passphrase, or nobody here may sign.
        SourceError: the folder is not there, or keeps changing.
        DeviceError: no space, no rights, a wrong clock, another publication.
        TrustError: other keys published what lies at `dest`.
    """
    office, tree = Office(keyring.folders[0]), Tree(dest)
    _apart(folder, tree, keyring)
    load(folder, judge)
    authority = office.authority()
    tree.claim(authority)
    made = authority is None
    if authority is None:
        authority = keys.init(office, keyring, now())
    signers, reviewed = _signers(authority, role, keyring, by)
    known = _standing(office, office.record(authority), role)
    tree.prepare()
    with office.copying() as last:
        frozen = freeze(
            folder, role, tree, judge,
            known=known.files if known else {}, progress=progress or Quiet(),
        )  # fmt: skip
        with office.alone():
            publication = _Publication(office, tree, keyring, now())
            publication.content(role, frozen, signers, reviewed=reviewed)
            publication.finish(days)
            pruned = publication.prune(last)
    return publication.told(
        role, frozen, signed_by=[_name(authority, role, each) for each in signers],
        pruned=pruned, made=made,
    )  # fmt: skip


def refresh(
    dest: Path,
    keyring: Keyring,
    *,
    days: int = RELEASE.online_days,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Published:
    """Sign snapshot and timestamp anew, and no content: takes the online key alone.

    Raises:
        UsageError: there are no keys, or the tree lacks what was published.
        DeviceError: no space, no rights, a wrong clock, another publication.
        TrustError: other keys published what lies at `dest`.
    """
    office, tree = Office(keyring.folders[0]), Tree(dest)
    _apart(None, tree, keyring)
    authority = keys.existing(office)
    tree.claim(authority)
    tree.prepare()
    with office.copying() as last, office.alone():
        publication = _Publication(office, tree, keyring, now())
        publication.finish(days)
        pruned = publication.prune(last)
    return publication.told(None, None, signed_by=[], pruned=pruned, made=False)


class _Publication:
    """One publication, while the keys folder is held."""

    def __init__(self, office: Office, tree: Tree, keyring: Keyring, now: datetime) -> None:
        self._office = office
        self._tree = tree
        self._keyring = keyring
        self._now = now.astimezone(UTC)
        self._newest = keys.existing(office)
        self._record = office.record(self._newest)
        self._role: ContentRole | None = None
        self._signed = False
        self._difference: Difference | None = None
        self._shown: Shown | None = None
        self._notes: list[str] = []
        self._check_clock()

    def content(
        self, role: ContentRole, frozen: Frozen, signers: list[CryptoSigner], *, reviewed: bool
    ) -> None:
        """Sign what was frozen, where it does not stand already."""
        self._role = role
        standing = _standing(self._office, self._record, role)
        manifest = Manifest(
            created=self._now.isoformat(timespec="seconds"),
            content=frozen.content,
            files=frozen.files,
            reviewed=reviewed,
        )
        self._difference = compare(standing, manifest)
        if standing is not None and _stands(standing, manifest):
            if _compose.in_force(self._record, self._newest, role) and not _compose.aging(
                self._record, role, self._now
            ):
                return
            if standing.reviewed == reviewed:
                manifest = standing
        data = msgspec.json.encode(manifest)
        read(data)  # what a screen would refuse never leaves this place
        self._office.keep_manifest(data)
        self._record = _compose.issue(self._record, role, data, signers, self._now)
        self._signed = True

    def finish(self, days: int) -> None:
        """Sign snapshot and timestamp, put all on record, and bring it into sight."""
        self._check_bodies()
        authority = self._authority()
        signers = self._keyring.some(
            _compose.online_keys(self._record, authority), RELEASE.root_keys_most
        )
        online = set(authority.root.roles["timestamp"].keyids)
        if not any(signer.public_key.keyid in online for signer in signers):
            raise UsageError(
                f"{self._office.path}: the online key is not here: bring its file back, or "
                "`signage keys rotate --role online`"
            )
        self._record = _compose.renew(self._record, authority, signers, self._now, days=days)
        self._office.keep_record(self._record)
        self._office.give_root(self._newest)
        self._shown = self._tree.shown()
        self._tree.expose(authority, self._record, self._manifests())

    def prune(self, last: Callable[[], AbstractContextManager[bool]]) -> int:
        """Remove what neither this publication needs nor the one before it."""
        named: dict[ContentRole, set[str]] = {role: set() for role in PATHS}
        for role in PATHS:
            if (sealed := self._record.sealed(role)) is not None:
                named[role] = {sealed.manifest} | ({sealed.former} if sealed.former else set())
        self._office.drop_manifests(set().union(*named.values()))
        after = self._tree.shown()
        if self._shown is None or after is None:
            return 0  # what cannot be read cannot be known to be needless
        for role, sha256 in self._shown.manifests.items():
            named[role].add(sha256)
        bodies: set[str] = set()
        for role, sha256s in named.items():
            for sha256 in sha256s:
                manifest = self._read(sha256) or self._tree.manifest(role, sha256)
                if manifest is not None:
                    bodies.update(body.sha256 for body in manifest.files.values())
        with last() as alone:
            if not alone:
                return 0
            return self._tree.prune(
                self._shown.metadata | after.metadata, set().union(*named.values()), bodies
            )

    def told(
        self, role: ContentRole | None, frozen: Frozen | None, *, signed_by: list[str],
        pruned: int, made: bool,
    ) -> Published:  # fmt: skip
        """Say what it came to."""
        sealed = self._record.sealed(role) if role else None
        standing = _standing(self._office, self._record, role) if role else None
        difference = self._difference
        return Published(
            role=role,
            version=_compose.version(sealed.metadata) if sealed else 0,
            changed=difference is not None and not difference.nothing,
            reviewed=bool(standing and standing.reviewed),
            signed_by=signed_by if self._signed else [],
            difference=difference,
            playlists=len(standing.content.playlists) if standing else 0,
            copied=frozen.copied if frozen else 0,
            copied_bytes=frozen.copied_bytes if frozen else 0,
            pruned=pruned,
            expires=_compose.expires(self._record.timestamp).isoformat(),
            fingerprint=self._newest.fingerprint,
            keys_made=made,
            warnings=frozen.faults if frozen else [],
            notes=self._notes,
        )

    def _authority(self) -> Authority:
        """The newest, or else the one last published, under which the release holds.

        Where the release's signer lost the key, screens would be left without a release that
        holds; until somebody signs it again, an emergency and the daily signature go on as before.
        """
        candidates = [self._newest]
        if self._record.root:
            candidates.append(self._newest.at(self._record.root, self._record.targets))
        for authority in candidates:
            holds = self._record.release is None or _compose.in_force(
                self._record, authority, RELEASE_ROLE
            )
            mine = self._role is None or _compose.in_force(self._record, authority, self._role)
            if holds and mine:
                if authority is not self._newest and authority != self._newest:
                    self._notes.append(
                        "the last change of keys is not in force yet, since it takes the right "
                        "from whoever signed the release: publish the release again"
                    )
                return authority
        raise UsageError(
            "the release in force was signed with a key that was taken away: publish it again first"
        )

    def _check_clock(self) -> None:
        if not self._record.signed:
            return
        last = datetime.fromisoformat(self._record.signed)
        if self._now < last - timedelta(seconds=RELEASE.clock_back):
            raise DeviceError(
                f"this machine's clock says {self._now:%Y-%m-%d %H:%M} UTC, before the last "
                f"publication ({last:%Y-%m-%d %H:%M}): set it, or screens would refuse the release"
            )

    def _check_bodies(self) -> None:
        """See that a tree that is new here has what the other role published elsewhere."""
        for role in PATHS:
            manifest = _standing(self._office, self._record, role)
            if manifest is None:
                if self._record.sealed(role) is not None:
                    raise DeviceError(
                        f"{self._office.path}: a manifest is lost: restore its backup"
                    )
                continue
            lacking = sum(not self._tree.has(body) for body in manifest.files.values())
            if not lacking:
                continue
            if role == EMERGENCY and self._role != EMERGENCY:
                self._notes.append(
                    f"{lacking} files of the emergency in force are not in {self._tree.path}: "
                    "publish it there too, with --role emergency"
                )
            elif role == self._role:
                raise SourceError(f"{self._tree.path} lost files while they were copied: try again")
            else:
                raise UsageError(
                    f"{self._tree.path} lacks {lacking} files of the release in force: publish the "
                    "release there first"
                )

    def _manifests(self) -> dict[ContentRole, bytes]:
        found: dict[ContentRole, bytes] = {}
        for role in PATHS:
            if (sealed := self._record.sealed(role)) is not None:
                data = self._office.manifest(sealed.manifest)
                if data is not None:
                    found[role] = data
        return found

    def _read(self, sha256: str) -> Manifest | None:
        data = self._office.manifest(sha256)
        return read(data) if data is not None else None


def _standing(office: Office, record: Record, role: ContentRole) -> Manifest | None:
    sealed = record.sealed(role)
    data = office.manifest(sealed.manifest) if sealed else None
    return read(data) if data is not None else None


def _stands(standing: Manifest, manifest: Manifest) -> bool:
    """Whether it says the same; what a person approved, a machine need not sign."""
    same = replace(standing, created="", reviewed=False) == replace(
        manifest, created="", reviewed=False
    )
    return same and (standing.reviewed or not manifest.reviewed)


def _signers(
    authority: Authority, role: ContentRole, keyring: Keyring, by: Sequence[str]
) -> tuple[list[CryptoSigner], bool]:
    """Unlock who signs, and tell whether a person is among them."""
    members = holders(authority, role)
    needs = threshold(authority, role)
    here = [each for each in members if keyring.has(each.keyid)]
    if by:
        unknown = set(by) - {each.name for each in here}
        if unknown:
            names = ", ".join(each.name for each in here) or "nobody's"
            raise UsageError(
                f"no {role} key of {', '.join(sorted(unknown))} here: there is {names}"
            )
        chosen = [each for each in here if each.name in by]
        if len(chosen) < needs:
            raise UsageError(f"{needs} have to sign: name them all with --by")
        signers = [keyring.signer(each.keyid) for each in chosen]
        return signers, any(not each.unattended for each in chosen)
    persons = [each.keyid for each in here if not each.unattended]
    machines = [each.keyid for each in here if each.unattended]
    if persons and (keyring.passphrases.ready or not machines):
        if len(persons) > needs and keyring.passphrases.asks:
            names = ", ".join(each.name for each in here)
            raise UsageError(f"say who signs with --by: {names}")
        signers = keyring.some(persons, needs)
        if len(signers) == needs:
            return signers, True
    elif len(machines) >= needs:
        return keyring.some(machines, needs), False
    names = ", ".join(each.name for each in members) or "nobody"
    raise UsageError(
        f"{needs} {role} key{'s' if needs > 1 else ''} must sign, and {len(persons)} "
        f"{'are' if len(persons) != 1 else 'is'} in {keyring.folders[0]}; who may: {names}"
    )


def _name(authority: Authority, role: ContentRole, signer: CryptoSigner) -> str:
    keyid = signer.public_key.keyid
    return next((each.name for each in holders(authority, role) if each.keyid == keyid), keyid[:8])


def _apart(folder: Path | None, tree: Tree, keyring: Keyring) -> None:
    """See that no private key is served to everyone, and no tree is published within itself."""
    dest = tree.path.resolve()
    for each in keyring.folders:
        if each.resolve().is_relative_to(dest):
            raise UsageError(f"{each} lies within {tree.path}: private keys would be served to all")
    if folder is not None:
        for name in ("playlists", "media"):
            if dest.is_relative_to((folder / name).resolve()):
                raise UsageError(f"{tree.path} lies within {folder / name}: take another place")
