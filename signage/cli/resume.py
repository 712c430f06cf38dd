"""`signage resume`: back to the programme after a `cut`."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  (typer reads the annotations)
from typing import Annotated

import typer

from signage.cli._stop import resume

__all__ = ["run"]


def run(
    state: Annotated[
        Path | None, typer.Option(help="The state folder; default: $SIGNAGE_STATE and so on.")
    ] = None,
) -> None:
    """End a cut made on this screen. Needs no network."""
    resume(state)
