"""What to activate: pure rules over what was read, what was taken in, and what was on before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import msgspec

from signage.content.loader import merge_last_good
from signage.content.model import Board, FileLine, Image, Pdf, Slide, Video

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from signage.content.loader import Loaded
    from signage.content.model import Content, Playlist, Weather
    from signage.release.manifest import Body
    from signage.store import Activation, Media
    from signage.sync._intake._verdict import Kind

__all__ = ["Plan", "beyond", "held_back", "named", "plan", "same", "uses", "wrong"]


@dataclass(frozen=True)
class Plan:
    """The content to show and the bodies it needs."""

    content: Content
    files: dict[str, Body]
    kept: frozenset[str]
    """Playlists that stay as they last were."""
    stale: frozenset[str] = frozenset()
    """Of the emblem and the weather, paths whose files are not fit and stay as they last were."""


def named(playlist: Playlist) -> frozenset[str]:
    """Every path that a playlist needs."""
    return frozenset(_paths(playlist))


def held_back(loaded: Loaded, waiting: Collection[str], suspects: Collection[str]) -> set[str]:
    """Playlists that need a file which is not ready, and the `suspects`."""
    unready = set(waiting)
    return {each.id for each in loaded.content.playlists if named(each) & unready} | set(suspects)


def plan(
    loaded: Loaded,
    last: Activation | None,
    *,
    bodies: Mapping[str, Body],
    held: AbstractSet[str],
    has: Callable[[Body], bool],
    unfinished: AbstractSet[str] = frozenset(),
) -> Plan:
    """Merge what was read with the last good.

    A playlist that is `held` stays as it last was, if it was there at all; otherwise it goes ahead
    without the files it lacks, unless it is `unfinished`: then all its files are good and only
    wait to be taken in, so it comes whole or not at all. The emblem and the weather belong to no
    playlist: where such a file is not ready, or spoilt, what was there before it stays.
    """
    previous = last.manifest.content if last else None
    old = {each.id for each in previous.playlists} if previous else set()
    kept = (held | loaded.broken) & old
    absent = kept | (unfinished - old)
    reduced = replace(
        loaded,
        content=_without(loaded.content, absent),
        broken=frozenset(kept),
    )
    content = merge_last_good(reduced, previous) if previous else reduced.content
    files_before = last.manifest.files if last else {}

    def before(path: str) -> Body | None:
        body = files_before.get(path)
        return body if body is not None and has(body) else None

    if previous is not None:
        content = _steady(content, previous, lambda path: path in bodies, before)
    beside = {path: bodies.get(path) or before(path) for path, _ in _beside(content)}
    files = {path: body for path, body in beside.items() if body is not None}
    stale = frozenset(path for path in files if path not in bodies)
    for playlist in content.playlists:
        for path in sorted(named(playlist)):
            body = bodies.get(path)
            if body is None and playlist.id in kept:
                body = before(path)
            if body is not None:
                files[path] = body
    return Plan(content, files, frozenset(kept), stale)


def same(one: Activation, other: Activation) -> bool:
    """Whether a screen would show the same."""
    return (one.release, one.source, one.media, one.qr) == (
        other.release, other.source, other.media, other.qr,
    )  # fmt: skip


def beyond(
    content: Content, bodies: Mapping[str, Body], media: Mapping[str, Media]
) -> Iterator[str]:
    """Pages asked for that a PDF does not have: only the intake knows how many there are."""
    for playlist in content.playlists:
        for item in playlist.items:
            body = bodies.get(item.path) if isinstance(item, Pdf) else None
            if not isinstance(item, Pdf) or body is None or body.sha256 not in media:
                continue
            pages = media[body.sha256].pages
            if any(last > pages for _first, last in item.pages):
                yield (
                    f"playlists/{playlist.id}.yaml:{item.line}: `{item.path}` has {pages} pages: "
                    f"write `pages: 1-{pages}` or fewer"
                )


def wrong(path: str, media: Media) -> list[str]:
    """Sentences, like faults, on what is wrong within a file that is shown all the same."""
    return [f"media/{path}:{each}" for each in media.wrong]


def uses(content: Content) -> dict[tuple[str, Kind], None]:
    """Every path with what it is used as, what a screen needs first coming first."""
    urgency = ("emergency", "priority", "normal")
    ordered = sorted(content.playlists, key=lambda each: urgency.index(each.priority))
    first = dict.fromkeys(_beside(content))
    return first | {use: None for playlist in ordered for use in _uses(playlist)}


def _without(content: Content, ids: AbstractSet[str]) -> Content:
    return msgspec.structs.replace(
        content, playlists=tuple(each for each in content.playlists if each.id not in ids)
    )


def _steady(
    content: Content,
    previous: Content,
    ready: Callable[[str], bool],
    before: Callable[[str], Body | None],
) -> Content:
    """Keep the emblem and the weather that were, where the files of the new ones are not ready."""

    def keeps(new: str | None, old: str | None) -> bool:
        """Whether the file before stays in place of one that is no good, nor was."""
        if new is None or old is None or ready(new) or before(new) is not None:
            return False
        return ready(old) or before(old) is not None

    change = msgspec.structs.replace
    centre, screens = content.centre, list(content.screens)
    if keeps(centre.emblem, previous.centre.emblem):
        centre = change(centre, emblem=previous.centre.emblem)
    old = {screen.id: screen.weather for screen in previous.screens}
    for index, screen in enumerate(screens):
        weather = old.get(screen.id)
        if keeps(_file(screen.weather), _file(weather)):
            screens[index] = change(screen, weather=weather)
    return change(content, centre=centre, screens=tuple(screens))


def _file(line: Weather | None) -> str | None:
    return line.path if isinstance(line, FileLine) else None


def _beside(content: Content) -> Iterator[tuple[str, Kind]]:
    """What is named for the screens themselves, and by no playlist."""
    if content.centre.emblem is not None:
        yield content.centre.emblem, "image"
    for screen in content.screens:
        if isinstance(screen.weather, FileLine):
            yield screen.weather.path, "text"


def _paths(playlist: Playlist) -> Iterator[str]:
    return (path for path, _ in _uses(playlist))


def _uses(playlist: Playlist) -> Iterator[tuple[str, Kind]]:
    for line in playlist.ticker:
        if isinstance(line, FileLine):
            yield line.path, "text"
    for item in playlist.items:
        if isinstance(item, Video) and item.subtitles:
            yield item.subtitles, "subtitles"
        if isinstance(item, Image):
            yield item.path, "image"
        elif isinstance(item, Video):
            yield item.path, "video"
        elif isinstance(item, Pdf):
            yield item.path, "pdf"
        elif isinstance(item, Board):
            yield item.path, "board"
        elif isinstance(item, Slide) and item.image is not None:
            yield item.image, "image"
