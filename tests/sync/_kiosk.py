"""A centre that publishes for real, and a kiosk that follows it with time in the test's hands."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from signage.config import NETWORK, SIGNED, StoreLimits
from signage.journal import Timekeeper
from signage.store import Store
from signage.sync._directory import DirectoryTransport
from signage.sync._pin import SignedSource
from signage.sync._signed import SignedAgent
from signage.sync._transport import Fetched, TransportError
from signage.sync._trust import Anchor, anchor
from tests.release.trees import EMERGENCY_YAML, NOW, PLAYLIST_YAML, Centre
from tests.sync._fakes import PNG, FakeExaminer

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from signage.sync._stick import Sticks
    from signage.sync._transport import Part

__all__ = ["EMERGENCY_YAML", "PLAYLIST_YAML", "PNG", "Kiosk", "Wire"]

DOWN = TransportError("the cable is out", kind="refused")


@dataclass
class Wire:
    """A transport over a folder that counts, and can be cut or made to lie."""

    folder: Path
    name: str = "http://centre"
    down: TransportError | None = None
    """What every request ends with."""
    lies: dict[str, bytes | TransportError] = field(default_factory=dict)
    """Path to what is served instead."""
    asked: list[str] = field(default_factory=list)
    meanwhile: Callable[[str], None] = lambda _path: None
    """Called with each path before it is served."""
    whole: int = 1 << 60
    """Bytes of a body after which the wire breaks."""

    def fetch(self, path: str, *, limit: int, known: str | None = None) -> Fetched | None:
        self._ask(path)
        if path in self.lies:
            content = self._lie(path)
            if len(content) > limit:
                raise TransportError("too long", kind="length")
            return Fetched(content, f"a lie about {path}")
        return DirectoryTransport(self.folder).fetch(path, limit=limit, known=known)

    def download(self, path: str, part: Part, size: int, stop: Callable[[], bool]) -> None:
        self._ask(path)
        if path in self.lies:
            part.restart()
            part.write(self._lie(path))
            return
        if size - part.size > self.whole:
            content = (self.folder / path).read_bytes()
            part.write(content[part.size : part.size + self.whole])
            raise TransportError("cut", kind="cut")
        DirectoryTransport(self.folder).download(path, part, size, stop)

    def close(self) -> None:
        """Nothing is open."""

    def _ask(self, path: str) -> None:
        self.asked.append(path)
        self.meanwhile(path)
        if self.down is not None:
            raise self.down

    def _lie(self, path: str) -> bytes:
        lie = self.lies[path]
        if isinstance(lie, TransportError):
            raise lie
        return lie


class Time:
    """A clock that goes when it is told to, and may be years late."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self.seconds = 1000.0
        self.late = timedelta()
        self.trusted = True

    def monotonic(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds - 1000) - self.late

    def go(self, **delta: float) -> None:
        passed = timedelta(**delta)
        self.seconds += passed.total_seconds()
        self._centre.clock += passed


class Kiosk:
    """An agent in `root/state` that follows `centre` over a `Wire`."""

    def __init__(
        self,
        root: Path,
        centre: Centre,
        *,
        trust: Anchor | str | None = "root",
        sticks: Sticks | None = None,
        first_use: bool = False,
    ) -> None:
        self.centre = centre
        self.wire = Wire(centre.tree)
        self.time = Time(centre)
        self.examiner = FakeExaminer()
        self.store = Store(root / "state", limits=StoreLimits(keep_free=0))
        with self.store.lock():
            pass
        pinned = anchor(str(centre.keys / "1.root.json")) if trust == "root" else trust
        assert not isinstance(pinned, str)
        self.source = SignedSource(
            "http://centre", lambda _stop: self.wire, anchor=pinned, sticks=sticks,
            first_use=first_use, network=NETWORK, limits=SIGNED,
        )  # fmt: skip
        self.stopped = False
        self.restart()

    def restart(self) -> None:
        """As after a power cut: nothing is left but what is on the disk."""
        self.agent = SignedAgent(
            self.store, self.source, self.examiner, self.time, stop=lambda: self.stopped,
            timekeeper=Timekeeper(
                self.store.state, now=self.time.now, synchronised=lambda: self.time.trusted,
                rtc=lambda: None, said=lambda: None, boot=lambda: "",
                built=NOW - timedelta(days=90),
            ),
            chance=lambda: 0.5,
        )  # fmt: skip

    def step(self, **delta: float) -> float:
        self.time.go(**delta)
        return self.agent.step()

    def run(self, seconds: float = 10.0) -> None:
        """Let the time pass, as its loop would."""
        end = self.time.seconds + seconds
        while end - self.time.seconds > 0.001:
            self.time.go(seconds=min(max(self.agent.step(), 0.1), end - self.time.seconds))
        self.agent.step()

    @property
    def state(self) -> str:
        assert self.agent.status is not None
        return self.agent.status.sync.state

    @property
    def error(self) -> str:
        assert self.agent.status is not None
        return self.agent.status.sync.error or ""

    @property
    def code(self) -> int:
        """The exit code of a `sync --once` that met this."""
        fault = self.agent.fault
        return 0 if fault is None else fault.exit_code

    @property
    def release(self) -> int:
        """The version that is active; 0: none."""
        active = self.store.active()
        return 0 if active is None else active.version

    @property
    def urgent(self) -> tuple[str, ...]:
        """Ids of the emergency's playlists."""
        found = self.store.urgent()
        return () if found is None else tuple(each.id for each in found.manifest.content.playlists)

    def forget_trust(self) -> None:
        """A power cut tears every generation of the trust record."""
        for path in self.store.state.glob("trust*"):
            path.write_bytes(b"")
