"""One publication, while the keys folder is held: sign, record, bring into sight, prune."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from signage.config import CONTENT, RELEASE
from signage.content.board import parse
from signage.errors import DeviceError, SourceError, UsageError
from signage.release import _compose, _endorsing, keys
from signage.release._authority import EMERGENCY, PATHS, RELEASE_ROLE
from signage.release._difference import compare
from signage.release._form import form, spare
from signage.release.manifest import Manifest, read

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from securesystemslib.signer import CryptoSigner

    from signage.release._authority import Authority, ContentRole
    from signage.release._compose import Record
    from signage.release._difference import Difference
    from signage.release._endorsing import Endorsed
    from signage.release._freeze import Frozen
    from signage.release._keyring import Keyring
    from signage.release._office import Office
    from signage.release._tree import Shown, Tree
    from signage.release.manifest import Body, Feeds, Procedure

__all__ = ["Publication", "standing"]


class Publication:
    """One publication, while the keys folder is held."""

    def __init__(self, office: Office, tree: Tree, keyring: Keyring, now: datetime) -> None:
        self._office = office
        self._tree = tree
        self._keyring = keyring
        self._now = now.astimezone(UTC)
        self.newest = keys.existing(office)
        self.record = office.record(self.newest)
        self._role: ContentRole | None = None
        self.signed = False
        """Whether the content was signed; not where it stood already."""
        self.difference: Difference | None = None
        """To what was published under the role before."""
        self._shown: Shown | None = None
        self.notes: list[str] = []
        """Sentences on what else somebody should do."""
        self._manifests_read: dict[str, Manifest | None] = {}
        self._check_clock()

    def standing(self, role: ContentRole) -> Manifest | None:
        """Give the manifest that is published under a role, if any."""
        sealed = self.record.sealed(role)
        return self._read(sealed.manifest) if sealed else None

    def content(
        self,
        role: ContentRole,
        frozen: Frozen,
        signers: list[CryptoSigner],
        *,
        reviewed: bool,
        feeds: Feeds,
        endorsed: Endorsed | None = None,
    ) -> None:
        """Sign what was frozen, where it does not stand already; `endorsed`: others have."""
        self._role = role
        stood = self.standing(role)
        manifest = self._manifest(frozen, reviewed=reviewed, feeds=feeds)
        self.difference = compare(stood, manifest, self._procedures)
        if stood is not None and _stands(stood, manifest):
            if _compose.in_force(self.record, self.newest, role) and not _compose.aging(
                self.record, role, self._now
            ):
                return
            if stood.reviewed == reviewed:
                manifest = stood
        if endorsed is not None:
            signed = _endorsing.joined(self.record, endorsed, manifest, signers)
            self.record = _endorsing.completed(self.record, self.newest, signed)
            data = signed.manifest.encode()
            self._manifests_read[self._office.keep_manifest(data)] = read(data)
            self.signed = True
            return
        data = msgspec.json.encode(manifest)
        read(data)  # what a screen would refuse never leaves this place
        self._manifests_read[self._office.keep_manifest(data)] = manifest
        self.record = _compose.issue(self.record, role, data, signers, self._now)
        self.signed = True

    def endorse(
        self,
        frozen: Frozen,
        signers: list[CryptoSigner],
        so_far: Endorsed | None,
        feeds: Feeds,
    ) -> Endorsed:
        """Sign what was frozen, for others to sign after; nothing is put on record."""
        manifest = self._manifest(frozen, reviewed=True, feeds=feeds)
        if so_far is not None:
            return _endorsing.joined(self.record, so_far, manifest, signers)
        return _endorsing.begun(self.record, manifest, signers, self._now)

    def _manifest(self, frozen: Frozen, *, reviewed: bool, feeds: Feeds) -> Manifest:
        return Manifest(
            created=self._now.isoformat(timespec="seconds"),
            content=spare(frozen.content),
            files=frozen.files,
            reviewed=reviewed,
            feeds=feeds,
            format=form(frozen.content),
        )

    def finish(self, days: int) -> None:
        """Sign snapshot and timestamp, put all on record, and bring it into sight."""
        self._check_bodies()
        authority = self._authority()
        signers = self._keyring.some(
            _compose.online_keys(self.record, authority), RELEASE.root_keys_most
        )
        online = set(authority.root.roles["timestamp"].keyids)
        if not any(signer.public_key.keyid in online for signer in signers):
            raise UsageError(
                f"{self._office.path}: the online key is not here: bring its file back, or "
                "`signage keys rotate --role online`"
            )
        self.record = _compose.renew(self.record, authority, signers, self._now, days=days)
        self._tell_ends(authority)
        self._office.keep_record(self.record)
        self._office.give_root(self.newest)
        self._shown = self._tree.shown()
        self._tree.expose(authority, self.record, self._manifests())

    def prune(self, last: Callable[[], AbstractContextManager[bool]]) -> int:
        """Remove what neither this publication needs nor the one before it."""
        named: dict[ContentRole, set[str]] = {role: set() for role in PATHS}
        for role in PATHS:
            if (sealed := self.record.sealed(role)) is not None:
                named[role] = {sealed.manifest} | ({sealed.former} if sealed.former else set())
        self._office.drop_manifests(set().union(*named.values()))
        after = self._tree.shown()
        # what cannot be read cannot be known to be needless: then nothing goes
        if self._shown is None or after is None:
            return 0
        for role, sha256 in self._shown.manifests.items():
            named[role].add(sha256)
        bodies: set[str] = set()
        for role, sha256s in named.items():
            for sha256 in sha256s:
                manifest = self._read(sha256) or self._tree.manifest(role, sha256)
                if manifest is None:
                    return 0
                bodies.update(body.sha256 for body in manifest.files.values())
        with last() as alone:
            if not alone:
                return 0
            return self._tree.prune(
                self._shown.metadata | after.metadata, set().union(*named.values()), bodies
            )

    def _authority(self) -> Authority:
        """The newest, or else the one last published, under which the release holds.

        Where the release's signer lost the key, screens would be left without a release that
        holds; until somebody signs it again, an emergency and the daily signature go on as before.
        """
        candidates = [self.newest]
        if self.record.root:
            candidates.append(self.newest.at(self.record.root, self.record.targets))
        for authority in candidates:
            holds = self.record.release is None or _compose.in_force(
                self.record, authority, RELEASE_ROLE
            )
            mine = self._role is None or _compose.in_force(self.record, authority, self._role)
            if holds and mine:
                if authority is not self.newest and authority != self.newest:
                    self.notes.append(
                        "the last change of keys is not in force yet, since it takes the right "
                        "from whoever signed the release: publish the release again"
                    )
                return authority
        raise UsageError(
            "the release in force was signed with a key that was taken away: publish it again first"
        )

    def _tell_ends(self, authority: Authority) -> None:
        soon = self._now + timedelta(days=RELEASE.notice_days)
        for role in PATHS:
            sealed = self.record.sealed(role)
            if sealed is not None and _compose.expires(sealed.metadata) < soon:
                end = _compose.expires(sealed.metadata)
                self.notes.append(
                    f"screens take the {role} until {end:%Y-%m-%d}: publish it again before"
                )
        end = min(authority.root.expires, authority.delegator.expires)
        if end < soon:
            self.notes.append(
                f"the root's word ends on {end:%Y-%m-%d}: `signage keys rotate --role root` before"
            )

    def _check_clock(self) -> None:
        if not self.record.signed:
            return
        last = datetime.fromisoformat(self.record.signed)
        if self._now < last - timedelta(seconds=RELEASE.clock_back):
            raise DeviceError(
                f"this machine's clock says {self._now:%Y-%m-%d %H:%M} UTC, before the last "
                f"publication ({last:%Y-%m-%d %H:%M}): set it, or screens would refuse the release"
            )

    def _check_bodies(self) -> None:
        """See that a tree that is new here has what the other role published elsewhere."""
        for role in PATHS:
            manifest = self.standing(role)
            if manifest is None:
                if self.record.sealed(role) is not None:
                    raise DeviceError(
                        f"{self._office.path}: a manifest is lost: restore its backup"
                    )
                continue
            lacking = sum(not self._tree.has(body) for body in manifest.files.values())
            if not lacking:
                continue
            if role == EMERGENCY and self._role != EMERGENCY:
                self.notes.append(
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
            if (sealed := self.record.sealed(role)) is not None:
                data = self._office.manifest(sealed.manifest)
                if data is not None:
                    found[role] = data
        return found

    def _procedures(self, body: Body) -> tuple[Procedure, ...]:
        """Read a board of the tree, to tell what changes in it; one that is lost says nothing."""
        if body.size > CONTENT.text_bytes:
            return ()
        try:
            data = (self._tree.targets / body.sha256).read_bytes()
        except OSError:
            return ()
        return parse(data, body.sha256)[0]

    def _read(self, sha256: str) -> Manifest | None:
        if sha256 not in self._manifests_read:
            data = self._office.manifest(sha256)
            self._manifests_read[sha256] = read(data) if data is not None else None
        return self._manifests_read[sha256]


def standing(office: Office, record: Record, role: ContentRole) -> Manifest | None:
    """Give the manifest that is published under a role, if any."""
    sealed = record.sealed(role)
    data = office.manifest(sealed.manifest) if sealed else None
    return read(data) if data is not None else None


def _stands(stood: Manifest, manifest: Manifest) -> bool:
    """Whether it says the same; what a person approved, a machine need not sign."""
    same = replace(stood, created="", reviewed=False) == replace(
        manifest, created="", reviewed=False
    )
    return same and (stood.reviewed or not manifest.reviewed)
