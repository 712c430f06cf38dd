"""From ticker lines to laps, and to slides for those who cannot follow what runs. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from signage.config import CONTENT, PLAYER
from signage.content.model import FeedLine, FileLine, TextLine
from signage.player.programme import Shot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from signage.content.model import Playlist, Text
    from signage.store.model import Activation

__all__ = ["News", "laps", "lines", "once", "slides", "spoken"]

LAP_CHARACTERS = 240
"""A lap holds about this many: new text joins at the next lap, and a lap is laid out in one go."""
SLIDE_LINES = 5
"""Headlines of one slide at most; it is of as many characters as a lap, which is about a page."""
MOST_SLIDES = 12
"""Of a language at most: a file of a thousand lines would stand between citizens and all else."""
_TITLES = {
    False: {"vi": "Tin và thông báo", "en": "News and notices", "zh": "新闻与通知"},
    True: {"vi": "Tin khẩn cấp", "en": "Urgent news", "zh": "紧急通知"},
}
"""Over such slides; a language that is not here has none."""


class News(NamedTuple):
    """A headline, and whether it is an urgent one."""

    text: Text
    urgent: bool = False


def lines(
    activation: Activation,
    playlists: Iterable[str],
    tell: Callable[[FeedLine], Iterable[str]] = lambda _line: (),
) -> tuple[News, ...]:
    """The headlines of these playlists, each once, in order. `tell` says what a feed says.

    Those of an emergency are urgent, whatever their lines say.
    """
    by_id = {playlist.id: playlist for playlist in activation.manifest.content.playlists}
    found: list[News] = []
    for name in playlists:
        if name not in by_id:
            continue
        emergency = by_id[name].priority == "emergency"
        for line in by_id[name].ticker:
            if isinstance(line, TextLine):
                found.append(News(line.text, line.urgent or emergency))
            elif isinstance(line, FileLine):
                said = _of_file(activation, line.path)
                found += [News({"vi": headline}, line.urgent or emergency) for headline in said]
            elif isinstance(line, FeedLine):
                found += [News({"vi": headline}, emergency) for headline in tell(line)]
    return once(found)


def once(news: Iterable[News]) -> tuple[News, ...]:
    """The same without what is said twice, or says nothing. What is urgent once is urgent."""
    unique: dict[tuple[tuple[str, str], ...], News] = {}
    for each in news:
        if any(each.text.values()):
            key = tuple(each.text.items())
            known = unique.get(key, each)
            unique[key] = News(known.text, known.urgent or each.urgent)
    return tuple(unique.values())


def spoken(news: Iterable[News]) -> tuple[News, ...]:
    """What runs: while there is anything urgent, that alone."""
    news = tuple(news)
    return tuple(each for each in news if each.urgent) or news


def _of_file(activation: Activation, path: str) -> tuple[str, ...]:
    body = activation.manifest.files.get(path)
    found = activation.media.get(body.sha256) if body else None
    return found.lines if found else ()


def laps(news: Iterable[News], most: int = LAP_CHARACTERS) -> tuple[tuple[str, ...], ...]:
    """Headlines by language in turn, in laps of about `most` characters."""
    return tuple(lap for _, lap in _by_language(news, most))


def slides(playlist: Playlist, news: Iterable[News]) -> Iterator[Shot]:
    """The headlines of a playlist that asks for it as slides, language by language.

    A page stays as long as its words take at the speed of the strip, and no less than a slide.
    """
    if not playlist.ticker_slides:
        return
    news = spoken(news)
    urgent = any(each.urgent for each in news)
    said: Counter[str] = Counter()
    for language, page in _by_language(news, LAP_CHARACTERS, SLIDE_LINES):
        said[language] += 1
        if said[language] > MOST_SLIDES:
            continue
        words = sum(map(len, page))
        yield Shot(
            key=f"{playlist.id}/ticker:{language}:{page[0]}", playlist=playlist.id,
            item=len(playlist.items), label=page[0], kind="slide", layout=playlist.layout,
            fit="contain", transition="fade",
            duration=max(CONTENT.default_duration, words / PLAYER.ticker_speed),
            title=_TITLES[urgent].get(language.partition("-")[0], ""), entries=page, urgent=urgent,
        )  # fmt: skip


def _by_language(
    news: Iterable[News], most: int, count: int | None = None
) -> Iterator[tuple[str, tuple[str, ...]]]:
    texts = [each.text for each in news]
    for language in dict.fromkeys(language for text in texts for language in text):
        said = [text[language] for text in texts if text.get(language)]
        for part in _cut(said, most, count):
            yield language, part


def _cut(headlines: list[str], most: int, count: int | None) -> Iterator[tuple[str, ...]]:
    lap: list[str] = []
    for headline in headlines:
        if lap and (sum(map(len, lap)) + len(headline) > most or len(lap) == count):
            yield tuple(lap)
            lap = []
        lap.append(headline)
    if lap:
        yield tuple(lap)
