"""`signage cut`: the emblem at once, or what is on standby; needs neither network nor agent."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  (typer reads the annotations)
from typing import Annotated

import typer

from signage.cli._stop import cut

__all__ = ["run"]


def run(
    show: Annotated[
        str | None,
        typer.Option(help="Instead of the emblem: a playlist on standby, by its id."),
    ] = None,
    state: Annotated[
        Path | None, typer.Option(help="The state folder; default: $SIGNAGE_STATE and so on.")
    ] = None,
) -> None:
    """Cut the programme at once; `signage resume` brings it back. Needs no network."""
    cut(state, show)
