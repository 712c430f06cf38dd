"""The emergency stop and its release, without typer: a screen has to obey at once.

`main` comes here first, since importing typer would take as long as all the rest together.
"""

from __future__ import annotations

import sys
import unicodedata
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from signage.cli._state import state_folder
from signage.config import STORE
from signage.errors import SignageError, UsageError
from signage.store import Store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signage.content.model import Playlist

__all__ = ["at_once", "cut", "resume"]

_OPTIONS = {"cut": {"--state", "--show"}, "resume": {"--state"}}


def at_once(arguments: Sequence[str]) -> int | None:
    """Do what `signage cut …` or `signage resume …` asks, where that is plain to see.

    Returns:
        The exit code; None where it is for typer to help, or to say what is wrong.
    """
    command, *rest = arguments
    given: dict[str, str] = {}
    while rest:
        name, equals, value = rest.pop(0).partition("=")
        if name not in _OPTIONS[command] or name in given or not (equals or rest):
            return None
        given[name] = value if equals else rest.pop(0)
    state = Path(given["--state"]) if "--state" in given else None
    try:
        if command == "cut":
            cut(state, given.get("--show"))
        else:
            resume(state)
    except SignageError as error:
        sys.stderr.write(f"signage: {error}\n")
        return error.exit_code
    return 0


def cut(state: Path | None, show: str | None) -> None:
    """Show the emblem, or a playlist on standby, and say so.

    Raises:
        UsageError: nothing of that name may be shown.
        DeviceError: the state cannot be written.
    """
    store = Store(state_folder(state))
    words = "the emblem is shown until `signage resume`"
    if show is not None:
        armed = _standby(store, show)
        show = armed.id
        hours = f"{STORE.cut_hours:.0f} hours at most; `signage resume` ends it"
        words = f"{_named(armed)} is shown for {hours}"
    store.set_cut(show, datetime.now().astimezone().isoformat(timespec="seconds"))
    sys.stdout.write(f"cut: {words}\n")
    _tell_if_nobody_plays(store)


def resume(state: Path | None) -> None:
    """End a cut, and say so.

    Raises:
        DeviceError: the state cannot be written.
    """
    store = Store(state_folder(state))
    if store.resume():
        sys.stdout.write("resumed: the programme goes on\n")
        _tell_if_nobody_plays(store)
    else:
        sys.stdout.write(f"there is no cut to end on {store.state}: the programme is on\n")


def _tell_if_nobody_plays(store: Store) -> None:
    from signage.journal import ask  # noqa: PLC0415  (the screen changes first)

    if ask(store.state) is None:
        sys.stderr.write(
            f"no player answers on {store.state}: it takes effect when one starts; if a screen is "
            "on, name its state folder with --state\n"
        )


def _standby(store: Store, name: str) -> Playlist:
    """The playlist that may be armed under that name, of what is active or urgent."""
    known: dict[str, Playlist] = {}
    for activation in (store.active(), store.urgent()):
        for playlist in activation.manifest.content.playlists if activation else ():
            if playlist.standby or playlist.priority == "emergency":
                known[playlist.id] = playlist
    wanted = unicodedata.normalize("NFC", name)
    if wanted in known:
        return known[wanted]
    if not known:
        raise UsageError(
            f"--show {name}: nothing is on standby on this screen (a playlist with "
            "`standby: true`); `signage cut` alone shows the emblem"
        )
    there = ", ".join(map(_named, known.values()))
    raise UsageError(f"--show {name}: no such playlist is on standby; there are: {there}")


def _named(playlist: Playlist) -> str:
    return f"{playlist.id} ({playlist.name})" if playlist.name else playlist.id
