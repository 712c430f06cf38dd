"""Pictures of what the lobby will see, drawn by the player's own `snapshot`, in a process apart."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from signage import atomic
from signage.console.data import Data

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


__all__ = ["Pair", "compared", "done", "draw", "folder_of", "listed", "said", "sweep"]

SIZE = "1280x720"
SHOWN = (640, 360)
"""Pixels of the pictures in a page."""
PATIENCE = 600.0
"""Seconds after which drawing is given up."""
STILL = "2026-01-05T08:00:00+07:00"
"""What the clocks in the pictures say, so that the same content gives the same picture."""


def folder_of(data: Data, digest: str) -> Path:
    """Where the pictures of a frozen folder lie."""
    return data.pictures / digest


def done(data: Data, digest: str) -> bool:
    """Whether they were drawn."""
    return (folder_of(data, digest) / "done").exists()


def said(data: Data, digest: str) -> list[str]:
    """What could not be drawn, in the technician's words."""
    try:
        return (folder_of(data, digest) / "done").read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


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
        sys.executable, "-P", "-c", "from signage.cli import main; main()", "snapshot",
        str(_whole(folder, scratch / "folder")), "--out", str(scratch), "--size", SIZE,
        "--at", STILL,
    ]  # fmt: skip
    try:
        words = subprocess.run(
            command, capture_output=True, text=True, errors="replace", timeout=PATIENCE, check=False
        ).stderr
    except subprocess.TimeoutExpired:
        words = "timeout"
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(scratch.glob("*.png")):
        with Image.open(path) as picture:
            picture.thumbnail(SHOWN)
            picture.convert("RGB").save(target / f"{path.stem}.jpg", quality=82)
    shutil.rmtree(scratch, ignore_errors=True)
    atomic.write(target / "done", words.encode())
    return words


class Pair(NamedTuple):
    """A picture of what is wanted, and the one of the same item as it is now."""

    after: str
    """Empty: the item goes."""
    before: str
    """Empty: the item is new."""
    same: bool
    playlist: str = ""
    """Its id, where it is known."""


def compared(data: Data, digest: str, before: str, playlists: Iterable[str] = ()) -> list[Pair]:
    """The pictures of both, matched by what they show: `003-sanh-chinh-gio-lam-viec.jpg`.

    What is left of a playlist on both sides is matched in its order: a slide with another title.
    """
    ids = tuple(sorted(playlists, key=len, reverse=True))
    if done(data, digest) and (not before or done(data, before)):
        return list(_once(data.pictures, digest, before, ids))
    return _compared(data, digest, before, ids)


@lru_cache(maxsize=32)
def _once(folder: Path, digest: str, before: str, ids: tuple[str, ...]) -> tuple[Pair, ...]:
    """Read two thousand pictures once: what was drawn does not change."""
    return tuple(_compared(Data(folder.parent), digest, before, ids))


def _compared(data: Data, digest: str, before: str, ids: tuple[str, ...]) -> list[Pair]:
    old: dict[str, list[str]] = defaultdict(list)
    for name in listed(data, before) if before else ():
        old[name.partition("-")[2]].append(name)
    matched: dict[str, str] = {}
    new = listed(data, digest)
    for name in new:
        if waiting := old.get(name.partition("-")[2]):
            matched[name] = waiting.pop(0)
    left: dict[str, list[str]] = defaultdict(list)
    for name in sorted(each for names in old.values() for each in names):
        left[_playlist(name, ids)].append(name)
    for name in new:
        if name not in matched and left[_playlist(name, ids)]:
            matched[name] = left[_playlist(name, ids)].pop(0)
    pairs = []
    for name in new:
        was = matched.get(name, "")
        same = bool(was) and (
            (folder_of(data, digest) / name).read_bytes()
            == (folder_of(data, before) / was).read_bytes()
        )
        pairs.append(Pair(name, was, same, _playlist(name, ids)))
    gone = sorted(each for names in left.values() for each in names)
    pairs += [Pair("", was, same=False, playlist=_playlist(was, ids)) for was in gone]
    return sorted(pairs, key=lambda each: each.playlist)  # stable: in order within each


def sweep(data: Data, keep: set[str]) -> None:
    """Remove the pictures of all digests but these."""
    for path in data.pictures.iterdir():
        name = path.name.lstrip(".")
        if len(name) == 64 and name not in keep:  # noqa: PLR2004  (SHA-256 in hex)
            shutil.rmtree(path, ignore_errors=True)


def _playlist(name: str, ids: Sequence[str]) -> str:
    tail = name.partition("-")[2]
    return next((each for each in ids if tail.startswith(f"{each}-")), "")


def _whole(folder: Path, place: Path) -> Path:
    """The same folder, in which no playlist is left to one screen: each is drawn once.

    Linked where the disk can; where `screens.yaml` cannot be read, the folder itself.
    """
    screens = folder / "playlists" / "screens.yaml"
    if not screens.exists():
        return folder
    yaml = YAML(typ="safe", pure=True)
    try:
        tree = yaml.load(screens.read_text(encoding="utf-8-sig"))
        for each in (tree.get("screens") or {}).values():
            each.pop("playlists", None)
            each.pop("groups", None)
        tree.pop("groups", None)
    except (YAMLError, ValueError, AttributeError, RecursionError):
        return folder
    for path in folder.rglob("*"):
        if not path.is_file() or path == screens:
            continue
        copy = place / path.relative_to(folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(path, copy)
        except OSError:
            shutil.copyfile(path, copy)
    out = place / "playlists" / "screens.yaml"
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("w", encoding="utf-8") as file:
        YAML(typ="safe", pure=True).dump(tree, file)
    return place
