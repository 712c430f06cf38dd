"""What a publication changes, as a reviewer reads it before and after. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from signage.content.model import Board, Content
from signage.release._settings import SettingChange, settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from signage.content.model import Playlist
    from signage.release.manifest import Body, Manifest, Procedure

    Rows = Callable[[Body], Iterable[Procedure]]
    """What the body of a board says; nothing where it is not there, or no board."""

__all__ = ["Difference", "FileChange", "RowChange", "SettingChange", "compare"]


class FileChange(msgspec.Struct, frozen=True, kw_only=True):
    """One path; sizes in bytes, None where there was or is no such file."""

    path: str
    before: int | None
    after: int | None


class RowChange(msgspec.Struct, frozen=True, kw_only=True):
    """One procedure of a board that was there before, and whose words change."""

    path: str
    """Of the board, under `media/`."""
    name: str
    before: dict[str, str] | None
    """Its words by key, those that differ; None: it was not there."""
    after: dict[str, str] | None
    """As `before`; None: it is not there any more."""


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """By kind; each list is sorted."""

    first: bool
    """There was nothing before it."""
    playlists_added: list[str]
    playlists_removed: list[str]
    playlists_changed: list[str]
    files: list[FileChange]
    rows: list[RowChange]
    """Of boards that were there before under the same name; in the order of the new rows."""
    settings: list[SettingChange]
    """What of these three changes, in words."""
    screens_changed: bool
    calendar_changed: bool
    blocklist_changed: bool
    headlines_added: list[str]
    """What feeds said, and did not say before; as it will be read."""
    headlines_changed: bool
    """Those that are gone, too."""

    @property
    def nothing(self) -> bool:
        """Whether all is as it was."""
        return not (
            self.first
            or self.playlists_added
            or self.playlists_removed
            or self.playlists_changed
            or self.files
            or self.screens_changed
            or self.calendar_changed
            or self.blocklist_changed
            or self.headlines_changed
        )


def compare(before: Manifest | None, after: Manifest, rows: Rows = lambda _body: ()) -> Difference:
    """Tell what `after` changes. Where a file changed, so did what shows it: told of the file."""
    old = _playlists(before) if before else {}
    new = _playlists(after)
    old_files = before.files if before else {}
    said = set(_headlines(before)) if before else set()
    was, now = before.content if before else Content(), after.content
    return Difference(
        first=before is None,
        playlists_added=sorted(new.keys() - old.keys()),
        playlists_removed=sorted(old.keys() - new.keys()),
        playlists_changed=sorted(id_ for id_ in new.keys() & old.keys() if new[id_] != old[id_]),
        files=list(_files(old_files, after.files)),
        rows=list(_rows(old_files, after, rows)),
        settings=list(settings(was, now)),
        screens_changed=_of_screens(was) != _of_screens(now),
        calendar_changed=was.calendar != now.calendar,
        blocklist_changed=was.blocked != now.blocked,
        headlines_added=[each for each in _headlines(after) if each not in said],
        headlines_changed=before is not None and before.feeds != after.feeds,
    )


def _of_screens(content: Content) -> tuple[object, ...]:
    """All that `screens.yaml` says."""
    return content.screens, content.has_screens, content.groups, content.centre, content.theme


def _rows(old: dict[str, Body], after: Manifest, rows: Rows) -> Iterator[RowChange]:
    items = (item for playlist in after.content.playlists for item in playlist.items)
    for path in dict.fromkeys(item.path for item in items if isinstance(item, Board)):
        if path in old and path in after.files and old[path] != after.files[path]:
            yield from _changed(path, rows(old[path]), rows(after.files[path]))


def _changed(path: str, was: Iterable[Procedure], now: Iterable[Procedure]) -> Iterator[RowChange]:
    """A procedure is the one with the same code, or else the same name."""
    old, new = ({each.code or each.name: each for each in rows} for rows in (was, now))
    for key in dict.fromkeys((*new, *old)):
        before, after = (_words(rows[key]) if key in rows else None for rows in (old, new))
        if before is not None and after is not None:
            differ = {
                each for each in before.keys() | after.keys() if before.get(each) != after.get(each)
            }
            before = {each: words for each, words in before.items() if each in differ}
            after = {each: words for each, words in after.items() if each in differ}
        if before != after:
            yield RowChange(
                path=path, name=(new.get(key) or old[key]).name, before=before, after=after
            )


def _words(row: Procedure) -> dict[str, str]:
    return {key: words for key, words in msgspec.structs.asdict(row).items() if words}


def _playlists(manifest: Manifest) -> dict[str, Playlist]:
    return {playlist.id: playlist for playlist in manifest.content.playlists}


def _headlines(manifest: Manifest) -> list[str]:
    return [each.text for said in manifest.feeds.values() for each in said]


def _files(old: dict[str, Body], new: dict[str, Body]) -> Iterator[FileChange]:
    for path in sorted(old.keys() | new.keys()):
        before, after = old.get(path), new.get(path)
        if before != after:
            yield FileChange(
                path=path,
                before=before.size if before else None,
                after=after.size if after else None,
            )
