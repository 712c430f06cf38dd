"""Whether content that was not parsed here is what a loader could have made. Pure.

A signed manifest comes as JSON from whoever holds a key: the schedule and the player believe each
value of it, since a loader checked them. What no loader makes (a date that is none, a zone that is
nowhere, a second that never ends) would stop the screen, with the right content on it as well.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from signage.config import CONTENT, FEEDS
from signage.content.model import (
    Board,
    Codes,
    FileLine,
    Image,
    ItemBase,
    Pdf,
    Slide,
    TextLine,
    Video,
)
from signage.release._sound_times import calendar, hours, rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signage.content.model import (
        Centre,
        Content,
        FeedLine,
        Item,
        Playlist,
        Screen,
        Text,
        TickerLine,
    )
    from signage.release.manifest import Feeds

__all__ = ["unsound", "unsound_feeds"]

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_PAGES_MOST = 99_999
_VOLUME_MOST = 100


def unsound(content: Content) -> str | None:
    """Give the first thing that no loader would let pass, in a few words; None: all is well."""
    return next(_all(content), None)


def unsound_feeds(feeds: Feeds) -> str | None:
    """Give the first thing among the headlines that no agent fetches; None: all is well."""
    return next(_feeds(feeds), None)


def _feeds(feeds: Feeds) -> Iterator[str]:
    for address, said in feeds.items():
        yield from _address(address)
        if len(said) > FEEDS.headlines:
            yield f"{len(said)} headlines of one feed"
        for each in said:
            for words in (each.text, each.source, each.at or "", each.seen):
                yield from _words(words)


def _all(content: Content) -> Iterator[str]:
    ids = [playlist.id for playlist in content.playlists]
    screens = [screen.id for screen in content.screens]
    yield from (f"the name {each!r}" for each in (*ids, *screens) if not _name(each))
    if len(set(ids)) < len(ids) or len(set(screens)) < len(screens):
        yield "two of one name"
    for playlist in content.playlists:
        yield from (f"{playlist.id}: {each}" for each in _playlist(playlist))
    for screen in content.screens:
        yield from (f"{screen.id}: {each}" for each in _screen(screen))
    yield from _centre(content.centre)
    yield from calendar(content.calendar)


def _playlist(playlist: Playlist) -> Iterator[str]:
    yield from _words(playlist.name)
    yield from rules(playlist.when)
    for item in playlist.items:
        yield from _item(item)
    for line in playlist.ticker:
        yield from _line(line)


def _screen(screen: Screen) -> Iterator[str]:
    yield from _words(screen.name)
    yield from hours(screen.on)
    if not 0 < len(screen.locale) <= 40:  # noqa: PLR2004
        yield f"the language {screen.locale[:40]!r}"
    slowest, fastest = CONTENT.ticker_slowest, CONTENT.ticker_fastest
    if screen.ticker_speed is not None and not slowest <= screen.ticker_speed <= fastest:
        yield f"a ticker of {screen.ticker_speed} characters a second"
    if screen.weather is not None:
        yield from _line(screen.weather)


def _centre(centre: Centre) -> Iterator[str]:
    yield from _text(centre.name)
    if centre.emblem is not None:
        yield from _path(centre.emblem)
    for colour in (centre.primary, centre.accent):
        if colour is not None and _COLOUR.fullmatch(colour) is None:
            yield f"the colour {colour[:40]!r}"


def _line(line: TickerLine) -> Iterator[str]:
    if isinstance(line, TextLine):
        yield from _text(line.text)
    elif isinstance(line, FileLine):
        yield from _path(line.path)
    else:
        yield from _feed(line)


def _item(item: Item) -> Iterator[str]:
    yield from _common(item)
    if isinstance(item, Image | Video | Pdf | Board):
        yield from _path(item.path)
    if isinstance(item, Slide | Board | Codes):
        yield from _text(item.title)
    if isinstance(item, Slide):
        yield from _slide(item)
    elif isinstance(item, Codes):
        yield from _codes(item)
    elif isinstance(item, Video):
        if not 0 <= item.volume <= _VOLUME_MOST:
            yield f"a volume of {item.volume}"
        if item.subtitles is not None:
            yield from _path(item.subtitles)
    elif isinstance(item, Pdf):
        pages = (f"pages {a}-{b}" for a, b in item.pages if not 1 <= a <= b <= _PAGES_MOST)
        yield from pages


def _common(item: ItemBase) -> Iterator[str]:
    yield from rules(item.when)
    yield from _text(item.caption)
    if item.duration is not None and not 0 < item.duration <= CONTENT.longest_duration:
        yield f"a duration of {item.duration} s"
    if item.qr is not None:
        yield from _address(item.qr)
    for words in (item.topic, item.lang, item.source, item.licence, item.sponsor):
        yield from _words(words or "")


def _slide(slide: Slide) -> Iterator[str]:
    yield from _text(slide.body)
    if len(slide.entries) > CONTENT.entries:
        yield f"a list of {len(slide.entries)}"
    for entry in slide.entries:
        yield from _text(entry)
    widths = {len(row) for row in slide.table}
    if len(slide.table) > CONTENT.table_rows or max(widths, default=1) > CONTENT.table_columns:
        yield f"a table of {len(slide.table)} × {max(widths)}"
    if len(widths) > 1 or 0 in widths:
        yield "a table whose rows differ in length"
    for cell in (cell for row in slide.table for cell in row):
        yield from _text(cell)
    if slide.image is not None:
        yield from _path(slide.image)


def _codes(item: Codes) -> Iterator[str]:
    if not 1 <= len(item.codes) <= CONTENT.codes:
        yield f"{len(item.codes)} codes at once"
    for code in item.codes:
        yield from _address(code.url)
        yield from _text(code.name)


def _feed(line: FeedLine) -> Iterator[str]:
    yield from _address(line.url)
    if line.max < 1 or (line.age is not None and not 0 < line.age < math.inf):
        yield f"a feed of {line.max} headlines of {line.age} s"


def _name(name: str) -> bool:
    return 0 < len(name) <= CONTENT.path_characters and name.isprintable()


def _path(path: str) -> Iterator[str]:
    if not 0 < len(path) <= CONTENT.path_characters:
        yield f"the path {path[:40]!r}"


def _address(address: str) -> Iterator[str]:
    good = address.lower().startswith(("http://", "https://")) and address.isprintable()
    if not good or len(address) > CONTENT.url_characters:
        yield f"the address {address[:40]!r}"


def _text(text: Text) -> Iterator[str]:
    for tag, words in text.items():
        if len(words) > CONTENT.text_characters or not 0 < len(tag) <= 40:  # noqa: PLR2004
            yield f"a text in {tag[:40]!r}"


def _words(words: str) -> Iterator[str]:
    if len(words) > CONTENT.text_characters:
        yield f"the words {words[:40]!r}"
