"""The two players that are measured, started on the same playlist on the same kind of display."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ._media import Medium

__all__ = ["Entry", "List", "Mpv", "Ours", "Player"]

_MPV_ROUNDS = 400
"""Times mpv is given the whole list: it does not prefetch across the end of its list."""


@dataclass(frozen=True)
class Entry:
    """An item: `seconds` holds a still, or cuts a clip; None: the whole clip."""

    medium: Medium
    seconds: float | None = None


@dataclass(frozen=True)
class List:
    """What is played, for ever."""

    entries: Sequence[Entry]
    layout: str = "full"
    transition: str = "cut"
    ticker: Sequence[str | Mapping[str, str]] = ()
    """Headlines; one in several languages says which by tag."""


class Player(Protocol):
    """Something that plays a list on a display."""

    name: str

    def command(self, what: List, size: tuple[int, int], scratch: Path) -> list[str]:
        """The command line; files it needs are made in `scratch`, which is kept between starts."""
        ...

    def environment(self) -> Mapping[str, str]:
        """Variables beyond those that every program gets."""
        ...


class Mpv:
    """mpv as the issue names it: the next file prefetched, drawn by OpenGL in software."""

    name = "mpv"

    def command(self, what: List, size: tuple[int, int], scratch: Path) -> list[str]:
        seconds = {entry.seconds for entry in what.entries if entry.medium.frames == 1} or {1.0}
        if len(seconds) > 1 or any(
            entry.seconds is not None and entry.medium.frames > 1 for entry in what.entries
        ):
            raise ValueError("mpv holds every still equally long and cuts no clip")
        paths = scratch / "mpv.txt"
        paths.write_text("".join(f"{entry.medium.path}\n" for entry in what.entries) * _MPV_ROUNDS)
        return [
            "mpv",
            "--no-config",
            "--no-terminal",
            "--no-osc",
            "--no-input-default-bindings",
            "--no-audio",
            "--prefetch-playlist=yes",
            "--vo=gpu",
            "--gpu-context=x11egl",
            "--gpu-sw=yes",
            "--no-border",
            "--geometry={}x{}+0+0".format(*size),
            f"--image-display-duration={seconds.pop()}",
            "--loop-playlist=inf",
            f"--playlist={paths}",
        ]

    def environment(self) -> Mapping[str, str]:
        return {}


_SIGNAGE = [sys.executable, "-c", "from signage.cli import main; main()"]


class Ours:
    """`signage play` on a folder made for the list, whose store is filled beforehand.

    With `alone` the player's process without the agent, as the installed kiosk's unit starts it.
    """

    name = "signage"

    def __init__(self, extra: Mapping[str, str] | None = None, *, alone: bool = False) -> None:
        self._extra = dict(extra or {})
        self._alone = alone

    def command(self, what: List, size: tuple[int, int], scratch: Path) -> list[str]:
        folder, state = scratch / "folder", scratch / "state"
        if not folder.exists():
            _fill(folder, what)
            state.mkdir()
            subprocess.run(
                [*_SIGNAGE, "sync", str(folder), "--state", str(state), "--once"],
                check=True,
                timeout=300,
            )
        to = ["--size", "{}x{}".format(*size), "--state", str(state)]
        if self._alone:
            return [sys.executable, "-m", "signage.player", *to]
        return [*_SIGNAGE, "play", str(folder), *to]

    def environment(self) -> Mapping[str, str]:
        return {"QT_QPA_PLATFORM": "xcb", **self._extra}


def _fill(folder: Path, what: List) -> None:
    media = folder / "media"
    media.mkdir(parents=True)
    (folder / "playlists").mkdir()
    lines = [
        "name: Đo lường",
        f"layout: {what.layout}",
        f"defaults: {{transition: {what.transition}, fit: stretch}}",
        "items:",
    ]
    for entry in what.entries:
        name = entry.medium.path.name
        if not (media / name).exists():
            os.link(entry.medium.path, media / name)
        lines.append(f"  - {'image' if entry.medium.frames == 1 else 'video'}: {name}")
        if entry.seconds is not None:
            lines.append(f"    duration: {entry.seconds:g}s")
    if what.ticker:
        lines += ["ticker:", *map(_headline, what.ticker)]
    (folder / "playlists" / "bench.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _headline(text: str | Mapping[str, str]) -> str:
    if isinstance(text, str):
        return f'  - "{text}"'
    words = ", ".join(f'{language}: "{said}"' for language, said in text.items())
    return f"  - {{text: {{{words}}}}}"
