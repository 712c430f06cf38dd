"""Run a command on the display of $DISPLAY, and save what it shows as pictures.

    python deploy/grab.py OUT COMMAND…

Waits until something is drawn, saves OUT/lobby-1.png and two more, a quarter of a minute apart,
prints their paths, and ends the command with SIGTERM. Exits with the command's own code when that
ends by itself before, and with 5 when nothing was drawn in time.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from PIL import Image, ImageGrab, ImageStat

FIRST_CONTENT = 60.0
"""Seconds until something must be drawn."""
SETTLE = 8.0
"""Seconds from the first thing drawn to the first picture: content has come, its fade is over."""
APART = 15.0
"""Seconds between pictures."""
PICTURES = 3


def _screen() -> Image.Image:
    return ImageGrab.grab(xdisplay="")


def _drawn(picture: Image.Image) -> bool:
    return max(ImageStat.Stat(picture).stddev) > 1.0


def _ended(program: subprocess.Popen[bytes], seconds: float) -> bool:
    try:
        program.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def main(out: Path, command: list[str]) -> int:
    """Run, wait, grab, end; the exit code."""
    out.mkdir(parents=True, exist_ok=True)
    with subprocess.Popen(command) as program:
        try:
            deadline = time.monotonic() + FIRST_CONTENT
            while not _drawn(_screen()):
                if time.monotonic() > deadline:
                    print(f"Nothing was drawn within {FIRST_CONTENT:.0f} s.", file=sys.stderr)
                    return 5
                if _ended(program, 0.3):
                    return program.returncode or 5
            for number in range(1, PICTURES + 1):
                if _ended(program, SETTLE if number == 1 else APART):
                    return program.returncode or 5
                target = out / f"lobby-{number}.png"
                _screen().save(target)
                print(target, flush=True)
        finally:
            program.terminate()
            if not _ended(program, 10):
                program.kill()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
