"""The agent: one step at a time from source to store. It owns no thread and sleeps nowhere."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from signage.config import SOURCE, SourceLimits
from signage.errors import DeviceError, SignageError, SourceError
from signage.journal import Timekeeper
from signage.release.manifest import Manifest
from signage.store import Activation
from signage.sync import _qr
from signage.sync._arrivals import arrival, arrived
from signage.sync._doubts import MEDIA, Doubts, losing
from signage.sync._gather import Gathering
from signage.sync._memory import Memory
from signage.sync._plan import Plan, beyond, held_back, plan, same
from signage.sync._report import Report, Stage
from signage.sync._source import Look, stamp_of
from signage.sync._still import Stillness
from signage.sync.feeds import Follower as News

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from signage.content.loader import Loaded
    from signage.journal import AgentStatus, State
    from signage.store import Media, Stamp, Store
    from signage.sync._intake import Rendered, Verdict
    from signage.sync._intake._verdict import Kind
    from signage.sync._source import Source

__all__ = ["Agent", "Clock", "Examiner"]

_log = logging.getLogger(__name__)

_NEWEST = datetime(9999, 1, 1, tzinfo=UTC).timestamp()
"""A file can bear a time that no calendar has."""
_AGED = 2.0
"""Seconds after its last change at which a file on a local disk is complete at first sight."""


class Clock(Protocol):
    """The time, so that tests can have their own."""

    def monotonic(self) -> float:
        """Seconds that never go back."""

    def now(self) -> datetime:
        """The wall clock, with its zone."""


class Examiner(Protocol):
    """What decodes a body; see `Workshop`."""

    def examine(self, path: Path, kind: Kind, stop: Callable[[], bool]) -> Verdict:
        """Say what is in it."""

    def render(self, path: Path, stop: Callable[[], bool]) -> Rendered:
        """Scale a picture to the largest screen."""


class Agent:
    """Brings a source into the store and keeps following it. The store's lock must be held.

    `stop` is asked often during long work; a step then raises `StoppedError`. It is also where
    the caller learns that the work goes on. `local` says that files carry the times of this very
    device's clock, and that `closed` tells of each that was finished.
    """

    def __init__(
        self,
        store: Store,
        source: Source,
        examiner: Examiner,
        clock: Clock,
        *,
        limits: SourceLimits = SOURCE,
        local: bool = False,
        stop: Callable[[], bool] = lambda: False,
        timekeeper: Timekeeper | None = None,
        news: News | None = None,
    ) -> None:
        self._store = store
        self._news = news or News(store, clock)
        self._source = source
        self._timekeeper = timekeeper or Timekeeper(store.state, now=clock.now)
        self._clock = clock
        self._limits = limits
        self._local = local
        self._stop = stop
        # The caches of a mount show a file as it was a second ago.
        self._still = Stillness(limits.still if local else max(limits.still, limits.poll / 2))
        self._memory = Memory(store.recall())
        self._gathering = Gathering(store, self._memory, examiner, limits, stop)
        self._report = Report(store.state, source.name, clock)
        self._look: Look | None = None
        self._stamps: dict[str, Stamp | None] = {}
        self._loaded: Loaded | None = None
        self._doubts = Doubts(limits.doubt)
        self._failures = 0
        self._fault: SignageError | None = None
        self._again: float | None = None
        self._heard = 0
        self._whole = False
        self.broken: frozenset[str] = frozenset()
        """Playlists that cannot be read."""
        self.load_seconds = 0.0
        """What reading the playlists took last."""
        self.progress = 0
        """Counts what was taken in or activated."""

    def step(self, closed: Collection[str] = ()) -> float:
        """Look, and do what there is to do. `closed` are files that somebody finished writing.

        Returns:
            Seconds after which the next step is wanted, if nothing happens before.

        Raises:
            StoppedError: `stop` said so.
        """
        now = self._clock.monotonic()
        self._timekeeper.tick()
        self._fault = None
        try:
            self._step(now, closed)
        except SourceError as error:
            self._whole = False
            self._look = None  # whatever comes back is read anew
            self._fail(now, "lost", error)
        except DeviceError as error:
            self._whole = False
            self._fail(now, "failed", error)
        news = self._follow_news()
        again = self._limits.rescan if self._again is None else self._again - now
        return min(max(again, 0.0), news, self._limits.rescan)

    @property
    def settled(self) -> bool:
        """Whether the store has all that the source has, and every feed was asked once."""
        return self._whole and self._news.tried

    def mend(self) -> None:
        """Bodies of what is in force were lost: take them in again with the next step."""
        self._again = self._clock.monotonic()

    def close(self) -> None:
        """Nothing is kept open between two steps."""

    def stage(self) -> Stage:
        """A folder has no end that could be drawn as a bar."""
        return Stage()

    @property
    def given_up(self) -> SignageError | None:
        """What makes it senseless for somebody to wait who came only once."""
        return self._fault

    @property
    def status(self) -> AgentStatus | None:
        """What was last noted."""
        return self._report.status

    def _step(self, now: float, closed: Collection[str]) -> None:
        look = self._source.look(closely=self._doubts.unseen)
        changed = self._observe(look, closed, now)
        due = self._again is not None and now >= self._again
        if not changed and not due and self._loaded is not None:
            return
        self._again = None
        if (unsettled := self._unsettled(look)) and self._loaded is None:
            self._watch_files(self._load(look), look, closed, now)
            self._wait(now, self._limits.still)
            self._report.note("starting", self._first(unsettled))
            return
        if changed or self._loaded is None:
            self._loaded = self._load(look)
            self._look = look
            self._timekeeper.learn(_newest(look), signed=False)
            self._watch_files(self._loaded, look, closed, now)
        self._round(self._loaded, look, unsettled, now)
        self._failures = 0

    def _load(self, look: Look) -> Loaded:
        begun = self._clock.monotonic()
        loaded = self._source.load()
        self.load_seconds = self._clock.monotonic() - begun
        last = self._last()
        lost = any(fault.code == "media-missing" for fault in loaded.faults)
        if look.bare and lost and last is not None and last.manifest.files:
            raise SourceError(f"{self._source.media} is empty: mount the share")
        return loaded

    def _round(self, loaded: Loaded, look: Look, unsettled: set[str], now: float) -> None:
        """Take in what is complete, and activate what that makes whole."""
        gathered = self._gathering.gather(
            loaded, self._source.media, self._still, self._stamps, self._clock.monotonic
        )
        self.progress += gathered.taken
        last = self._last()
        doubtful = self._doubts.judge(loaded, now, believing=last is None)
        suspects = losing(doubtful, last.manifest.content if last else None)
        if unsettled & {"screens", "calendar"} and last is not None:
            unsettled = unsettled | {each.id for each in loaded.content.playlists}
        held = held_back(loaded, gathered.waiting, suspects | unsettled)
        unfinished = held_back(loaded, gathered.queue, unsettled)
        believed = {
            path: body for path, body in gathered.bodies.items() if MEDIA + path not in doubtful
        }
        planned = plan(
            loaded, last, bodies=believed, held=held, has=self._store.has,
            unfinished=unfinished,
        )  # fmt: skip
        quarantine = {
            path: reason
            for path, reason in gathered.refused.items()
            if path not in planned.files or path in planned.stale
        }
        doubted = gathered.doubts if last is not None else {}
        if planned.content.playlists or not unfinished:  # not an empty screen as a first step
            self._activate(planned, look, gathered.media)
            self._news.want(planned.content)
        if gathered.taken and (gathered.doubts or gathered.refused):
            self._store.evict(self._gathering.spared())  # halves of copies must not pile up
        self._save(set(self._stamps))
        if gathered.queue:
            self._again = now
        elif gathered.waiting or unsettled:
            self._wait(now, gathered.patience)
        for moment in (*doubted.values(), *self._doubts.moments):
            if moment > now:
                self._wait(now, moment - now)
        self._whole = not (gathered.waiting or gathered.queue or unsettled or doubtful)
        self.broken = loaded.broken
        reason = next(iter(gathered.waiting.values()), None) or (
            self._first(unsettled) or _copied(doubtful) or None
        )
        self._report.note(
            "current" if self._whole else "waiting",
            reason,
            faults=(
                *_sentences(loaded, planned, gathered.notes),
                *beyond(loaded.content, gathered.bodies, gathered.media),
            ),
            quarantine=quarantine,
        )

    def _follow_news(self) -> float:
        """Headlines go their own way: no source holds them up, and they hold nothing up.

        Returns:
            Seconds after which they want another step.
        """
        if not self._news.follows and self._fault and (last := self._last()) is not None:
            self._news.want(last.manifest.content)  # the share is away; the news need not be
        pause, answers = self._news.step(), self._news.answers
        self._report.beside(self._news.faults)
        self.progress += answers - self._heard
        self._heard = answers
        return pause

    def _last(self) -> Activation | None:
        """The last good; of another folder, nothing lives on in this one."""
        last = self._store.active()
        return last if last is not None and last.source == self._source.name else None

    def _activate(self, planned: Plan, look: Look, fresh: dict[str, Media]) -> None:
        last = self._store.active()
        media = {
            body.sha256: fresh.get(body.sha256) or (self._kept(last, body.sha256) if last else None)
            for body in planned.files.values()
        }
        found = {sha: each for sha, each in media.items() if each is not None}
        known = {} if last is None else last.qr
        qr = _qr.codes(planned.content, found.values(), known, self._stop)
        manifest = Manifest(
            created=_newest(look).isoformat(),
            content=planned.content,
            files=planned.files,
        )
        activation = Activation(
            release=f"folder-{manifest.digest()[:12]}",
            source=self._source.name,
            signed=False,
            activated=self._clock.now().isoformat(timespec="seconds"),
            manifest=manifest,
            media=found,
            qr=qr,
            arrivals=arrived(
                planned.content,
                last,
                arrival(self._clock.now(), trusted=self._timekeeper.trusted()),
            ),
        )
        urgent = self._store.urgent()
        if urgent is not None and urgent.source != self._source.name:
            self._store.alarm(None)  # of a source that this device followed before
        if last is not None and same(activation, last):
            return
        self._store.activate(activation)
        self._store.evict(self._gathering.spared())
        self.progress += 1
        _log.info("activated %s: %d files", activation.release, len(planned.files))

    def _kept(self, last: Activation, sha256: str) -> Media:
        """What was in a body that stays; a rendition that the disk lost holds nothing back."""
        media = last.media[sha256]
        if media.rendition is None or self._store.has(media.rendition):
            return media
        return replace(media, rendition=None)

    # What is seen

    def _observe(self, look: Look, closed: Collection[str], now: float) -> bool:
        """Remember what files look like. Returns whether anything differs from the last step."""
        for path, stamp in look.playlists.values():
            self._still.observe(path, stamp, now, known=self._aged(stamp))
        stamps = {path: stamp_of(path) for path in self._stamps}
        for path, seen in stamps.items():
            if seen is not None:
                self._still.observe(path, seen, now, known=self._known(path, seen))
        for path in closed:
            self._still.closed(path)
        changed = look != self._look or stamps != self._stamps
        self._stamps = stamps
        return changed

    def _known(self, path: str, stamp: Stamp) -> bool:
        return self._memory.body(path, stamp) is not None or self._aged(stamp)

    def _aged(self, stamp: Stamp) -> bool:
        """Whether nobody has touched the file for a while, by the one time that no copy can set."""
        return self._local and self._clock.now().timestamp() - stamp[4] / 1e9 > _AGED

    def _watch_files(self, loaded: Loaded, look: Look, closed: Collection[str], now: float) -> None:
        """From now on, keep an eye on the files that the playlists name."""
        for path in map(str, loaded.files.values()):
            if path not in self._stamps and (seen := stamp_of(path)) is not None:
                self._still.observe(path, seen, now, known=self._known(path, seen))
                if path in closed:
                    self._still.closed(path)
                self._stamps[path] = seen
        wanted = {str(path) for path in loaded.files.values()}
        self._stamps = {path: seen for path, seen in self._stamps.items() if path in wanted}
        self._still.forget(wanted | {path for path, _ in look.playlists.values()})

    def _unsettled(self, look: Look) -> set[str]:
        """Ids of playlists that are still being written."""
        return {
            identity
            for identity, (path, _) in look.playlists.items()
            if not self._still.complete(path)
        }

    # What is told

    def _fail(self, now: float, state: State, error: SignageError) -> None:
        self._fault = error
        pause = min(self._limits.retry * 2**self._failures, self._limits.retry_most)
        if state == "lost":  # looking costs nothing, and whoever plugs it in again waits for it
            pause = min(pause, self._limits.poll)
        self._failures = min(self._failures + 1, 10)
        self._again = now + pause
        self._report.still(state, str(error))

    def _wait(self, now: float, seconds: float) -> None:
        moment = now + max(seconds, 0.05)
        self._again = moment if self._again is None else min(self._again, moment)

    def _first(self, ids: Collection[str]) -> str:
        return f"{min(ids)}.yaml may still be being written" if ids else ""

    def _save(self, paths: set[str]) -> None:
        if self._memory.dirty:
            self._store.remember(self._memory.saved(paths))
            self._memory.dirty = False


def _copied(files: Collection[str]) -> str:
    return f"{min(files).partition('/')[2]} may still be being copied" if files else ""


def _newest(look: Look) -> datetime:
    """When the playlists were last written; a folder has no better `created`."""
    newest = max((stamp[3] for _, stamp in look.playlists.values()), default=0)
    return datetime.fromtimestamp(min(max(newest // 1_000_000_000, 0), _NEWEST), UTC)


def _sentences(loaded: Loaded, planned: Plan, notes: Collection[str]) -> tuple[str, ...]:
    kept = sorted(planned.kept & loaded.broken)
    return (
        *(f"{each}.yaml cannot be read; its last good version stays on" for each in kept),
        *(f"{each.file}:{each.line}: {each.message}" for each in loaded.faults),
        *sorted(notes),
    )
