"""A folder sealed and brought into sight. For the command line and the console alike.

The order, whatever ends the process in its midst: bodies lie in the tree before anything names
them; what was signed is on record in the keys folder before anybody sees it; the tree's timestamp,
the one file that changes, is replaced last; what nobody needs any more goes after that. So a screen
sees the former release or the new one, and the next publication completes what was cut.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

import msgspec

from signage.config import RELEASE
from signage.content.fault import Fault
from signage.errors import UsageError
from signage.release import _compose, keys
from signage.release._authority import RELEASE_ROLE, ContentRole
from signage.release._difference import Difference, FileChange, RowChange, SettingChange
from signage.release._endorsing import Endorsed, EndorsedError, endorsers
from signage.release._endorsing import count as signatures
from signage.release._freeze import FaultsError, Progress, Quiet, check, freeze, load
from signage.release._keyfile import Cost, WrongPassphraseError
from signage.release._keyring import Given, Keyring, Passphrases
from signage.release._office import Office
from signage.release._publication import Publication, standing
from signage.release._signers import name_of, signing
from signage.release._tree import Tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from signage.content.loader import Loaded
    from signage.content.model import Content
    from signage.release._freeze import Frozen
    from signage.release.manifest import Feeds

__all__ = [
    "ContentRole", "Cost", "Difference", "Endorsed", "EndorsedError", "FaultsError", "FileChange",
    "Given", "Headlines", "Keyring", "Office", "Passphrases", "Progress", "Published", "RowChange",
    "SettingChange", "WrongPassphraseError", "endorse", "publish", "refresh",
    "signatures",
]  # fmt: skip


class Headlines(Protocol):
    """What feeds said, and sentences on those that said nothing: see `signage.sync.feeds`."""

    @property
    def feeds(self) -> Feeds:
        """For the manifest."""

    @property
    def faults(self) -> Sequence[str]:
        """Told to whoever publishes; a silent feed hinders nothing."""


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
    endorsed: Endorsed | None = None,
    days: int = RELEASE.online_days,
    judge: Callable[[Loaded], Iterable[Fault]] = lambda loaded: loaded.faults,
    headlines: Callable[[Content, datetime, Feeds], Headlines] | None = None,
    progress: Progress | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    pause: Callable[[float], None] = time.sleep,
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
        endorsed: what others signed of this release before, where it takes several: see `endorse`.
        days: for which snapshot and timestamp are valid.
        judge: what is wrong with the folder that was read.
        headlines: asks the feeds that the content names, given what they said last; None: nobody
            does. An emergency never waits for them, and nobody asks where no person signs.
        progress: who is told how the copying goes.
        now: this machine's time.
        pause: waits so many seconds, before a folder that changed is read again.

    Raises:
        FaultsError: the folder has errors; nothing was changed.
        ContentError: it holds no playlist, or what screens refuse.
        EndorsedError: what was endorsed is not what lies here, or not the next release any more.
        UsageError: a wrong passphrase, or nobody here may sign.
        SourceError: the folder is not there, or keeps changing.
        DeviceError: no space, no rights, a wrong clock, another publication.
        TrustError: other keys published what lies at `dest`.
    """
    if endorsed is not None and role != RELEASE_ROLE:
        raise UsageError("one duty officer suffices for an emergency")
    office, tree = Office(keyring.folders[0]), Tree(dest)
    _apart(folder, tree, keyring)
    first = load(folder, judge)
    check(folder, first[0], role)
    authority = office.authority()
    tree.claim(authority)
    made = authority is None
    if authority is None:
        authority = keys.init(office, keyring, now())
    signers, reviewed = signing(authority, role, keyring, by, elsewhere=signatures(endorsed))
    known = standing(office, office.record(authority), role)
    tree.prepare()
    with office.copying() as last:
        frozen = freeze(
            folder, role, tree, judge, first=first,
            known=known.files if known else {}, progress=progress or Quiet(), pause=pause,
        )  # fmt: skip
        said, feeds = None, known.feeds if known and not reviewed else {}
        # A machine reads no news: what a person approved stays on, and no more comes.
        if headlines is not None and role == RELEASE_ROLE and reviewed:
            said = headlines(frozen.content, now(), known.feeds if known else {})
            feeds = said.feeds
        with office.alone():
            publication = Publication(office, tree, keyring, now())
            publication.content(
                role, frozen, signers, reviewed=reviewed, feeds=feeds, endorsed=endorsed
            )
            publication.notes.extend(said.faults if said else ())
            publication.finish(days)
            pruned = publication.prune(last)
    names = endorsers(authority, endorsed) if endorsed else []
    names += [name_of(authority, role, each) for each in signers]
    return _told(publication, role, frozen, signed_by=names, pruned=pruned, made=made)


def endorse(
    folder: Path,
    dest: Path,
    keyring: Keyring,
    *,
    by: str,
    so_far: Endorsed | None = None,
    feeds: Feeds | None = None,
    judge: Callable[[Loaded], Iterable[Fault]] = lambda loaded: loaded.faults,
    progress: Progress | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    pause: Callable[[float], None] = time.sleep,
) -> Endorsed:
    """Sign `folder` as the next release, where it takes more than `by` to publish it.

    The last of those who must sign gives what comes back to `publish`. Bodies are copied to the
    tree already; nothing there names them, and a publication that comes between prunes them.
    `feeds` are the headlines within; each who signs gives the same.

    Raises:
        EndorsedError: `so_far` is not what lies here, or not the next release any more.
        FaultsError, ContentError, UsageError, SourceError, DeviceError, TrustError: as `publish`;
            UsageError also where a machine's key is named.
    """
    office, tree = Office(keyring.folders[0]), Tree(dest)
    _apart(folder, tree, keyring)
    first = load(folder, judge)
    check(folder, first[0], RELEASE_ROLE)
    authority = keys.existing(office)
    tree.claim(authority)
    signers, person = signing(
        authority, RELEASE_ROLE, keyring, [by], elsewhere=RELEASE.signers_most
    )
    if not person:
        raise UsageError(f"{by} is a machine: where several must approve, all are persons")
    known = standing(office, office.record(authority), RELEASE_ROLE)
    tree.prepare()
    with office.copying():
        frozen = freeze(
            folder, RELEASE_ROLE, tree, judge, first=first,
            known=known.files if known else {}, progress=progress or Quiet(), pause=pause,
        )  # fmt: skip
        with office.alone():
            return Publication(office, tree, keyring, now()).endorse(
                frozen, signers, so_far, feeds or {}
            )


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
        publication = Publication(office, tree, keyring, now())
        publication.finish(days)
        pruned = publication.prune(last)
    return _told(publication, None, None, signed_by=[], pruned=pruned, made=False)


def _told(
    publication: Publication, role: ContentRole | None, frozen: Frozen | None, *,
    signed_by: list[str], pruned: int, made: bool,
) -> Published:  # fmt: skip
    record, difference = publication.record, publication.difference
    sealed = record.sealed(role) if role else None
    stood = publication.standing(role) if role else None
    return Published(
        role=role,
        version=_compose.version(sealed.metadata) if sealed else 0,
        changed=difference is not None and not difference.nothing,
        reviewed=bool(stood and stood.reviewed),
        signed_by=signed_by if publication.signed else [],
        difference=difference,
        playlists=len(stood.content.playlists) if stood else 0,
        copied=frozen.copied if frozen else 0,
        copied_bytes=frozen.copied_bytes if frozen else 0,
        pruned=pruned,
        expires=_compose.expires(record.timestamp).isoformat(),
        fingerprint=publication.newest.fingerprint,
        keys_made=made,
        warnings=frozen.faults if frozen else [],
        notes=publication.notes,
    )


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
