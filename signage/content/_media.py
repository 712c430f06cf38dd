"""The media tree: which file a path names, listed and opened as seldom as can be.

Folders are listed once, and only those that are named; each file is opened at most once, for its
first bytes. Names compare as NFC, since those from iPhones and Macs come NFD.
"""

from __future__ import annotations

import errno
import os
import stat
import unicodedata
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

from signage.config import CONTENT
from signage.content import board
from signage.content._bodies import (
    File,
    Want,
    board_fault,
    kind_fault,
    left_out,
    look,
    text_fault,
)
from signage.content._fields import Reported
from signage.content._paths import ignored, natural, os_reason
from signage.content.messages import Phrase, Wrong
from signage.content.sniffing import FORMS

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Library"]

_SUGGESTIONS = 50
"""Missing files for which a similar name is looked up; it costs milliseconds each."""
_WALK = 20_000
"""Files of the whole tree looked at for such a name."""


@dataclass(slots=True)
class _Listing:
    """A folder: NFC names to the names on the disk."""

    real: Path
    files: dict[str, str] = field(default_factory=dict)
    folders: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    """Symbolic links to folders."""
    twice: set[str] = field(default_factory=set)
    foreign: list[str] = field(default_factory=list)
    """Names that are no UTF-8."""


class Library:
    """The files under one `media/` folder, checked and remembered. Made anew for each load."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files: dict[str, Path] = {}
        """Every path that passed its check, to the file on the disk."""
        self.boards: dict[str, board.Table] = {}
        """Every file that was wanted as rows, with the faults in it."""
        self.texts: dict[str, str] = {}
        """The words of every file that passed as words."""
        self._real_root = os.path.realpath(root)
        self._listings: dict[str, _Listing | Wrong] = {}
        self._opened: dict[str, File | Wrong] = {}
        self._checked: dict[tuple[str, str], Wrong | None] = {}
        self._known: dict[str, str] | None = None
        self._suggestions = 0

    def check(self, path: str, want: Want) -> None:
        """See that `path` is there and is a `want`.

        Raises:
            Wrong: it is not.
            Reported: it is a board without a row; `boards` has its faults.
        """
        seen = (path, want)
        if seen not in self._checked:
            self._checked[seen] = self._judge(path, want)
        if (wrong := self._checked[seen]) is not None:
            raise Wrong(wrong.code, **wrong.params)
        if want == "board" and not self.boards[path].rows:
            raise Reported

    def folder(self, path: str) -> tuple[list[tuple[str, Want]], list[Wrong]]:
        """Give the pictures, videos and PDFs in a folder by name, and what is wrong in it.

        Folders within it are not entered: who means them names them.

        Raises:
            Wrong: there is no such folder.
        """
        listing = self._listing(path)
        found: list[tuple[str, Want]] = []
        wrongs = [Wrong("media-name", path=f"{path}/{name}") for name in listing.foreign]
        for name in sorted(listing.files, key=natural):
            inside = f"{path}/{name}"
            file = self._open(inside)
            if isinstance(file, Wrong):
                wrongs.append(file)
                continue
            kind = FORMS.get(file.form or "")
            if kind is None:
                if wrong := left_out(inside, file.form):
                    wrongs.append(wrong)
            elif (wrong := self._judge(inside, kind)) is not None:
                wrongs.append(wrong)
            else:
                found.append((inside, kind))
        return found, wrongs

    def _judge(self, path: str, want: Want) -> Wrong | None:
        file = self._open(path)
        if isinstance(file, Wrong):
            return file
        if want == "board":
            wrong = board_fault(file, path) or self._read_board(file, path)
        elif want in {"text", "subtitles"}:
            wrong = text_fault(file, path, want)
        else:
            wrong = kind_fault(file, path, want)
        if wrong is None:
            self.files[path] = file.real
            if want in {"text", "subtitles"}:
                self.texts[path] = file.words
        return wrong

    def _read_board(self, file: File, path: str) -> Wrong | None:
        try:
            with file.real.open("rb") as opened:
                data = opened.read(CONTENT.text_bytes + 1)
        except OSError as error:
            return Wrong("media-unreadable", path=path, reason=os_reason(error))
        self.boards[path] = board.read(data, path)
        return None

    def _open(self, path: str) -> File | Wrong:
        if path not in self._opened:
            try:
                self._opened[path] = self._read_head(path)
            except Wrong as wrong:
                self._opened[path] = self._of(path, wrong)
            except OSError as error:
                gone = error.errno == errno.ENOENT  # since it was listed, or a link to nothing
                self._opened[path] = (
                    Wrong("media-missing", path=path, hint=Phrase("copy"))
                    if gone
                    else Wrong("media-unreadable", path=path, reason=os_reason(error))
                )
        return self._opened[path]

    def _read_head(self, path: str) -> File:
        folder, _, name = path.rpartition("/")
        if ignored(name):
            raise Wrong("media-hidden", path=path)
        listing = self._listing(folder)
        if name in listing.folders or name in listing.links:
            raise Wrong("media-is-folder", path=path)
        if name in listing.twice:
            raise Wrong("media-twice", path=path)
        if name not in listing.files:
            raise self._missing(path)
        real = listing.real / listing.files[name]
        if real.is_symlink() and not self._inside(real):
            raise Wrong("link-leaves", path=path)
        # without O_NONBLOCK, a pipe put in place of the file would hold us for ever
        handle = os.open(real, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise Wrong("media-irregular", path=path)
            if status.st_size == 0:
                raise Wrong("media-empty", path=path)
            head = os.read(handle, CONTENT.head_bytes)
            return look(handle, real, head)
        finally:
            os.close(handle)

    def _inside(self, path: Path) -> bool:
        real = os.path.realpath(path)
        return real == self._real_root or real.startswith(self._real_root + os.sep)

    def _listing(self, path: str) -> _Listing:
        """List a folder.

        Raises:
            Wrong: it is not there, or no folder.
        """
        if path not in self._listings:
            try:
                self._listings[path] = self._list(path)
            except Wrong as wrong:
                self._listings[path] = self._of(path, wrong)
            except FileNotFoundError:
                self._listings[path] = self._missing(path)
            except OSError as error:
                reason = os_reason(error)
                self._listings[path] = Wrong("media-unreadable", path=path, reason=reason)
        listing = self._listings[path]
        if isinstance(listing, Wrong):
            raise listing
        return listing

    def _of(self, path: str, wrong: Wrong) -> Wrong:
        """Say of `path` what is wrong on the way to it: that it is not there."""
        above = wrong.params["path"] != path
        lost = above and wrong.code in {"media-missing", "media-no-folder"}
        return self._missing(path) if lost else wrong

    def _list(self, path: str) -> _Listing:
        if not path:
            return self._scan(self.root)
        above, _, name = path.rpartition("/")
        parent = self._listing(above)
        if name in parent.twice:
            raise Wrong("media-twice", path=path)
        if name in parent.links:
            inside = self._inside(parent.real / parent.links[name])
            raise Wrong("link-folder" if inside else "link-leaves", path=path)
        if name in parent.files:
            kind = FORMS.get(getattr(self._open(path), "form", None) or "", "image")
            raise Wrong("media-no-folder", path=path, key=kind)
        if name not in parent.folders:
            raise self._missing(path)
        return self._scan(parent.real / parent.folders[name])

    @staticmethod
    def _scan(real: Path) -> _Listing:
        listing = _Listing(real)
        with os.scandir(real) as entries:
            for entry in entries:
                name = unicodedata.normalize("NFC", entry.name)
                if ignored(name):
                    continue
                if not _is_unicode(name):
                    listing.foreign.append(name)
                elif name in listing.files or name in listing.folders or name in listing.links:
                    listing.twice.add(name)
                elif not _is_folder(entry):
                    listing.files[name] = entry.name
                elif entry.is_symlink():
                    listing.links[name] = entry.name
                else:
                    listing.folders[name] = entry.name
        return listing

    def _missing(self, path: str) -> Wrong:
        self._suggestions += 1
        hint = Phrase("copy")
        if self._suggestions <= _SUGGESTIONS and (near := self._nearest(path)):
            hint = Phrase("meant", word=near)
        return Wrong("media-missing", path=path, hint=hint)

    def _nearest(self, path: str) -> str | None:
        """Find a file of a similar path: other case, other folder, or a few letters away."""
        if self._known is None:
            self._known = {each.casefold(): each for each in self._walk()}
        folded = path.casefold()
        for candidate in (folded, folded.removeprefix("media/")):
            if candidate in self._known:
                return self._known[candidate]
        name = folded.rpartition("/")[2]
        for key, each in self._known.items():
            if key.rpartition("/")[2] == name:
                return each
        folder = folded.rpartition("/")[0]
        beside = [key for key in self._known if key.rpartition("/")[0] == folder][:500]
        near = get_close_matches(folded, beside or list(self._known)[:500], n=1, cutoff=0.75)
        return self._known[near[0]] if near else None

    def _walk(self) -> list[str]:
        paths: list[str] = []
        waiting = [""]
        while waiting and len(paths) < _WALK:
            folder = waiting.pop()
            try:
                listing = self._scan(self.root / folder)
            except OSError:
                continue
            before = f"{folder}/" if folder else ""
            paths.extend(before + name for name in (*listing.files, *listing.folders))
            waiting.extend(before + name for name in listing.folders.values())
        return [unicodedata.normalize("NFC", path) for path in sorted(paths)]


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself must not cost the files beside it
        return False


def _is_unicode(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
