"""From ticker lines to laps: what runs across the strip, one language after the other. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signage.content.model import FeedLine, FileLine, TextLine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from signage.content.model import Text
    from signage.store.model import Activation

__all__ = ["laps", "lines", "once"]

LAP_CHARACTERS = 240
"""A lap holds about this many: new text joins at the next lap, and a lap is laid out in one go."""


def lines(
    activation: Activation,
    playlists: Iterable[str],
    tell: Callable[[FeedLine], Iterable[str]] = lambda _line: (),
) -> tuple[Text, ...]:
    """The headlines of these playlists, each once, in order. `tell` says what a feed says."""
    by_id = {playlist.id: playlist for playlist in activation.manifest.content.playlists}
    found: list[Text] = []
    for name in playlists:
        for line in by_id[name].ticker if name in by_id else ():
            if isinstance(line, TextLine):
                found.append(line.text)
            elif isinstance(line, FileLine):
                found += [{"vi": headline} for headline in _of_file(activation, line.path)]
            elif isinstance(line, FeedLine):
                found += [{"vi": headline} for headline in tell(line)]
    return once(found)


def once(texts: Iterable[Text]) -> tuple[Text, ...]:
    """The same without what is said twice, or says nothing."""
    unique = {tuple(text.items()): text for text in texts if any(text.values())}
    return tuple(unique.values())


def _of_file(activation: Activation, path: str) -> tuple[str, ...]:
    body = activation.manifest.files.get(path)
    found = activation.media.get(body.sha256) if body else None
    return found.lines if found else ()


def laps(texts: Iterable[Text], most: int = LAP_CHARACTERS) -> tuple[tuple[str, ...], ...]:
    """Headlines by language in turn, in laps of about `most` characters."""
    texts = tuple(texts)
    languages = dict.fromkeys(language for text in texts for language in text)
    return tuple(
        lap
        for language in languages
        for lap in _cut([text[language] for text in texts if text.get(language)], most)
    )


def _cut(headlines: list[str], most: int) -> Iterator[tuple[str, ...]]:
    lap: list[str] = []
    for headline in headlines:
        if lap and sum(map(len, lap)) + len(headline) > most:
            yield tuple(lap)
            lap = []
        lap.append(headline)
    if lap:
        yield tuple(lap)
