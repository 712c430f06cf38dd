"""`signage run`: a kiosk without systemd, from one configuration file."""

from __future__ import annotations

import enum
from pathlib import Path  # noqa: TC003  (typer reads the annotations)
from typing import Annotated

import typer

from signage.cli._unit import PARTS, be

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
    raise SystemExit(be(config, next((part for part in PARTS if part == only), None)))
