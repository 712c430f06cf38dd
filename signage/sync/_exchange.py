"""One request on a thread of its own: whoever waits for it can always leave at once."""

from __future__ import annotations

import contextlib
import queue
import socket
import threading
from typing import TYPE_CHECKING, TypeVar

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from signage.store import StoppedError
from signage.sync._transport import TransportError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from signage.config import NetworkLimits

__all__ = ["Adapter", "Exchange", "aside"]

_EVERY = 0.1
"""Seconds between looks at whether to go on waiting."""

_Result = TypeVar("_Result")
_running = threading.local()


class Exchange:
    """What is going on in one request, and the way to end it from another thread.

    Time-outs of a socket say nothing of a server that sends a byte now and then, be it of its
    headers; so the one who waits counts what came, over the whole of it, the look-up of the name
    included. With the bound on a file's size that is a deadline for all of it, too.
    """

    def __init__(
        self,
        url: str,
        limits: NetworkLimits,
        monotonic: Callable[[], float],
    ) -> None:
        self.url = url
        self._limits = limits
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._ended = False
        self._connection: HTTPConnection | None = None
        self._count = 0
        self._mark = (monotonic(), 0)

    def check(self, stop: Callable[[], bool]) -> None:
        """Asked by the one who waits.

        Raises:
            StoppedError: `stop` said so.
            TransportError: what comes is too slow to wait for.
        """
        if stop():
            raise StoppedError("stopped")
        now, count = self._monotonic(), self._count
        since, before = self._mark
        limits = self._limits
        if now - since >= limits.stall:
            if count - before < limits.least_speed * limits.stall:
                raise TransportError(
                    f"{self.url}: {count - before:,} bytes in {now - since:.0f} s: stalled; "
                    "check the network",
                    kind="stalled",
                )
            self._mark = (now, count)

    def cancel(self) -> None:
        """End it, whatever it waits for. After this it writes nothing any more."""
        with self._lock:
            self._ended = True
            connection = self._connection
        stream = None if connection is None else connection.sock
        if stream is not None:
            with contextlib.suppress(OSError):
                # Not the method of a TLS socket, which changes what its reader is using.
                socket.socket.shutdown(stream, socket.SHUT_RDWR)

    @contextlib.contextmanager
    def writing(self, count: int) -> Iterator[None]:
        """Hold on to what was received while it is written down.

        Raises:
            StoppedError: nobody waits for it any more.
        """
        with self._lock:
            if self._ended:
                raise StoppedError("stopped")
            self._count += count
            yield

    def uses(self, connection: HTTPConnection) -> None:
        """This is the connection to cut in `cancel`."""
        with self._lock:
            if self._ended:
                raise StoppedError("stopped")
            self._connection = connection


def aside(exchange: Exchange, work: Callable[[], _Result], stop: Callable[[], bool]) -> _Result:
    """Do the work on another thread, and wait for it as long as that makes sense.

    Raises:
        StoppedError: `stop` said so.
        TransportError: the exchange stalled.
    """
    done: queue.SimpleQueue[tuple[_Result | None, BaseException | None]] = queue.SimpleQueue()

    def run() -> None:
        _running.exchange = exchange
        try:
            done.put((work(), None))
        except BaseException as error:  # noqa: BLE001  (it is raised where it is waited for)
            done.put((None, error))

    # A daemon: one that hangs in a look-up of a name must not hold up the end of the program.
    threading.Thread(target=run, name="exchange", daemon=True).start()
    while True:
        try:
            result, error = done.get(timeout=_EVERY)
        except queue.Empty:
            try:
                exchange.check(stop)
            except BaseException:
                exchange.cancel()
                raise
        else:
            if error is not None:
                raise error
            return result  # type: ignore[return-value]  # None only where work gives None


class _Told:
    """Tells the exchange that runs on this thread which connection it uses."""

    def connect(self) -> None:
        _tell(self)
        super().connect()  # type: ignore[misc]  # of the class beside this one

    def request(self, *arguments: Any, **more: Any) -> None:
        _tell(self)
        super().request(*arguments, **more)  # type: ignore[misc]  # the same


def _tell(connection: object) -> None:
    exchange = getattr(_running, "exchange", None)
    if exchange is not None:
        exchange.uses(connection)


class _Plain(_Told, HTTPConnection):
    pass


class _Secure(_Told, HTTPSConnection):
    pass


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


_POOLS = {"http": _PlainPool, "https": _SecurePool}


class Adapter(HTTPAdapter):
    """Requests' own, with connections that an `Exchange` can cut."""

    def init_poolmanager(self, *arguments: Any, **more: Any) -> None:
        """See `HTTPAdapter`."""
        super().init_poolmanager(*arguments, **more)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, *arguments: Any, **more: Any) -> Any:
        """See `HTTPAdapter`."""
        manager = super().proxy_manager_for(*arguments, **more)
        manager.pool_classes_by_scheme = _POOLS
        return manager
