"""A central folder, or one playlist file, as the agent sees it."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from signage.content.loader import Loaded, load_folder, load_playlist_file
from signage.errors import SourceError
from signage.store import Stamp, stamp

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["FolderSource", "Look", "Source", "stamp_of"]

_HOLLOW = "{}: holds no playlists/: check the path, or mount the share"
_MOST_FOLDERS = 5_000
"""Folders looked into under `media/`; somebody may follow a playlist in their home folder."""


@dataclass(frozen=True)
class Look:
    """What can be seen without opening a file; two equal looks mean nothing happened."""

    playlists: dict[str, tuple[str, Stamp]] = field(default_factory=dict)
    """Id (the file's name without `.yaml`, NFC) to path and stamp."""
    tree: int = 0
    """A hash over the names under `media/`."""
    bare: bool = False
    """Whether `media/` is missing or empty: perhaps a share that is not mounted."""


class Source(Protocol):
    """Where content comes from."""

    name: str
    """As the technician named it."""
    media: Path
    """What every file lies in."""

    def look(self, *, closely: bool) -> Look:
        """See what is there. `closely`: with the size and time of every file under `media/`.

        Raises:
            SourceError: it is not there.
        """

    def load(self) -> Loaded:
        """Read the playlists.

        Raises:
            SourceError: it is not there.
        """

    def places(self) -> tuple[tuple[Path, bool], ...]:
        """Folders to watch, and whether with all that is below them."""


class FolderSource:
    """A folder with `playlists/` and `media/`, or one playlist file with its media beside it."""

    def __init__(self, path: Path) -> None:
        self.name = os.path.abspath(path)  # noqa: PTH100  (`a/../b` is `b`: one folder, one name)
        path = Path(self.name)
        self._file = path if path.suffix in {".yaml", ".yml"} and not path.is_dir() else None
        if self._file is None:
            self._root, self.media = path, path / "media"
        else:
            beside = path.parent.parent / "media"
            inside = path.parent.name == "playlists" and beside.is_dir()
            self._root, self.media = path.parent, beside if inside else path.parent

    def look(self, *, closely: bool) -> Look:
        """See `Source.look`. An empty mount point is a source that is not there."""
        try:
            playlists = self._playlists()
            tree = _tree(self.media, closely=closely)
        except OSError as error:
            if isinstance(error, FileNotFoundError) and self._root.is_dir():
                raise SourceError(_HOLLOW.format(self.name)) from error
            raise SourceError(
                f"{self.name}: {error.strerror or error}: check the path, or mount the share"
            ) from error
        return Look(playlists, tree or 0, bare=not tree)

    def load(self) -> Loaded:
        """See `Source.load`."""
        loaded = load_playlist_file(self._file) if self._file else load_folder(self._root)
        if not loaded.found:
            raise SourceError(_HOLLOW.format(self.name))
        return loaded

    def places(self) -> tuple[tuple[Path, bool], ...]:
        """See `Source.places`: the root itself too, for what is made or renamed in it."""
        if self._file is not None:
            own = ((self._root, False),) if self.media != self._root else ()
            return (*own, (self.media, True))
        return ((self._root, False), (self._root / "playlists", False), (self.media, True))

    def _playlists(self) -> dict[str, tuple[str, Stamp]]:
        if self._file is not None:
            return {_id(self._file.name): (str(self._file), stamp(self._file.stat()))}
        found: dict[str, tuple[str, Stamp]] = {}
        with os.scandir(self._root / "playlists") as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.name.endswith((".yaml", ".yml")) and not entry.name.startswith("."):
                    seen = stamp_of(entry.path)
                    if seen is not None:
                        found[_id(entry.name)] = (entry.path, seen)
        return found


def stamp_of(path: str | Path) -> Stamp | None:
    """The stamp of what a path leads to; None where that is nothing we can see."""
    try:
        return stamp(os.stat(path))  # noqa: PTH116  (5,000 times every two seconds on a mount)
    except OSError:
        return None


def _id(name: str) -> str:
    return unicodedata.normalize("NFC", name.rpartition(".")[0])


def _tree(media: Path, *, closely: bool) -> int | None:
    """A hash of the names below; 0 where there are none, None where there is no such folder."""
    seen: list[object] = []
    waiting = [str(media)]
    folders = 0
    while waiting and folders < _MOST_FOLDERS:
        folder = waiting.pop()
        folders += 1
        try:
            with os.scandir(folder) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
                if folders == 1 and not listed:
                    return 0
                seen.append((folder, *(_traits(entry, closely=closely) for entry in listed)))
                waiting += _below(listed)
        except FileNotFoundError:
            if folders == 1:
                return None
        except (PermissionError, NotADirectoryError):
            seen.append((folder, None))
    return hash(tuple(seen))


def _below(entries: Iterable[os.DirEntry[str]]) -> list[str]:
    return [
        entry.path
        for entry in entries
        if entry.is_dir(follow_symlinks=False) and not entry.name.startswith(".")
    ]


def _traits(entry: os.DirEntry[str], *, closely: bool) -> object:
    if not closely:
        return entry.name
    try:
        return entry.name, stamp(entry.stat())
    except OSError:
        return entry.name
