"""`signage console`: the officers' web application."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  (typer reads the annotations)
from typing import Annotated

import typer

from signage.errors import UsageError

__all__ = ["run"]


def run(
    data: Annotated[Path, typer.Option(help="The centre's folder; made if need be.")],
    port: Annotated[int, typer.Option(help="TCP port.", min=1, max=65535)] = 8000,
    host: Annotated[
        str, typer.Option(help="Address to listen at; nginx stands in front.")
    ] = "127.0.0.1",
) -> None:
    """Run the console: what is on the screens, by whom, approved by whom."""
    try:
        from signage.console.server import serve  # noqa: PLC0415  (Django: not for --help)
    except ModuleNotFoundError as error:
        raise UsageError(
            f"the console is not installed here ({error.name}): pip install 'signage[console]'"
        ) from None
    serve(data, host=host, port=port)
