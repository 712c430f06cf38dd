"""What is known of the time when the clock may be wrong: whether to believe it, and a floor.

The floor is an instant that has passed for certain: the latest of the day this version was made,
`created` of every release that was ever verified here, and the last trusted time that was saved.
It is what a device reckons with as long as its clock is not trusted; a trusted clock always wins.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

import msgspec
from msgspec.structs import replace

from signage import atomic
from signage.config import CLOCK, ClockLimits
from signage.health import boot_id
from signage.journal._clock import clock_synchronised, hardware_clock, word

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["BUILT", "Because", "Timekeeper", "Verdict"]

_log = logging.getLogger(__name__)

BUILT = datetime(2026, 11, 23, tzinfo=UTC)
"""The day this version was made, set by hand with each version.

Not the time of a file: pip, git and an unpacked bundle date files by the clock of the very device
whose clock is in doubt, and one file dated 2099 would put the floor there for good.
"""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Because = Literal["synchronised", "rtc", "word", "unconfirmed"]
"""By a time service; by a battery clock; by the technician's word; by nothing."""


class Verdict(msgspec.Struct, frozen=True):
    """Whether the clock is believed, and why."""

    trusted: bool
    because: Because


class _Note(msgspec.Struct, frozen=True, omit_defaults=True):
    """`clock.json`. Unknown keys are passed over: a newer version may have been here."""

    seen: datetime | None = None
    """The last trusted time that was saved."""
    created: datetime | None = None
    """The newest release that was verified here."""
    folder: datetime | None = None
    """The newest playlist of the folder that is followed."""
    rtc: bool = False
    """Whether the battery clock agreed with a synchronised clock when that was last there."""
    boot: str = ""
    """The last boot in which the clock was synchronised."""


class Timekeeper:
    """Judges this device's clock. The agent calls `tick` and `learn`; everybody else only asks.

    The clock is trusted when it was synchronised during this boot, when the technician says so, or
    when it was set from a battery clock that can be believed: one that agreed with a synchronised
    clock when there last was one, is not before the floor, and agrees with the system's clock. A
    battery clock that is dead (1970, 2000) is before the floor; a machine without one restores
    the time it last saved, which is as late as the power cut was long, and is not believed.

    A synchronised clock that is before the saved floor lowers it to its own time. Somebody may
    rule the time server, but is believed for as long as they do so in any case; what they gain
    for later is only that a device without a trusted clock reckons with an older floor, never
    below `BUILT`, until the next hour of right time, and the versions already verified, which are
    kept elsewhere, do not go down with it. A floor left in the future would do more: no battery
    clock would ever be believed again, and every release would look expired.
    """

    def __init__(
        self,
        state: Path,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        synchronised: Callable[[], bool] = clock_synchronised,
        rtc: Callable[[], datetime | None] = hardware_clock,
        said: Callable[[], bool | None] = word,
        boot: Callable[[], str] = boot_id,
        built: datetime = BUILT,
        limits: ClockLimits = CLOCK,
    ) -> None:
        self._path = state / "clock.json"
        self._now = now
        self._synchronised = synchronised
        self._rtc = rtc
        self._said = said
        self._boot = boot
        self._built = built
        self._limits = limits

    def trusted(self) -> bool:
        """Whether the clock may be believed."""
        return self.verdict().trusted

    def verdict(self) -> Verdict:
        """Whether the clock may be believed, and why."""
        said = self._said()
        if said is not None:
            return Verdict(said, "word")
        if self._synchronised():
            return Verdict(trusted=True, because="synchronised")
        note = self._read()
        # A kernel takes its word back after hours without the time server; the clock still goes.
        if note.boot and note.boot == self._boot():
            return Verdict(trusted=True, because="synchronised")
        rtc = self._rtc()
        if note.rtc and rtc is not None and rtc >= self._floor(note) and self._agrees(rtc):
            return Verdict(trusted=True, because="rtc")
        return Verdict(trusted=False, because="unconfirmed")

    def floor(self) -> datetime:
        """An instant that has passed for certain, in UTC."""
        return self._floor(self._read())

    def judged(self) -> datetime:
        """The time by which an expiry is judged: the clock's if it is trusted, else the floor."""
        return self._now() if self.trusted() else self.floor()

    def learn(self, instant: datetime, *, signed: bool = True) -> None:
        """Raise the floor to the `created` of a release that was verified, and save it.

        A trusted clock knows better than whoever made the release: what lies in its future counts
        as now. Years beyond `BUILT` nothing is believed at all.

        Args:
            instant: aware.
            signed: False for a plain folder, where the newest time of its playlists stands for
                `created`. Nobody vouches for such a time, and an office PC may live in 2035. So
                less is believed of it, and it holds only until the next one: whoever corrects the
                file corrects the floor.
        """
        years = self._limits.signed_years if signed else self._limits.folder_years
        note = self._read()
        known = self._sane(instant, years)
        if known is not None and self.trusted():
            known = min(known, self._now().astimezone(UTC))
        if not signed:
            new = replace(note, folder=known)
        elif known is not None and (note.created is None or known > note.created):
            new = replace(note, created=known)
        else:
            return
        if self._floor(new) != self._floor(note):
            self._write(new)

    def tick(self) -> None:
        """Save what a trusted clock says, at most once an hour, and whether the RTC follows it.

        Call it as often as you like; few calls write.
        """
        verdict = self.verdict()
        if not verdict.trusted:
            return
        now, note = self._now().astimezone(UTC), self._read()
        new = note
        if verdict.because != "rtc":
            new = replace(new, **{name: min(at, now) for name, at in _marks(note) if at > now})
            rtc = self._rtc()
            new = replace(new, rtc=rtc is not None and self._agrees(rtc))
        if verdict.because == "synchronised" and self._boot():
            new = replace(new, boot=self._boot())
        hour = timedelta(seconds=self._limits.save)
        if new != note or note.seen is None or abs(now - note.seen) >= hour:
            self._write(replace(new, seen=now))

    def _agrees(self, rtc: datetime) -> bool:
        return abs(rtc - self._now()) <= timedelta(seconds=self._limits.agreement)

    def _floor(self, note: _Note) -> datetime:
        return max([self._built, *(at for _, at in _marks(note))])

    def _sane(self, at: datetime, years: int) -> datetime | None:
        """Give the instant in UTC, or None where no device with this program can have lived."""
        if at.tzinfo is None or not _EPOCH <= at <= self._built + timedelta(days=365 * years):
            return None
        return at.astimezone(UTC)

    def _read(self) -> _Note:
        """What was noted; what is torn, or no time at all, is as if it had not been."""
        try:
            note = msgspec.json.decode(self._path.read_bytes(), type=_Note)
        except (OSError, ValueError, RecursionError):  # msgspec's errors are ValueErrors
            return _Note()
        years = self._limits.signed_years
        return replace(note, **{name: self._sane(at, years) for name, at in _marks(note)})

    def _write(self, note: _Note) -> None:
        try:
            atomic.write(self._path, msgspec.json.encode(note))
        except OSError:  # a full disk costs the note and nothing else; it is tried again
            _log.debug("the time could not be saved", exc_info=True)


def _marks(note: _Note) -> list[tuple[str, datetime]]:
    marks = (("seen", note.seen), ("created", note.created), ("folder", note.folder))
    return [(name, at) for name, at in marks if at is not None]
