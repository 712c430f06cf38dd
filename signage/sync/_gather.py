"""Taking in the files that the playlists name, as far as they are complete."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from signage.errors import DeviceError
from signage.store import ChangedError, NotPlainError, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from signage.config import SourceLimits
    from signage.content.loader import Loaded
    from signage.release.manifest import Body
    from signage.store import Media, Stamp, Store
    from signage.sync._agent import Examiner
    from signage.sync._intake._verdict import Kind, Verdict
    from signage.sync._memory import Memory
    from signage.sync._still import Stillness

__all__ = ["Gathered", "Gathering"]

_RETRY_VERDICT = 600.0
"""Seconds after which a refusal that may have been this device's fault is tried again."""


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
        self._examiner = examiner
        self._limits = limits
        self._stop = stop
        self._verdicts: dict[tuple[str, Kind], tuple[Verdict, float]] = {}
        self._unscaled: dict[str, tuple[str, float]] = {}
        """Pictures without the rendition they want: why, and until when nobody tries again."""
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
        verdict = self._verdict(body, kind, monotonic())
        if verdict.media is not None:
            result.bodies[path] = body
            result.media[body.sha256] = self._scaled(path, body, verdict.media, result, monotonic())
            if verdict.reason:
                result.notes.append(f"{path} {verdict.reason}")
        elif left := still.doubtful(place, monotonic(), self._limits.doubt):
            result.waiting[path] = f"{path} does not decode; it may still be being copied"
            result.doubts[path] = monotonic() + left
        else:
            result.refused[path] = verdict.reason

    def _take(self, place: str, stamp: Stamp, within: Path, result: Gathered, now: float) -> Body:
        known = self._memory.body(place, stamp)
        if known is not None and (self._store.has(known) or self._refused(known, now)):
            return known
        real = Path(os.path.realpath(place))
        with self._freeing(result):
            body = self._store.take(real, within=within, stop=self._stop)
        self._memory.learn(place, stamp, body)
        result.taken += 1
        return body

    def _verdict(self, body: Body, kind: Kind, now: float) -> Verdict:
        from signage.sync._intake import Verdict  # noqa: PLC0415

        fact = self._memory.media(body.sha256)
        if fact is not None and fact.kind == kind:
            return Verdict(media=fact)
        known = self._verdicts.get((body.sha256, kind))
        if known is not None and (known[0].lasting or now < known[1]):
            return known[0]
        try:
            verdict = self._examiner.examine(self._store.path(body.sha256), kind, self._stop)
        except OSError as error:
            raise DeviceError(f"no decoder could be started: {error.strerror}") from error
        if verdict.media is not None and verdict.lasting:
            self._memory.judge(body.sha256, verdict.media)
        else:
            self._verdicts[body.sha256, kind] = (verdict, now + _RETRY_VERDICT)
        return verdict

    def _scaled(self, path: str, body: Body, media: Media, result: Gathered, now: float) -> Media:
        """With a rendition, where it wants one; without, the original does."""
        place = self._store.path(body.sha256)
        if self._settled(body, media):
            return media
        reason, until = self._unscaled.get(body.sha256, ("", now))
        media = replace(media, rendition=None)
        if now >= until:
            try:
                rendered = self._examiner.render(place, self._stop)
            except OSError as error:
                raise DeviceError(f"no decoder could be started: {error.strerror}") from error
            if rendered.content:
                with self._freeing(result):
                    rendition = self._store.put(rendered.content, f"the rendition of {path}")
                media = replace(media, rendition=rendition)
                self._memory.judge(body.sha256, media)
                self._unscaled.pop(body.sha256, None)
                return media
            reason = rendered.reason
            self._unscaled[body.sha256] = (reason, now + _RETRY_VERDICT)
        result.notes.append(
            f"{path} has {media.width} × {media.height} pixels, far more than a screen, which "
            f"can make clips stutter; save it smaller (here it {reason.partition(';')[0]})"
        )
        return media

    def _settled(self, body: Body, media: Media) -> bool:
        """Whether it has the rendition it wants, or wants none."""
        from signage.sync._intake import oversized  # noqa: PLC0415

        if media.rendition is not None:
            return self._store.has(media.rendition)
        try:
            return not oversized(media, self._store.path(body.sha256))
        except OSError:  # what the disk does not give cannot be scaled either
            return True

    @contextlib.contextmanager
    def _freeing(self, result: Gathered) -> Iterator[None]:
        """Where our disk is full, what nobody needs any more goes before the next attempt."""
        try:
            yield
        except DeviceError:
            self._store.evict(self._spared | result.needed())
            raise

    def _refused(self, body: Body, now: float) -> bool:
        """Whether the body was refused, and still is: then nobody needs its bytes."""
        return any(
            verdict.media is None and (verdict.lasting or now < until)
            for (sha, _), (verdict, until) in self._verdicts.items()
            if sha == body.sha256
        )

    def _ready(self, place: str, stamp: Stamp) -> bool:
        """Whether it costs nothing: taken in and judged already."""
        body = self._memory.body(place, stamp)
        if body is None or not self._store.has(body):
            return False
        fact = self._memory.media(body.sha256)
        if fact is not None:
            return body.sha256 in self._unscaled or self._settled(body, fact)
        return any(sha == body.sha256 for sha, _ in self._verdicts)

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
