"""How `publish` tells what it does: bars while it copies, then what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from signage.cli.check import line as fault_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from signage.release.publish import Difference, FileChange, Published, RowChange

__all__ = ["Bars", "show"]

_FILES = 40
"""Lines about single files at most."""
_STYLES = {"+": "green", "-": "red", "~": "yellow"}


class Bars:
    """Progress on a terminal, on standard error; nothing elsewhere."""

    def __init__(self, *, shown: bool) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(),
            TextColumn("{task.fields[done]}/{task.fields[files]} files"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            disable=not shown,
            transient=True,
        )
        self._shown = shown
        self._task = self._progress.add_task("Copying", total=None, visible=False, done=0, files=0)
        self._started = False
        self._done = 0

    def __enter__(self) -> Self:
        """Ready; it appears with `begin`, since a passphrase may be asked for before."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Gone."""
        if self._started:
            self._progress.stop()

    def begin(self, files: int, size: int) -> None:
        """So many files of so many bytes."""
        if not self._shown:
            return
        if not self._started:
            self._progress.start()
            self._started = True
        self._done = 0
        self._progress.reset(self._task, total=size, visible=True, done=0, files=files)

    def advance(self, size: int) -> None:
        """So many bytes more."""
        if self._shown:
            self._progress.advance(self._task, size)

    def done(self) -> None:
        """A file is done."""
        self._done += 1
        if self._shown:
            self._progress.update(self._task, done=self._done)


def show(published: Published, console: Console | None = None) -> None:
    """Print what a publication came to: in colour on a terminal, plain elsewhere."""
    out = console or Console(highlight=False, soft_wrap=True)
    for fault in published.warnings:
        out.print(fault_line(fault), markup=False)
    for mark, line in _lines(published):
        out.print(Text(f"{mark} {line}" if mark else line, style=_STYLES.get(mark.strip(), "")))
    err = Console(stderr=True, highlight=False, soft_wrap=True)
    for note in published.notes:
        err.print(note, markup=False)


def _lines(published: Published) -> Iterator[tuple[str, str]]:
    name = published.role or "release"
    if published.signed_by:
        kind = "reviewed" if published.reviewed else "not reviewed by a person"
        yield "", f"{name} {published.version}, {kind}, signed by {', '.join(published.signed_by)}"
    else:
        yield "", f"Nothing new: {name} {published.version} stands, signed as fresh."
    if published.difference is not None and published.changed:
        yield from _changes(published.difference)
    if published.role == "emergency" and published.changed and _withdrawn(published):
        yield "", "No emergency playlist is in the folder: the emergency is withdrawn."
    bodies = "body" if published.copied == 1 else "bodies"
    copied = f"{published.copied} {bodies} copied ({_size(published.copied_bytes)})"
    yield "", f"{copied}, {published.pruned} removed; fresh until {published.expires[:10]}"
    if published.keys_made:
        yield "", "The first keys were made: move root-*.key from their folder to a stick."
        yield "", f"Screens pin 1.root.json, SHA-256 {published.fingerprint}"


def _changes(difference: Difference) -> Iterator[tuple[str, str]]:
    for mark, ids in (
        ("+", difference.playlists_added),
        ("-", difference.playlists_removed),
        ("~", difference.playlists_changed),
    ):
        for each in ids:
            yield f"  {mark}", f"playlists/{each}.yaml"
    yield from _settings(difference)
    for text in difference.headlines_added[:_FILES]:
        yield "  +", f"headline: {text}"
    for change in difference.files[:_FILES]:
        yield f"  {_mark(change)}", f"media/{change.path}  {_sizes(change)}"
        rows = [each for each in difference.rows if each.path == change.path]
        yield from map(_row, rows[:_FILES])
        if (more := len(rows) - _FILES) > 0:
            yield "  ", f"  and {more} rows more"
    if (more := len(difference.files) - _FILES) > 0:
        yield "  ", f"and {more} files more"


def _settings(difference: Difference) -> Iterator[tuple[str, str]]:
    mark = "  +" if difference.first else "  ~"
    for file, changed in (
        ("screens.yaml", difference.screens_changed),
        ("calendar.yaml", difference.calendar_changed),
        ("blocklist.yaml", difference.blocklist_changed),
    ):
        if changed:
            yield mark, f"playlists/{file}"
            told = [each.what for each in difference.settings if each.file == file]
            # Of a first release all is new, and a reviewer has read it.
            yield from ((mark, f"  {what}") for what in (() if difference.first else told[:_FILES]))


def _row(change: RowChange) -> tuple[str, str]:
    if change.before is None:
        return "  +", f"  {change.name}"
    if change.after is None:
        return "  -", f"  {change.name}"
    keys = dict.fromkeys((*change.before, *change.after))
    told = (f"{key}: {change.before.get(key, '–')} → {change.after.get(key, '–')}" for key in keys)
    return "  ~", f"  {change.name}: {', '.join(told)}"


def _mark(change: FileChange) -> str:
    if change.before is None:
        return "+"
    return "-" if change.after is None else "~"


def _sizes(change: FileChange) -> str:
    sizes = [_size(each) for each in (change.before, change.after) if each is not None]
    return " → ".join(sizes)


def _withdrawn(published: Published) -> bool:
    return published.playlists == 0


def _size(size: int) -> str:
    amount = float(size)
    for unit in ("B", "kB", "MB"):
        if amount < 1000:  # noqa: PLR2004
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} GB"
