"""A central folder frozen: the very bytes that are signed, copied while they are hashed.

A folder that somebody works in may change between two looks. So it is judged, copied, and judged
again: what was copied is published only if the second look finds the same words, no faults, and
every file as it was when it was copied.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import msgspec
from msgspec.structs import replace

from signage.config import RELEASE
from signage.content.fault import Fault
from signage.content.loader import load_folder
from signage.content.model import Content
from signage.errors import ContentError, SourceError
from signage.release._authority import EMERGENCY
from signage.release._tree import failure
from signage.release.manifest import Body
from signage.release.reading import ChangedError, opened, stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from signage.content.loader import Loaded
    from signage.release._authority import ContentRole
    from signage.release._tree import Tree
    from signage.release.reading import Stamp

__all__ = ["FaultsError", "Frozen", "Progress", "Quiet", "check", "freeze", "load", "narrowed"]


class FaultsError(ContentError):
    """The folder has faults; `faults` are all of them, warnings too."""

    def __init__(self, folder: Path, faults: list[Fault], loaded: Loaded) -> None:
        errors = sum(each.severity == "error" for each in faults)
        super().__init__(
            f"{folder}: {errors} error{'s' if errors > 1 else ''}: nothing was published"
        )
        self.faults = faults
        self.loaded = loaded


class Progress(Protocol):
    """Who is told how far the copying is."""

    def begin(self, files: int, size: int) -> None:
        """So many files of so many bytes will be read."""

    def advance(self, size: int) -> None:
        """So many bytes more were read."""

    def done(self) -> None:
        """A file is done."""


class Quiet:
    """Tells nobody."""

    def begin(self, files: int, size: int) -> None:
        """Nothing."""

    def advance(self, size: int) -> None:
        """Nothing."""

    def done(self) -> None:
        """Nothing."""


class Frozen(msgspec.Struct, frozen=True):
    """What is to be signed; every body of it lies in the tree."""

    content: Content
    files: dict[str, Body]
    faults: list[Fault]
    """Warnings."""
    copied: int
    """Bodies that were not there before."""
    copied_bytes: int


def load(folder: Path, judge: Callable[[Loaded], Iterable[Fault]]) -> tuple[Loaded, list[Fault]]:
    """Read and judge a folder.

    Raises:
        FaultsError: it has errors.
        SourceError: it is not there.
    """
    loaded = load_folder(folder)
    faults = sorted(judge(loaded))
    if any(each.severity == "error" for each in faults):
        raise FaultsError(folder, faults, loaded)
    return loaded, faults


def narrowed(content: Content, role: ContentRole) -> Content:
    """Leave of the content what the role publishes: of an emergency, only its playlists.

    Nor the emblem and the weather, which the release has: an emergency waits for no picture.
    """
    if role != EMERGENCY:
        return content
    playlists = tuple(each for each in content.playlists if each.priority == "emergency")
    ids = {each.id for each in playlists}
    screens = tuple(
        replace(
            each,
            weather=None,
            playlists=None
            if each.playlists is None
            else tuple(name for name in each.playlists if name in ids),
        )
        for each in content.screens
    )
    groups = {
        name: tuple(each for each in members if each in ids)
        for name, members in content.groups.items()
    }
    centre = replace(content.centre, emblem=None)
    return replace(content, playlists=playlists, screens=screens, groups=groups, centre=centre)


def freeze(
    folder: Path,
    role: ContentRole,
    tree: Tree,
    judge: Callable[[Loaded], Iterable[Fault]],
    *,
    first: tuple[Loaded, list[Fault]],
    known: dict[str, Body],
    progress: Progress,
    pause: Callable[[float], None],
) -> Frozen:
    """Freeze a folder into the tree's bodies.

    Args:
        folder: the central folder.
        role: as which it is published.
        tree: where the bodies go.
        judge: gives the faults of what was read.
        first: what `load` gave and `check` let pass.
        known: what the last publication had, by path: a file of the same size is most likely the
            same, so it is hashed before it is copied.
        progress: who is told.
        pause: waits between attempts; seconds.

    Raises:
        FaultsError: it has errors.
        ContentError: what `check` says of a folder that was read again.
        SourceError: it keeps changing, or cannot be read.
        DeviceError: the tree cannot be written.
    """
    for attempt in range(RELEASE.freezes):
        loaded, faults = first
        if attempt:
            pause(RELEASE.freeze_pause * attempt)
            loaded, faults = load(folder, judge)
            check(folder, loaded, role)
        freezing = _Freezing(folder / "media", tree, progress, known)
        try:
            freezing.take(_needed(loaded, role))
        except ChangedError:
            continue
        again, _ = load(folder, judge)
        if again.content == loaded.content and again.files == loaded.files and freezing.same():
            return Frozen(
                narrowed(loaded.content, role), freezing.files, faults,
                freezing.copied, freezing.copied_bytes,
            )  # fmt: skip
    raise SourceError(
        f"{folder} keeps changing while it is read: publish when the copying there is over"
    )


def check(folder: Path, loaded: Loaded, role: ContentRole) -> None:
    """See that a release can be one.

    One without playlists would take everything off every screen: it is a share that is not mounted
    far more often than somebody's wish. Screens refuse one with anything under `emergency/`, which
    would shadow that role.

    Raises:
        ContentError: it cannot.
    """
    if role == EMERGENCY:
        return
    if not loaded.content.playlists:
        raise ContentError(
            f"{folder}: there is no playlist in it, so nothing was published: mount the share, or "
            "name the right folder (what blanks screens is a cut: --role emergency)"
        )
    for path in _needed(loaded, role):
        if path == EMERGENCY or path.startswith(f"{EMERGENCY}/"):
            raise ContentError(
                f"media/{path}: screens take nothing below media/{EMERGENCY}/ from a release: give "
                "that folder another name, such as khan-cap"
            )


def _needed(loaded: Loaded, role: ContentRole) -> dict[str, Path]:
    if role != EMERGENCY:
        return {path: loaded.files[path] for path in loaded.references}
    ids = {each.id for each in narrowed(loaded.content, role).playlists}
    return {
        path: loaded.files[path]
        for path, uses in loaded.references.items()
        if any(use.playlist in ids for use in uses)
    }


class _Freezing:
    """One attempt."""

    def __init__(self, media: Path, tree: Tree, progress: Progress, known: dict[str, Body]) -> None:
        self._within = media.resolve()
        self._tree = tree
        self._progress = progress
        self._known = known
        self._stamps: dict[Path, Stamp] = {}
        self.files: dict[str, Body] = {}
        self.copied = 0
        self.copied_bytes = 0

    def take(self, needed: dict[str, Path]) -> None:
        """Copy what is not in the tree.

        Raises:
            ChangedError: a file changed meanwhile.
        """
        places = _real(needed)
        sizes = {path: _size(place) for path, place in places.items()}
        self._progress.begin(len(places), sum(sizes.values()))
        try:
            for path, place in sorted(places.items()):
                known = self._known.get(path)
                likely = known is not None and known.size == sizes[path]
                body = self._hashed(place) if likely else None
                if body is None or not self._tree.sound(body):
                    body = self._copied(place)
                self.files[path] = body
                self._progress.done()
        except OSError as error:
            raise failure(self._tree.path, error) from error
        if self.copied:
            self._tree.settle()

    def same(self) -> bool:
        """Whether every file is still what was copied."""
        try:
            return all(stamp(place.lstat()) == then for place, then in self._stamps.items())
        except OSError:
            return False

    def _hashed(self, place: Path) -> Body:
        with opened(place, self._within) as reader:
            for chunk in reader.chunks(None):
                self._progress.advance(len(chunk))
            self._stamps[place] = stamp(place.lstat())
            return reader.body()

    def _copied(self, place: Path) -> Body:
        with opened(place, self._within) as reader, self._tree.adding() as scratch:
            for chunk in reader.chunks(None):
                scratch.file.write(chunk)
                self._progress.advance(len(chunk))
            self._stamps[place] = stamp(place.lstat())
            body = reader.body()
            if not self._tree.sound(body):
                scratch.name(self._tree.targets / body.sha256, settle=False)
                self.copied += 1
                self.copied_bytes += body.size
            return body


def _real(needed: dict[str, Path]) -> dict[str, Path]:
    """Follow symbolic links, each folder's once."""
    folders: dict[Path, Path] = {}
    found = {}
    for path, place in needed.items():
        if place.is_symlink():
            found[path] = place.resolve()
            continue
        if place.parent not in folders:
            folders[place.parent] = place.parent.resolve()
        found[path] = folders[place.parent] / place.name
    return found


def _size(place: Path) -> int:
    try:
        return place.lstat().st_size
    except OSError:
        return 0
