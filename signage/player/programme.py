"""From the active content to what the director plays: one shot after the other. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from signage.config import CONTENT
from signage.content.model import Board, Codes, Image, Pdf, Slide, Video
from signage.player._designed import board_shots, code_shots, lines_of, slide_shots
from signage.player._legible import legible, short_address
from signage.player._shot import Shot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from signage.content.model import Item, Playlist
    from signage.release.manifest import Body
    from signage.store.model import Activation, Media

__all__ = ["Bodies", "Shot", "numbered", "programme", "shots"]


class Bodies(Protocol):
    """Where the bodies lie: the store."""

    def path(self, sha256: str) -> Path:
        """Where the body of that hash lies, if it is there."""

    def has(self, body: Body) -> bool:
        """Whether it is there."""


def programme(
    activation: Activation,
    playlists: Iterable[str],
    bodies: Bodies,
    *,
    shows: Callable[[str, int], bool] = lambda _playlist, _item: True,
) -> tuple[Shot, ...]:
    """The shots of these playlists, in order, each in a place of its own; see `shots`."""
    return numbered(shots(activation, playlists, bodies, shows=shows))


def shots(
    activation: Activation,
    playlists: Iterable[str],
    bodies: Bodies,
    *,
    shows: Callable[[str, int], bool] = lambda _playlist, _item: True,
    missing: Callable[[str], object] = lambda _path: None,
) -> Iterator[Shot]:
    """The shots of these playlists, in order.

    Args:
        activation: what is active in the store.
        playlists: ids, in the order shown; one that is not there is passed over.
        bodies: the store.
        shows: whether the n-th item of a playlist is on now.
        missing: hears of each path whose body the store lost.

    An item whose body did not pass the intake is left out, and so is one whose body is missing.
    """
    by_id = {playlist.id: playlist for playlist in activation.manifest.content.playlists}
    for name in playlists:
        for number in range(len(by_id[name].items) if name in by_id else 0):
            if shows(name, number):
                yield from _shots(activation, by_id[name], number, bodies, missing)


def numbered(found: Iterable[Shot]) -> tuple[Shot, ...]:
    """The same with unlike keys: the same picture twice is two places in the programme."""
    seen: Counter[str] = Counter()
    unique = []
    for shot in found:
        seen[shot.key] += 1
        unique.append(replace(shot, key=f"{shot.key}@{seen[shot.key]}"))
    return tuple(unique)


def _shots(
    activation: Activation,
    playlist: Playlist,
    number: int,
    bodies: Bodies,
    missing: Callable[[str], object],
) -> Iterator[Shot]:
    item = playlist.items[number]
    shot = Shot(
        key="", playlist=playlist.id, item=number, label="", kind="slide",
        layout=playlist.layout, fit=item.fit, transition=item.transition,
        duration=item.duration, caption=lines_of(item.caption.values()),
        qr=activation.qr.get(item.qr or "", ""), address=short_address(item.qr or ""),
        urgent=playlist.priority == "emergency",
    )  # fmt: skip
    if isinstance(item, Slide):
        yield from slide_shots(replace(shot, image=_picture(activation, item.image, bodies)), item)
        return
    if isinstance(item, Codes):
        yield from code_shots(shot, item, activation.qr)
        return
    found = activation.manifest.files.get(item.path)
    media = activation.media.get(found.sha256) if found else None
    if found is None or media is None:
        return
    body = media.rendition or found
    if not bodies.has(body):
        missing(item.path)
        return
    shot = replace(
        shot,
        key=f"{playlist.id}/{item.path}",
        label=item.path,
        source=str(bodies.path(body.sha256).absolute()),
    )
    yield from _drawn(shot, item, media, activation)


def _drawn(shot: Shot, item: Item, media: Media, activation: Activation) -> Iterator[Shot]:
    if isinstance(item, Image):
        yield replace(
            shot, kind="image", duration=item.duration or CONTENT.default_duration, pan=item.pan
        )
    elif isinstance(item, Video):
        subtitles = activation.manifest.files.get(item.subtitles or "")
        found = activation.media.get(subtitles.sha256) if subtitles else None
        yield replace(
            shot, kind="video", volume=item.volume,
            cues=tuple(
                (cue.start, cue.end, legible(cue.text)) for cue in (found.cues if found else ())
            ),
        )  # fmt: skip
    elif isinstance(item, Board):
        yield from board_shots(shot, item, media.rows, activation.qr)
    elif isinstance(item, Pdf):
        for page in _pages(item, media.pages):
            yield replace(
                shot, kind="pdf", key=f"{shot.key}#{page}", label=f"{shot.label}#{page}",
                page=page - 1, duration=item.duration or CONTENT.default_duration,
            )  # fmt: skip


def _picture(activation: Activation, path: str | None, bodies: Bodies) -> str:
    """Where the picture of a slide lies; empty where there is none: its words are shown alone."""
    found = activation.manifest.files.get(path or "")
    media = activation.media.get(found.sha256) if found else None
    if found is None or media is None:
        return ""
    body = media.rendition or found
    return str(bodies.path(body.sha256).absolute()) if bodies.has(body) else ""


def _pages(item: Pdf, count: int) -> Iterator[int]:
    for first, last in item.pages or ((1, count),):
        yield from range(first, min(last, count) + 1)
