"""`signage snapshot`: one picture an item, without a display."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from signage.errors import DeviceError, UsageError
from signage.player.size import window_size

__all__ = ["run"]


def run(
    source: Annotated[str, typer.Argument(help="A central folder, or one playlist file.")],
    out: Annotated[Path, typer.Option(help="The folder for the pictures; made if need be.")],
    screen: Annotated[str, typer.Option(help="Which screen of screens.yaml to draw.")] = "",
    size: Annotated[str, typer.Option(help="WxH of the pictures.")] = "1920x1080",
    at: Annotated[
        str, typer.Option(help="What the clocks in the pictures say: 2026-02-14T07:30; else now.")
    ] = "",
) -> None:
    """Draw every item as the screen would, one PNG each, in playlist order."""
    from signage.player.snapshot import snapshot  # noqa: PLC0415  (Qt: not for --help)
    from signage.store import Store  # noqa: PLC0415
    from signage.sync import bring_once, source_of  # noqa: PLC0415

    logging.basicConfig(format="%(message)s", level=logging.WARNING)
    pixels = window_size(size) or (1920, 1080)
    try:
        moment = datetime.fromisoformat(at).astimezone(UTC) if at else datetime.now(UTC)
    except ValueError:
        raise UsageError(f"--at {at}: write a time such as 2026-02-14T07:30") from None
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DeviceError(f"{out} cannot be made: {error.strerror}") from error
    with TemporaryDirectory(prefix="signage-") as state:
        store = Store(Path(state))
        agent = bring_once(store, source_of(source), lambda: False)
        status = agent.status
        for fault in status.faults if status else ():
            typer.echo(fault, err=True)
        faults = snapshot(
            store, out, moment, screen=screen, size=pixels,
            drawn=lambda path: typer.echo(str(path)),
        )  # fmt: skip
    for fault in faults:
        typer.echo(fault, err=True)
    if faults:
        raise SystemExit(3)
