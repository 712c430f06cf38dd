"""`signage demo`: centre, console and screen on this machine, with the sample content."""

from __future__ import annotations

import importlib.util
import logging
import os
import secrets
import socket
import sys
from pathlib import Path
from typing import Annotated

import typer

from signage import atomic
from signage.cli._kiosk import Kiosk, Report
from signage.cli._supervise import Child, supervise
from signage.cli.play import pair
from signage.errors import UsageError
from signage.player.size import window_size

__all__ = ["run"]

_ROOT = Path(__file__).parents[2]
"""The checkout: it is a central folder itself."""
_PORT = 8000


def run(
    screen: Annotated[str, typer.Option(help="Which screen of screens.yaml.")] = "sanh-chinh",
    size: Annotated[
        str | None, typer.Option(help="WxH: a borderless window at 0,0; without it fullscreen.")
    ] = None,
    seconds: Annotated[float | None, typer.Option(help="End after so many seconds.")] = None,
    port: Annotated[
        int, typer.Option(help="TCP port of the console; another one where it is taken.")
    ] = _PORT,
    *,
    signed: Annotated[
        bool,
        typer.Option("--signed", help="The screen shows only what the console's reviewer signed."),
    ] = False,
) -> None:
    """Play the sample content, follow what you change in it, and serve the officers' console."""
    if not (_ROOT / "playlists").is_dir():
        raise UsageError(
            "the sample content is in the project's checkout: install from there "
            "(`sh deploy/demo.sh`), or run `signage play FOLDER` with a folder of your own"
        )
    os.environ.setdefault("SIGNAGE_CLOCK", "trusted")  # somebody's desk, where the time is right
    logging.basicConfig(format="signage: %(message)s", level=logging.INFO)
    raise SystemExit(
        _demo(_ROOT / ".demo", screen, window_size(size), seconds, port, signed=signed)
    )


def _demo(
    home: Path, screen: str, size: tuple[int, int] | None, seconds: float | None, port: int,
    *, signed: bool,
) -> int:  # fmt: skip
    """Run the player, the agent and the console until they are to end."""
    centre, token = home / "centre", home / "token"
    served = importlib.util.find_spec("django") is not None
    if not served:
        told = "signage: the console is not installed here: pip install 'signage[console]'\n"
        if signed:
            raise UsageError(told.removeprefix("signage: ").strip())
        sys.stderr.write(told)
    port = _free(port)
    if not token.exists():
        atomic.folder(home)
        atomic.write(token, secrets.token_urlsafe(32).encode("ascii"), mode=0o600)
    if signed:
        _in_a_process(centre, screen, token)
    release = centre / "release"
    kiosk = Kiosk(
        source=str(release if signed else _ROOT),
        screen=screen,
        unsigned=not signed,
        trust=str(release / "metadata" / "1.root.json") if signed else None,
        report=_report(port, token) if served else None,
    )
    state = home / ("signed" if signed else "screen")

    def agent() -> None:
        from signage.cli.sync import follow  # noqa: PLC0415  (what only the agent needs)

        follow(kiosk, state)

    children = pair(state, kiosk.source, screen, size, agent)
    if served:
        console = Child("console", lambda: _console(centre, port, screen, token))
        console.after = children[0]  # the lobby first
        children.append(console)
    return supervise(children, seconds)


def _console(centre: Path, port: int, screen: str, token: Path) -> int:
    from signage.console.demo import serve  # noqa: PLC0415  (Django: in this process only)

    os.nice(5)
    serve(centre, _ROOT, port=port, screen=screen, token=token)
    return 0


def _in_a_process(centre: Path, screen: str, token: Path) -> None:
    """Make the centre before a screen asks it: in a process apart, since Django begins threads."""
    pid = os.fork()
    if not pid:
        code = 1
        try:
            from signage.console.demo import prepare  # noqa: PLC0415

            prepare(centre, _ROOT, screen=screen, token=token)
            code = 0
        finally:
            os._exit(code)
    if os.waitpid(pid, 0)[1]:
        raise UsageError(f"the demo's centre could not be made in {centre}: remove it, try again")


def _report(port: int, token: Path) -> Report:
    return Report(url=f"http://localhost:{port}/api/man-hinh", token_file=token)


def _free(port: int) -> int:
    """The port, or any other where something listens at it."""
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", port))
        except OSError:
            tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])
