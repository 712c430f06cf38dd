"""Where a file of the library is used: what is used is not deleted, and takes its users along.

What `load_folder` says counts, and besides it whatever YAML file has the path in its text: a line
that is wrong elsewhere, or switched off by a comment, is still somebody's.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, NamedTuple

from signage.content.loader import OF_SCREENS, Loaded, load_folder

if TYPE_CHECKING:
    from signage.console.data import Data

__all__ = ["Use", "Uses"]

_SCREENS = "screens"


class Use(NamedTuple):
    """That a file under `playlists/` needs a file of the library."""

    playlist: str
    """Its id, or `screens`."""
    name: str
    """As people call it."""
    kind: str
    """As what: image, video, pdf, text, subtitles, board; empty: it is only written there."""
    line: int
    """0: unknown."""

    @property
    def is_playlist(self) -> bool:
        """Whether it has a page of its own in the editor."""
        return self.playlist not in {_SCREENS, "calendar", "blocklist"}


class Uses(Collection[str]):
    """Who uses what, at one moment; asked lazily, since most questions are never put."""

    def __init__(self, data: Data, loaded: Loaded | None = None) -> None:
        """Read the folder when it is asked; or take what was read, where a moment's age is fine."""
        self._data = data
        self._loaded = loaded
        self._texts: dict[str, str] | None = None

    def _load(self) -> Loaded:
        if self._loaded is None:
            self._loaded = load_folder(self._data.content)
        return self._loaded

    def _words(self) -> dict[str, str]:
        """The text of every YAML file, by its id."""
        if self._texts is None:
            self._texts = {}
            for path in sorted(self._data.playlists.glob("*.yaml")):
                try:
                    words = path.read_text(encoding="utf-8", errors="replace")
                except OSError:
                    continue
                self._texts[path.stem] = unicodedata.normalize("NFC", words)
        return self._texts

    def of(self, path: str) -> list[Use]:
        """Who uses that file."""
        loaded = self._load()
        names = {each.id: each.name or each.id for each in loaded.content.playlists}
        found = [
            Use(_SCREENS, "screens.yaml", each.kind, each.line)
            if each.playlist == OF_SCREENS
            else Use(each.playlist, names.get(each.playlist, each.playlist), each.kind, each.line)
            for each in loaded.references.get(path, ())
        ]
        known = {each.playlist for each in found}
        found += [
            Use(name, names.get(name, f"{name}.yaml"), "", _line(words, path))
            for name, words in self._words().items()
            if name not in known and _named(words, path)
        ]
        return found

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and bool(self.of(path))

    def __iter__(self) -> Iterator[str]:
        return iter(self._load().references)

    def __len__(self) -> int:
        return len(self._load().references)


def _named(words: str, path: str) -> bool:
    """Whether the text has that path, and not only as the end of another."""
    at = words.find(path)
    while at >= 0:
        if at == 0 or not (words[at - 1].isalnum() or words[at - 1] in "/-_."):
            return True
        at = words.find(path, at + 1)
    return False


def _line(words: str, path: str) -> int:
    return words[: words.find(path)].count("\n") + 1
