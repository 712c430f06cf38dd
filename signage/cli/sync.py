"""`signage sync`: brings a source into the store, and keeps following it."""

from __future__ import annotations

import logging
import os
import signal
from pathlib import Path  # noqa: TC003  (typer reads the annotations)
from typing import TYPE_CHECKING, Annotated

import typer

from signage.cli._kiosk import Kiosk
from signage.cli._state import state_folder
from signage.store import StoppedError, Store

if TYPE_CHECKING:
    from signage.sync import Follower

__all__ = ["follow", "run"]

_GRACE = 0.8
"""Seconds in which to end in order; after them the process goes as it is, which the store
survives by design."""


def run(
    source: Annotated[str, typer.Argument(help="A central folder, or one playlist file.")],
    state: Annotated[
        Path | None, typer.Option(help="The state folder; default: $SIGNAGE_STATE and so on.")
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="Bring it in and come back.")] = False,
) -> None:
    """Bring a source into the store; without --once, keep following it."""
    from signage.sync import bring_once, source_of  # noqa: PLC0415  (not for --help)

    logging.basicConfig(format="%(message)s", level=logging.INFO)
    if not once:
        follow(Kiosk(source=source, unsigned=True), state_folder(state))
        return
    followed = source_of(source)
    store = Store(state_folder(state))
    stopping: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda received, _frame: stopping.append(received))
    try:
        agent = bring_once(store, followed, lambda: bool(stopping))
    except StoppedError:
        return
    status = agent.status
    if status is not None:
        for fault in status.faults:
            typer.echo(fault, err=True)
        for each in status.quarantine:
            typer.echo(f"{each.path} {each.reason}", err=True)


def follow(kiosk: Kiosk, state: Path) -> None:
    """Be the agent: follow a kiosk's source until SIGTERM.

    Raises:
        SignageError: it cannot be followed at all.
    """
    from signage.sync import Follower, source_of  # noqa: PLC0415

    follower = Follower(Store(state), source_of(kiosk.source))
    _end_on_signals(follower)
    follower.run()


def _end_on_signals(follower: Follower) -> None:
    def end(_number: int, _frame: object) -> None:
        follower.stop()
        signal.signal(signal.SIGALRM, lambda _number, _frame: os._exit(0))
        signal.setitimer(signal.ITIMER_REAL, _GRACE)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
