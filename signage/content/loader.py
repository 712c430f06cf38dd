"""From a central folder, or one playlist file, to content and faults. Reads, never writes."""

from __future__ import annotations

import os
import stat
import unicodedata
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

import msgspec

from signage.config import CONTENT
from signage.content import _blocklist, _calendar, _playlist, _screens
from signage.content._bodies import Want
from signage.content._fields import Log
from signage.content._media import Library
from signage.content._paths import ignored, os_reason
from signage.content.messages import Wrong, fault
from signage.content.model import Centre, Content, Screen
from signage.content.places import Place, Places
from signage.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path

    from signage.content.board import Table
    from signage.content.fault import Fault
    from signage.content.model import Playlist

__all__ = [
    "OF_SCREENS",
    "Loaded",
    "Reference",
    "Want",
    "load_folder",
    "load_playlist_file",
    "merge_last_good",
]

OF_SCREENS = ""
"""In place of a playlist's id: what `screens.yaml` names (the emblem, the weather of a screen) is
needed whichever playlists are on."""

M = TypeVar("M", Screen, Centre)

_SCREENS = "screens.yaml"
_CALENDAR = "calendar.yaml"
_BLOCKLIST = "blocklist.yaml"
_RESERVED = frozenset({_SCREENS, _CALENDAR, _BLOCKLIST})


@dataclass(frozen=True, slots=True)
class Reference:
    """That a playlist needs a file, as what, and on which of its lines it says so first."""

    playlist: str
    """Its id; empty where `screens.yaml` itself needs the file (`OF_SCREENS`)."""
    kind: Want
    line: int


@dataclass(frozen=True)
class Loaded:
    """What a folder says, and what is wrong with it.

    `content` is valid as it stands: what is wrong has been left out of it. Who follows the folder
    shows `merge_last_good(loaded, previous)` instead, so that a slip in a file does not take off
    the screen what was right before.
    """

    content: Content
    faults: tuple[Fault, ...]
    """Sorted by file and line."""
    broken: frozenset[str] = frozenset()
    """Ids of playlists whose file is there and gives nothing: unreadable, or a wrong top level."""
    screens_broken: bool = False
    broken_screens: frozenset[str] = frozenset()
    """Ids of single screens that are wrong in a `screens.yaml` that is right as a whole."""
    broken_groups: frozenset[str] = frozenset()
    broken_parts: frozenset[tuple[str, str]] = frozenset()
    """Of a `screens.yaml` that is right as a whole, what is wrong in itself and costs nothing else:
    the id of a screen (empty: the centre), and the field of `Screen`, `Centre` or `Content`."""
    calendar_broken: bool = False
    blocklist_broken: bool = False
    found: bool = True
    """Whether there is a `playlists/` at all; without it the folder is probably not mounted."""
    references: dict[str, tuple[Reference, ...]] = field(default_factory=dict)
    """Each NFC path under `media/` that `content` names, to who needs it as what."""
    files: dict[str, Path] = field(default_factory=dict)
    """The same paths to the files as they are named on the disk."""
    boards: dict[str, Table] = field(default_factory=dict)
    """The rows of each board's file of `references`."""
    texts: dict[str, str] = field(default_factory=dict)
    """The words of each text file of `references`."""
    places: Places = field(default_factory=Places)
    """Where what is right is written."""


@dataclass
class _Gathered:
    """The playlists on the way to a `Loaded`."""

    playlists: list[Playlist] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    references: dict[str, list[Reference]] = field(default_factory=dict)
    places: Places = field(default_factory=Places)

    def add(self, file: Path, shown_as: str, name: str, library: Library) -> None:
        log = Log(shown_as)
        data = _bytes(file, log)
        read = _playlist.read(data, name, log, library) if data is not None else _playlist.Read()
        self.faults.extend(log.faults)
        if read.playlist is None:
            self.broken.add(name)
            return
        self.playlists.append(read.playlist)
        self.places.whens[name] = Place(shown_as, read.when)
        self.places.tickers[name] = read.ticker
        self.refer(name, read.uses)

    def refer(self, name: str, uses: dict[tuple[str, Want], int]) -> None:
        for (path, kind), line in uses.items():
            self.references.setdefault(path, []).append(Reference(name, kind, line))

    def loaded(self, library: Library, content: Content, **more: object) -> Loaded:
        return Loaded(
            content=content,
            faults=tuple(
                sorted([*self.faults, *(f for b in library.boards.values() for f in b.faults)])
            ),
            broken=frozenset(self.broken),
            references={path: tuple(uses) for path, uses in sorted(self.references.items())},
            files={path: library.files[path] for path in sorted(self.references)},
            boards={path: b for path, b in library.boards.items() if path in self.references},
            texts={path: t for path, t in library.texts.items() if path in self.references},
            places=self.places,
            **more,  # type: ignore[arg-type]
        )


def load_folder(root: Path) -> Loaded:
    """Read the central folder at `root`.

    One bad item costs that item, one bad file that file. Costs about 0.1 ms an item.

    Raises:
        SourceError: the folder is not there, or cannot be listed.
    """
    names = _yaml_files(root)
    gathered = _Gathered()
    if names is None:
        gathered.faults.append(fault("playlists", 1, "no-playlists"))
        return gathered.loaded(Library(root / "media"), Content(), found=False)
    library = Library(root / "media")
    for name in names.passed_over:
        better = f"{name[: name.casefold().rindex('.y')]}.yaml"
        gathered.faults.append(fault(f"playlists/{name}", 1, "wrong-extension", better=better))
    for name in names.odd:
        shown = name.encode("unicode_escape").decode("ascii")
        gathered.faults.append(fault(f"playlists/{shown}", 1, "file-name"))
    ids: dict[str, str] = {}
    for name in names.playlists:
        identity = unicodedata.normalize("NFC", name.removesuffix(".yaml"))
        if identity in ids:
            other = ids[identity]
            gathered.faults.append(fault(f"playlists/{name}", 1, "same-name", other=other))
            continue
        ids[identity] = name
        gathered.add(root / "playlists" / name, f"playlists/{name}", identity, library)
    gathered.playlists.sort(key=lambda playlist: playlist.id)
    screens = calendar = None
    if _SCREENS in names.reserved:
        screens = _read_screens(root, gathered, ids, library)
    if _CALENDAR in names.reserved:
        log = Log(f"playlists/{_CALENDAR}")
        data = _bytes(root / "playlists" / _CALENDAR, log)
        calendar = _calendar.read(data, log) if data is not None else None
        gathered.faults.extend(log.faults)
    blocked = _read_blocklist(root, gathered) if _BLOCKLIST in names.reserved else ()
    whole = screens is not None and screens.whole
    content = Content(
        playlists=tuple(gathered.playlists),
        screens=tuple(screens.screens) if screens and whole else (),
        has_screens=whole,
        groups=screens.groups if screens and whole else {},
        centre=screens.centre if screens and whole else Centre(),
        theme=(screens.theme if screens and whole else None) or Content().theme,
        calendar=calendar or Content().calendar,
        blocked=blocked or (),
    )
    return gathered.loaded(
        library,
        content,
        screens_broken=screens is not None and not whole,
        broken_screens=frozenset(screens.broken if screens and whole else ()),
        broken_groups=frozenset(screens.broken_groups if screens and whole else ()),
        broken_parts=frozenset(screens.parts if screens and whole else ()),
        calendar_broken=_CALENDAR in names.reserved and calendar is None,
        blocklist_broken=blocked is None,
    )


def load_playlist_file(path: Path) -> Loaded:
    """Read one playlist, with the media beside it.

    Those lie in the `media/` next to the `playlists/` the file is in, where there is one, else in
    the file's own folder.

    Raises:
        SourceError: the file is not there.
    """
    if not os.path.lexists(path):
        raise SourceError(f"{path}: no such file: check the name")
    folder = path.absolute().parent
    media = folder.parent / "media"
    library = Library(media if folder.name == "playlists" and media.is_dir() else folder)
    gathered = _Gathered()
    gathered.add(path, path.name, unicodedata.normalize("NFC", path.stem), library)
    return gathered.loaded(library, Content(playlists=tuple(gathered.playlists)))


def merge_last_good(loaded: Loaded, previous: Content) -> Content:
    """Give the loaded content with all that is broken in it as it last was. Pure.

    A playlist that is gone is gone; one whose file is there and broken stays as it was.
    """
    if not loaded.found:
        return previous
    now = loaded.content
    kept = [each for each in previous.playlists if each.id in loaded.broken]
    playlists = sorted([*now.playlists, *kept], key=lambda playlist: playlist.id)
    screens, has_screens, groups = now.screens, now.has_screens, now.groups
    centre, theme = now.centre, now.theme
    if loaded.screens_broken:
        screens, has_screens, groups = previous.screens, previous.has_screens, previous.groups
        centre, theme = previous.centre, previous.theme
    else:
        parts = loaded.broken_parts
        old = {each.id: each for each in previous.screens}
        screens = (
            *(_mended(each, old.get(each.id), _of(parts, each.id)) for each in screens),
            *(each for each in previous.screens if each.id in loaded.broken_screens),
        )
        centre = _mended(centre, previous.centre, _of(parts, "") - {"theme"})
        theme = previous.theme if ("", "theme") in parts else theme
        groups = {
            **{k: v for k, v in previous.groups.items() if k in loaded.broken_groups},
            **groups,
        }
    return Content(
        playlists=tuple(playlists),
        screens=screens,
        has_screens=has_screens,
        groups=groups,
        centre=centre,
        theme=theme,
        calendar=previous.calendar if loaded.calendar_broken else now.calendar,
        blocked=previous.blocked if loaded.blocklist_broken else now.blocked,
    )


def _of(parts: frozenset[tuple[str, str]], whose: str) -> set[str]:
    return {name for owner, name in parts if owner == whose}


def _mended(now: M, before: M | None, names: set[str]) -> M:
    """Give `now` with the fields of these names as they were before."""
    if before is None or not names:
        return now
    return msgspec.structs.replace(now, **{name: getattr(before, name) for name in names})


@dataclass
class _Names:
    playlists: list[str] = field(default_factory=list)
    reserved: set[str] = field(default_factory=set)
    passed_over: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)


_NEARLY = (".yml", ".yaml", ".yml.txt", ".yaml.txt")
"""Names that were meant to be a playlist's; Notepad adds `.txt`, and Windows hides it."""


def _yaml_files(root: Path) -> _Names | None:
    """List `playlists/`; None where it is missing."""
    if not _is_folder(root):
        raise SourceError(f"{root}: no such folder: check the path, or mount the share")
    found = _Names()
    try:
        listed = sorted(each.name for each in (root / "playlists").iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise SourceError(f"{root / 'playlists'}: {error.strerror}: check the share") from error
    for name in listed:
        if ignored(name):
            continue
        if name in _RESERVED:
            found.reserved.add(name)
        elif name.endswith(".yaml") and not name.isprintable():
            found.odd.append(name)
        elif name.endswith(".yaml"):
            found.playlists.append(name)
        elif name.casefold().endswith(_NEARLY) and name.isprintable():
            found.passed_over.append(name)
    return found


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a folder above it may not be entered
        return False


def _read_screens(
    root: Path, gathered: _Gathered, ids: dict[str, str], library: Library
) -> _screens.Screens:
    log = Log(f"playlists/{_SCREENS}")
    data = _bytes(root / "playlists" / _SCREENS, log)
    made = _screens.read(data, log, ids, library) if data is not None else _screens.Screens()
    gathered.faults.extend(log.faults)
    gathered.places.screens.update((name, Place(log.file, at)) for name, at in made.lines.items())
    gathered.places = replace(gathered.places, centre=Place(log.file, made.centre_line))
    gathered.refer(OF_SCREENS, made.uses)
    return made


def _read_blocklist(root: Path, gathered: _Gathered) -> tuple[str, ...] | None:
    log = Log(f"playlists/{_BLOCKLIST}")
    data = _bytes(root / "playlists" / _BLOCKLIST, log)
    words = _blocklist.read(data, log) if data is not None else None
    gathered.faults.extend(log.faults)
    return words


def _bytes(path: Path, log: Log) -> bytes | None:
    """Read a YAML file, one byte beyond the limit at most; None where it cannot be, and told."""
    try:
        # without O_NONBLOCK, a pipe of that name would hold us for ever
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as file:
            if stat.S_ISREG(os.fstat(handle).st_mode):
                return file.read(CONTENT.playlist_bytes + 1)
        log.tell("not-a-file", 1)
    except IsADirectoryError:
        log.tell("not-a-file", 1)
    except OSError as error:
        log.add(Wrong("unreadable", reason=os_reason(error)), 1)
    return None
