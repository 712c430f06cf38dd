"""What a playlist names, whether it is there or not: for who has to fetch it first."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from signage.content import _playlist
from signage.content._fields import Log
from signage.content._media import Library
from signage.content._paths import ignored
from signage.content.messages import Wrong

if TYPE_CHECKING:
    from signage.content._bodies import Want
    from signage.content.fault import Fault

__all__ = ["Named", "named"]


@dataclass(frozen=True)
class Named:
    """The files of a playlist."""

    files: dict[str, int]
    """NFC paths under `media/`, in the order in which they are needed, to the lines that name
    them."""
    faults: tuple[Fault, ...]
    """Folders that are named: only who has the disk can list them."""
    readable: bool
    """Whether it is a playlist at all; else nothing is known of what it names."""


def named(data: bytes, name: str) -> Named:
    """Say what a playlist's file names. `name` is the file's name, for faults. Opens nothing."""
    log = Log(name)
    library = _Believing()
    read = _playlist.read(data, name, log, library)
    lines: dict[str, int] = {}
    for (path, _), line in read.uses.items():
        lines.setdefault(path, line)
    return Named(
        files={path: lines.get(path, 1) for path in library.asked},
        faults=tuple(each for each in log.faults if each.code == "folder-remote"),
        readable=read.playlist is not None,
    )


class _Believing(Library):
    """Takes every file to be there and right."""

    def __init__(self) -> None:
        super().__init__(Path())
        self.asked: dict[str, None] = {}

    def check(self, path: str, want: Want) -> None:  # noqa: ARG002  (as `Library.check`)
        if not any(ignored(part) for part in path.split("/")):
            self.asked[path] = None

    def folder(self, path: str) -> tuple[list[tuple[str, Want]], list[Wrong]]:
        raise Wrong("folder-remote", path=path)
