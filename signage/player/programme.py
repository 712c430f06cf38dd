"""From the active content to what the director plays: one shot after the other. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Literal, Protocol
from urllib.parse import quote

import msgspec
from msgspec.structs import replace

from signage.config import CONTENT
from signage.content.model import Image, Pdf, Slide, Video

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


class Shot(msgspec.Struct, frozen=True):
    """One thing on screen: a picture, a clip, a slide in one language, a page of a PDF."""

    key: str
    playlist: str
    item: int
    """Position in the playlist, from 0."""
    label: str
    """What `status` and the log call it: the path, or the title of a slide."""
    kind: Literal["image", "video", "slide", "pdf"]
    layout: str
    fit: str
    transition: Literal["cut", "fade"]
    duration: float | None
    source: str = ""
    """The body in the store; empty for a slide."""
    page: int = 0
    caption: tuple[str, ...] = ()
    title: str = ""
    beside: str = ""
    """The title in the languages that have no body of their own."""
    body: str = ""
    entries: tuple[str, ...] = ()
    """Of a list."""
    qr: str = ""
    """Rows of `0` and `1` joined by `/`."""
    address: str = ""
    """What the code says, short, for print."""
    urgent: bool = False
    """Of an emergency: a slide then looks like a warning."""
    volume: int = 0
    cues: tuple[tuple[float, float, str], ...] = ()

    @property
    def moving(self) -> bool:
        """Whether it ends by itself: a video."""
        return self.kind == "video"

    def view(self) -> dict[str, Any]:
        """What QML needs to draw it; see `qml/Slot.qml` for the receiving end.

        QML makes a URL of `source`, so a state folder named `kho #1` has to be written as one.
        """
        return {
            "kind": self.kind, "layout": self.layout, "fit": self.fit, "source": quote(self.source),
            "page": self.page, "caption": list(self.caption), "title": self.title,
            "beside": self.beside, "body": self.body,
            "entries": list(self.entries), "qr": self.qr, "address": self.address,
            "urgent": self.urgent, "volume": self.volume, "cues": [list(cue) for cue in self.cues],
        }  # fmt: skip


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
        duration=item.duration, caption=tuple(item.caption.values()),
        qr=activation.qr.get(item.qr or "", ""), address=short_address(item.qr or ""),
        urgent=playlist.priority == "emergency",
    )  # fmt: skip
    if isinstance(item, Slide):
        yield from _slide(shot, item)
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
        yield replace(shot, kind="image", duration=item.duration or CONTENT.default_duration)
    elif isinstance(item, Video):
        subtitles = activation.manifest.files.get(item.subtitles or "")
        found = activation.media.get(subtitles.sha256) if subtitles else None
        yield replace(
            shot, kind="video", volume=item.volume,
            cues=tuple((cue.start, cue.end, cue.text) for cue in (found.cues if found else ())),
        )  # fmt: skip
    elif isinstance(item, Pdf):
        for page in _pages(item, media.pages):
            yield replace(
                shot, kind="pdf", key=f"{shot.key}#{page}", label=f"{shot.label}#{page}",
                page=page - 1, duration=item.duration or CONTENT.default_duration,
            )  # fmt: skip


def _slide(shot: Shot, slide: Slide) -> Iterator[Shot]:
    """A slide in each language that has a body, in turn: two at once would halve the type.

    A language that has a title only stands under the first one's; without any body, so do all.
    """
    languages = tuple(slide.body) or tuple(slide.title)[:1]
    others = [slide.title[language] for language in slide.title if language not in languages]
    for number, language in enumerate(languages):
        title, body = slide.title.get(language, ""), slide.body.get(language, "")
        yield replace(
            shot, key=f"{shot.playlist}/slide:{language}:{title or body}",
            label=title or body.partition("\n")[0], title=title, body=body,
            beside=" · ".join(others) if number == 0 else "",
            duration=slide.duration or CONTENT.default_duration,
        )  # fmt: skip


def _pages(item: Pdf, count: int) -> Iterator[int]:
    for first, last in item.pages or ((1, count),):
        yield from range(first, min(last, count) + 1)


def short_address(address: str) -> str:
    """An address as people write it down: no scheme, no `www.`, no trailing slash."""
    bare = address.partition("://")[2] or address
    return bare.removeprefix("www.").rstrip("/")
