"""One key, one file: an Ed25519 key that a passphrase unlocks, or that a machine uses alone.

Argon2id makes a key of the passphrase, ChaCha20-Poly1305 wraps the private key with it, and all
else that the file says is bound to it. The costs stand in the file, so that they may be raised.
"""

from __future__ import annotations

import os
import re
import unicodedata
from typing import TYPE_CHECKING, Literal

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from msgspec.structs import replace
from securesystemslib.signer import CryptoSigner, SSlibKey

from signage.config import RELEASE
from signage.errors import ContentError, UsageError

if TYPE_CHECKING:
    from datetime import datetime

__all__ = [
    "NAME", "UNATTENDED", "Cost", "KeyFile", "KeyRole", "WrongPassphraseError", "check_name",
    "check_passphrase", "make", "read",
]  # fmt: skip

KeyRole = Literal["root", "release", "emergency", "online"]

NAME = "x-signage-name"
"""In signed metadata, beside a public key: whose it is."""
UNATTENDED = "x-signage-unattended"
"""The same: True where no person uses it."""

_FORMAT = 1
_NAME = re.compile(r"[^\W_](?:[\w .-]{0,38}[\w.])?")
_SALT = 16
_NONCE = 12


class WrongPassphraseError(UsageError):
    """None of the passphrases given unlocks the key."""


class Cost(msgspec.Struct, frozen=True, kw_only=True):
    """What one try of a passphrase costs; see `ReleaseLimits`."""

    memory: int = RELEASE.unlock_memory
    passes: int = RELEASE.unlock_passes
    lanes: int = RELEASE.unlock_lanes


class _Seal(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    kdf: Literal["argon2id"] = "argon2id"
    memory: int
    """KiB."""
    passes: int
    lanes: int
    salt: bytes
    cipher: Literal["chacha20-poly1305"] = "chacha20-poly1305"
    nonce: bytes
    box: bytes


class KeyFile(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True
):
    """A key file as it is on disk: exactly one of `seal` and `seed` is there."""

    format: int
    role: KeyRole
    name: str
    created: str
    public: str
    """Hex."""
    seal: _Seal | None = None
    """The private key, wrapped."""
    seed: bytes | None = None
    """The private key as it is, for a machine that works alone; the file's rights guard it."""

    @property
    def key(self) -> SSlibKey:
        """The public key, as signed metadata carry it."""
        more: dict[str, object] = {NAME: self.name}
        if self.unattended:
            more[UNATTENDED] = True
        return SSlibKey(
            self.keyid, "ed25519", "ed25519", {"public": self.public}, unrecognized_fields=more
        )

    @property
    def keyid(self) -> str:
        """The name that TUF gives the key: a hash of it."""
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.public))
        return SSlibKey.from_crypto(public).keyid

    @property
    def unattended(self) -> bool:
        """Whether it signs without a person's passphrase."""
        return self.seed is not None and self.role != "online"

    @property
    def locked(self) -> bool:
        """Whether it takes a passphrase."""
        return self.seal is not None

    @property
    def file_name(self) -> str:
        """Plain ASCII, so that any stick holds it; unique by the key itself."""
        plain = unicodedata.normalize("NFKD", self.name.replace("đ", "d").replace("Đ", "D"))
        word = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode().lower())
        parts = (self.role, word.strip("-").removeprefix(self.role).strip("-"), self.keyid[:8])
        return f"{'-'.join(filter(None, parts))}.key"

    def encode(self) -> bytes:
        """The file's bytes."""
        return msgspec.json.format(msgspec.json.encode(self), indent=1)

    def unlock(self, passphrase: str | None) -> CryptoSigner:
        """Give what signs with it.

        Args:
            passphrase: needed where the key is `locked`.

        Raises:
            WrongPassphraseError: that is not the passphrase.
            ContentError: the file is damaged.
        """
        seed = self.seed
        if self.seal is not None:
            if passphrase is None:
                raise WrongPassphraseError(f"{self.role} key {self.name}: a passphrase is needed")
            seed = self._opened(self.seal, passphrase)
        if seed is None or len(seed) != 32:  # noqa: PLR2004  (Ed25519's)
            raise ContentError(f"{self.file_name}: the key file is damaged: restore its backup")
        private = Ed25519PrivateKey.from_private_bytes(seed)
        if private.public_key().public_bytes_raw().hex() != self.public:
            raise ContentError(f"{self.file_name}: the key file is damaged: restore its backup")
        return CryptoSigner(private, self.key)

    def _opened(self, seal: _Seal, passphrase: str) -> bytes:
        cipher = ChaCha20Poly1305(_stretched(passphrase, seal.salt, seal))
        try:
            return cipher.decrypt(seal.nonce, seal.box, self._bound(seal))
        except InvalidTag:
            raise WrongPassphraseError(
                f"wrong passphrase for {self.role} key {self.name}"
            ) from None

    def _bound(self, seal: _Seal) -> bytes:
        """All that the file says but for the box itself."""
        return msgspec.json.encode(replace(self, seal=replace(seal, box=b"")))


def make(
    role: KeyRole, name: str, now: datetime, *, passphrase: str | None, cost: Cost
) -> tuple[KeyFile, CryptoSigner]:
    """Make a key; without a passphrase it is for a machine that works alone."""
    private = Ed25519PrivateKey.generate()
    seed = private.private_bytes_raw()
    file = KeyFile(
        format=_FORMAT, role=role, name=name, created=now.isoformat(timespec="seconds"),
        public=private.public_key().public_bytes_raw().hex(),
    )  # fmt: skip
    if passphrase is None:
        file = replace(file, seed=seed)
    else:
        salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
        seal = _Seal(
            memory=cost.memory, passes=cost.passes, lanes=cost.lanes,
            salt=salt, nonce=nonce, box=b"",
        )  # fmt: skip
        file = replace(file, seal=seal)
        cipher = ChaCha20Poly1305(_stretched(passphrase, salt, seal))
        box = cipher.encrypt(nonce, seed, file._bound(seal))  # noqa: SLF001  (its own module)
        file = replace(file, seal=replace(seal, box=box))
    return file, CryptoSigner(private, file.key)


def read(data: bytes, shown_as: str) -> KeyFile:
    """Read a key file.

    Raises:
        ContentError: it is none, is damaged, or was made by a newer version.
    """
    try:
        file = msgspec.json.decode(data, type=KeyFile)
        sound = len(bytes.fromhex(file.public)) == 32  # noqa: PLR2004  (Ed25519's)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise ContentError(f"{shown_as}: this is no key file of ours: restore its backup") from None
    seal = file.seal
    if file.format > _FORMAT:
        raise ContentError(f"{shown_as}: a newer version made this key: update the program here")
    if not sound or (seal is None) == (file.seed is None):
        raise ContentError(f"{shown_as}: the key file is damaged: restore its backup")
    if seal is not None and not (
        seal.memory <= RELEASE.unlock_memory_most
        and 1 <= seal.passes <= RELEASE.unlock_passes_most
        and 1 <= seal.lanes <= seal.memory // 8  # what Argon2 asks for
        and len(seal.salt) == _SALT
        and len(seal.nonce) == _NONCE
    ):
        raise ContentError(f"{shown_as}: unlocking it would cost too much: restore its backup")
    return file


def check_name(name: str) -> str:
    """Give the name of a key's holder as NFC.

    Raises:
        UsageError: it is empty, too long, or more than letters, digits, spaces, `.`, `_` and `-`.
    """
    name = unicodedata.normalize("NFC", name)
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"`{name}` cannot name a key: take up to 40 letters and digits, such as `lan`"
        )
    return name


def check_passphrase(passphrase: str) -> str:
    """Give a new passphrase back.

    Raises:
        UsageError: it is empty, or a PIN: one machine tries a million of those in four days.
    """
    if not passphrase:
        raise UsageError("an empty passphrase guards nothing: take four words or more")
    if passphrase.isdecimal() and len(passphrase) < RELEASE.pin_characters:
        raise UsageError("a PIN never unlocks a key: take a passphrase of four words or more")
    return passphrase


def _stretched(passphrase: str, salt: bytes, cost: _Seal) -> bytes:
    words = unicodedata.normalize("NFC", passphrase).encode()
    return Argon2id(
        salt=salt, length=32, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory
    ).derive(words)
