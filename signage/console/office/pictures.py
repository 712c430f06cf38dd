"""Pictures of what the lobby will see, drawn by the player's own `snapshot`, in a process apart."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image

from signage import atomic

if TYPE_CHECKING:
    from pathlib import Path

    from signage.console.data import Data

__all__ = ["Pair", "compared", "done", "draw", "folder_of", "listed"]

SIZE = "1280x720"
SHOWN = (640, 360)
"""Pixels of the pictures in a page."""
PATIENCE = 600.0
"""Seconds after which drawing is given up."""


def folder_of(data: Data, digest: str) -> Path:
    """Where the pictures of a frozen folder lie."""
    return data.pictures / digest


def done(data: Data, digest: str) -> bool:
    """Whether they were drawn."""
    return (folder_of(data, digest) / "done").exists()


def listed(data: Data, digest: str) -> list[str]:
    """Names of the pictures, in playlist order."""
    return sorted(path.name for path in folder_of(data, digest).glob("*.jpg"))


def draw(data: Data, digest: str, folder: Path) -> str:
    """Draw every item of a frozen folder; what could not be drawn, in words."""
    target = folder_of(data, digest)
    scratch = data.pictures / f".{digest}"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    command = [
        sys.executable, "-P", "-c", "from signage.cli import main; main()", "snapshot", str(folder),
        "--out", str(scratch), "--size", SIZE,
    ]  # fmt: skip
    try:
        said = subprocess.run(
            command, capture_output=True, text=True, errors="replace", timeout=PATIENCE, check=False
        ).stderr
    except subprocess.TimeoutExpired:
        said = "timeout"
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(scratch.glob("*.png")):
        with Image.open(path) as picture:
            picture.thumbnail(SHOWN)
            picture.convert("RGB").save(target / f"{path.stem}.jpg", quality=82)
    shutil.rmtree(scratch, ignore_errors=True)
    atomic.write(target / "done", said.encode())
    return said


class Pair(NamedTuple):
    """A picture of what is wanted, and the one of the same item as it is now."""

    after: str
    """Empty: the item goes."""
    before: str
    """Empty: the item is new."""
    same: bool


def compared(data: Data, digest: str, before: str) -> list[Pair]:
    """The pictures of both, matched by what they show: `003-sanh-chinh-gio-lam-viec.jpg`."""
    old = {name.partition("-")[2]: name for name in listed(data, before)} if before else {}
    pairs = []
    for name in listed(data, digest):
        was = old.pop(name.partition("-")[2], "")
        same = bool(was) and (
            (folder_of(data, digest) / name).read_bytes()
            == (folder_of(data, before) / was).read_bytes()
        )
        pairs.append(Pair(name, was, same))
    return [*pairs, *(Pair("", was, same=False) for was in old.values())]
