"""`signage play`: shows a folder, and keeps following it."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from signage.cli._state import state_folder
from signage.cli._supervise import Child, supervise
from signage.errors import SignageError, SourceError, UsageError
from signage.player.size import window_size
from signage.store import Store, source_name

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["pair", "play", "run", "show"]


def run(
    source: Annotated[
        str, typer.Argument(help="A signed release, a central folder, a playlist: a path or a URL.")
    ],
    screen: Annotated[str, typer.Option(help="Which screen of screens.yaml this is.")] = "",
    size: Annotated[
        str | None, typer.Option(help="WxH: a borderless window at 0,0; without it fullscreen.")
    ] = None,
    state: Annotated[
        Path | None, typer.Option(help="The state folder; default: $SIGNAGE_STATE and so on.")
    ] = None,
    seconds: Annotated[float | None, typer.Option(help="End after so many seconds.")] = None,
    *,
    trust: Annotated[
        str | None,
        typer.Option(help="The centre's 1.root.json, or sha256:FINGERPRINT: whom to believe."),
    ] = None,
) -> None:
    """Show a source, fullscreen or in a window, and keep following it."""
    logging.basicConfig(format="signage: %(message)s", level=logging.INFO)
    if seconds is not None and not 0 <= seconds < float("inf"):
        raise UsageError(f"--seconds {seconds}: write a number of seconds, such as 60")
    size_of = window_size(size)
    raise SystemExit(play(source, screen, size_of, state_folder(state), seconds, trust=trust))


def play(
    source: str,
    screen: str,
    size: tuple[int, int] | None,
    state: Path,
    seconds: float | None,
    *,
    trust: str | None = None,
) -> int:
    """Run the player and the agent, each its own process, until it is to end."""

    def agent() -> None:
        from signage.cli.sync import run as sync  # noqa: PLC0415  (what only the agent needs)

        sync(source, state, trust=trust)

    if "://" not in source:
        _there(Path(source), state, trust)
    return supervise(pair(state, source, screen, size, agent), seconds)


def _there(source: Path, state: Path, trust: str | None) -> None:
    """See whether a folder can be shown at all, before a window opens."""
    if not (state / "active").is_dir() and not source.exists():
        raise SourceError(
            f"{source} is not there, and nothing of it is in the store: check the path"
        )
    if trust is None and (source / "metadata").is_dir() and Store(state).trust() is None:
        raise UsageError(
            f"{source} is a signed release, and nobody said whose signatures to trust: give the "
            "centre's 1.root.json with --trust FILE, or --trust sha256:FINGERPRINT"
        )


def pair(
    state: Path,
    source: str,
    screen: str,
    size: tuple[int, int] | None,
    follow: Callable[[], None],
    *,
    patient: bool = False,
    waits: bool = False,
) -> list[Child]:
    """The player and the agent, for `supervise`; `follow` is what the agent does.

    With `waits`, source and screen are what a pairing says, and the player waits for that.

    All ends when the player is left by its chord, and, unless `patient`, when it cannot start, or
    when there is nothing to show yet and the agent says that it was called wrongly.
    """

    def agent() -> int:
        try:
            follow()
        except SignageError as error:
            return _told(error, following.last)
        return 0

    player = Child(
        "player", lambda: _player(state, source, screen, size, player.last, waits=waits),
        vital=True, patient=patient,
    )  # fmt: skip
    following = Child("agent", agent)
    if not patient:
        following.hopeless = lambda code: (
            code == UsageError.exit_code and Store(state).active() is None
        )
    if (state / "active").is_dir():
        following.after = player  # the first picture comes from the store and waits for nobody
    return [player, following]


def _player(
    state: Path, source: str, screen: str, size: tuple[int, int] | None, last: int | None,
    *, waits: bool,
) -> int:  # fmt: skip
    try:
        return show(state, source, screen, size, waits=waits)
    except SignageError as error:
        return _told(error, last)


def show(
    state: Path, source: str, screen: str, size: tuple[int, int] | None, *, waits: bool = False
) -> int:
    """Be the player of what came from `source`; see `signage.player.app.play`."""
    from signage.player.app import play as own  # noqa: PLC0415  (Qt: in this process only)

    return own(Store(state), screen=screen, size=size, source=source_name(source), waits=waits)


def _told(error: SignageError, last: int | None) -> int:
    """Say what is wrong, unless the process before this one ended with the same."""
    if error.exit_code != last:
        sys.stderr.write(f"signage: {error}\n")
    return error.exit_code
