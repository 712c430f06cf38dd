"""`python -m signage.player`: the player's process alone; the agent is another (`signage sync`)."""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path

from signage.errors import SignageError
from signage.player.app import play
from signage.player.size import window_size
from signage.store import Store


def main() -> int:
    """Parse the arguments and play; the exit codes are those of `signage.errors`."""
    parser = argparse.ArgumentParser(prog="python -m signage.player", description=__doc__)
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--screen", default="")
    parser.add_argument("--size", help="WxH; without it fullscreen")
    parser.add_argument("--seconds", type=float)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="signage player: %(message)s")
    try:
        return play(
            Store(arguments.state), screen=arguments.screen, seconds=arguments.seconds,
            size=window_size(arguments.size),
        )  # fmt: skip
    except SignageError as error:
        sys.stderr.write(f"signage player: {error}\n")
        return error.exit_code


if __name__ == "__main__":
    sys.exit(main())
