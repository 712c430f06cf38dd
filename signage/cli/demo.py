"""`signage demo`: the sample content on this machine, to look at and to play with."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Annotated

import typer

from signage.cli.play import play
from signage.errors import UsageError
from signage.player.size import window_size

__all__ = ["run"]

_ROOT = Path(__file__).parents[2]
"""The checkout: it is a central folder itself."""


def run(
    screen: Annotated[str, typer.Option(help="Which screen of screens.yaml.")] = "sanh-chinh",
    size: Annotated[
        str | None, typer.Option(help="WxH: a borderless window at 0,0; without it fullscreen.")
    ] = None,
    seconds: Annotated[float | None, typer.Option(help="End after so many seconds.")] = None,
) -> None:
    """Play the sample content, and follow what you change in playlists/ and media/."""
    if not (_ROOT / "playlists").is_dir():
        raise UsageError(
            "the sample content is in the project's checkout: install from there "
            "(`sh deploy/demo.sh`), or run `signage play FOLDER` with a folder of your own"
        )
    os.environ.setdefault("SIGNAGE_CLOCK", "trusted")  # somebody's desk, where the time is right
    logging.basicConfig(format="signage: %(message)s", level=logging.INFO)
    raise SystemExit(play(str(_ROOT), screen, window_size(size), _ROOT / ".demo", seconds))
