"""The worker's part of `looks`: a scratch folder, a playlist for each item, `signage snapshot`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from signage import atomic
from signage.console.office import looks
from signage.console.office.documents import Document, changed, said
from signage.content import tree
from signage.content.loader import load_playlist_file
from signage.errors import SourceError

if TYPE_CHECKING:
    from signage.console.data import Data

__all__ = ["draw_one"]

KEPT_MOST = 1_500
"""Items whose pictures are kept; some 60 KB each."""
WAITING_MOST = 300
"""Items that wait to be drawn; beyond, the oldest are forgotten, since nobody looks any more."""
AT_ONCE = 12
"""Items of one run: starting the player's engine costs more than an item."""
FILES_MOST = 40
"""Of a whole folder."""
PATIENCE = 120.0
"""Seconds after which a run is given up."""
ASKING = 60.0
"""Seconds in which a job's words must have followed its folder."""
SHOWN = (640, 640)
"""Pixels of a picture in a page at most."""
_SCREEN = "xem"
_quiet = 0
"""When the folder of all last changed, if nothing waited then; 0: something did."""


def draw_one(data: Data) -> bool:
    """Draw what waits, the newest first; False: nothing does."""
    global _quiet  # noqa: PLW0603  (of this process: a look at every folder costs 10 ms)
    stands = _age(looks.folder(data))
    if stands == _quiet:
        return False
    waiting = _waiting(data)
    if not waiting:
        _quiet = stands
    for old in waiting[WAITING_MOST:]:
        shutil.rmtree(old, ignore_errors=True)
    if not waiting:
        return False
    first = _read(waiting[0])
    if first is None:
        if time.time_ns() + _age(waiting[0]) < ASKING * 1e9:  # its words are being written
            return False
        shutil.rmtree(waiting[0], ignore_errors=True)
        return True
    run = {waiting[0]: first}
    for each in waiting[1:WAITING_MOST]:
        asked = _read(each)
        if asked and asked["looks"] == first["looks"] and len(run) < AT_ONCE:
            run[each] = asked
    _draw(data, run)
    for old in sorted(looks.folder(data).iterdir(), key=_age)[KEPT_MOST:]:
        shutil.rmtree(old, ignore_errors=True)
    return True


def _age(path: Path) -> int:
    try:
        return -path.stat().st_mtime_ns
    except OSError:
        return 0


def _waiting(data: Data) -> list[Path]:
    try:
        found = [
            each
            for each in looks.folder(data).iterdir()
            if not each.name.startswith(".") and not (each / "done").exists()
        ]
    except FileNotFoundError:
        return []
    return sorted(found, key=_age)


def _read(place: Path) -> dict[str, Any] | None:
    try:
        found = json.loads((place / "ask.json").read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and {"looks", "playlist"} <= set(found) else None


def _draw(data: Data, run: dict[Path, dict[str, Any]]) -> None:
    """Put each item into a playlist of its own, so that pictures are known by its id."""
    scratch = data.pictures / f".items-{os.getpid()}"
    shutil.rmtree(scratch, ignore_errors=True)
    for inner in ("playlists", "media", "out"):
        (scratch / inner).mkdir(parents=True)
    seen = dict(next(iter(run.values()))["looks"])
    screen = seen.pop("screen", None) or {"locale": "vi"}
    screens = {**seen, "screens": {_SCREEN: screen}}
    (scratch / "playlists" / "screens.yaml").write_bytes(_yaml(screens))
    for each in looks.named(seen.get("centre", {})):
        _link(data, scratch, each)
    wrong: dict[str, str] = {}
    for place, asked in run.items():
        for each in looks.named(asked["playlist"]["items"]):
            _link(data, scratch, each)
        path = scratch / "playlists" / f"{place.name}.yaml"
        path.write_bytes(_yaml(asked["playlist"]))
        wrong[place.name] = _wrong(path)
    try:
        _snapshot(scratch)
    except subprocess.TimeoutExpired:
        wrong = {name: words or "timeout" for name, words in wrong.items()}
    for place in run:
        pages = sorted((scratch / "out").glob(f"*-{place.name}-*.png"))
        if place.exists():  # else it was forgotten meanwhile
            for number, path in enumerate(pages):
                _shrink(path, place / f"{number:02}.jpg", str(screen.get("rotate", "0")))
            atomic.write(place / "done", ("" if pages else wrong[place.name]).encode())
    shutil.rmtree(scratch, ignore_errors=True)


def _snapshot(scratch: Path) -> None:
    command = [
        sys.executable, "-P", "-c", "from signage.cli import main; main()", "snapshot",
        str(scratch), "--out", str(scratch / "out"), "--size", looks.SIZE, "--screen", _SCREEN,
    ]  # fmt: skip
    subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)


def _wrong(path: Path) -> str:
    try:
        faults = load_playlist_file(path).faults
    except SourceError:
        return ""
    return next((each.message_vi for each in faults if each.severity == "error"), "")


def _shrink(path: Path, target: Path, turned: str) -> None:
    with Image.open(path) as opened:
        picture = opened.convert("RGB")
    if turned.isdecimal() and int(turned) % 360:
        picture = picture.rotate(int(turned), expand=True)
    picture.thumbnail(SHOWN)
    with atomic.writing(target) as out:
        picture.save(out, "JPEG", quality=80)


def _yaml(node: dict[str, Any]) -> bytes:
    empty = Document("", Path(), b"", tree.Mapping(1))
    return changed(empty, lambda root: root.update(_quoted(node)))


def _quoted(node: Any) -> Any:
    if isinstance(node, dict):
        made = CommentedMap()
        made.update({key: _quoted(each) for key, each in node.items()})
        return made
    if isinstance(node, list):
        return CommentedSeq([_quoted(each) for each in node])
    return said(str(node))


def _link(data: Data, scratch: Path, name: str) -> None:
    """Put a file or folder of the library where the scratch folder names it."""
    if ".." in Path(name).parts or Path(name).is_absolute():
        return
    for source in _sources(data.media / name):
        target = scratch / "media" / source.relative_to(data.media)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.exists():
                os.link(source, target)
        except OSError:
            try:
                shutil.copyfile(source, target)
            except OSError:
                continue


def _sources(path: Path) -> list[Path]:
    """The file, with the subtitles that may lie beside it; of a folder, its files."""
    try:
        if path.is_dir():
            return [each for each in sorted(path.iterdir()) if each.is_file()][:FILES_MOST]
        if path.is_file():
            beside = [*path.parent.glob("*.srt"), *path.parent.glob("*.vtt")]
            video = path.suffix.casefold() in {".mp4", ".webm", ".mkv"}
            return [path, *beside[:FILES_MOST]] if video else [path]
    except (OSError, ValueError):
        pass
    return []
