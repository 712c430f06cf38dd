"""Screens in an officer's words: what is on, how the screen is, and what happened there."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from signage.config import REPORTS
from signage.console.models import Happening, Screen
from signage.console.office import folder, reporting
from signage.console.office.wording import ago

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signage.console.data import Data
    from signage.content.model import Content

__all__ = [
    "Fact", "Seen", "called", "happened", "listed", "natural", "one", "unreported", "who_has",
]  # fmt: skip

_LOW = 2_000_000_000
"""Bytes free below which the disk is told of."""
_SILENT = timedelta(minutes=REPORTS.silent_minutes)
_VERSION = re.compile(r"(?:release|emergency)-(\d{1,9})")


class Fact(NamedTuple):
    """One line about a screen."""

    words: str
    level: str = ""
    """`good`, `warning` or `error`; empty: as it should be."""
    more: str = ""
    """The technician's words."""


class Seen:
    """A screen as the wall shows it."""

    def __init__(self, screen: Screen, content: Content, now: datetime) -> None:
        self.screen = screen
        self.status: dict[str, Any] = screen.status or {}
        own = next((each for each in content.screens if each.id == screen.id_name), None)
        self.known = own is not None
        """Whether `screens.yaml` has it."""
        self.name = called(screen, content)
        self.groups = own.groups if own else ()
        self.silent = not screen.seen or now - screen.seen > _SILENT
        self.heard = ago((now - screen.seen).total_seconds()) if screen.seen else ""
        self.off = screen.token_digest is None
        names = {each.id: each.name or each.id for each in content.playlists}
        self.playing = self._playing(names)

    @property
    def release(self) -> str:
        """In words."""
        return version_words(str(self.status.get("release") or ""))

    @property
    def activated(self) -> datetime | None:
        """Since when it shows that release."""
        return reporting.moment(str(self.status.get("activated") or ""))

    @property
    def emergency(self) -> bool:
        """Whether one is on, or a cut."""
        return bool(self.status.get("emergency"))

    @property
    def live(self) -> bool:
        """Whether its picture is of now."""
        return bool(self.screen.picture_digest) and not self.silent and not self.off

    @cached_property
    def level(self) -> str:
        """The worst of its facts."""
        if self.off:
            return "off"
        levels = {each.level for each in self.facts}
        return next((each for each in ("error", "warning") if each in levels), "good")

    @cached_property
    def facts(self) -> list[Fact]:
        """What is to be told beside what is on; nothing where all is well."""
        found: list[Fact] = []
        if self.off:
            return [Fact(_("Unpaired: it reports here no more."), "warning")]
        if self.screen.seen is None:
            return [Fact(_("It has not reported yet."), "warning")]
        if self.silent:
            found.append(
                Fact(_("Silent: is the screen switched on, and its network cable in?"), "error")
            )
        warnings = (
            *self._shown(),
            *self._device(),
            *(told(each) for each in self.status.get("faults", ())),
        )
        return [
            *found,
            *(Fact(words, "error", more) for words, more in (*self._sight(), *self._sync())),
            *(Fact(words, "warning", more) for words, more in warnings),
        ]

    @property
    def clock(self) -> str:
        """Whether the clock is believed."""
        trusted = self.status.get("clock", {}).get("trusted")
        return _("The clock is right") if trusted else _("The clock is not to be trusted")

    @property
    def disk(self) -> str:
        """How much room is left."""
        return _("%(size)s GB free") % {"size": _gb(self.status.get("disk", {}).get("free", 0))}

    def _playing(self, names: dict[str, str]) -> str:
        playing = self.status.get("playing")
        if playing:
            return f"{playing['item']} · {names.get(playing['playlist'], playing['playlist'])}"
        return str(Screen.Sight(self.screen.sight).label) if self.screen.seen else ""

    def _sight(self) -> Iterator[tuple[str, str]]:
        sight = self.screen.sight
        if sight == Screen.Sight.UNSEEN:
            yield _("No display shows the picture: is it plugged in and on?"), ""
        if sight == Screen.Sight.SILENT and not self.silent:
            yield _("The player does not answer; it is being started again."), ""

    def _sync(self) -> Iterator[tuple[str, str]]:
        sync = self.status.get("sync", {})
        words = {
            "lost": _("It cannot reach the release; it goes on with what it has."),
            "refused": _("It refuses what it was sent: the signatures are not right."),
            "failed": _("It cannot take in what it was sent."),
            "stopped": _("Nothing on it follows the centre."),
        }.get(sync.get("state", ""))
        if words:
            yield words, sync.get("error") or ""

    def _shown(self) -> Iterator[tuple[str, str]]:
        status = self.status
        if not self.known:
            yield _("screens.yaml does not name this screen."), ""
        if status.get("signed") and not status.get("reviewed"):
            yield _("Signed by a machine: no person reviewed what it shows."), ""
        if status.get("signed") is False:
            yield _("It shows what nobody signed."), ""
        if status.get("cut"):
            yield _("Cut by hand on the spot."), ""
        for each in status.get("quarantine", ()):
            yield _("A file cannot be shown: %(path)s") % {"path": each["path"]}, each["reason"]

    def _device(self) -> Iterator[tuple[str, str]]:
        if not self.status.get("clock", {}).get("trusted"):
            yield _("Its clock is not to be trusted: campaigns neither start nor end."), ""
        free = self.status.get("disk", {}).get("free", 0)
        if free < _LOW:
            yield _("The disk is nearly full: %(size)s GB free.") % {"size": _gb(free)}, ""


def called(screen: Screen, content: Content | None) -> str:
    """As an administrator named it here, else as `screens.yaml` does, else its id."""
    named = content.screens if content else ()
    own = next((each for each in named if each.id == screen.id_name), None)
    return screen.name or (own.name if own else "") or screen.id_name


def told(fault: str) -> tuple[str, str]:
    """A fault in an officer's words, and the technician's."""
    known = {
        "no display shows": _("No display shows the picture: is it plugged in and on?"),
        "left out": _("An item cannot be shown and is left out."),
        "does not name": _("screens.yaml does not name this screen."),
        "No space left": _("The disk is full."),
        "does not decode": _("A file cannot be shown; make it anew."),
    }
    words = next((known[part] for part in known if part in fault), "")
    return words or _("A fault on the screen; the technician knows more."), fault


def listed(data: Data) -> list[Seen]:
    """Every screen that was ever paired: what is wrong first, then by name."""
    content, now = folder.known(data).loaded.content, timezone.now()
    order = {"error": 0, "warning": 1, "good": 2, "off": 3}
    every = [Seen(each, content, now) for each in Screen.objects.defer("picture")]
    return sorted(every, key=lambda each: (order[each.level], natural(each.name)))


def natural(name: str) -> list[tuple[int, str]]:
    """For sorting: thôn 9 comes before thôn 10."""
    parts = re.split(r"(\d{1,9})", name.casefold())
    return [(int(each), "") if each.isdecimal() else (-1, each) for each in parts]


def unreported(data: Data) -> list[str]:
    """Screens of `screens.yaml` of which nothing was ever heard here."""
    known = set(Screen.objects.values_list("id_name", flat=True))
    screens = folder.known(data).loaded.content.screens
    return [each.name or each.id for each in screens if each.id not in known]


def one(data: Data, screen: Screen) -> Seen:
    """One of them."""
    return Seen(screen, folder.known(data).loaded.content, timezone.now())


def who_has(version: int) -> list[tuple[Screen, bool]]:
    """Every screen that reports, and whether it has the emergency of that version."""
    wanted = f"emergency-{version}-"
    every = Screen.objects.exclude(token_digest=None).defer("picture")
    return [(each, str(each.status.get("emergency") or "").startswith(wanted)) for each in every]


def version_words(name: str) -> str:
    """`release-12-…` in words."""
    found = _VERSION.match(name)
    return _("Release %(number)s") % {"number": found[1]} if found else name


def happened(each: Happening) -> Fact:
    """One happening in words."""
    kind, words = Happening.Kind, each.words
    trusted = _("The clock is right") if words else _("The clock is not to be trusted")
    sight = str(Screen.Sight(words).label) if words in Screen.Sight.values else words
    unseen = words in {Screen.Sight.UNSEEN, Screen.Sight.SILENT}
    told_of = {
        kind.RELEASE: Fact(version_words(words), "good"),
        kind.EMERGENCY: Fact(_("The emergency is on"), "warning"),
        kind.SIGHT: Fact(sight, "error" if unseen else ""),
        kind.CLOCK: Fact(trusted, "good" if words else "warning"),
        kind.FAULT: Fact(told(words)[0], "warning", words),
        kind.MENDED: Fact(_("Mended: %(what)s") % {"what": told(words)[0]}, "good", words),
    }.get(kind(each.kind))
    if told_of is not None:
        return told_of
    label = str(kind(each.kind).label)
    level = {kind.SILENT: "error", kind.UNPAIRED: "warning", kind.CUT: "warning"}
    return Fact(f"{label}: {words}" if words else label, level.get(kind(each.kind), ""))


def _gb(size: int) -> str:
    return f"{size / 1e9:.1f}".replace(".", ",")
