"""Pictures of items as the lobby would see them, drawn by `signage snapshot` in a process apart.

Each picture's key is a hash of all that it depends on: the item, the look of its playlist and of
the screen, its media as they stand. So nothing is drawn twice, and a form that is typed on asks for
what is there already. A job is a folder `<key>/ask.json` that the worker turns into pictures; jobs
and pictures are bounded, the oldest go.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from ruamel.yaml.comments import CommentedMap

from signage import atomic
from signage.console.office.documents import Document, open_document, plain
from signage.console.office.fields import KEPT

if TYPE_CHECKING:
    from signage.console.data import Data
    from signage.console.office.binding import Form

__all__ = ["Picture", "ask", "ask_whole", "done", "fault", "folder", "listed", "named", "path_of"]

SIZE = "1280x720"
_KEY = re.compile(r"[0-9a-f]{24}")
_LOOKS = ("theme", "locale", "rotate", "lunar")
_PATH_MOST = 300
"""Characters of a string that may be a path."""
_LINES = 3
"""Of the strip of news in a picture."""


class Picture(NamedTuple):
    """A picture of an item, or of one of its pages."""

    key: str
    name: str


def folder(data: Data) -> Path:
    """Where they lie, a folder each."""
    return data.pictures / "items"


def done(data: Data, key: str) -> bool:
    """Whether it was drawn, or drawing it failed."""
    return bool(_KEY.fullmatch(key)) and (folder(data) / key / "done").exists()


def fault(data: Data, key: str) -> str:
    """What was wrong while it was drawn; empty: nothing."""
    if not _KEY.fullmatch(key):
        return ""
    try:
        return (folder(data) / key / "done").read_text("utf-8")
    except OSError:
        return ""


def listed(data: Data, key: str) -> list[Picture]:
    """The pictures of an item, in order."""
    if not _KEY.fullmatch(key):
        return []
    return [Picture(key, path.name) for path in sorted((folder(data) / key).glob("*.jpg"))]


def path_of(data: Data, key: str, name: str) -> Path | None:
    """Where a picture lies; None: there is none."""
    if not _KEY.fullmatch(key) or not re.fullmatch(r"\d+\.jpg", name):
        return None
    path = folder(data) / key / name
    return path if path.exists() else None


def ask(data: Data, document: Document, kind: str, form: Form, screen: str = "") -> str:
    """Ask for the pictures of an item as its form stands, saved or not; their key."""
    item = CommentedMap()
    for bound in form.bounds:
        if bound.value is KEPT or bound.field.key == "when":
            continue
        if bound.value != bound.field.show(item):
            bound.field.write(item, bound.value)
    return _asked(data, document, _pure(item), screen) if kind in item else ""


def ask_whole(data: Data, document: Document, screen: str = "") -> list[str]:
    """Ask for the pictures of every item of a playlist; a key for each, in order."""
    items = (plain(document.root) or {}).get("items")
    keys = []
    for item in items if isinstance(items, list) else []:
        kept = {k: v for k, v in item.items() if k != "when"} if isinstance(item, dict) else None
        keys.append(_asked(data, document, kept, screen) if kept else "")
    return keys


def _pure(node: Any) -> Any:
    if isinstance(node, dict):
        return {str(key): _pure(each) for key, each in node.items()}
    if isinstance(node, list):
        return [_pure(each) for each in node]
    return str(node)


def _asked(data: Data, document: Document, item: dict[str, Any], screen: str) -> str:
    playlist = _alone(document, item)
    seen = _seen(data, screen)
    whole = json.dumps([playlist, seen, SIZE], ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(whole.encode())
    for path in sorted(named(item) | named(seen.get("centre", {}))):
        digest.update(_stamp(data.media / path).encode())
    key = digest.hexdigest()[:24]
    place = folder(data) / key
    try:
        os.utime(place)  # looked at: it is kept longer, and drawn earlier
    except FileNotFoundError:
        asked = {"playlist": playlist, "looks": seen}
        _put(place, json.dumps(asked, ensure_ascii=False).encode())
    return key


def _put(place: Path, asked: bytes) -> None:
    """Make the folder whole before the worker can see it: it forgets those that ask nothing."""
    atomic.folder(place.parent)
    with TemporaryDirectory(prefix=".ask-", dir=place.parent, ignore_cleanup_errors=True) as made:
        atomic.write(Path(made) / "ask.json", asked)
        with suppress(OSError):  # somebody else asked for the same at this moment
            Path(made).rename(place)


def _alone(document: Document, item: dict[str, Any]) -> dict[str, Any]:
    """The playlist with nothing but this item, on whatever its dates say."""
    said = plain(document.root) or {}
    made = {key: said[key] for key in ("name", "layout", "defaults") if said.get(key)}
    ticker = said.get("ticker")
    lines = [each for each in ticker if _worded(each)] if isinstance(ticker, list) else []
    if lines:
        made["ticker"] = lines[:_LINES]
    if said.get("priority") == "emergency":
        made |= {"priority": "emergency", "standby": "true"}
    return {**made, "items": [item]}


def _worded(line: Any) -> bool:
    return bool(line) and (isinstance(line, str) or (isinstance(line, dict) and "text" in line))


def _seen(data: Data, screen: str) -> dict[str, Any]:
    """What of `screens.yaml` is seen: the centre, its theme, how the screen is turned."""
    said = plain(open_document(data, "screens").root) or {}
    made: dict[str, Any] = {"theme": said["theme"]} if isinstance(said.get("theme"), str) else {}
    if isinstance(said.get("centre"), dict):
        made["centre"] = said["centre"]
    screens = said.get("screens")
    own = screens.get(screen) if isinstance(screens, dict) and screen else None
    if isinstance(own, dict):
        made["screen"] = {key: own[key] for key in _LOOKS if own.get(key)}
    return made


def named(node: Any) -> set[str]:
    """Every string of an item that may be a path."""
    if isinstance(node, dict):
        return set().union(*map(named, node.values()))
    if isinstance(node, list):
        return set().union(*map(named, node))
    fits = isinstance(node, str) and 0 < len(node) < _PATH_MOST and "\n" not in node
    return {node} if fits and "\0" not in node else set()


def _stamp(path: Path) -> str:
    try:
        status = path.stat()
    except (OSError, ValueError):
        return ""
    return f"{status.st_size}:{status.st_mtime_ns}"
