"""The director: what comes next, when to open it, when to swap, what to skip.

Pure: it knows neither Qt nor the clock. Events go in with the time they happened (`now`, seconds on
any monotonic clock), commands come out, and `wake` says when it wants to be ticked. Two slots take
turns: one on screen, one with the next item fully ready behind it. A third one is in use only while
there is something to keep ready beside the programme: the first item of what may cut in, and, once
that did, the item it interrupted; then cutting in and handing back are a swap. What is on screen
stays there until something else is ready, so no failure can show as black.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from signage.config import PLAYER, PlayerLimits
from signage.player.commands import Entry, Idle, Load, Loop, Show, Unload

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from signage.player.commands import Command

__all__ = ["Director", "Skipped"]

_SLOTS = 3


class Skipped(msgspec.Struct, frozen=True):
    """An entry that failed `count` times in a row is left out until `until`."""

    count: int
    reason: str
    until: float


class _Slot(msgspec.Struct):
    index: int
    token: int
    entry: Entry
    loop: bool
    opened: float
    ready: bool = False
    pages: int = 1
    """Each of which is shown for the entry's duration."""
    since: float | None = None
    """When it came on; None: it never was."""
    ended: bool = False
    failed: bool = False
    marker: float = -1.0
    alive: float = 0.0
    """When `marker` last moved."""


class Director:
    """Feed it events, carry out its commands in order, tick it at `wake`."""

    def __init__(self, limits: PlayerLimits = PLAYER) -> None:
        self.limits = limits
        self._programme: tuple[Entry, ...] = ()
        self._keys: set[str] = set()
        self._front: _Slot | None = None
        self._back: _Slot | None = None
        self._leaving: list[_Slot] = []
        """Former fronts, until the transition has covered them."""
        self._kept: _Slot | None = None
        """Ready beside the programme."""
        self._standby: Entry | None = None
        """What `keep` asked for."""
        self._idle = False
        self._tokens = 0
        self._now = 0.0
        self._skipped: dict[str, Skipped] = {}
        self._following: str | None = None
        """Key of the entry to come next, where that is not the one after the front."""
        self._urgent = False
        """Whether the front has to go as soon as another is ready, and that comes by a cut."""
        self._interrupted: tuple[str, ...] = ()
        """Keys from the one that was cut off on, in the order in which they would have come."""
        self._cut_off: Entry | None = None
        """The first of them."""
        self._cutting = False
        """Whether the programme is one that cut in."""

    # ---- what one may ask ----

    @property
    def playing(self) -> Entry | None:
        """The entry on screen."""
        return self._front.entry if self._front else None

    @property
    def skipped(self) -> Mapping[str, Skipped]:
        """What failed, by key, until it is sound again: a picture shown, a clip played."""
        return self._skipped

    @property
    def wake(self) -> float | None:
        """When `tick` is wanted next; None: only events matter."""
        return min((at for at in self._wakes() if at > self._now), default=None)

    # ---- events ----

    def play(
        self, programme: Sequence[Entry], now: float, *, cut_in: bool = False
    ) -> list[Command]:
        """Take up a new programme, at the end of the current item, or at once with `cut_in`.

        What was cut off comes back, from its start, with the first programme that does not cut in.
        """
        keys = {entry.key for entry in programme}
        on = self._front.entry if self._front else None
        onward = self._from(self._following or (on.key if on else ""))
        if cut_in:
            self._interrupted = self._interrupted or onward
            onward = ()
        resumes = self._cutting and not cut_in
        self._cutting = cut_in
        if resumes:
            onward, self._interrupted = self._interrupted, ()
        # What cut in goes at once too: a warning that is over must not stand.
        self._urgent = (cut_in or resumes) and on not in programme
        if cut_in or (on is None) or on.key not in keys or self._following:
            self._following = next((key for key in onward if key in keys), None)
        before = {entry.key: entry for entry in self._programme}
        if not self._interrupted:
            self._cut_off = None
        elif self._cut_off is None:
            self._cut_off = before[self._interrupted[0]]
        same = {entry.key for entry in programme if before.get(entry.key) == entry}
        self._programme, self._keys = tuple(programme), keys
        # What was mended under the same name has not failed yet.
        self._skipped = {key: was for key, was in self._skipped.items() if key in same}
        return self._settle(now)

    def keep(self, entry: Entry | None, now: float) -> list[Command]:
        """Have `entry`, the first of what may cut in, ready beside the programme; None: nothing."""
        self._standby = entry
        return self._settle(now)

    def ready(self, token: int, now: float, pages: int = 1) -> list[Command]:
        """Say that what was opened under `token` can be shown without a wait.

        Its words may have turned out to need several `pages`, and, where the display changed since,
        another number of them. A clip is as long as it is.
        """
        for slot in (self._front, self._back, self._kept):
            if slot and slot.token == token:
                slot.ready = True
                slot.pages = 1 if slot.entry.moving else max(1, pages)
        if self._kept and self._kept.token == token:
            self._skipped.pop(self._kept.entry.key, None)
        return self._settle(now)

    def shown(self, token: int, now: float) -> list[Command]:
        """Say that the transition to `token` is over, and the former item covered."""
        if self._front and self._front.token == token:
            return [*self._close_leaving(), *self._settle(now)]
        return self._settle(now)

    def progress(self, token: int, marker: float, now: float) -> list[Command]:
        """Say how far a playing video is, in any unit that moves with its frames."""
        if self._front and self._front.token == token and marker != self._front.marker:
            self._front.marker, self._front.alive = marker, now
            if now >= (self._front.since or 0.0) + self.limits.sound:
                self._skipped.pop(self._front.entry.key, None)  # one that loops has no end
        return self._settle(now)

    def ended(self, token: int, now: float) -> list[Command]:
        """Say that a video came to its end; its last frame stays on."""
        for slot in (self._back, self._kept):
            if slot and slot.token == token:
                self._fail(slot, "it ended before it was shown", now)
        if self._front and self._front.token == token:
            self._front.ended = True
        return self._settle(now)

    def failed(self, token: int, reason: str, now: float) -> list[Command]:
        """Say that what was opened under `token` cannot be shown, or not any further."""
        for slot in (self._front, self._back, self._kept):
            if slot and slot.token == token:
                self._fail(slot, reason, now)
        return self._settle(now)

    def tick(self, now: float) -> list[Command]:
        """Let time take effect: the end of a duration, a deadline, a retry."""
        return self._settle(now)

    # ---- rules ----

    def _settle(self, now: float) -> list[Command]:
        """Bring the slots to what they should be; nothing to do when they are.

        Every event looks at the deadlines too: `wake` asks for none that has passed.
        """
        self._now = now
        commands = self._judge(now)
        if self._leaving and not self._urgent:
            return commands  # nothing more is opened until the transition is over
        wanted = self._next(now)
        commands += self._line_up(wanted, now)
        front = self._front
        if front and self._is_over(front, wanted):
            commands += self._go_idle()
        elif front and front.loop != self._loops(front.entry):
            front.loop = not front.loop
            commands.append(Loop(front.index, front.loop))
        if not self._front and not self._idle and not (self._back and self._back.ready):
            commands += self._go_idle()
        if self._back is None and wanted is not None:
            self._back, opening = self._open(wanted, now)
            commands += opening
        if self._back and self._back.ready and self._due(now):
            commands.append(self._bring_on(self._back, now))
        return commands + self._see_to_kept(now)

    def _line_up(self, wanted: Entry | None, now: float) -> list[Command]:
        """Close what is of no use any more, and let the back be what comes next, if it is open."""
        commands: list[Command] = []
        if self._back and (self._back.failed or self._back.entry != wanted):
            commands += self._close_back()
        kept, missing = self._kept, wanted is not None and self._back is None
        if missing and kept and kept.entry == wanted and not kept.failed:
            self._back, self._kept = kept, None
        else:
            stale = kept and (kept.failed or kept.entry != self._spare(now))
            if stale or (missing and self._free() is None):
                commands += self._close_kept()
        return commands

    def _see_to_kept(self, now: float) -> list[Command]:
        """Open what is to be ready beside the programme, once the programme itself is ready."""
        spare = self._spare(now)
        if spare is None or self._kept or self._leaving:
            return []
        if not (self._back.ready if self._back else self._next(now) is None):
            return []
        self._kept, opening = self._open(spare, now)
        return opening

    def _spare(self, now: float) -> Entry | None:
        """What is to be ready beside the programme, and was not found broken just now."""
        entry = self._cut_off if self._cutting else self._standby
        if entry is None or entry.key in self._keys:
            return None
        out = self._skipped.get(entry.key)
        return None if out and now < out.until else entry

    def _judge(self, now: float) -> list[Command]:
        """Give up what has used up its time."""
        front, limits = self._front, self.limits
        for slot in (self._back, self._kept):
            if slot and not slot.ready and now >= slot.opened + limits.first_frame:
                self._fail(slot, f"no first frame within {limits.first_frame:g} s", now)
        if front and _advances(front) and now >= front.alive + limits.stalled:
            self._fail(front, f"no new frame for {limits.stalled:g} s", now)
        if front and now >= (front.since or 0.0) + limits.transition:
            return self._close_leaving()
        return []

    def _next(self, now: float) -> Entry | None:
        """The entry to have ready behind the front; None: nothing but the front, as it is."""
        for entry in self._order():
            out = self._skipped.get(entry.key)
            if out and now < out.until:
                continue
            front = self._front
            if front and entry == front.entry and not front.failed:
                # Alone, or all the others fail: a still picture stays, a clip plays again.
                repeats = self._loops(entry) and not front.ended
                return None if repeats or not entry.moving else entry
            return entry
        return None

    def _order(self) -> Iterator[Entry]:
        """The programme from what is to come next, once around."""
        keys = [entry.key for entry in self._programme]
        start = 0
        if self._following:
            start = keys.index(self._following)
        elif self._front and self._front.entry.key in keys:
            start = keys.index(self._front.entry.key) + 1
        yield from self._programme[start:]
        yield from self._programme[:start]

    def _from(self, key: str) -> tuple[str, ...]:
        keys = [entry.key for entry in self._programme]
        at = keys.index(key) if key in keys else 0
        return (*keys[at:], *keys[:at])

    def _loops(self, entry: Entry) -> bool:
        """Whether this is the only one: a clip then repeats within itself, without a joint."""
        return self._programme == (entry,) and entry.moving and entry.duration is None

    def _is_over(self, front: _Slot, wanted: Entry | None) -> bool:
        """Whether the front must go though nothing follows it."""
        if wanted is not None:
            return False
        if front.failed:
            return True
        if front.entry in self._programme:
            return False
        return self._now >= self._end(front) or (self._urgent and not self._programme)

    def _due(self, now: float) -> bool:
        return self._front is None or self._urgent or now >= self._end(self._front)

    def _end(self, front: _Slot) -> float:
        """When the front may go, seconds; infinity: not before it ends by itself."""
        since = front.since or 0.0
        if front.ended:
            return since + self.limits.shortest
        if front.entry.duration is None:
            return float("inf")
        return since + max(front.entry.duration * front.pages, self.limits.shortest)

    def _free(self) -> int | None:
        held = (self._front, self._back, self._kept, *self._leaving)
        used = {slot.index for slot in held if slot}
        return next((index for index in range(_SLOTS) if index not in used), None)

    def _open(self, entry: Entry, now: float) -> tuple[_Slot | None, list[Command]]:
        """Open it in a free slot; not yet, where a transition still covers two others."""
        index = self._free()
        if index is None:
            return None, []
        self._tokens += 1
        slot = _Slot(index, self._tokens, entry, self._loops(entry), opened=now)
        return slot, [Load(index, slot.token, entry, slot.loop)]

    def _bring_on(self, slot: _Slot, now: float) -> Show:
        if self._front and not self._front.failed:
            self._skipped.pop(self._front.entry.key, None)
        if not slot.entry.moving:
            self._skipped.pop(slot.entry.key, None)
        if self._front:
            self._leaving.append(self._front)
        how = "cut" if self._urgent else slot.entry.transition
        self._front, self._back = slot, None
        self._following, self._urgent, self._idle = None, False, False
        slot.since = slot.alive = now
        return Show(slot.index, how)

    def _close_back(self) -> list[Command]:
        back, self._back = self._back, None
        return [Unload(back.index)] if back else []

    def _close_kept(self) -> list[Command]:
        kept, self._kept = self._kept, None
        return [Unload(kept.index)] if kept else []

    def _close_leaving(self) -> list[Command]:
        leaving, self._leaving = self._leaving, []
        return [Unload(slot.index) for slot in leaving]

    def _go_idle(self) -> list[Command]:
        front, self._front = self._front, None
        self._idle, self._urgent = True, False
        return [Idle(), *([Unload(front.index)] if front else []), *self._close_leaving()]

    def _fail(self, slot: _Slot, reason: str, now: float) -> None:
        """Note it once, and leave its entry out for a while, the longer the more often it fails."""
        known = slot.failed or (slot is not self._kept and slot.entry not in self._programme)
        slot.failed = slot.ended = True
        if known:
            return
        key = slot.entry.key
        count = self._skipped[key].count + 1 if key in self._skipped else 1
        pause = min(self.limits.penalty * 2 ** min(count - 1, 30), self.limits.penalty_most)
        self._skipped[key] = Skipped(count, reason, now + pause)

    def _wakes(self) -> Iterator[float]:
        for slot in (self._back, self._kept):
            if slot and not slot.ready:
                yield slot.opened + self.limits.first_frame
        if self._front:
            yield self._end(self._front)
            if self._leaving:
                yield (self._front.since or 0.0) + self.limits.transition
            if _advances(self._front):
                yield self._front.alive + self.limits.stalled
        for out in self._skipped.values():
            yield out.until


def _advances(slot: _Slot) -> bool:
    return slot.entry.moving and not slot.ended
