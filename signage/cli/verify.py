"""`signage verify`: whether the disk still gives what was stored on it."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from pathlib import Path  # noqa: TC003  (typer reads the annotations)
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from signage.cli._state import state_folder
from signage.errors import ContentError, DeviceError, UsageError
from signage.store import Damage, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from signage.store import Check

__all__ = ["run"]

_WORDS = {
    "spoilt": "is spoilt: the disk does not give back what was stored",
    "missing": "is missing",
    "unreadable": "cannot be read from the disk",
}
_NICE = 10
"""The player goes first."""


class _Found(msgspec.Struct, kw_only=True):
    """What `--json` gives."""

    release: str | None
    emergency: str | None
    bodies: int
    """How many were checked, renditions included."""
    bytes: int
    seconds: float
    damage: list[Damage]


def run(
    state: Annotated[
        Path | None, typer.Option(help="The state folder; default: $SIGNAGE_STATE and so on.")
    ] = None,
    journal: Annotated[
        bool, typer.Option("--journal", help="Walk the chain of the proof of play instead.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
) -> None:
    """Hash again what is active, was before, or is urgent. What is spoilt is removed."""
    if journal:
        raise UsageError("--journal: this version keeps no proof of play yet, so there is no chain")
    folder = state_folder(state)
    if not folder.is_dir():
        raise UsageError(f"{folder} is not there: name the state folder with --state")
    os.nice(_NICE)
    store = Store(folder)
    begun = time.monotonic()
    with _bar() as drawn:
        check = store.verify(drawn)
    active, urgent = store.active(), store.urgent()
    if active is None and not check.damage and store.activation_path().exists():
        raise ContentError(
            f"{store.activation_path()} was written by a newer version: update signage"
        )
    found = _Found(
        release=active.release if active else None,
        emergency=urgent.release if urgent else None,
        bodies=check.bodies,
        bytes=check.read,
        seconds=round(time.monotonic() - begun, 3),
        damage=check.damage,
    )
    if as_json:
        typer.echo(msgspec.json.format(msgspec.json.encode(found), indent=2))
    else:
        _tell(found, folder)
    if check.damage:
        raise DeviceError(_advice(check, store))


@contextlib.contextmanager
def _bar() -> Iterator[Callable[[Check], None]]:
    """How far it is, on a terminal: a card gives a gigabyte in half a minute."""
    if not sys.stderr.isatty():
        yield lambda _check: None
        return
    from rich.console import Console  # noqa: PLC0415  (programs do not wait for it)
    from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn  # noqa: PLC0415

    columns = BarColumn(), DownloadColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("")
        yield lambda check: progress.update(task, completed=check.read, total=check.size)


def _tell(found: _Found, folder: Path) -> None:
    if found.release is None and found.emergency is None and not found.damage:
        typer.echo(f"nothing is active in {folder} yet, so there is nothing to verify")
        return
    for each in found.damage:
        left = "" if each.removed or each.kind == "missing" or not each.sha256 else " (and stays)"
        typer.echo(f"{each.name} {_WORDS[each.kind]}{left}")
    names = " and ".join(name for name in (found.release, found.emergency) if name)
    state = f"{len(found.damage)} damaged" if found.damage else "all as they were stored"
    typer.echo(
        f"{names or 'nothing active'}: {found.bodies} bodies, {found.bytes / 1e6:,.1f} MB read in "
        f"{found.seconds:.1f} s: {state}"
    )


def _advice(check: Check, store: Store) -> str:
    """What happens now, and what to do."""
    stuck = [each for each in check.damage if each.kind != "missing" and not each.removed]
    words = f"verify found damage: {len(check.damage)} of {check.bodies}"
    if any(each.sha256 for each in stuck):
        return f"{words}; it could not be removed: run it as the owner of {store.state}, or as root"
    words += "; the player leaves out what is damaged, "
    if store.locked():
        return f"{words}and the agent brings it in again by itself"
    return f"{words}and the next `signage sync` brings it in again"
