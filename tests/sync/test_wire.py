"""Every fault of a network against a kiosk that follows a real centre over real sockets.

The kiosk keeps what it shows, says what is wrong once when it begins and once when it is over,
never takes a fault of the network for an attack, and goes on by itself.
"""

from __future__ import annotations

import logging
import socket
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from signage.sync._http import HttpTransport
from tests.release.trees import Centre
from tests.sync._kiosk import PNG, Kiosk
from tests.sync._server import Asked, Server, Wire

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from signage.sync._transport import Kind

pytestmark = pytest.mark.usefixtures("hasty")

ONE = "items:\n- image: a.png\n"


def _cut(_asked: Asked, wire: Wire) -> None:
    wire.head(200, Content_Length=1_000)
    wire.send(b"x")


def _reset(_asked: Asked, wire: Wire) -> None:
    wire.head(200, Content_Length=1_000)
    wire.reset()


def _silent(_asked: Asked, wire: Wire) -> None:
    wire.rest(5)


def _trickle(_asked: Asked, wire: Wire) -> None:
    wire.head(200)
    while not wire.rest(0.02):
        wire.send(b"x")


def _trickled_headers(_asked: Asked, wire: Wire) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\nX: ")
    while not wire.rest(0.02):
        wire.send(b"x")


def _endless(_asked: Asked, wire: Wire) -> None:
    wire.head(200)
    while not wire.rest(0):
        wire.send(b"x" * 65536)


def _answer(status: int, body: bytes = b"", **headers: str) -> Callable[[Asked, Wire], None]:
    return lambda _asked, wire: wire.answer(status, body, **headers)


@dataclass(frozen=True)
class Fault:
    name: str
    play: Callable[[Asked, Wire], None]
    kinds: set[Kind]
    says: str
    speed: int = 1
    """Thirty seconds of silence are so many times less."""


FAULTS = [
    Fault("cut", _cut, {"cut", "length"}, ""),
    Fault("reset", _reset, {"cut", "length"}, ""),
    Fault("silent", _silent, {"silent", "stalled"}, "check the network", 100),
    Fault("trickle of single bytes", _trickle, {"stalled"}, "stalled", 100),
    Fault("trickle of headers", _trickled_headers, {"stalled"}, "stalled", 100),
    Fault("longer than it may be", _endless, {"length"}, "bytes"),
    Fault(
        "captive portal",
        _answer(200, b"<!DOCTYPE html><title>Wi-Fi</title>", Content_Type="text/html"),
        {"login"},
        "login page",
    ),
    Fault("login by status", _answer(511, b"<html>"), {"login"}, "login page"),
    Fault(
        "packed",
        _answer(200, b"\x1f\x8b\x08", Content_Encoding="gzip"),
        {"encoding"},
        "packs it (gzip)",
    ),
    Fault("429", _answer(429, Retry_After="7"), {"busy"}, "HTTP 429"),
    Fault(
        "503 until a date",
        _answer(
            503, Date="Fri, 01 Jan 2016 00:00:00 GMT", Retry_After="Fri, 01 Jan 2016 00:00:20 GMT"
        ),
        {"busy"},
        "HTTP 503",
    ),
    Fault("500", _answer(500), {"status"}, "HTTP 500"),
    Fault("403", _answer(403), {"status"}, "refuses us"),
    Fault("404", _answer(404), {"missing"}, "not there"),
    Fault("redirect loop", _answer(302, Location="?again"), {"redirect"}, "redirected more"),
    Fault(
        "redirect to a file", _answer(302, Location="file:///etc/passwd"), {"redirect"}, "follow"
    ),
    Fault("no HTTP", lambda _asked, wire: wire.send(b"SSH-2.0-x\r\n\r\n"), {"cut"}, "was cut"),
]


BODIES = {"cut", "trickle of single bytes", "captive portal", "503 until a date"}
"""Also played in every run while a body comes; the rest with `--long`."""


class Line:
    """A kiosk, its centre, and the server between them."""

    def __init__(self, root: Path, server: Server) -> None:
        self.server = server
        self.speed = 1
        """How many times faster than it is the kiosk takes the time of a transfer to be."""
        self.centre = Centre(root / "centre")
        self.centre.write({"p.yaml": ONE}, {"a.png": PNG + b"a"})
        self.centre.publish()
        self.mirror()
        self.kiosk = Kiosk(root, self.centre)
        self.kiosk.source.connect = lambda stop: HttpTransport(
            server.url, stop=stop, monotonic=lambda: time.monotonic() * self.speed
        )
        self.kiosk.restart()
        self.kiosk.run()

    def mirror(self) -> set[str]:
        """Serve the tree as it is now. Returns what is new of it."""
        tree = self.centre.tree
        files = {
            path.relative_to(tree).as_posix(): path.read_bytes()
            for path in tree.rglob("*")
            if path.is_file()
        }
        new = {path for path, content in files.items() if self.server.files.get(path) != content}
        self.server.files.clear()
        self.server.files.update(files)
        return new

    def publish(self, content: bytes) -> set[str]:
        self.centre.write({}, {"a.png": PNG + content})
        self.centre.publish()
        return self.mirror()


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Line]:
    for name in ("http_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with Server() as server:
        made = Line(tmp_path, server)
        assert (made.kiosk.release, made.kiosk.state) == (1, "current")
        yield made
        made.kiosk.agent.close()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_while_it_polls(line: Line, fault: Fault, caplog: pytest.LogCaptureFixture) -> None:
    kiosk = line.kiosk
    line.server.scripts["metadata/timestamp.json"] = fault.play
    line.speed = fault.speed
    with caplog.at_level(logging.INFO, logger="signage"):
        kiosk.run(40)
        assert (kiosk.state, kiosk.code, kiosk.release) == ("lost", 4, 1)
        assert fault.says in kiosk.error
        assert len([each for each in caplog.records if each.levelname == "WARNING"]) == 1
        line.server.scripts.clear()
        line.speed = 1
        line.publish(b"new")
        kiosk.run(90)
    assert (kiosk.state, kiosk.code, kiosk.release) == ("current", 0, 2)
    ended = [each for each in caplog.records if "answers again" in each.getMessage()]
    assert len(ended) == 1


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(each, id=each.name, marks=() if each.name in BODIES else pytest.mark.long)
        for each in FAULTS
    ],
)
def test_while_a_body_comes(line: Line, fault: Fault) -> None:
    kiosk = line.kiosk
    new = line.publish(b"new" * 1000)
    (body,) = (
        path
        for path in new
        if path.startswith("targets/") and len(line.server.files[path]) > 3000
        and not path.endswith(".json")
    )  # fmt: skip
    line.server.scripts[body] = fault.play
    line.speed = fault.speed
    kiosk.run(20)
    assert (kiosk.state, kiosk.code, kiosk.release) == ("lost", 4, 1)
    line.server.scripts.clear()
    line.speed = 1
    kiosk.run(130)
    assert (kiosk.state, kiosk.code, kiosk.release) == ("current", 0, 2)


def test_a_wrong_body_of_the_right_length_is_not_trusted(line: Line) -> None:
    kiosk = line.kiosk
    new = line.publish(b"new" * 1000)
    for path in new:
        if path.startswith("targets/") and not path.endswith(".json"):
            line.server.files[path] = b"\0" * len(line.server.files[path])
    kiosk.run(20)
    assert (kiosk.state, kiosk.code, kiosk.release) == ("refused", 6, 1)
    line.mirror()
    kiosk.run(130)
    assert (kiosk.state, kiosk.release) == ("current", 2)


def test_nobody_there(line: Line) -> None:
    kiosk = line.kiosk
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    kiosk.source.connect = lambda stop: HttpTransport(f"http://127.0.0.1:{port}/", stop=stop)
    kiosk.agent.close()
    kiosk.restart()
    kiosk.run(20)
    assert (kiosk.state, kiosk.code, kiosk.release) == ("lost", 4, 1)
    assert "nobody answers there" in kiosk.error


def test_a_name_that_nobody_knows(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    kiosk = line.kiosk

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    kiosk.source.connect = lambda stop: HttpTransport("http://xa.invalid/", stop=stop)
    kiosk.agent.close()
    kiosk.restart()
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    kiosk.run(20)
    assert (kiosk.state, kiosk.code, kiosk.release) == ("lost", 4, 1)
    assert "nobody knows this name" in kiosk.error


def test_retry_after_is_honoured(line: Line) -> None:
    kiosk = line.kiosk
    line.server.scripts["metadata/timestamp.json"] = _answer(503, Retry_After="200")
    kiosk.run(5)
    line.server.asked.clear()
    kiosk.run(180)
    assert line.server.asked == []
    line.server.scripts.clear()
    kiosk.run(80)
    assert kiosk.state == "current"
