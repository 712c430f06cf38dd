"""The key files at hand, in one folder or several, and the passphrases that unlock them."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from signage import atomic
from signage.errors import ContentError, DeviceError, UsageError
from signage.release import _keyfile
from signage.release._keyfile import Cost, KeyFile, KeyRole, WrongPassphraseError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from securesystemslib.signer import CryptoSigner

__all__ = ["Given", "Keyring", "Passphrases"]

_FILE_BYTES = 65_536
"""Of a key file at most."""


class Passphrases(Protocol):
    """Where passphrases come from: see `Given`, and the prompt of the command line."""

    @property
    def ready(self) -> bool:
        """Whether there are any, or somebody can be asked."""

    @property
    def asks(self) -> bool:
        """Whether somebody is asked, for each key that is tried."""

    def offers(self, role: KeyRole, name: str) -> Iterator[str]:
        """Passphrases to try on a key, one after the other, until one unlocks it."""

    def fresh(self, role: KeyRole, name: str) -> str:
        """Give the passphrase for a new key.

        Raises:
            UsageError: there is none.
        """


class Given:
    """Passphrases that were given beforehand: each is tried on every key that is needed.

    New keys take `fresh`, else the first one given.
    """

    def __init__(self, *given: str, fresh: str | None = None) -> None:
        self._given = given
        self._fresh = fresh

    @property
    def ready(self) -> bool:
        """Whether any was given."""
        return bool(self._given)

    @property
    def asks(self) -> bool:
        """Nobody is asked."""
        return False

    def offers(self, role: KeyRole, name: str) -> Iterator[str]:
        """All of them."""
        del role, name
        yield from self._given

    def fresh(self, role: KeyRole, name: str) -> str:
        """The one for new keys."""
        if self._fresh is not None:
            return self._fresh
        if not self._given:
            raise UsageError(f"a passphrase for the {role} key {name} is needed")
        return self._given[0]


class Keyring:
    """Key files in `folders`; each is unlocked at most once.

    New ones go to the first folder, or where it is said. A file that cannot be read is passed
    over until it is needed: another holder's damaged stick stops nobody. `handed` are key files
    that lie in no folder here, by name: a root key that somebody hands over for one action.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        passphrases: Passphrases,
        cost: Cost | None = None,
        *,
        handed: Mapping[str, bytes] | None = None,
    ) -> None:
        self.folders = tuple(folders)
        self.passphrases = passphrases
        self._handed = dict(handed or {})
        self._cost = cost or Cost()
        self._files: dict[str, tuple[KeyFile, Path]] | None = None
        self._signers: dict[str, CryptoSigner] = {}
        self.damaged: list[str] = []
        """What is wrong with key files that are here and give nothing."""

    @property
    def files(self) -> dict[str, tuple[KeyFile, Path]]:
        """By key id: the key files at hand, and where."""
        if self._files is None:
            self._files = {}
            for folder in self.folders:
                for path in _listed(folder):
                    try:
                        file = _keyfile.read(_bytes(path), path.name)
                    except (OSError, ContentError) as error:
                        self.damaged.append(str(error))
                        continue
                    self._files.setdefault(file.keyid, (file, path))
            for name, data in self._handed.items():
                file = _keyfile.read(data, name)
                self._files.setdefault(file.keyid, (file, Path(name)))
        return self._files

    def make(
        self, role: KeyRole, name: str, now: datetime, *, locked: bool, to: Path | None = None
    ) -> KeyFile:
        """Make a key and write its file, durably.

        Raises:
            UsageError: the passphrase will not do.
            DeviceError: the file cannot be written.
        """
        passphrase = None
        if locked:
            passphrase = _keyfile.check_passphrase(self.passphrases.fresh(role, name))
        file, signer = _keyfile.make(role, name, now, passphrase=passphrase, cost=self._cost)
        files = self.files
        folder = to or self.folders[0]
        path = folder / file.file_name
        try:
            private_folder(folder)
            atomic.write(path, file.encode(), mode=0o600)
        except OSError as error:
            raise DeviceError(f"{path}: {error.strerror}: the key was not made") from error
        files[file.keyid] = (file, path)
        self._signers[file.keyid] = signer
        return file

    def has(self, keyid: str) -> bool:
        """Whether the private key is at hand."""
        return keyid in self.files

    def signer(self, keyid: str) -> CryptoSigner:
        """Unlock a key that is at hand.

        Raises:
            WrongPassphraseError: no passphrase did.
            ContentError: its file is damaged.
        """
        if keyid not in self._signers:
            self._signers[keyid] = self._unlocked(self.files[keyid][0])
        return self._signers[keyid]

    def some(self, keyids: Iterable[str], count: int) -> list[CryptoSigner]:
        """Unlock up to `count` of these keys: of those at hand, whichever opens.

        Those unlocked already come first, then those that need no passphrase.

        Raises:
            WrongPassphraseError: some are at hand, and fewer than `count` open.
        """
        here = [keyid for keyid in keyids if keyid in self.files]
        here.sort(key=lambda each: (each not in self._signers, self.files[each][0].locked))
        found: list[CryptoSigner] = []
        wrong: WrongPassphraseError | None = None
        for keyid in here:
            if len(found) == count:
                break
            try:
                found.append(self.signer(keyid))
            except WrongPassphraseError as error:
                wrong = wrong or error
        if wrong is not None and len(found) < count:
            raise wrong
        return found

    def _unlocked(self, file: KeyFile) -> CryptoSigner:
        if not file.locked:
            return file.unlock(None)
        wrong = WrongPassphraseError(
            f"{file.role} key {file.name}: its passphrase is needed: give --passphrase-file, "
            "$SIGNAGE_PASSPHRASE, or run this on a terminal"
        )
        for passphrase in self.passphrases.offers(file.role, file.name):
            try:
                return file.unlock(passphrase)
            except WrongPassphraseError as error:
                wrong = error
        raise wrong


def private_folder(path: Path) -> None:
    """Make a folder that only its owner enters, or make it so.

    Raises:
        OSError: it cannot be.
    """
    atomic.folder(path)
    status = path.stat()
    if status.st_uid == os.geteuid() and stat.S_IMODE(status.st_mode) & 0o077:
        # a stick with FAT takes no rights; what it cannot do it silently does not
        path.chmod(0o700)


def unlisted(files: dict[str, tuple[KeyFile, Path]], known: Collection[str]) -> list[Path]:
    """Key files of no role: former ones, and those of a run that was cut."""
    return sorted(path for keyid, (_, path) in files.items() if keyid not in known)


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.glob("*.key"))
    except OSError:
        return []


def _bytes(path: Path) -> bytes:
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file:
        return file.read(_FILE_BYTES)
