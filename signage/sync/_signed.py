"""The agent of a signed release: polls one small file, verifies what changed, brings it in whole.

One step at a time, without a thread or a sleep. While bodies come and are examined it goes on
polling, so that an emergency never waits for a film.
"""

from __future__ import annotations

import logging
import random
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from signage.errors import (
    ContentError,
    DeviceError,
    SignageError,
    SourceError,
    TrustError,
    UsageError,
)
from signage.journal import Timekeeper
from signage.release.manifest import read
from signage.store import StoppedError
from signage.sync._arrivals import arrival
from signage.sync._backoff import BackOff
from signage.sync._blame import OldError
from signage.sync._bring import Bringing, Offer
from signage.sync._directory import DirectoryTransport
from signage.sync._pin import trusted
from signage.sync._pulse import Pulse
from signage.sync._report import Report, Stage
from signage.sync._severity import hopeless, state_of, worst
from signage.sync._transport import TransportError
from signage.sync._trust import encode, floors
from signage.sync._tuf import Visit

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from signage.journal import AgentStatus
    from signage.release.manifest import Manifest
    from signage.release.roles import ContentRole as Role
    from signage.store import Activation, Store
    from signage.sync._agent import Clock, Examiner
    from signage.sync._pin import SignedSource
    from signage.sync._stick import Stick
    from signage.sync._transport import Fetched, Transport
    from signage.sync._trust import Trust
    from signage.sync._tuf import Promise

__all__ = ["SignedAgent"]

_log = logging.getLogger(__name__)

_ROLES: tuple[Role, Role] = ("emergency", "release")
"""In the order in which they are brought in."""


class SignedAgent:
    """Brings a signed release into the store and keeps following it; see `Agent`.

    Whatever goes wrong, what is active plays on. An emergency and the release are two roles: what
    is wrong with one never holds back the other.
    """

    load_seconds = 0.0
    broken: frozenset[str] = frozenset()

    def __init__(
        self,
        store: Store,
        source: SignedSource,
        examiner: Examiner,
        clock: Clock,
        *,
        stop: Callable[[], bool] = lambda: False,
        timekeeper: Timekeeper | None = None,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._store = store
        self._source = source
        self._clock = clock
        self._limits = source.limits
        self._stop = stop
        self._timekeeper = timekeeper or Timekeeper(store.state, now=clock.now)
        self._transport = source.connect(stop)
        self._pulse = Pulse(
            self._transport, source.name, clock, network=source.network, chance=chance
        )
        self._retries = BackOff(source.network, chance)
        self._doubts = BackOff(replace(source.network, retry_most=source.limits.recheck), chance)
        """Of bodies that are wrong on the server: each attempt fetches them again, whole."""
        self._report = Report(store.state, source.name, clock)
        self._bringing = Bringing(
            store, examiner, clock, self._interrupted,
            source=source.name, network=source.network, limits=source.limits,
        )  # fmt: skip
        self._visit_at = self._bring_at = float("-inf")
        self._known: dict[str, Manifest] = {}
        """Manifests that were fetched, by SHA-256, so that an interruption costs none."""
        self._offers: dict[Role, Offer] = {}
        """Verified, and not yet in force."""
        self._faults: dict[str, SignageError] = {}
        """What is wrong now, by what it is wrong with: `trust`, or a role."""
        self._failures = 0
        """Of the network, since it last got on."""
        self._sticks: list[Stick] = []
        self.settled = False
        """Whether the store has all that the source has."""
        self.mend()  # what is left out of it, and why, no record tells

    @property
    def status(self) -> AgentStatus | None:
        """What was last noted."""
        return self._report.status

    @property
    def progress(self) -> int:
        """Counts what was fetched, examined or activated."""
        return self._bringing.progress

    @property
    def fault(self) -> SignageError | None:
        """The worst of what is wrong now."""
        return worst(self._wrong())

    @property
    def given_up(self) -> SignageError | None:
        """What makes it senseless for somebody to wait who came only once.

        A network that fails gets its chances; all else that is wrong counts when nothing waits for
        the network any more.
        """
        never = 0 if self._pulse.ever else self._limits.attempts
        return hopeless(self._wrong(), self._failures, never)

    def stage(self) -> Stage:
        """How far the present work is."""
        return self._bringing.stage()

    def mend(self) -> None:
        """Look at what is in force again, and bring in bodies of it that were lost."""
        for role in _ROLES:
            known = self._in_force(role)
            if known is not None and self._ours(known) and role not in self._offers:
                self._offers[role] = Offer(
                    role, known.version, known.root, known.release, known.manifest
                )
                self._bring_at = self._clock.monotonic()

    def step(self, closed: Collection[str] = ()) -> float:  # noqa: ARG002  (as `Agent.step`)
        """Ask, verify, bring in: whatever is due.

        Returns:
            Seconds after which the next step is wanted.

        Raises:
            StoppedError: `stop` said so.
            UsageError: nobody said which root to trust.
        """
        self._timekeeper.tick()
        before = self.progress
        while True:
            try:
                self._round()
            except StoppedError:
                if self._pulse.news is None:
                    raise
                continue  # something new came while we were at work: that first
            break
        lost = any(isinstance(each, TransportError) for each in self._wrong())
        self._failures = self._failures + 1 if lost and self.progress == before else 0
        self._tell()
        return max(0.0, self._next() - self._clock.monotonic())

    def close(self) -> None:
        """Give connections back."""
        self._transport.close()

    # One round

    def _round(self) -> None:
        pulse = self._pulse
        if pulse.due():
            lost = pulse.fault is not None
            pulse.poll()
            if lost and pulse.fault is None:
                self._bring_at = self._clock.monotonic()  # it is back: what waits goes on at once
        late = pulse.fault is None and self._clock.monotonic() >= self._visit_at
        if pulse.news is not None or late:
            self._visit_source()
        self._plugged_in()  # after the news that may have interrupted it
        if self._offers and self._clock.monotonic() >= self._bring_at:
            for role in _ROLES:
                self._bring(role)

    def _next(self) -> float:
        moments = [self._pulse.due_at]
        if self._pulse.fault is None:
            moments.append(self._visit_at)
        if self._offers:
            moments.append(self._bring_at)
        return min(moments)

    def _interrupted(self) -> bool:
        """Asked all through long work: the time to poll."""
        if self._stop():
            return True
        if self._pulse.news is None and self._pulse.due():
            self._pulse.poll()
        return self._pulse.news is not None

    def _visit_source(self) -> None:
        news = self._pulse.take()
        begun = self._clock.monotonic()
        try:
            trust = trusted(self._store, self._source, self._transport)
            ends = self._visit(trust, self._transport, news)
        except TransportError as error:
            self._pulse.lost(error)
            self._visit_at = self._pulse.due_at
            return
        except (TrustError, DeviceError) as error:
            self._faults["trust"] = error
            ends = begun + self._retries.failed()
            if isinstance(error, TrustError):
                self._pulse.reached()
        else:
            self._faults.pop("trust", None)
            if not self._faults:
                self._retries.poll()
            self._pulse.reached()
        self._pulse.settled(news)
        again = begun + self._retries.failed() if self._partly() else float("inf")
        self._visit_at = min(begun + self._limits.recheck, ends, again)

    def _partly(self) -> bool:
        """Whether a role could not be verified, and is worth another look soon.

        What was verified and cannot be read here stays so until something else is published.
        """
        return any(
            role not in self._offers and not isinstance(fault, ContentError)
            for role, fault in self._faults.items()
            if role != "trust"
        )

    def _visit(
        self, trust: Trust, transport: Transport, primed: Fetched | None, stick: bool = False
    ) -> float:
        """Verify, and take note of what is offered. Returns when the first role expires."""
        at = self._timekeeper.judged()
        wrong: list[SignageError] = []
        known = floors(self._store.active(), self._store.urgent())
        with Visit(trust, transport, at, floors=known, primed=primed, limits=self._limits) as visit:
            visit.refresh()
            expires = visit.expires
            for role in _ROLES:
                try:
                    promise = visit.promise(role)
                    if promise is not None:
                        expires = min(expires, promise.expires)
                    self._consider(visit, role, promise, transport, stick=stick)
                except (TrustError, ContentError, SourceError) as error:
                    if stick:
                        wrong.append(error)
                        continue
                    self._offers.pop(role, None)
                    self._faults[role] = error
            if not stick:
                self._keep(visit.record())
        if wrong:
            raise wrong[0]
        return self._clock.monotonic() + max((expires - at).total_seconds(), 0.0) + 1.0

    def _consider(
        self,
        visit: Visit,
        role: Role,
        promise: Promise | None,
        transport: Transport,
        *,
        stick: bool,
    ) -> None:
        """Make an offer of what a role promises, unless that is in force already."""
        if promise is None:
            if role == "release":
                raise SourceError(f"{transport.name}: nothing was published yet")
            self._offers.pop(role, None)
            self._faults.pop(role, None)
            self._withdraw()
            return
        name = f"{role}-{promise.version}-{promise.sha256[:12]}"
        known = self._in_force(role)
        if known is not None and known.release == name and self._ours(known):
            if not stick:
                self._faults.pop(role, None)
                if role in self._offers and self._offers[role].release != name:
                    del self._offers[role]
            return
        manifest = self._known.get(promise.sha256)
        if manifest is None:
            manifest = read(visit.manifest(promise))
            self._known = {**dict(list(self._known.items())[-3:]), promise.sha256: manifest}
            self._timekeeper.learn(datetime.fromisoformat(manifest.created))
        self._check_paths(role, manifest, transport)
        manifest = replace(manifest, reviewed=manifest.reviewed and promise.reviewed)
        offer = Offer(role, promise.version, visit.root, name, manifest)
        if stick:
            record = visit.record()
            self._switch(offer, transport, lambda: self._keep(record))
            self._offers.pop(role, None)  # of the server, and not newer: what was kept is not
            self._faults.pop(role, None)
            return
        pending = self._offers.get(role)
        if pending is not None and pending.release == name:
            return  # it waits for its next attempt
        self._offers[role] = offer
        self._faults.pop(role, None)
        self._bring_at = self._clock.monotonic()
        if role == "emergency":
            self._keep(visit.record())  # what is trusted first, what is fetched then
            self._bring(role)

    def _check_paths(self, role: Role, manifest: Manifest, transport: Transport) -> None:
        if role != "release":
            return
        for path in manifest.files:
            if path == "emergency" or path.startswith("emergency/"):
                raise TrustError(
                    f"{transport.name}: the release holds {path}, which only an emergency may: "
                    "refused"
                )

    def _bring(self, role: Role) -> None:
        offer = self._offers.get(role)
        if offer is None:
            return
        if role not in self._faults:
            self._report.still("waiting", f"{offer.release} is being taken in")
        try:
            self._switch(offer, self._transport)
        except (SourceError, TrustError, DeviceError) as error:
            self._faults[role] = error
            retries = self._doubts if isinstance(error, TrustError) else self._retries
            pause = retries.failed(getattr(error, "retry_after", None))
            self._bring_at = self._clock.monotonic() + pause
            return
        self._faults.pop(role, None)
        del self._offers[role]
        self._doubts.poll()
        if not self._faults:
            self._retries.poll()

    def _switch(
        self, offer: Offer, transport: Transport, before: Callable[[], None] = lambda: None
    ) -> None:
        spare = {sha for each in self._offers.values() for sha in each.bodies()}
        now = arrival(self._clock.now(), trusted=self._timekeeper.trusted())
        self._bringing.bring(offer, transport, now, spare=spare, before=before)

    def _withdraw(self) -> None:
        """The centre signs no emergency at all."""
        self._bringing.forget("emergency")
        if self._store.urgent() is not None:
            self._store.alarm(None)
            self._bringing.progress += 1
            _log.info("%s: the emergency was withdrawn", self._source.name)

    # Trust

    def _keep(self, trust: Trust) -> None:
        content = encode(trust.known_as(self._source.name))
        if content == self._store.trust():
            return
        try:
            self._store.keep_trust(content)
        except DeviceError:  # full, perhaps: then old bodies make room, if there are any
            if not self._store.trim(
                {sha for each in self._offers.values() for sha in each.bodies()}
            ):
                raise
            self._store.keep_trust(content)

    # Sticks

    def _plugged_in(self) -> None:
        if self._source.sticks is None:
            return
        self._sticks += self._source.sticks.fresh()
        while self._sticks:
            self._take_stick(self._sticks[0])  # interrupted, it is taken up again
            del self._sticks[0]

    def _take_stick(self, stick: Stick) -> None:
        transport = DirectoryTransport(stick.folder, limits=self._source.network)
        before = self.progress
        try:
            self._visit(
                trusted(self._store, self._source, transport, stick=True),
                transport,
                None,
                stick=True,
            )
        except OldError:
            _log.info("%s: older than what is here: ignored", stick.folder)
        except UsageError:
            _log.warning(
                "%s: ignored: no root is trusted yet, and a stick brings none", stick.folder
            )
        except (TrustError, ContentError, DeviceError) as error:
            words = "ignored" if self.progress == before else "taken in but for this"
            _log.warning("%s: %s: %s", stick.folder, words, error)
        except SourceError as error:
            _log.warning("%s: pulled out, or not readable: %s", stick.folder, error)
        else:
            taken = self.progress > before
            words = "its release was taken in" if taken else "nothing in it is newer than here"
            _log.info("%s: %s", stick.folder, words)

    # What is told

    def _wrong(self) -> list[SignageError]:
        """All that is wrong now."""
        faults = list(self._faults.values())
        return faults if self._pulse.fault is None else [*faults, self._pulse.fault]

    def _in_force(self, role: Role) -> Activation | None:
        return self._store.urgent() if role == "emergency" else self._store.active()

    def _ours(self, known: Activation) -> bool:
        return known.signed and known.source == self._source.name

    def _tell(self) -> None:
        fault = self.fault
        self.settled = fault is None and not self._offers
        bringing = self._bringing
        self._report.note(
            state_of(fault, settled=self.settled),
            None if fault is None else str(fault),
            faults=tuple(each for role in _ROLES for each in bringing.notes.get(role, ())),
            quarantine={
                path: reason
                for role in _ROLES
                for path, reason in bringing.quarantine.get(role, {}).items()
            },
        )
