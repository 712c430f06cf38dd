"""What a publication changes, as a reviewer reads it before and after. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signage.content.model import Playlist
    from signage.release.manifest import Body, Manifest

__all__ = ["Difference", "FileChange", "compare"]


class FileChange(msgspec.Struct, frozen=True, kw_only=True):
    """One path; sizes in bytes, None where there was or is no such file."""

    path: str
    before: int | None
    after: int | None


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """By kind; each list is sorted."""

    first: bool
    """There was nothing before it."""
    playlists_added: list[str]
    playlists_removed: list[str]
    playlists_changed: list[str]
    files: list[FileChange]
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


def compare(before: Manifest | None, after: Manifest) -> Difference:
    """Tell what `after` changes. Where a file changed, so did what shows it: told of the file."""
    old = _playlists(before) if before else {}
    new = _playlists(after)
    old_files = before.files if before else {}
    said = set(_headlines(before)) if before else set()
    screens = calendar = blocklist = False
    if before is not None:
        was, now = before.content, after.content
        screens = (was.screens, was.has_screens, was.groups) != (
            now.screens, now.has_screens, now.groups,
        )  # fmt: skip
        calendar = was.calendar != now.calendar
        blocklist = was.blocked != now.blocked
    return Difference(
        first=before is None,
        playlists_added=sorted(new.keys() - old.keys()),
        playlists_removed=sorted(old.keys() - new.keys()),
        playlists_changed=sorted(id_ for id_ in new.keys() & old.keys() if new[id_] != old[id_]),
        files=list(_files(old_files, after.files)),
        screens_changed=screens,
        calendar_changed=calendar,
        blocklist_changed=blocklist,
        headlines_added=[each for each in _headlines(after) if each not in said],
        headlines_changed=before is not None and before.feeds != after.feeds,
    )


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
