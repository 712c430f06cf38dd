"""Which letters the fonts of this machine have: one call of fontconfig, some milliseconds."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from signage.content.glyphs import Coverage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["installed"]

_COMMAND = ("fc-list", "--format=%{charset}\n")
_SECONDS = 20.0
"""After an installation of fonts, fontconfig reads them all first."""


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
