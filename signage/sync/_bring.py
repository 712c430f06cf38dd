"""From a verified manifest to what a screen can show: bodies fetched, examined, put in force."""

from __future__ import annotations

import contextlib
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from signage.errors import TrustError
from signage.release.manifest import urgent
from signage.store import Activation
from signage.sync import _qr
from signage.sync._arrivals import arrived
from signage.sync._downloads import Downloads, Wanted
from signage.sync._judge import Judge
from signage.sync._memory import Memory
from signage.sync._plan import beyond, same, uses, wrong
from signage.sync._report import Stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from signage.config import NetworkLimits, SignedLimits
    from signage.release.manifest import Body, Manifest
    from signage.release.roles import ContentRole as Role
    from signage.store import Arrival, Media, Store
    from signage.sync._agent import Clock, Examiner
    from signage.sync._transport import Transport

__all__ = ["Bringing", "Offer"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Offer:
    """A manifest that a role signed, verified, and not yet in force."""

    role: Role
    version: int
    root: int
    release: str
    """Its name: role, version and 12 digits of the manifest's SHA-256."""
    manifest: Manifest

    @property
    def content(self) -> Manifest:
        """What is shown of it: of an emergency every playlist is one, whatever it says."""
        return urgent(self.manifest) if self.role == "emergency" else self.manifest

    def bodies(self) -> dict[str, Body]:
        """SHA-256 to every body it names."""
        return {body.sha256: body for body in self.manifest.files.values()}


class Bringing:
    """Brings offers into force, one at a time. The store's lock must be held.

    `stop` is asked several times a second; where it says so, StoppedError ends the work, and what
    was fetched and examined until then is there the next time.
    """

    def __init__(
        self,
        store: Store,
        examiner: Examiner,
        clock: Clock,
        stop: Callable[[], bool],
        *,
        source: str,
        network: NetworkLimits,
        limits: SignedLimits,
    ) -> None:
        self._store = store
        self._clock = clock
        self._stop = stop
        self._source = source
        self._network = network
        self._limits = limits
        self._memory = Memory(store.recall())
        for known in (store.active(), store.urgent()):
            if known is not None:
                self._memory.believe(known.media)
        self._judge = Judge(store, self._memory, examiner, self._asked)
        self._downloads: Downloads | None = None
        self._left: dict[str, int] = {}
        self._examined = (0, 0)
        self.progress = 0
        """Counts what was fetched, examined or put in force."""
        self.notes: dict[Role, tuple[str, ...]] = {}
        """Sentences about what is in force, by role."""
        self.quarantine: dict[Role, dict[str, str]] = {}
        """What is left out of it: path to reason."""

    def stage(self) -> Stage:
        """How far it is."""
        if self._downloads is not None:
            tally = self._downloads.tally
            return Stage("fetching", tally.done, tally.size)
        done, total = self._examined
        return Stage("examining", done, total) if total else Stage()

    def bring(
        self,
        offer: Offer,
        transport: Transport,
        arrival: Arrival,
        *,
        spare: set[str],
        before: Callable[[], None] = lambda: None,
    ) -> None:
        """Bring an offer into force, whole. `before` is called when nothing but the switch is left.

        `spare` are hashes of bodies that somebody else will need.

        Raises:
            SourceError: a body did not come; the others did.
            TrustError: a body is not what was signed.
            DeviceError: this device cannot hold it.
            StoppedError: `stop` said so.
        """
        bodies = offer.bodies()
        self._store.room(bodies.values(), keep=spare)
        self._fetch(offer, transport)
        media = self._examine(offer)
        last = self._store.urgent() if offer.role == "emergency" else self._store.active()
        manifest = offer.content
        activation = Activation(
            release=offer.release,
            source=self._source,
            signed=True,
            activated=self._clock.now().isoformat(timespec="seconds"),
            manifest=manifest,
            media=media,
            qr=_qr.codes(manifest.content, media.values(), last.qr if last else {}, self._asked),
            version=offer.version,
            root=offer.root,
            arrivals=arrived(manifest.content, last, arrival),
        )
        before()
        if last is None or not same(activation, last):
            switch = self._store.alarm if offer.role == "emergency" else self._store.activate
            switch(activation)
            self.progress += 1
            if offer.role == "emergency" and not manifest.content.playlists:
                _log.info("activated %s: there is no emergency", activation.release)
            else:
                _log.info("activated %s: %d files", activation.release, len(manifest.files))
        self._store.trim(spare)
        self._store.sweep_parts(spare)

    def forget(self, role: Role) -> None:
        """Nothing of that role is in force any more."""
        self.notes.pop(role, None)
        self.quarantine.pop(role, None)

    def _asked(self) -> bool:
        return self._stop()

    def _fetch(self, offer: Offer, transport: Transport) -> None:
        files = offer.manifest.files
        ordered = [*dict.fromkeys(path for path, _ in uses(offer.content.content)), *sorted(files)]
        wanted = [
            Wanted(f"targets/{files[path].sha256}", files[path], path)
            for path in dict.fromkeys(ordered)
            if path in files and not self._store.has(files[path])
        ]
        if not wanted:
            return
        self._downloads = downloads = Downloads(self._store, transport, limits=self._network)
        try:
            brought = downloads.bring(wanted, self._asked)
        finally:
            self._count(offer, downloads)
            self._downloads = None
        if brought.failed:  # what is not trusted is told before what did not come
            raise min(brought.failed.values(), key=lambda each: not isinstance(each, TrustError))

    def _count(self, offer: Offer, downloads: Downloads) -> None:
        """It is progress when less is left to come than ever before."""
        left = downloads.tally.size - downloads.tally.done
        if left < self._left.get(offer.release, left + 1):
            self.progress += 1
        self._left = {offer.release: left}

    def _examine(self, offer: Offer) -> dict[str, Media]:
        """What is in each body; what does not decode is left out, and never holds the rest back."""
        files, content = offer.manifest.files, offer.content.content
        asked = [(path, kind, files[path]) for path, kind in uses(content) if path in files]
        media: dict[str, Media] = {}
        notes: list[str] = []
        quarantine: dict[str, str] = {}
        saved = self._clock.monotonic()
        try:
            for number, (path, kind, body) in enumerate(asked):
                now = self._clock.monotonic()
                self._examined = (number, len(asked))
                fresh = self._memory.media(body.sha256) is None
                verdict = self._judge.verdict(body, kind, now)
                if verdict.media is None:
                    quarantine[path] = verdict.reason
                else:
                    media[body.sha256], note = self._judge.scaled(
                        path, body, verdict.media, now, contextlib.nullcontext
                    )
                    words = f"{path} {verdict.reason}" if verdict.reason else ""
                    notes += [each for each in (words, note) if each]
                    notes += wrong(path, verdict.media)
                self.progress += fresh
                if now - saved > self._limits.save:
                    saved = now
                    self._save(offer)
        finally:
            self._examined = (0, 0)
        self.notes[offer.role] = (*sorted(notes), *beyond(content, files, media))
        self.quarantine[offer.role] = quarantine
        return media

    def _save(self, offer: Offer) -> None:
        """Keep what was learned on the way; what is in force keeps it in its own record."""
        if self._memory.dirty:
            self._store.remember(self._memory.saved_facts(set(offer.bodies())))
            self._memory.dirty = False
