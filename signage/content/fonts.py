"""Which letters the fonts of this machine have: one call of fontconfig, some milliseconds."""

from __future__ import annotations

import subprocess
from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["Coverage", "installed"]

_COMMAND = ("fc-list", "--format=%{charset}\n")
_SECONDS = 20.0
"""After an installation of fonts, fontconfig reads them all first."""


class Coverage:
    """The code points that some font has, as ranges, both ends included."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(ranges):
            if self._ends and start <= self._ends[-1] + 1:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def __contains__(self, code: object) -> bool:
        """Whether a font has this code point."""
        if not isinstance(code, int):
            return False
        at = bisect_right(self._starts, code) - 1
        return at >= 0 and code <= self._ends[at]


def _listed() -> str:
    """Give the code points of each font, a line each.

    Raises:
        OSError: there is no fontconfig.
        subprocess.SubprocessError: it fails.
    """
    done = subprocess.run(_COMMAND, capture_output=True, check=True, timeout=_SECONDS)
    return done.stdout.decode("ascii", "replace")


def installed(listed: Callable[[], str] = _listed) -> Coverage | None:
    """Give what the fonts have; None where there is no telling."""
    try:
        lines = set(listed().splitlines())
    except (OSError, subprocess.SubprocessError):
        return None
    ranges = {each for line in lines for each in _ranges(line)}
    return Coverage(ranges) if ranges else None


def _ranges(line: str) -> Iterator[tuple[int, int]]:
    """Read `20-7e a0-17f 192`; what is none is passed over."""
    for part in line.split():
        start, _, end = part.partition("-")
        try:
            yield int(start, 16), int(end or start, 16)
        except ValueError:
            continue
