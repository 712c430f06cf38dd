"""What an agent would have left in the store, without one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from signage.content.model import Content, Image, Pdf, Playlist, Video
from signage.release.manifest import Body, Manifest
from signage.store import Activation, Media

if TYPE_CHECKING:
    from signage.content.model import Item, Screen

__all__ = ["Shelf", "active", "playlist"]


class Shelf:
    """A store in which every body is, but for those that it lost."""

    def __init__(self, *lost: str) -> None:
        self.lost = {f"sha-{path}" for path in lost}

    def path(self, sha256: str) -> Path:
        return Path("/store") / sha256

    def has(self, body: Body) -> bool:
        return body.sha256 not in self.lost


def playlist(name: str, *items: Item, **rest: object) -> Playlist:
    return Playlist(id=name, items=items, **rest)  # type: ignore[arg-type]


def active(
    *playlists: Playlist,
    media: dict[str, Media] | None = None,
    missing: tuple[str, ...] = (),
    qr: dict[str, str] | None = None,
    screens: tuple[Screen, ...] = (),
) -> Activation:
    """These playlists, with a body for every path they name but for `missing`.

    A path's hash is `sha-` and the path; `media` says what is in a body by path, where that is
    more than its kind.
    """
    found = {path: kind for each in playlists for path, kind in _named(each)} | (media or {})
    files = {path: Body(f"sha-{path}", 1) for path in found if path not in missing}
    return Activation(
        release="folder-1", source="/centre", signed=False, activated="2026-02-14T07:30:00+07:00",
        manifest=Manifest(
            created="2026-02-14T07:00:00+07:00", files=files,
            content=Content(playlists=playlists, screens=screens, has_screens=bool(screens)),
        ),
        media={f"sha-{path}": kind for path, kind in found.items() if path not in missing},
        qr=qr or {},
    )  # fmt: skip


def _named(each: Playlist) -> list[tuple[str, Media]]:
    found = []
    for item in each.items:
        if isinstance(item, Image):
            found.append((item.path, Media(kind="image")))
        elif isinstance(item, Video):
            found.append((item.path, Media(kind="video")))
        elif isinstance(item, Pdf):
            found.append((item.path, Media(kind="pdf", pages=3)))
    return found
