"""The centre's keys. The root key is made, handed over, and not kept."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from signage.errors import SignageError, UsageError
from signage.release import keys as work
from signage.release.publish import Given, Keyring, Office

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from signage.console.data import Data
    from signage.release.keys import Described
    from signage.release.publish import Cost

__all__ = ["described", "has", "make", "ready"]


class _Own:
    """To each key the passphrase of its own holder."""

    ready = True
    asks = False

    def __init__(self, root: str, given: Mapping[str, str]) -> None:
        self._root, self._given = root, given

    def offers(self, role: str, name: str) -> Iterator[str]:
        """The one that is theirs."""
        word = self.fresh(role, name)
        if word:
            yield word

    def fresh(self, role: str, name: str) -> str:
        """The same, for a new key."""
        return self._root if role == "root" else self._given.get(name, "")


def ready(data: Data) -> bool:
    """Whether there are keys."""
    return Office(data.keys).authority() is not None


def described(data: Data) -> Described | None:
    """Who signs what; None before there are keys."""
    try:
        return work.describe(Office(data.keys), Keyring([data.keys], Given()))
    except SignageError:
        return None


def has(data: Data, name: str, role: str = "release") -> bool:
    """Whether somebody has a key of that role."""
    found = described(data)
    return found is not None and any(
        key.name == name for each in found.roles if each.role == role for key in each.keys
    )


def make(
    data: Data, *, reviewers: Sequence[str], duty: Sequence[str], given: Mapping[str, str],
    root: str, needs: int, cost: Cost | None = None,
) -> bytes:  # fmt: skip
    """Make all keys; the root key's file, which is not kept here.

    Raises:
        UsageError: a passphrase will not do, or nobody would sign.
        DeviceError: the disk is full.
    """
    if not reviewers:
        raise UsageError(_("No reviewer has given a passphrase, so nobody could approve."))
    if len({*given.values(), root} - {""}) != len([each for each in given.values() if each]) + 1:
        raise UsageError(_("Everybody chooses a passphrase of their own, and root another."))
    with TemporaryDirectory(prefix="console-", dir=data.keys.parent) as folder:
        away = Path(folder) / "stick"
        office = Office(data.keys)
        try:
            work.init(
                office, Keyring([data.keys], _Own(root, given), cost), datetime.now(UTC),
                reviewers=reviewers, duty=duty, needs=needs, root_folders=(away,),
            )  # fmt: skip
        except SignageError:
            shutil.rmtree(data.keys, ignore_errors=True)  # nothing was signed with them yet
            raise
        return next(away.glob("*.key")).read_bytes()
