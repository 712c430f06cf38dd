"""Taking in the files that the playlists name, as far as they are complete."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from signage.errors import DeviceError
from signage.store import ChangedError, NotPlainError, UnreadableError
from signage.sync._judge import Judge
from signage.sync._plan import wrong

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from signage.config import SourceLimits
    from signage.content.loader import Loaded
    from signage.release.manifest import Body
    from signage.store import Media, Stamp, Store
    from signage.sync._agent import Examiner
    from signage.sync._intake._verdict import Kind
    from signage.sync._memory import Memory
    from signage.sync._still import Stillness

__all__ = ["Gathered", "Gathering"]


@dataclass
class Gathered:
    """What one round of taking in came to. All keys are NFC paths, but for `media`."""

    bodies: dict[str, Body] = field(default_factory=dict)
    media: dict[str, Media] = field(default_factory=dict)
    """SHA-256 to what is in the body."""
    refused: dict[str, str] = field(default_factory=dict)
    """Not fit to be shown, with the reason."""
    waiting: dict[str, str] = field(default_factory=dict)
    """Not ready, with a sentence that says why; those in the `queue` as well."""
    queue: set[str] = field(default_factory=set)
    """Complete, and left for the next round."""
    doubts: dict[str, float] = field(default_factory=dict)
    """Does not decode, perhaps since it is half a copy, and the moment from which it does not."""
    notes: list[str] = field(default_factory=list)
    patience: float = 1.0
    """Seconds after which those that wait are worth another look."""
    taken: int = 0

    def needed(self) -> set[str]:
        """SHA-256 of what an activation of all this would name."""
        renditions = (each.rendition for each in self.media.values())
        bodies = (*self.bodies.values(), *renditions)
        return {body.sha256 for body in bodies if body is not None}


class Gathering:
    """Takes in, decodes, and remembers both."""

    def __init__(
        self,
        store: Store,
        memory: Memory,
        examiner: Examiner,
        limits: SourceLimits,
        stop: Callable[[], bool],
    ) -> None:
        self._store = store
        self._memory = memory
        self._limits = limits
        self._stop = stop
        self._judge = Judge(store, memory, examiner, stop)
        self._spared: set[str] = set()

    def spared(self) -> set[str]:
        """Bodies that were taken in and may not be activated yet."""
        return self._spared

    def gather(
        self,
        loaded: Loaded,
        media: Path,
        still: Stillness,
        stamps: Mapping[str, Stamp | None],
        monotonic: Callable[[], float],
    ) -> Gathered:
        """One round, of about `limits.slice` seconds: the playlists with least to take in first.

        Raises:
            DeviceError: this device cannot take in more.
            StoppedError: the agent is ending.
        """
        result = Gathered(patience=self._limits.still)
        within = Path(os.path.realpath(media))
        end = monotonic() + self._limits.slice
        for path in self._order(loaded, stamps):
            place = str(loaded.files[path])
            stamp = stamps.get(place)
            if stamp is None:
                result.waiting[path] = f"{path} was removed"
            elif not still.complete(place):
                result.waiting[path] = f"{path} is still being copied"
            elif monotonic() >= end and not self._ready(place, stamp):
                result.waiting[path] = "more files are being taken in"
                result.queue.add(path)
            else:
                self._one(
                    path, place, stamp, loaded=loaded, within=within, still=still,
                    monotonic=monotonic, result=result,
                )  # fmt: skip
        self._spared = result.needed()
        return result

    def _one(
        self,
        path: str,
        place: str,
        stamp: Stamp,
        *,
        loaded: Loaded,
        within: Path,
        still: Stillness,
        monotonic: Callable[[], float],
        result: Gathered,
    ) -> None:
        try:
            body = self._take(place, stamp, within, result, monotonic())
        except ChangedError:
            still.moved(place, monotonic())
            result.waiting[path] = f"{path} is still being copied"
            return
        except UnreadableError as error:
            result.waiting[path] = f"{error}; check its rights, or the share"
            result.patience = max(result.patience, self._limits.retry)
            return
        except NotPlainError as error:
            result.refused[path] = str(error)
            return
        kind: Kind = loaded.references[path][0].kind
        verdict = self._judge.verdict(body, kind, monotonic())
        if verdict.media is not None:
            result.bodies[path] = body
            result.media[body.sha256], note = self._judge.scaled(
                path, body, verdict.media, monotonic(), lambda: self._freeing(result)
            )
            if note:
                result.notes.append(note)
            if verdict.reason:
                result.notes.append(f"{path} {verdict.reason}")
            if not any(fault.file == f"media/{path}" for fault in loaded.faults):
                result.notes += wrong(path, verdict.media)
        elif left := still.doubtful(place, monotonic(), self._limits.doubt):
            result.waiting[path] = f"{path} does not decode; it may still be being copied"
            result.doubts[path] = monotonic() + left
        else:
            result.refused[path] = verdict.reason

    def _take(self, place: str, stamp: Stamp, within: Path, result: Gathered, now: float) -> Body:
        known = self._memory.body(place, stamp)
        if known is not None and (self._store.has(known) or self._judge.refused(known, now)):
            return known
        real = Path(os.path.realpath(place))
        with self._freeing(result):
            body = self._store.take(real, within=within, stop=self._stop)
        self._memory.learn(place, stamp, body)
        result.taken += 1
        return body

    @contextlib.contextmanager
    def _freeing(self, result: Gathered) -> Iterator[None]:
        """Where our disk is full, what nobody needs any more goes before the next attempt."""
        try:
            yield
        except DeviceError:
            self._store.evict(self._spared | result.needed())
            raise

    def _ready(self, place: str, stamp: Stamp) -> bool:
        """Whether it costs nothing: taken in and judged already."""
        body = self._memory.body(place, stamp)
        return body is not None and self._store.has(body) and self._judge.known(body)

    def _order(self, loaded: Loaded, stamps: Mapping[str, Stamp | None]) -> list[str]:
        """Paths, those of the playlists with the fewest bytes to take in first."""
        missing: dict[str, int] = {}
        rest: dict[str, int] = {}
        for path, uses in loaded.references.items():
            place = str(loaded.files[path])
            stamp = stamps.get(place)
            if stamp is not None and self._memory.body(place, stamp) is None:
                missing[path] = stamp[2]
                for use in uses:
                    rest[use.playlist] = rest.get(use.playlist, 0) + stamp[2]
        return sorted(
            loaded.references,
            key=lambda path: (
                path in missing,
                min(rest.get(use.playlist, 0) for use in loaded.references[path]),
                path,
            ),
        )
