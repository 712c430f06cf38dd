"""Where a command's passphrases come from: a file, the environment, or whoever sits there."""

from __future__ import annotations

import os
import sys
from getpass import getpass
from typing import TYPE_CHECKING

import typer

from signage.config import RELEASE
from signage.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from signage.release._keyring import Passphrases

__all__ = ["Prompt", "passphrases"]

_VARIABLE = "SIGNAGE_PASSPHRASE"
_ATTEMPTS = 3


def passphrases(files: Sequence[Path], fresh: Path | None = None) -> Passphrases:
    """Give the passphrases of `--passphrase-file`, else of the environment, else of a prompt.

    The variable leaves the environment at once, whichever of them serves, so that no child process
    and no crash report has it.

    Raises:
        UsageError: a file cannot be read, or is no passphrase.
    """
    told = os.environ.pop(_VARIABLE, None)
    from signage.release._keyring import Given  # noqa: PLC0415  (not for --help)

    new = _read(fresh) if fresh else None
    if files:
        return Given(*(_read(path) for path in files), fresh=new)
    if told:
        return Given(told, fresh=new)
    if sys.stdin is not None and sys.stdin.isatty():
        return Prompt(fresh=new)
    return Given(fresh=new)


class Prompt:
    """Asks, without showing what is typed. What opened one key is tried on the next."""

    ready = True
    asks = True

    def __init__(self, *, fresh: str | None = None, ask: Callable[[str], str] = getpass) -> None:
        self._fresh = fresh
        self._ask = ask
        self._known: list[str] = []

    def offers(self, role: str, name: str) -> Iterator[str]:
        """Those that are known, then up to three that are typed."""
        yield from list(self._known)
        for attempt in range(_ATTEMPTS):
            if attempt:
                typer.echo("That is not it.", err=True)
            typed = self._typed(f"Passphrase of the {role} key {name}: ")
            if not typed:
                return
            if typed not in self._known:
                self._known.append(typed)
            yield typed

    def fresh(self, role: str, name: str) -> str:
        """Asked for twice; nothing typed takes the one before."""
        if self._fresh is not None:
            return self._fresh
        again = " (nothing: the same as before)" if self._known else ""
        typed = self._typed(f"New passphrase for the {role} key {name}{again}: ")
        if not typed and self._known:
            return self._known[-1]
        if typed != self._typed("The same once more: "):
            raise UsageError("those were two passphrases: nothing was made, start again")
        self._known.append(typed)
        return typed

    def _typed(self, question: str) -> str:
        try:
            return self._ask(question)
        except (EOFError, UnicodeDecodeError):
            raise UsageError("no passphrase was typed: nothing was done") from None


def _read(path: Path) -> str:
    """The first line of a passphrase file."""
    try:
        with path.open("rb") as file:
            data = file.read(RELEASE.passphrase_bytes + 2)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}: name a passphrase file") from error
    line = data.split(b"\n")[0].removesuffix(b"\r")
    try:
        words = line.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{path}: no text: a passphrase file is one line of UTF-8") from None
    if not words or len(line) > RELEASE.passphrase_bytes:
        raise UsageError(f"{path}: the first line has to be the passphrase")
    return words
