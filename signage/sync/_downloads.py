"""Many bodies, several at once, each into the store as soon as it is whole and right."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from signage.config import NETWORK, NetworkLimits
from signage.errors import SourceError, TrustError
from signage.store import SpoiltPartError, StoppedError
from signage.sync._transport import MissingError, TransportError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from signage.release.manifest import Body
    from signage.store import Part, Store
    from signage.sync._transport import Transport

__all__ = ["Brought", "Downloads", "Tally", "Wanted"]

_EVERY = 0.1
"""Seconds between looks at whether to go on."""
_LEAVE = 2.0
"""Seconds in which the threads end once they are told to; one that hangs in the kernel is left."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A body to fetch: where it lies, what it is, and what a message calls it."""

    path: str
    body: Body
    name: str


@dataclass
class Brought:
    """What came of one round; a body that was in the store already came too."""

    came: set[str] = field(default_factory=set)
    """SHA-256 of each."""
    failed: dict[str, SourceError | TrustError] = field(default_factory=dict)
    """SHA-256 to what was wrong; also of those not tried, since the source had failed by then."""


@dataclass
class Tally:
    """How far a round has got, for whoever draws bars; read it from any thread."""

    files: int = 0
    files_done: int = 0
    size: int = 0
    """Bytes of all that are fetched, what earlier rounds left of them included."""
    done: int = 0
    """Bytes of them that are there."""
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)
    """Of whoever counts."""

    def add(self, size: int) -> None:
        """Count bytes that came, or that are void again."""
        with self.lock:
            self.done += size


class Downloads:
    """Fetches bodies from a transport into a store, whose lock must be held.

    What is wanted first is begun first. A body that fails does not hold the others back, but where
    the network itself fails a few times in a row, the rest is not tried. Nothing is fetched that
    the store has, and nothing twice.
    """

    def __init__(
        self, store: Store, transport: Transport, *, limits: NetworkLimits = NETWORK
    ) -> None:
        self._store = store
        self._transport = transport
        self._limits = limits
        self.tally = Tally()
        """Of the present round, or the last one."""

    def bring(self, wanted: Iterable[Wanted], stop: Callable[[], bool]) -> Brought:
        """Fetch, and come back when all came or failed.

        Raises:
            DeviceError: this device cannot take in more; what came is in the store.
            StoppedError: `stop` said so; it is asked several times a second.
        """
        one_each: dict[str, Wanted] = {}
        for each in wanted:
            one_each.setdefault(each.body.sha256, each)
        missing = [each for each in one_each.values() if not self._store.has(each.body)]
        self.tally = Tally(files=len(missing), size=sum(each.body.size for each in missing))
        came = one_each.keys() - {each.body.sha256 for each in missing}
        return _Round(self, self._limits, missing, set(came)).run(stop)

    def one(self, wanted: Wanted, stop: Callable[[], bool]) -> None:
        """Fetch a body; also from any thread.

        Raises:
            TransportError, TrustError, DeviceError, StoppedError: it did not come.
        """
        try:
            self._once(wanted, stop)
        except SpoiltPartError:  # bytes of before were wrong, which accuses nobody: anew
            self._once(wanted, stop)

    def _once(self, wanted: Wanted, stop: Callable[[], bool]) -> None:
        def ask() -> None:
            if stop():
                raise StoppedError("stopped")

        with self._store.part(wanted.body, wanted.name, ask) as part:
            counted = _Counted(part, self.tally)
            self._transport.download(wanted.path, counted, wanted.body.size, stop)
            part.finish()


class _Round:
    """One round: a few threads that take from a queue, and one that waits for them."""

    def __init__(
        self, downloads: Downloads, limits: NetworkLimits, missing: list[Wanted], came: set[str]
    ) -> None:
        self._downloads = downloads
        self._limits = limits
        self._queue = deque(missing)
        self._result = Brought(came)
        self._lock = threading.Lock()
        self._over = threading.Event()
        """There is nothing more to do, or no sense in doing it."""
        self._row = 0
        self._broken: BaseException | None = None

    def run(self, stop: Callable[[], bool]) -> Brought:
        threads = [
            # Daemons: one that hangs in the kernel must not hold up the end of the program.
            threading.Thread(target=self._work, name=f"download-{number}", daemon=True)
            for number in range(min(self._limits.at_once, len(self._queue)))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            while thread.is_alive():
                thread.join(_EVERY)
                if stop():
                    self._over.set()
                    for each in threads:
                        each.join(_LEAVE / len(threads))
                    raise StoppedError("stopped")
        if self._broken is not None:
            raise self._broken
        return self._result

    def _work(self) -> None:
        while not self._over.is_set():
            with self._lock:
                if not self._queue:
                    return
                wanted = self._queue.popleft()
            try:
                self._downloads.one(wanted, self._over.is_set)
            except StoppedError:
                return
            except (SourceError, TrustError) as error:
                self._failed(wanted, error)
            except BaseException as error:  # noqa: BLE001  (a full disk, or a slip of ours)
                self._broken = self._broken or error
                self._over.set()
            else:
                with self._lock:
                    self._row = 0
                    self._result.came.add(wanted.body.sha256)
                    self._downloads.tally.files_done += 1

    def _failed(self, wanted: Wanted, error: SourceError | TrustError) -> None:
        with self._lock:
            self._result.failed[wanted.body.sha256] = error
            if not isinstance(error, TransportError) or isinstance(error, MissingError):
                return
            self._row += 1
            if self._row >= self._limits.hopeless or error.retry_after is not None:
                for each in self._queue:
                    self._result.failed[each.body.sha256] = error
                self._queue.clear()


class _Counted:
    """A part that tells how it grows."""

    def __init__(self, part: Part, tally: Tally) -> None:
        self._part = part
        self._tally = tally
        tally.add(part.size)

    @property
    def size(self) -> int:
        return self._part.size

    def restart(self) -> None:
        self._tally.add(-self._part.size)
        self._part.restart()

    def write(self, chunk: bytes) -> None:
        self._part.write(chunk)
        self._tally.add(len(chunk))
