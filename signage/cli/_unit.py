"""Being a kiosk, or one of its two processes, without typer.

`main` comes here first: importing typer would cost the screen a sixth of its start.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from signage.cli._kiosk import read_kiosk
from signage.cli._state import state_folder
from signage.errors import SignageError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["PARTS", "at_once", "be"]

Part = Literal["agent", "player"]
PARTS: tuple[Part, ...] = ("agent", "player")


def at_once(arguments: Sequence[str]) -> int | None:
    """Do what `signage run --config FILE [--only PART]` asks, where that is plain to see.

    Returns:
        The exit code; None where it is for typer to help, or to say what is wrong.
    """
    _, *rest = arguments
    given: dict[str, str] = {}
    while rest:
        name, equals, value = rest.pop(0).partition("=")
        if name not in {"--config", "--only"} or name in given or not (equals or rest):
            return None
        given[name] = value if equals else rest.pop(0)
    only = next((part for part in PARTS if part == given.get("--only")), None)
    if not given.get("--config") or ("--only" in given and only is None):
        return None
    try:
        return be(Path(given["--config"]), only)
    except SignageError as error:
        sys.stderr.write(f"signage: {error}\n")
        return error.exit_code


def be(config: Path, only: Part | None) -> int:
    """Be the kiosk of that configuration, or one of its two processes, until it is to end.

    Returns:
        The exit code.

    Raises:
        SignageError: it cannot be.
    """
    logging.basicConfig(format="signage: %(message)s", level=logging.INFO)
    kiosk = read_kiosk(config)
    state = state_folder(kiosk.state)

    if only == "player":
        from signage.player.app import play  # noqa: PLC0415  (Qt: in this process only)
        from signage.store import Store, source_name  # noqa: PLC0415

        return play(
            Store(state), screen=kiosk.screen, size=kiosk.size, source=source_name(kiosk.source),
            waits=kiosk.centre is not None,
        )  # fmt: skip

    def follow() -> None:
        from signage.cli.sync import follow as agent  # noqa: PLC0415  (what only the agent needs)

        agent(kiosk, state)

    if only == "agent":
        follow()
        return 0
    from signage.cli._supervise import supervise  # noqa: PLC0415
    from signage.cli.play import pair  # noqa: PLC0415

    return supervise(
        pair(
            state, kiosk.source, kiosk.screen, kiosk.size, follow, patient=True,
            waits=kiosk.centre is not None,
        )
    )  # fmt: skip
