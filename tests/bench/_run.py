"""What all figures share: how long to measure, which players, and turns between them."""

from __future__ import annotations

import contextlib
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from .rig import _joints, _media
from .rig._players import Mpv, Ours

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from .rig._players import Entry, List, Player

__all__ = ["PERIOD", "Run", "due", "ms", "say", "scratch"]

PERIOD = 1 / _media.FPS


@dataclass
class Run:
    """How to measure: in full or quick, and with whom (tests and trials put another here)."""

    quick: bool = False
    alone: bool = False
    """Our player's process without the agent beside it."""
    make: Callable[[Mapping[str, str], bool], Player] = field(
        default=lambda extra, alone: Ours(extra, alone=alone)
    )
    mpv: Callable[[], Player] = field(default=Mpv)

    def ours(self, extra: Mapping[str, str] | None = None, *, alone: bool = False) -> Player:
        """Our player, with more variables in its environment."""
        return self.make(extra or {}, alone or self.alone)

    def choose(self, full: float, quick: float) -> float:
        """`full`, or `quick` in the quick form."""
        return quick if self.quick else full

    def turns(self, count: int, players: Sequence[Player] = ()) -> Iterator[tuple[Player, Path]]:
        """The players by turns, each with a folder of its own that is kept between its turns.

        Without `players`: ours and mpv.
        """
        with scratch() as folder:
            for turn in range(count):
                for player in players or (self.ours(), self.mpv()):
                    own = folder / player.name
                    own.mkdir(exist_ok=True)
                    say(f"  {player.name}, turn {turn + 1} of {count}")
                    yield player, own


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    """A folder on the disk of the media, so that they can be linked rather than copied."""
    with tempfile.TemporaryDirectory(prefix="run-", dir=_media.folder()) as name:
        yield Path(name)


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
