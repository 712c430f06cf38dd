"""A web server that misbehaves as it is told, path by path. It listens on this machine only."""

from __future__ import annotations

import contextlib
import hashlib
import re
import socket
import struct
import threading
import time
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Self
from urllib.parse import unquote

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

_WORDS = {200: "OK", 206: "Partial Content", 304: "Not Modified", 404: "Not Found"}


@dataclass(frozen=True)
class Asked:
    """A request: the path as it was written, and the headers with small names."""

    path: str
    headers: dict[str, str]


class Wire:
    """A script's end of the connection."""

    def __init__(self, stream: socket.socket, gone: threading.Event) -> None:
        self._stream = stream
        self._gone = gone

    def send(self, content: bytes) -> None:
        self._stream.sendall(content)

    def head(self, status: int = 200, /, **headers: str | int) -> None:
        """The first line and the headers; `_` in a name is written `-`."""
        lines = [f"HTTP/1.1 {status} {_WORDS.get(status, 'Words')}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.send("\r\n".join([*lines, "", ""]).encode())

    def answer(self, status: int = 200, body: bytes = b"", /, **headers: str | int) -> None:
        """A whole answer of the right length."""
        self.head(status, **{"Content_Length": len(body), **headers})
        self.send(body)

    def reset(self) -> None:
        """End the connection so that the other side gets ECONNRESET."""
        self._stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._stream.close()

    def rest(self, seconds: float) -> bool:
        """Do nothing; true when the test is over."""
        return self._gone.wait(seconds)


class Server:
    """Serves `files` well, with ETags and ranges, and plays `scripts` for their paths.

    After a script the connection is closed.
    """

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.files: dict[str, bytes] = {}
        self.scripts: dict[str, Callable[[Asked, Wire], object]] = {}
        self.asked: list[Asked] = []
        self.connections = 0
        self.at_once = 0
        """The most requests that were answered side by side."""
        self._context = context
        self._gone = threading.Event()
        self._lock = threading.Lock()
        self._now = 0
        self._streams: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        scheme = "https" if context else "http"
        self.url = f"{scheme}://127.0.0.1:{self.port}/"

    def __enter__(self) -> Self:
        self._accepting = threading.Thread(target=self._accept)
        self._accepting.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._gone.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._accepting.join()
        self._listener.close()
        with self._lock:
            for stream in self._streams:
                with contextlib.suppress(OSError):
                    socket.socket.shutdown(stream, socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()

    def paths(self) -> list[str]:
        return [each.path for each in self.asked]

    def tag(self, path: str) -> str:
        return f'"{hashlib.sha256(self.files[path]).hexdigest()[:12]}"'

    def _accept(self) -> None:
        while not self._gone.is_set():
            try:
                stream, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(stream,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, stream: socket.socket) -> None:
        stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self._lock:
            self._streams.add(stream)
        with contextlib.suppress(OSError), stream:
            if self._context is not None:
                with self._context.wrap_socket(stream, server_side=True) as secure:
                    with self._lock:
                        self._streams.add(secure)
                    self._talk(secure)
            else:
                self._talk(stream)
        with self._lock:
            self._streams = {each for each in self._streams if each.fileno() >= 0}

    def _talk(self, stream: socket.socket) -> None:
        with stream.makefile("rb") as reader:
            while asked := _request(reader):
                self.asked.append(asked)
                with self._lock:
                    self._now += 1
                    self.at_once = max(self.at_once, self._now)
                try:
                    if not self._play(asked, Wire(stream, self._gone)):
                        return
                finally:
                    with self._lock:
                        self._now -= 1

    def _play(self, asked: Asked, wire: Wire) -> bool:
        path = unquote(asked.path.partition("?")[0]).lstrip("/")
        if script := self.scripts.get(path):
            script(asked, wire)
            return False
        if path not in self.files:
            wire.answer(404, b"not here")
        else:
            self._file(path, asked, wire)
        return True

    def _file(self, path: str, asked: Asked, wire: Wire) -> None:
        content, tag = self.files[path], self.tag(path)
        if asked.headers.get("if-none-match") == tag:
            wire.head(304, ETag=tag)
            return
        begun = re.fullmatch(r"bytes=(\d+)-", asked.headers.get("range", ""))
        if begun and asked.headers.get("if-range", tag) == tag:
            first = int(begun[1])
            if first >= len(content):
                wire.answer(416, Content_Range=f"bytes */{len(content)}")
                return
            where = f"bytes {first}-{len(content) - 1}/{len(content)}"
            wire.answer(206, content[first:], ETag=tag, Content_Range=where)
            return
        wire.answer(200, content, ETag=tag)


def _request(reader: IO[bytes]) -> Asked | None:
    """The next request on a connection; None when there is none."""
    line = reader.readline(65536)
    if not line.startswith(b"GET "):
        return None
    headers: dict[str, str] = {}
    while each := reader.readline(65536).strip():
        name, _, value = each.decode().partition(":")
        headers[name.casefold()] = value.strip()
    return Asked(line.split()[1].decode(), headers)


def hurried(times: float) -> Callable[[], float]:
    """A clock that goes so many times faster, for who has half a minute's patience."""
    return lambda: time.monotonic() * times


class FakePart:
    """A part in memory; see `signage.store.Part`."""

    def __init__(self, content: bytes = b"") -> None:
        self.content = content
        self.restarts = 0

    @property
    def size(self) -> int:
        return len(self.content)

    def restart(self) -> None:
        self.restarts += 1
        self.content = b""

    def write(self, chunk: bytes) -> None:
        self.content += chunk
