"""The central folder as it is now, read again only when something in it changed.

Reading two hundred playlists and two thousand media takes half a second, a look at their times a
hundredth. So pages show what is known, and where it is no longer right it is read anew beside.
"""

from __future__ import annotations

import os
from threading import Event, Lock, Thread, local
from typing import TYPE_CHECKING, NamedTuple

from django.core.signals import request_finished, request_started
from django.utils.translation import get_language

from signage.console.office import faults
from signage.content.loader import load_folder
from signage.errors import SignageError

if TYPE_CHECKING:
    from pathlib import Path

    from signage.console.data import Data
    from signage.content.fault import Fault
    from signage.content.loader import Loaded
    from signage.content.model import Content

__all__ = ["PATIENCE", "Known", "State", "begin", "centre", "known", "last", "now", "state"]

PATIENCE = 0.12
"""Seconds that a page waits for what is being read anew; after that it shows what was."""

State = frozenset[tuple[str, int, int]]
"""Path, time of change in nanoseconds and size of every file."""


class Known(NamedTuple):
    """What was read, and what is wrong with it."""

    state: State
    loaded: Loaded
    faults: tuple[Fault, ...]
    fresh: bool = True
    """False: something changed since, and it is being read."""

    def of(self, file: str) -> list[Fault]:
        """The faults of one file, as faults name it."""
        return [each for each in self.faults if each.file == file]


def state(data: Data) -> State:
    """How every file of the folder stands. 10 ms for two thousand."""
    found: list[tuple[str, int, int]] = []
    _walk(str(data.playlists), found)
    _walk(str(data.media), found)
    return frozenset(found)


def _walk(folder: str, found: list[tuple[str, int, int]]) -> None:
    try:
        with os.scandir(folder) as listed:
            for each in listed:
                if each.name.startswith("."):
                    continue
                if each.is_dir():
                    _walk(each.path, found)
                    continue
                status = each.stat()
                found.append((each.path, status.st_mtime_ns, status.st_size))
    except OSError:  # gone between two looks; the next look sees it
        return


_kept: dict[Path, Known] = {}
_reading: dict[Path, Event] = {}
_lock = Lock()


def now(data: Data) -> Known:
    """The folder as it stands, however long that takes.

    Raises:
        SourceError: the folder is not there.
    """
    current = state(data)
    kept = _kept.get(data.path)
    if kept is not None and kept.state == current:
        return kept
    loaded = load_folder(data.content)
    made = Known(current, loaded, tuple(faults.judged(loaded)))
    _kept[data.path] = made
    return made


def known(data: Data, wait: float | None = None) -> Known:
    """The folder as it stands or, where reading it takes long, as it last was (`fresh` is False).

    `wait`: seconds at most, where what was is known; None: `PATIENCE`.

    Raises:
        SourceError: the folder is not there.
    """
    kept = _kept.get(data.path)
    if kept is not None and kept.state == _looked(data):
        return kept
    done = begin(data)
    done.wait(None if kept is None else PATIENCE if wait is None else wait)
    kept = _kept.get(data.path)
    if kept is None:  # it could not be read: say why
        return now(data)
    return kept if kept.state == _looked(data) else kept._replace(fresh=False)


def last(data: Data) -> Content | None:
    """What it said when it was last read, without a look at it; None: it was not read yet."""
    kept = _kept.get(data.path)
    return kept.loaded.content if kept else None


def centre(data: Data) -> str:
    """What the centre is called, as it was when the folder was last read."""
    content = last(data)
    names = content.centre.name if content else {}
    wanted = (get_language() or "vi").partition("-")[0]
    return names.get(wanted) or names.get("vi") or next(iter(names.values()), "")


_request = local()


def _begun(**_: object) -> None:
    """A request begins in this thread: one look at the folder serves all of its page."""
    _request.seen = {}


def _over(**_: object) -> None:
    _request.seen = None


request_started.connect(_begun, dispatch_uid="folder-begun")
request_finished.connect(_over, dispatch_uid="folder-over")


def _looked(data: Data) -> State:
    seen: dict[Path, State] | None = getattr(_request, "seen", None)
    if seen is None:
        return state(data)
    if data.path not in seen:
        seen[data.path] = state(data)
    return seen[data.path]


def begin(data: Data) -> Event:
    """Read the folder beside, if nobody does already; what is set when that is done."""
    with _lock:
        done = _reading.get(data.path)
        if done is None:
            done = _reading[data.path] = Event()
            Thread(target=_read, args=(data, done), daemon=True).start()
    return done


def _read(data: Data, done: Event) -> None:
    try:
        now(data)
    except SignageError:  # the folder is gone; whoever asks next is told
        pass
    finally:
        with _lock:
            _reading.pop(data.path, None)
        done.set()
