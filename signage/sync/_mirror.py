"""A copy of one playlist behind a URL, and of the files it names, laid out as a central folder."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import shutil
import time
import unicodedata
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

import msgspec

from signage import atomic
from signage.config import CONTENT, NETWORK, NetworkLimits
from signage.content.messages import fault
from signage.content.naming import Named, named
from signage.errors import SourceError, UsageError
from signage.store import source_name
from signage.sync._draft import Draft, ours
from signage.sync._http import HttpTransport, secure
from signage.sync._transport import MissingError, TransportError

if TYPE_CHECKING:
    from collections.abc import Callable

    from signage.content.fault import Fault

__all__ = ["Mirror", "playlist_name"]

_log = logging.getLogger(__name__)

_PLAYLISTS = "playlists"
_OF_ONE_FILE = {"missing", "status", "length", "range", "encoding", "redirect"}
"""Faults that do not say that the network is gone: the other files go ahead."""
_SAVE_EVERY = 2.0
"""Seconds after which what came is noted, so that a kill costs little."""
_LONGEST_NAME = 255
"""Bytes, of a file on our disk."""


class _Copy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of a file that came."""

    validator: str
    at: str
    """Its place, relative to the URL's folder or the one above it."""
    size: int


class _Index(msgspec.Struct, forbid_unknown_fields=True):
    """What the mirror remembers; a cache."""

    playlist: str | None = None
    """The validator under which the playlist came whole, with its files."""
    files: dict[str, _Copy] = {}


class Mirror:
    """Keeps `folder/playlists/NAME.yaml` and `folder/media/**` as they are behind the URL.

    The playlist is replaced only when every file that it names has come or is known to be missing;
    each file is replaced in one step. What cannot be fetched stays as it was. `root` is the folder
    that holds the mirrors of all URLs; those of others go.

    Raises:
        UsageError: the URL is none of a playlist, or not https.
    """

    def __init__(self, url: str, root: Path, *, limits: NetworkLimits = NETWORK) -> None:
        file = playlist_name(url)
        self.name = source_name(url)
        self.faults: tuple[Fault, ...] = ()
        """What is missing behind the URL, and what cannot be fetched from one."""
        self._limits = limits
        self._root = root
        self.folder = root / hashlib.sha256(self.name.encode()).hexdigest()[:16]
        parts = urlsplit(url)
        place, _, last = parts.path.rpartition("/")
        self._inside = unquote(place).rpartition("/")[2] == _PLAYLISTS
        self.playlist = self.folder / _PLAYLISTS / file
        self.media = self.folder / "media"
        # The transport's folder is the one above, if media may lie there.
        above, _, self._here = place.rpartition("/") if self._inside else (place, "", "")
        self._last = last + (f"?{parts.query}" if parts.query else "")
        base = parts._replace(path=f"{above}/", query="", fragment="").geturl()
        self._transport = HttpTransport(base, signed=False, limits=limits)
        self._index: _Index | None = None

    def refresh(self, stop: Callable[[], bool], *, thoroughly: bool) -> None:
        """Ask for what changed. `thoroughly`: of the media too, though the playlist is the same.

        Raises:
            SourceError: the playlist, or a file that it names, did not come.
            DeviceError: this device cannot take it in.
            StoppedError: `stop` said so.
        """
        with ours(f"keeping a copy of {self.name}"):
            index = self._recall()
            self._transport.stop = stop
            before = self._before(index)
            got = self._transport.fetch(
                self._at(self._last, beside=True),
                limit=CONTENT.playlist_bytes,
                known=None if before is None else index.playlist,
            )
            content = got.content if got is not None else before or b""
            changed = content != before
            if not changed and not thoroughly:
                return
            wanted = named(content, self.playlist.name)
            gone = self._bring(wanted, index, stop, changed=changed)
            if changed:
                atomic.write(self.playlist, content)
                if wanted.readable:
                    self._sweep(wanted, index)
            if got is not None and index.playlist != (got.validator or ""):
                index.playlist = got.validator or ""
                self._save(index)
            self.faults = (*wanted.faults, *gone)

    def _before(self, index: _Index) -> bytes | None:
        """The playlist as it came last, if all that it names came with it."""
        if index.playlist is None:
            return None
        try:
            return self.playlist.read_bytes()
        except FileNotFoundError:
            return None

    def close(self) -> None:
        """Give connections back."""
        self._transport.close()

    # The files

    def _bring(
        self, wanted: Named, index: _Index, stop: Callable[[], bool], *, changed: bool
    ) -> list[Fault]:
        """Fetch what is new of the files. Returns what to say of those that do not come."""
        if len(wanted.files) > self._limits.mirror_files:
            raise SourceError(
                f"{self.name}: names {len(wanted.files):,} files, more than "
                f"{self._limits.mirror_files:,}; publish a signed release instead"
            )
        missing = sum(path not in index.files for path in wanted.files)
        if missing > 1:
            _log.info("%s: fetching %d files", self.name, missing)
        gone: list[Fault] = []
        saved, unsaved = time.monotonic(), False
        try:
            for path, line in wanted.files.items():
                try:
                    unsaved |= self._one(path, index, stop, changed=changed)
                except TransportError as error:
                    if error.kind not in _OF_ONE_FILE:
                        raise
                    reason = f"HTTP {error.status}" if error.status else error.kind
                    gone.append(
                        fault(self.playlist.name, line, "not-fetched", path=path, reason=reason)
                    )
                if unsaved and time.monotonic() - saved > _SAVE_EVERY:
                    self._save(index)
                    saved, unsaved = time.monotonic(), False
        finally:
            if unsaved:
                self._save(index)
        return gone

    def _one(self, path: str, index: _Index, stop: Callable[[], bool], *, changed: bool) -> bool:
        """Fetch a file if it changed. Returns whether it did."""
        place = self.media / path
        if any(len(part.encode()) > _LONGEST_NAME for part in path.split("/")):
            raise TransportError(f"{self.name}: {path}: too long a name", kind="length")
        known = index.files.get(path)
        if known is not None and not _is_size(place, known.size):
            known = None
        if known is not None and not known.validator and not changed:
            return False  # a server that cannot tell would send all of it every time
        missing: MissingError | None = None
        for at in dict.fromkeys(([known.at] if known else []) + self._places(path)):
            draft = Draft(self.folder / "drafts", path)
            validator = known.validator if known and known.at == at and known.validator else None
            with contextlib.closing(draft):
                try:
                    came = self._transport.update(
                        at, draft, limit=self._limits.mirror_file_bytes, known=validator, stop=stop
                    )
                except MissingError as error:
                    missing = missing or error
                    continue
                if came is None:
                    return False
                size = draft.size
                if known is not None and draft.equals(place):
                    draft.drop()
                else:
                    self._clear(place)
                    draft.become(place)
            index.files[path] = _Copy(came, at, size)
            return True
        raise missing or MissingError(f"{self.name}: {path} is not there")

    def _clear(self, place: Path) -> None:
        """Take files out of the way of folders, and folders out of the way of a file."""
        for above in place.parents:
            if above == self.media:
                break
            if above.is_file():
                above.unlink()
        if place.is_dir():
            shutil.rmtree(place)

    def _places(self, path: str) -> list[str]:
        """Where it may lie: names come composed from Windows and decomposed from a Mac."""
        forms = dict.fromkeys(unicodedata.normalize(form, path) for form in ("NFC", "NFD"))
        beside = (False, True) if self._inside else (True,)
        return [
            self._at(quote(form, safe="/"), beside=near, media=not near and self._inside)
            for near in beside
            for form in forms
        ]

    def _at(self, path: str, *, beside: bool, media: bool = False) -> str:
        if beside and self._here:
            return f"{self._here}/{path}"
        return f"media/{path}" if media else f"./{path}"

    def _sweep(self, wanted: Named, index: _Index) -> None:
        """Remove what nobody names any more, and other URLs' mirrors."""
        for path in [each for each in index.files if each not in wanted.files]:
            with contextlib.suppress(OSError):
                (self.media / path).unlink(missing_ok=True)
            del index.files[path]
        shutil.rmtree(self.folder / "drafts", ignore_errors=True)
        for other in self._root.iterdir():
            if other != self.folder:
                shutil.rmtree(other, ignore_errors=True)
        self._save(index)

    # The index

    def _recall(self) -> _Index:
        if self._index is None:
            for folder in (self.media, self.playlist.parent, self.folder / "drafts"):
                atomic.folder(folder)
            try:
                content = (self.folder / "index.json").read_bytes()
                self._index = msgspec.json.decode(content, type=_Index)
            except (OSError, ValueError, RecursionError):  # msgspec's errors are ValueErrors
                self._index = _Index()
        return self._index

    def _save(self, index: _Index) -> None:
        atomic.write(self.folder / "index.json", msgspec.json.encode(index))


def playlist_name(url: str) -> str:
    """What the playlist behind a URL is called, as a file of ours.

    Raises:
        UsageError: the URL is none of a playlist, or not https.
    """
    secure(url, signed=False)
    name = unicodedata.normalize("NFC", unquote(urlsplit(url).path.rpartition("/")[2]))
    plain = name == PurePosixPath(name).name and name.isprintable() and not name.startswith(".")
    if not plain or not name.endswith((".yaml", ".yml")) or len(name.encode()) > 200:  # noqa: PLR2004
        raise UsageError(
            f"{source_name(url)}: is no playlist: write the address of a .yaml file, or of a "
            "signed release"
        )
    return name


def _is_size(place: Path, size: int) -> bool:
    try:
        return place.lstat().st_size == size
    except OSError:
        return False
