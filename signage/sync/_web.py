"""A playlist behind a plain URL as a source: its mirror, asked anew every few seconds."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from signage.config import NETWORK, NetworkLimits
from signage.errors import DeviceError, SourceError
from signage.sync._backoff import BackOff
from signage.sync._mirror import Mirror
from signage.sync._source import FolderSource
from signage.sync._transport import TransportError
from signage.sync._watch import Hints

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from signage.content.loader import Loaded
    from signage.sync._source import Look

__all__ = ["ClockWatch", "WebSource"]


class WebSource:
    """See `Source`. `folder` is where its mirror lies, in the state.

    Looking refreshes the mirror where that is due; between, and after a failure until the back-off
    is over, it costs no request. `stop` is asked several times a second meanwhile.

    Raises:
        UsageError: the URL is none of a playlist, or not https.
    """

    def __init__(
        self,
        url: str,
        folder: Path,
        *,
        limits: NetworkLimits = NETWORK,
        chance: Callable[[], float] = random.random,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._mirror = Mirror(url, folder, limits=limits)
        self.name = self._mirror.name
        self.media = self._mirror.media
        self.stop: Callable[[], bool] = lambda: False
        self._limits = limits
        self._monotonic = monotonic
        self._back = BackOff(limits, chance)
        self._again = self._thoroughly = float("-inf")
        self._error: SourceError | DeviceError | None = None

    def look(self, *, closely: bool) -> Look:
        """See `Source.look`.

        Raises:
            SourceError: what is there cannot be asked; what came before stays in the mirror.
            DeviceError: this device has no room for the mirror.
            StoppedError: `stop` said so.
        """
        now = self._monotonic()
        if now >= self._again:
            self._refresh(now)
        if self._error is not None:
            raise self._error
        look = self._local().look(closely=closely)
        # A file that went there changes nothing here, and is to be told all the same.
        return replace(look, tree=hash((look.tree, self._mirror.faults)))

    def load(self) -> Loaded:
        """See `Source.load`. What the mirror lacks is said in its words, not as of a folder."""
        loaded = self._local().load()
        faults = self._mirror.faults
        told = {(each.file, each.line) for each in faults}
        own = (
            each
            for each in loaded.faults
            if each.code != "media-missing" or (each.file, each.line) not in told
        )
        return replace(loaded, faults=tuple(sorted((*own, *faults))))

    def places(self) -> tuple[tuple[Path, bool], ...]:
        """See `Source.places`."""
        return ((self._mirror.playlist.parent, False), (self.media, True))

    @property
    def interval(self) -> float:
        """Seconds after which looking may find something new."""
        return max(self._again - self._monotonic(), 0.05)

    def close(self) -> None:
        """Give connections back."""
        self._mirror.close()

    def _local(self) -> FolderSource:
        return FolderSource(self._mirror.playlist)

    def _refresh(self, now: float) -> None:
        thoroughly = self._error is not None or now >= self._thoroughly
        try:
            self._mirror.refresh(self.stop, thoroughly=thoroughly)
        except (SourceError, DeviceError) as error:
            self._error = error
            asked = error.retry_after if isinstance(error, TransportError) else None
            self._again = self._monotonic() + self._back.failed(asked)
        else:
            self._error = None
            self._again = self._monotonic() + self._back.poll()
            if thoroughly:
                self._thoroughly = now + self._limits.mirror_media


class ClockWatch:
    """See `Watch`: no hints come from elsewhere, so the clock gives them."""

    local = True
    """The mirror's files bear this device's times."""

    def __init__(self, interval: Callable[[], float]) -> None:
        self._interval = interval
        self._hints = Hints()

    @property
    def interval(self) -> float:
        """See `Watch.interval`."""
        return self._interval()

    def wait(self, seconds: float, least: float = 0.0) -> set[str] | None:
        """See `Watch.wait`."""
        return self._hints.closed() if self._hints.wait(seconds, least) else None

    def wake(self) -> None:
        """See `Watch.wake`."""
        self._hints.hurry()

    def close(self) -> None:
        """See `Watch.close`."""
        self._hints.close()
