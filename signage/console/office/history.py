"""Earlier versions of every file under `playlists/`, so that nothing written is ever lost.

A version is a file `<when>~<who>.yaml` in a folder of the playlist's name: no database to restore.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from signage import atomic

if TYPE_CHECKING:
    from pathlib import Path

    from signage.console.data import Data

__all__ = ["VERSIONS", "Version", "base", "deleted", "keep", "listed", "remember", "version"]

VERSIONS = 200
"""Kept of one file; the oldest go."""
_BASES = 400
"""Files kept as they stood when somebody opened a form on them."""
_NAME = re.compile(r"(\d{8}T\d{12})~([\w.-]*)\.yaml")
_STAMP = "%Y%m%dT%H%M%S%f"


class Version(NamedTuple):
    """A file as it once was."""

    key: str
    """By which an address names it."""
    at: datetime
    by: str
    """Who saved it; empty: it was found so, a hand wrote it."""
    path: Path


def keep(data: Data, name: str, content: bytes, by: str) -> None:
    """Keep what a file holds, unless it is what was kept last."""
    folder = data.path / "history" / name
    atomic.folder(folder)
    versions = listed(data, name)
    if versions and versions[0].path.read_bytes() == content:
        return
    stamp = datetime.now(UTC).strftime(_STAMP)
    atomic.write(folder / f"{stamp}~{by}.yaml", content, mode=0o600)
    for old in versions[VERSIONS - 1 :]:
        atomic.remove(old.path)


def listed(data: Data, name: str) -> list[Version]:
    """Every version kept, the newest first."""
    found = []
    try:
        names = [each.name for each in (data.path / "history" / name).iterdir()]
    except (FileNotFoundError, NotADirectoryError):
        return []
    for each in names:
        if match := _NAME.fullmatch(each):
            at = datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)
            path = data.path / "history" / name / each
            found.append(Version(match[1], at, match[2], path))
    return sorted(found, reverse=True)


def version(data: Data, name: str, key: str) -> Version | None:
    """The version of that key."""
    return next((each for each in listed(data, name) if each.key == key), None)


def deleted(data: Data, present: set[str]) -> list[tuple[str, Version]]:
    """Playlists that are gone and can come back, the newest first."""
    try:
        names = [each.name for each in (data.path / "history").iterdir()]
    except FileNotFoundError:
        return []
    gone = [(name, listed(data, name)) for name in names if name not in present and name[0] != "."]
    return sorted(
        ((name, found[0]) for name, found in gone if found), key=lambda each: each[1].at,
        reverse=True,
    )  # fmt: skip


def remember(data: Data, digest: str, content: bytes) -> None:
    """Keep a file as somebody's form was made from it, to tell their changes from others'."""
    folder = data.path / "history" / ".bases"
    path = folder / digest
    if path.exists():
        return
    atomic.folder(folder)
    known = sorted(folder.iterdir(), key=lambda each: each.stat().st_mtime)
    for old in known[: max(0, len(known) - _BASES)]:
        old.unlink(missing_ok=True)
    atomic.write(path, content, mode=0o600)


def base(data: Data, digest: str) -> bytes | None:
    """What `remember` kept."""
    if not re.fullmatch(r"[0-9a-f]{64}", digest):
        return None
    try:
        return (data.path / "history" / ".bases" / digest).read_bytes()
    except FileNotFoundError:
        return None
