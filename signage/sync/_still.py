"""Which files are complete: closed by their writer, or unchanged for a while."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from signage.store import Stamp

__all__ = ["Stillness"]


@dataclass(slots=True)
class _Seen:
    stamp: Stamp
    since: float
    complete: bool
    changed: bool


class Stillness:
    """Remembers when each file last changed. Times are monotonic seconds, given by the caller."""

    def __init__(self, still: float) -> None:
        self._still = still
        self._seen: dict[str, _Seen] = {}

    def observe(self, path: str, stamp: Stamp, now: float, *, known: bool = False) -> None:
        """The file looks like this now. `known`: it was taken in so before, hence complete."""
        seen = self._seen.get(path)
        if seen is None or seen.stamp != stamp:
            self._seen[path] = _Seen(stamp, now, known, seen is not None)
        elif known or now - seen.since >= self._still:
            seen.complete = True

    def closed(self, path: str) -> None:
        """Its writer closed it, or it was moved in whole: what was observed last is complete."""
        if path in self._seen:
            self._seen[path].complete = True
            self._seen[path].changed = False

    def moved(self, path: str, now: float) -> None:
        """It changed under our hands: begin again."""
        if path in self._seen:
            self._seen[path].since = now
            self._seen[path].complete = False
            self._seen[path].changed = True

    def complete(self, path: str) -> bool:
        """Whether it may be read."""
        return path in self._seen and self._seen[path].complete

    def doubtful(self, path: str, now: float, doubt: float) -> float:
        """Seconds for which what does not decode may still be half a copy; 0: it is whole."""
        seen = self._seen.get(path)
        if seen is None or not seen.changed:
            return 0.0
        return max(seen.since + doubt - now, 0.0)

    def forget(self, keep: set[str]) -> None:
        """Drop every path that is not in `keep`."""
        for path in self._seen.keys() - keep:
            del self._seen[path]
