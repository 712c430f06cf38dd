"""`python -m tests.bench FIGURE… [--quick] [--json FILE]`."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from . import _report, emergency, fades, first, joints, memory, picture, playing, ticker
from ._run import Run, say

if TYPE_CHECKING:
    from collections.abc import Callable

FIGURES: dict[str, Callable[[Run], _report.Figure]] = {
    "joints": joints.clips,
    "stills": joints.stills,
    "fades": fades.fades,
    "clips": playing.clips,
    "still": playing.still,
    "clock": playing.clock,
    "first": first.first,
    "ticker": ticker.plain,
    "ticker-stalled": ticker.stalled,
    "ticker-1080": ticker.large,
    "ticker-long": ticker.long,
    "ticker-long-1080": ticker.long_large,
    "emergency": emergency.emergency,
    "cut": emergency.cut,
    "picture": picture.pictures,
    "memory": memory.growth,
    "huge": memory.huge,
}


def main() -> int:
    """Measure; 0 when every figure that was asked for is reached, 1 when one falls short."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench",
        description="Measures the player against mpv.",
        epilog="Figures: "
        + ", ".join(
            f"{name} ({(make.__doc__ or '').splitlines()[0]})" for name, make in FIGURES.items()
        ),
    )
    parser.add_argument("figures", nargs="+", choices=["all", *FIGURES], metavar="FIGURE")
    parser.add_argument("--quick", action="store_true", help="a short form of each, to develop by")
    parser.add_argument(
        "--alone",
        action="store_true",
        help="our player's process without the agent, as a kiosk's unit runs it",
    )
    parser.add_argument(
        "--nice",
        type=int,
        default=0,
        metavar="N",
        help="measure at this niceness (-15 where others use the machine too)",
    )
    parser.add_argument("--json", type=Path, help="write all numbers there as well")
    arguments = parser.parse_args()
    os.nice(arguments.nice)
    # Ended from outside, it still ends its players and displays: one left over spoils what follows.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    names = list(FIGURES) if "all" in arguments.figures else arguments.figures
    run = Run(quick=arguments.quick, alone=arguments.alone)
    facts = _report.machine() | {"nice": str(os.nice(0))}
    print("\n".join(f"{name:>8}  {fact}" for name, fact in facts.items()), flush=True)
    done: list[_report.Figure] = []
    for name in names:
        started = time.monotonic()
        say(f"{name} …")
        try:
            figure = FIGURES[name](run)
        except (OSError, RuntimeError, subprocess.SubprocessError) as error:
            figure = _report.Figure(name)
            figure.add("measured", "no", str(error)[-300:], ok=False)
        done.append(figure)
        took = f"      took {time.monotonic() - started:.0f} s"
        print(f"\n{_report.table(figure)}\n{took}", flush=True)
        if arguments.json:
            _report.write(arguments.json, facts, done)
    return 0 if all(figure.passed for figure in done) else 1


if __name__ == "__main__":
    sys.exit(main())
