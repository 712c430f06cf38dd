"""What all figures share: how long to measure, which players, and turns between them."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from .. import _joints, _media
from .._players import Mpv, Ours

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from .._players import Entry, List, Player

__all__ = ["PERIOD", "Run", "due", "ms", "say"]

PERIOD = 1 / _media.FPS


def _ours(extra: Mapping[str, str]) -> Player:
    return Ours(extra)


@dataclass
class Run:
    """How to measure: in full or quick, and with whom (tests and trials put another here)."""

    quick: bool = False
    ours: Callable[[Mapping[str, str]], Player] = field(default=_ours)
    mpv: Callable[[], Player] = field(default=Mpv)

    def choose(self, full: float, quick: float) -> float:
        """`full`, or `quick` in the quick form."""
        return quick if self.quick else full

    def turns(self, count: int, *, with_mpv: bool = True) -> Iterator[tuple[Player, Path]]:
        """Ours and mpv by turns, each with a folder of its own that is kept between its turns."""
        players = [self.ours({}), *([self.mpv()] if with_mpv else [])]
        with tempfile.TemporaryDirectory(prefix="signage-bench-run-",
                                         dir=_media.folder()) as name:
            for turn in range(count):
                for player in players:
                    folder = Path(name) / player.name
                    folder.mkdir(exist_ok=True)
                    say(f"  {player.name}, turn {turn + 1} of {count}")
                    yield player, folder


def due(what: List) -> dict[int, _joints.Due]:
    """What each medium of a list should do."""
    def one(entry: Entry) -> _joints.Due:
        frames = entry.medium.frames
        if frames == 1:
            return _joints.Due(1, entry.seconds or 10.0)
        if entry.seconds is not None:
            frames = round(entry.seconds / PERIOD)
        return _joints.Due(frames, PERIOD)

    return {entry.medium.number: one(entry) for entry in what.entries}


def ms(seconds: float) -> str:
    """Milliseconds for people."""
    return f"{seconds * 1000:.1f} ms"


def say(words: str) -> None:
    """Progress, not part of the result."""
    print(words, file=sys.stderr, flush=True)
