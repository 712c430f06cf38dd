"""Which version of a screen's program a manifest needs. Pure.

A centre may be newer than its screens. What an old one can show is written in the old form, so that
it goes on; what it cannot show says so (`manifest.FORMAT`), and not that the manifest is wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from signage.content.model import (
    Board,
    Codes,
    Content,
    FileLine,
    Image,
    Playlist,
    Screen,
    Slide,
    TextLine,
)
from signage.release.manifest import FORMAT

if TYPE_CHECKING:
    from collections.abc import Iterator

    import msgspec

__all__ = ["form", "spare"]

_OLDEST = 1
_SINCE_2: dict[type, tuple[str, ...]] = {
    Image: ("pan",),
    Slide: ("entries", "table", "image"),
    TextLine: ("urgent",),
    FileLine: ("urgent",),
    Playlist: ("ticker_slides",),
    Screen: ("theme", "ticker_speed", "lunar", "weather"),
}
"""Fields that format 1 did not have: where they say nothing, they are not written."""


def form(content: Content) -> int:
    """Give the oldest format in which the content can be written."""
    return FORMAT if any(map(_is_of_2, _all(content))) else _OLDEST


def spare(content: Content) -> Content:
    """Give the same content, in which what says nothing is not written.

    Of a struct within it msgspec leaves out only the very object that is its default.
    """
    nothing = Content()
    return replace(
        content,
        centre=nothing.centre if content.centre == nothing.centre else content.centre,
        calendar=nothing.calendar if content.calendar == nothing.calendar else content.calendar,
    )


def _all(content: Content) -> Iterator[msgspec.Struct]:
    yield content
    yield from content.screens
    for playlist in content.playlists:
        yield playlist
        yield from playlist.items
        yield from playlist.ticker


def _is_of_2(part: msgspec.Struct) -> bool:
    if isinstance(part, Board | Codes):
        return True
    if isinstance(part, Content):
        return (part.centre, part.theme) != (Content().centre, Content().theme)
    if isinstance(part, Playlist) and part.layout == "board":
        return True
    return any(getattr(part, name) for name in _SINCE_2.get(type(part), ()))
