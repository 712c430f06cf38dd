"""`kiosk.yaml`: what one kiosk shows, from where, and whom it believes; for `signage run`.

    source: https://thongtin.sonduong.vn/man-hinh   # or a folder
    trust: /etc/signage/1.root.json                 # or sha256:HEX of that file, or first-use
    screen: sanh-chinh

    report: {url: https://thongtin.sonduong.vn/api/man-hinh, token_file: /etc/signage/token}

A screen that is to be paired needs nothing but its centre's console; the rest comes from there:

    centre: https://thongtin.sonduong.vn

Paths that do not begin with `/` are meant from the folder in which the file lies.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from signage.content.messages import Phrase, Wrong
from signage.content.strict import (
    Fields,
    Log,
    Mapping,
    Node,
    Reported,
    duration,
    entries,
    flag,
    integer,
    mapping,
    plain,
    value,
)
from signage.errors import UsageError
from signage.player.size import window_size

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["FIRST_USE", "Kiosk", "Report", "read_kiosk"]

FIRST_USE = "first-use"
"""As `trust`: the first root that the source shows is believed, and pinned."""
_KEYS = (
    "source", "screen", "state", "trust", "unsigned", "size", "poll", "downloads", "budget",
    "sticks", "report", "centre",
)  # fmt: skip
_LARGEST = 100_000
"""Bytes of the file."""
_SHORTEST_POLL, _LONGEST_POLL = 1.0, 3600.0
"""Seconds."""
_MOST_DOWNLOADS = 16
_FINGERPRINT = re.compile(r"sha256:[0-9a-fA-F]{64}")
_NEAR = re.compile(r"http://(localhost|127\.0\.0\.1|\[::1\])(?=[:/]|$)")
"""Of this very machine, which nobody on the way can listen to."""
_SIZE = re.compile(r"(\d{1,9}(?:\.\d{1,3})?)\s*(B|kB|KB|MB|GB|TB)?", re.ASCII)
_UNITS = {"B": 1, "kB": 10**3, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}


class Report(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where this screen tells how it is."""

    url: str
    """Of the console's address for it."""
    token_file: Path
    """An absolute path; nobody but this user may read it."""


class Kiosk(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kiosk's configuration, checked. What is None is for the defaults of `signage/config.py`."""

    source: str = ""
    """A folder or a playlist file, as an absolute path, or a URL; empty where `centre` is."""
    screen: str = ""
    """Which screen of `screens.yaml` this is."""
    state: Path | None = None
    """The state folder."""
    trust: str | None = None
    """The absolute path of a root, `sha256:` and 64 lower-case digits, or `first-use`; None where
    `unsigned` is."""
    unsigned: bool = False
    """That nobody signs what is shown here is wanted so."""
    size: tuple[int, int] | None = None
    """Width and height in pixels of a window at 0,0; None: fullscreen."""
    poll: float | None = None
    """Seconds between two looks at the source."""
    downloads: int | None = None
    """Files fetched at once."""
    budget: int | None = None
    """Bytes that the store may hold."""
    sticks: tuple[str, ...] = ()
    """Folders, as absolute paths, below which removable disks are mounted."""
    report: Report | None = None
    """None: this screen reports nowhere, or where the pairing says."""
    centre: str | None = None
    """The console with which this screen is paired, or is to be; None: it has its `source`."""


def read_kiosk(path: Path) -> Kiosk:
    """Read a configuration.

    Raises:
        UsageError: it is not there, or wrong; every fault is told, each with file and line.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}: name the kiosk's configuration") from error
    log = Log(str(path))
    told: list[tuple[int, str]] = []
    node = mapping(data, log, "source", Phrase("example-kiosk"))
    kiosk = _kiosk(Fields(log, node, _KEYS), path, log, told) if node else None
    told += [(fault.line, fault.message) for fault in log.faults]
    if kiosk is None or told:
        raise UsageError("\n".join(f"{path}:{line}: {words}" for line, words in sorted(told)))
    return kiosk


def _kiosk(fields: Fields, path: Path, log: Log, told: list[tuple[int, str]]) -> Kiosk | None:
    """Check every key. Faults that only a kiosk can have are added to `told`."""
    folder = Path(os.path.abspath(path)).parent  # noqa: PTH100  (a link leads to nobody's folder)

    def own(convert: Callable[[str], object]) -> Callable[[Node, str], object]:
        """Make a converter that says in words of its own what is wrong."""

        def checked(node: Node, key: str) -> object:
            try:
                return convert(plain(node, key))
            except UsageError as error:
                told.append((node.line, str(error)))
                raise Reported from None

        return checked

    def below(name: str) -> str:
        return os.path.normpath(folder / name)

    taken = {
        "source": fields.take("source", own(lambda name: _source(name, below))),
        "screen": fields.take("screen", plain),
        "state": fields.take("state", own(lambda name: Path(below(name)))),
        "trust": fields.take("trust", own(lambda name: _trust(name, below))),
        "unsigned": fields.take("unsigned", flag),
        "size": fields.take("size", own(_size)),
        "poll": fields.take("poll", own(_poll)),
        "downloads": fields.take("downloads", integer(1, _MOST_DOWNLOADS)),
        "budget": fields.take("budget", own(_bytes)),
        "sticks": fields.take(
            "sticks",
            lambda node, key: tuple(value(below)(each, key) for each in entries(node, key)),
        ),
        "report": fields.take("report", lambda node, key: _report(node, key, log, own, below)),
        "centre": fields.take("centre", own(_console)),
    }
    if not {"source", "centre"} & set(fields.node.entries):
        fields.wrong("missing-key", fields.node.line, key="source")
    if fields.good:
        told += _contradictions(fields, taken)
    if not fields.good or told:
        return None
    return msgspec.convert({key: each for key, each in taken.items() if each is not None}, Kiosk)


def _contradictions(fields: Fields, taken: dict[str, object]) -> list[tuple[int, str]]:
    trust, unsigned = taken["trust"], taken["unsigned"]
    if taken["centre"] is not None:
        words = (
            "`centre:` and `{}:` contradict each other: the centre's console says what a screen "
            "that is paired with it shows, whom it believes and where it reports"
        )
        others = ("source", "trust", "unsigned", "screen", "report")
        return [(fields.line(key), words.format(key)) for key in others if taken[key] is not None]
    if trust is None and not unsigned:
        words = (
            "it is not said who may sign for this screen: write `trust:` with the root of the "
            "release (a file, `sha256:…` or `first-use`), or `unsigned: true` where whoever can "
            "write to the source may show anything"
        )
        return [(fields.line("unsigned" if unsigned is not None else "source"), words)]
    if trust is not None and unsigned:
        words = "`unsigned: true` and `trust:` contradict each other: keep one of them"
        return [(fields.line("unsigned"), words)]
    return []


def _source(name: str, below: Callable[[str], str]) -> str:
    if "://" not in name:
        return below(name)
    if name.partition("://")[0].lower() not in {"http", "https"}:
        raise UsageError(f"`{name}` is no source: write a folder, or an https:// address")
    return name


def _console(name: str) -> str:
    if name.partition("://")[0].lower() != "https" and not _NEAR.match(name):
        raise UsageError(f"`{name}` is no console: write its address, https://…")
    return name.rstrip("/")


def _report(
    node: Node,
    key: str,
    log: Log,
    own: Callable[[Callable[[str], object]], Callable[[Node, str], object]],
    below: Callable[[str], str],
) -> Report:
    if not isinstance(node, Mapping):
        plain(node, key)  # nothing at all is told as such
        raise Wrong("not-mapping", node.line, key=key, example=Phrase("example-report"))
    fields = Fields(log, node, ("url", "token_file"))
    url = fields.need("url", own(_console))
    path = fields.need("token_file", own(below))
    if url is None or path is None or not fields.good:
        raise Reported
    return Report(url=str(url), token_file=Path(str(path)))


def _trust(name: str, below: Callable[[str], str]) -> str:
    if name == FIRST_USE:
        return name
    if name.lower().startswith("sha256:"):
        if not _FINGERPRINT.fullmatch(name):
            raise UsageError(f"`{name}` is no fingerprint: write `sha256:` and 64 digits 0-9, a-f")
        return name.lower()
    if "://" in name:
        raise UsageError(
            f"`{name}` is no root: copy the root to this device and name that file, or write "
            "`sha256:…` or `first-use`"
        )
    return below(name)


def _size(words: str) -> tuple[int, int] | None:
    try:
        return window_size(words)
    except UsageError:
        raise UsageError(f"`{words}` is no size of a window: write such as `1280x720`") from None


def _poll(words: str) -> float:
    try:
        seconds = duration(words)
    except Wrong:
        seconds = 0.0
    if not _SHORTEST_POLL <= seconds <= _LONGEST_POLL:
        raise UsageError(f"`{words}` is not possible for `poll`: write seconds from `1s` to `1h`")
    return seconds


def _bytes(words: str) -> int:
    found = _SIZE.fullmatch(words)
    size = round(float(found[1]) * _UNITS[found[2] or "B"]) if found else 0
    if size <= 0:
        raise UsageError(f"`{words}` is no size of a store: write such as `20 GB`")
    return size
