"""Where things are written, for faults that only show when all has been read.

Apart from the model, which is signed and travels: a line number is nobody's content.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

__all__ = ["Place", "Places"]


class Place(NamedTuple):
    """A line of a file."""

    file: str
    """As faults name it."""
    line: int


@dataclass(frozen=True)
class Places:
    """Where playlists and screens of a folder are written; what is not known is at line 1."""

    whens: dict[str, Place] = field(default_factory=dict)
    """Id of a playlist to its `when:`."""
    screens: dict[str, Place] = field(default_factory=dict)
    """Id of a screen to its entry in `screens.yaml`."""
    tickers: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """Id of a playlist to the line of each line of its ticker."""
    centre: Place = field(default_factory=lambda: Place("playlists/screens.yaml", 1))
    """The `centre:` of `screens.yaml`."""

    def when(self, playlist: str) -> Place:
        """Give the place of what says when a playlist is on."""
        return self.whens.get(playlist, Place(f"playlists/{playlist}.yaml", 1))

    def screen(self, screen: str) -> Place:
        """Give the place of a screen's entry."""
        return self.screens.get(screen, Place("playlists/screens.yaml", 1))
