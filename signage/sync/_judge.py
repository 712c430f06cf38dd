"""What is in a body: asked of the decoder once, remembered by its hash, scaled where it is huge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from signage.errors import DeviceError

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from signage.release.manifest import Body
    from signage.store import Media, Store
    from signage.sync._agent import Examiner
    from signage.sync._intake._verdict import Kind, Verdict
    from signage.sync._memory import Memory

__all__ = ["Judge"]

_RETRY_VERDICT = 600.0
"""Seconds after which a refusal that may have been this device's fault is tried again."""


class Judge:
    """Judges bodies that are in the store. Times are seconds that never go back."""

    def __init__(
        self, store: Store, memory: Memory, examiner: Examiner, stop: Callable[[], bool]
    ) -> None:
        self._store = store
        self._memory = memory
        self._examiner = examiner
        self._stop = stop
        self._verdicts: dict[tuple[str, Kind], tuple[Verdict, float]] = {}
        self._unscaled: dict[str, tuple[str, float]] = {}
        """Pictures without the rendition they want: why, and until when nobody tries again."""

    def verdict(self, body: Body, kind: Kind, now: float) -> Verdict:
        """What is in it, or why it is not shown.

        Raises:
            DeviceError: no decoder could be started.
            StoppedError: the agent is to stop.
        """
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

    def scaled(
        self,
        path: str,
        body: Body,
        media: Media,
        now: float,
        freeing: Callable[[], AbstractContextManager[None]],
    ) -> tuple[Media, str]:
        """With a rendition, where it wants one; without, the original does, and a sentence says so.

        `freeing` guards what writes to the store.

        Raises:
            DeviceError: no decoder could be started, or the disk is full.
            StoppedError: the agent is to stop.
        """
        if self._settled(body, media):
            return media, ""
        reason, until = self._unscaled.get(body.sha256, ("", now))
        media = replace(media, rendition=None)
        if now >= until:
            try:
                rendered = self._examiner.render(self._store.path(body.sha256), self._stop)
            except OSError as error:
                raise DeviceError(f"no decoder could be started: {error.strerror}") from error
            if rendered.content:
                with freeing():
                    rendition = self._store.put(rendered.content, f"the rendition of {path}")
                media = replace(media, rendition=rendition)
                self._memory.judge(body.sha256, media)
                self._unscaled.pop(body.sha256, None)
                return media, ""
            reason = rendered.reason
            self._unscaled[body.sha256] = (reason, now + _RETRY_VERDICT)
        return media, (
            f"{path} has {media.width} × {media.height} pixels, far more than a screen, which "
            f"can make clips stutter; save it smaller (here it {reason.partition(';')[0]})"
        )

    def known(self, body: Body) -> bool:
        """Whether judging it costs nothing: it was judged already."""
        fact = self._memory.media(body.sha256)
        if fact is not None:
            return body.sha256 in self._unscaled or self._settled(body, fact)
        return any(sha == body.sha256 for sha, _ in self._verdicts)

    def refused(self, body: Body, now: float) -> bool:
        """Whether the body was refused, and still is: then nobody needs its bytes."""
        return any(
            verdict.media is None and (verdict.lasting or now < until)
            for (sha, _), (verdict, until) in self._verdicts.items()
            if sha == body.sha256
        )

    def _settled(self, body: Body, media: Media) -> bool:
        """Whether it has the rendition it wants, or wants none."""
        from signage.sync._intake import oversized  # noqa: PLC0415

        if media.rendition is not None:
            return self._store.has(media.rendition)
        try:
            return not oversized(media, self._store.path(body.sha256))
        except OSError:  # what the disk does not give cannot be scaled either
            return True
