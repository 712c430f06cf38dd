"""`signage run`: a kiosk without systemd, from one configuration file."""

from __future__ import annotations

import enum
import logging
from pathlib import Path  # noqa: TC003  (typer reads the annotations)
from typing import Annotated

import typer

from signage.cli._kiosk import read_kiosk
from signage.cli._state import state_folder
from signage.cli._supervise import supervise
from signage.cli.play import pair, show

__all__ = ["run"]


class Part(enum.StrEnum):
    """One of a kiosk's two processes."""

    AGENT = "agent"
    PLAYER = "player"


def run(
    config: Annotated[Path, typer.Option(help="The kiosk's configuration, such as kiosk.yaml.")],
    only: Annotated[
        Part | None, typer.Option(help="This process alone: each unit of systemd runs one.")
    ] = None,
) -> None:
    """Be a kiosk: agent and player, each its own process, each started again when it fails."""
    logging.basicConfig(format="signage: %(message)s", level=logging.INFO)
    kiosk = read_kiosk(config)
    state = state_folder(kiosk.state)

    if only is Part.PLAYER:
        raise SystemExit(show(state, kiosk.source, kiosk.screen, kiosk.size))

    def follow() -> None:
        from signage.cli.sync import follow as agent  # noqa: PLC0415  (what only the agent needs)

        agent(kiosk, state)

    if only is Part.AGENT:
        follow()
        return
    raise SystemExit(
        supervise(pair(state, kiosk.source, kiosk.screen, kiosk.size, follow, patient=True))
    )
