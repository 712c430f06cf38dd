from __future__ import annotations

import socket
import threading
import time
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from signage.config import NETWORK
from signage.errors import DeviceError, UsageError
from signage.store import StoppedError, source_name
from signage.sync import _exchange
from signage.sync._http import HttpTransport, secure
from signage.sync._transport import Fetched, MissingError, TransportError
from tests.sync._server import Asked, FakePart, Server, Wire, hurried

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BODY = bytes(range(256)) * 400
SMALL = b'{"signed": 1}'
_PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in _PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as made:
        made.files["a.json"] = SMALL
        made.files["body"] = BODY
        yield made


@pytest.fixture
def http(server: Server) -> Iterator[HttpTransport]:
    transport = HttpTransport(server.url)
    yield transport
    transport.close()


@pytest.fixture
def hasty(server: Server) -> Iterator[HttpTransport]:
    """Its thirty seconds are one."""
    transport = HttpTransport(server.url, monotonic=hurried(30))
    yield transport
    transport.close()


def never() -> bool:
    return False


def fault(act: Callable[[], object]) -> TransportError:
    with pytest.raises(TransportError) as caught:
        act()
    return caught.value


class TestFetch:
    def test_gives_the_file_and_how_to_ask_for_changes_only(
        self, server: Server, http: HttpTransport
    ) -> None:
        first = http.fetch("a.json", limit=1000)
        assert first is not None
        assert first.content == SMALL
        assert http.fetch("a.json", limit=1000, known=first.validator) is None
        server.files["a.json"] = b"{}"
        assert http.fetch("a.json", limit=1000, known=first.validator) == Fetched(
            b"{}", f"tag:{server.tag('a.json')}"
        )

    def test_asks_over_one_connection(self, server: Server, http: HttpTransport) -> None:
        for _ in range(3):
            http.fetch("a.json", limit=1000)
        fault(lambda: http.fetch("none.json", limit=1000))
        http.fetch("a.json", limit=1000)
        assert server.connections == 1

    def test_asks_for_plain_bytes(self, server: Server, http: HttpTransport) -> None:
        http.fetch("a.json", limit=1000)
        assert server.asked[0].headers["accept-encoding"] == "identity"

    def test_goes_by_the_time_of_change_where_there_is_no_tag(
        self, server: Server, http: HttpTransport
    ) -> None:
        date = "Mon, 23 Nov 2026 00:00:00 GMT"

        def script(asked: Asked, wire: Wire) -> None:
            if asked.headers.get("if-modified-since") == date:
                wire.head(304)
            else:
                wire.answer(200, SMALL, Last_Modified=date)

        server.scripts["a.json"] = script
        first = http.fetch("a.json", limit=1000)
        assert first is not None
        assert http.fetch("a.json", limit=1000, known=first.validator) is None

    def test_a_weak_tag_tells_changes_too(self, server: Server, http: HttpTransport) -> None:
        def script(asked: Asked, wire: Wire) -> None:
            if asked.headers.get("if-none-match") == 'W/"1"':
                wire.head(304)
            else:
                wire.answer(200, SMALL, ETag='W/"1"')

        server.scripts["a.json"] = script
        first = http.fetch("a.json", limit=1000)
        assert first is not None
        assert http.fetch("a.json", limit=1000, known=first.validator) is None

    def test_a_connection_that_the_server_closed_meanwhile_is_no_fault(
        self, server: Server, http: HttpTransport
    ) -> None:
        dropped: list[int] = []

        def script(_asked: Asked, wire: Wire) -> None:
            if not dropped:
                dropped.append(1)
                return  # and the connection is closed, without a byte
            wire.answer(200, SMALL)

        server.scripts["b.json"] = script
        http.fetch("a.json", limit=1000)
        got = http.fetch("b.json", limit=1000)
        assert got is not None
        assert got.content == SMALL

    @pytest.mark.parametrize("status", [404, 410])
    def test_what_is_not_there_is_missing(
        self, server: Server, http: HttpTransport, status: int
    ) -> None:
        server.scripts["x.json"] = lambda _asked, wire: wire.answer(status)
        with pytest.raises(MissingError) as caught:
            http.fetch("x.json", limit=1000)
        assert caught.value.status == status

    @pytest.mark.parametrize("status", [400, 401, 403, 418, 500, 502])
    def test_any_other_status_is_named(
        self, server: Server, http: HttpTransport, status: int
    ) -> None:
        server.scripts["x.json"] = lambda _asked, wire: wire.answer(status)
        error = fault(lambda: http.fetch("x.json", limit=1000))
        assert error.status == status
        assert f"HTTP {status}" in str(error)
        assert not isinstance(error, MissingError)

    def test_more_than_the_limit_is_refused_whether_told_before_or_not(
        self, server: Server, http: HttpTransport
    ) -> None:
        server.files["a.json"] = b"x" * 1001
        assert fault(lambda: http.fetch("a.json", limit=1000)).kind == "length"

        def endless(_asked: Asked, wire: Wire) -> None:
            wire.head(200)
            while not wire.rest(0):
                wire.send(b"x" * 65536)

        server.scripts["a.json"] = endless
        assert fault(lambda: http.fetch("a.json", limit=1000)).kind == "length"
        server.files["b.json"] = b"x" * 1000
        assert http.fetch("b.json", limit=1000) is not None

    def test_every_fault_is_the_networks(self, http: HttpTransport) -> None:
        assert fault(lambda: http.fetch("none", limit=10)).exit_code == 4


class TestLoginPage:
    @pytest.mark.parametrize(
        ("kind", "body"),
        [
            ("text/html; charset=utf-8", b"Welcome"),
            ("application/json", b"\xef\xbb\xbf\n <!DOCTYPE html><title>Wi-Fi</title>"),
            ("text/plain", b"<html>"),
        ],
    )
    def test_with_200_is_a_fault_of_the_network(
        self, server: Server, http: HttpTransport, kind: str, body: bytes
    ) -> None:
        server.scripts["a.json"] = lambda _asked, wire: wire.answer(200, body, Content_Type=kind)
        error = fault(lambda: http.fetch("a.json", limit=1000))
        assert error.kind == "login"
        assert "login page" in str(error)

    def test_after_a_redirect_elsewhere(self, server: Server, http: HttpTransport) -> None:
        where = f"http://localhost:{server.port}/login"
        server.scripts["a.json"] = lambda _asked, wire: wire.answer(302, Location=where)
        server.scripts["login"] = lambda _asked, wire: wire.answer(
            200, b"<html>", Content_Type="text/html"
        )
        assert fault(lambda: http.fetch("a.json", limit=1000)).kind == "login"

    def test_status_511(self, server: Server, http: HttpTransport) -> None:
        server.scripts["a.json"] = lambda _asked, wire: wire.answer(511, b"<html>")
        assert fault(lambda: http.fetch("a.json", limit=1000)).kind == "login"

    @pytest.mark.parametrize("told", [True, False])
    def test_in_place_of_a_body_leaves_what_came_before(
        self, server: Server, http: HttpTransport, *, told: bool
    ) -> None:
        page = b"<html>" + b"x" * 500

        def script(_asked: Asked, wire: Wire) -> None:
            wire.head(200, Content_Type="text/html", **({"Content_Length": 506} if told else {}))
            wire.send(page)

        server.scripts["body"] = script
        part = FakePart(BODY[:5000])
        assert fault(lambda: http.download("body", part, len(BODY), never)).kind == "login"
        assert part.content == BODY[:5000]

    def test_a_drawing_called_html_by_a_simple_server_is_none(
        self, server: Server, http: HttpTransport
    ) -> None:
        drawing = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
        server.scripts["d"] = lambda _asked, wire: wire.answer(
            200, drawing, Content_Type="text/html"
        )
        part = FakePart()
        http.download("d", part, len(drawing), never)
        assert part.content == drawing


class TestDownload:
    def test_brings_the_whole(self, server: Server, http: HttpTransport) -> None:
        part = FakePart()
        http.download("body", part, len(BODY), never)
        assert part.content == BODY
        assert "range" not in server.asked[0].headers

    def test_an_empty_file_and_a_complete_part_need_no_request(
        self, server: Server, http: HttpTransport
    ) -> None:
        http.download("body", FakePart(), 0, never)
        http.download("body", FakePart(BODY), len(BODY), never)
        assert server.asked == []

    def test_goes_on_where_it_was_cut(self, server: Server, http: HttpTransport) -> None:
        part = FakePart()

        def cut(_asked: Asked, wire: Wire) -> None:
            wire.head(200, Content_Length=len(BODY), ETag=server.tag("body"))
            wire.send(BODY[:5000])

        server.scripts["body"] = cut
        error = fault(lambda: http.download("body", part, len(BODY), never))
        assert error.kind == "cut"
        assert part.content == BODY[:5000]
        del server.scripts["body"]
        http.download("body", part, len(BODY), never)
        assert part.content == BODY
        assert server.asked[1].headers["range"] == "bytes=5000-"
        assert server.asked[1].headers["if-range"] == server.tag("body")
        assert part.restarts == 0

    def test_after_a_restart_of_the_program_it_goes_on_without_if_range(
        self, server: Server, http: HttpTransport
    ) -> None:
        part = FakePart(BODY[:7])
        http.download("body", part, len(BODY), never)
        assert part.content == BODY
        assert server.asked[0].headers["range"] == "bytes=7-"
        assert "if-range" not in server.asked[0].headers

    def test_begins_anew_when_the_file_is_another_one(
        self, server: Server, http: HttpTransport
    ) -> None:
        part = FakePart()

        def cut(_asked: Asked, wire: Wire) -> None:
            wire.head(200, Content_Length=len(BODY), ETag='"old"')
            wire.send(b"old" * 100)

        server.scripts["body"] = cut
        fault(lambda: http.download("body", part, len(BODY), never))
        del server.scripts["body"]
        http.download("body", part, len(BODY), never)
        assert server.asked[1].headers["if-range"] == '"old"'
        assert part.content == BODY

    def test_a_weak_tag_is_never_in_if_range(self, server: Server, http: HttpTransport) -> None:
        part = FakePart()

        def cut(_asked: Asked, wire: Wire) -> None:
            wire.head(200, Content_Length=len(BODY), ETag='W/"old"')
            wire.send(BODY[:100])

        server.scripts["body"] = cut
        fault(lambda: http.download("body", part, len(BODY), never))
        del server.scripts["body"]
        http.download("body", part, len(BODY), never)
        assert "if-range" not in server.asked[1].headers
        assert part.content == BODY

    def test_a_server_without_ranges_starts_over(self, server: Server, http: HttpTransport) -> None:
        server.scripts["body"] = lambda _asked, wire: wire.answer(200, BODY)
        part = FakePart(b"something else")
        http.download("body", part, len(BODY), never)
        assert part.content == BODY
        assert part.restarts == 1

    def test_416_starts_over(self, server: Server, http: HttpTransport) -> None:
        def script(asked: Asked, wire: Wire) -> None:
            if "range" in asked.headers:
                wire.answer(416, Content_Range=f"bytes */{len(BODY)}")
            else:
                wire.answer(200, BODY)

        server.scripts["body"] = script
        part = FakePart(BODY[:-1])
        http.download("body", part, len(BODY), never)
        assert part.content == BODY
        assert part.restarts == 1

    def test_a_part_longer_than_the_file_starts_over(
        self, server: Server, http: HttpTransport
    ) -> None:
        part = FakePart(BODY + b"more")
        http.download("body", part, len(BODY), never)
        assert part.content == BODY

    @pytest.mark.parametrize("where", ["bytes 0-9/102400", "bytes x", ""])
    def test_another_range_than_asked_for_starts_over(
        self, server: Server, http: HttpTransport, where: str
    ) -> None:
        def script(asked: Asked, wire: Wire) -> None:
            if "range" in asked.headers:
                wire.answer(206, BODY[:10], Content_Range=where)
            else:
                wire.answer(200, BODY)

        server.scripts["body"] = script
        part = FakePart(BODY[:50])
        http.download("body", part, len(BODY), never)
        assert part.content == BODY
        assert part.restarts == 1

    def test_ranges_that_are_wrong_for_ever_are_a_fault(
        self, server: Server, http: HttpTransport
    ) -> None:
        server.scripts["body"] = lambda _asked, wire: wire.answer(
            206, BODY[:10], Content_Range="bytes 7-16/102400"
        )
        error = fault(lambda: http.download("body", FakePart(BODY[:50]), len(BODY), never))
        assert "which bytes" in str(error)

    def test_a_range_of_a_file_of_another_size_is_refused(
        self, server: Server, http: HttpTransport
    ) -> None:
        part = FakePart(BODY[:50])
        server.files["body"] = BODY + b"more"
        error = fault(lambda: http.download("body", part, len(BODY), never))
        assert error.kind == "length"
        assert part.content == BODY[:50]

    @pytest.mark.parametrize("content", [BODY + b"x", BODY[:-1], b""])
    def test_another_length_is_refused_before_a_byte_of_it(
        self, server: Server, http: HttpTransport, content: bytes
    ) -> None:
        server.files["body"] = content
        part = FakePart()
        error = fault(lambda: http.download("body", part, len(BODY), never))
        assert error.kind == "length"
        assert part.content == b""

    def test_a_longer_body_is_refused_as_soon_as_it_is(
        self, server: Server, http: HttpTransport
    ) -> None:
        def endless(_asked: Asked, wire: Wire) -> None:
            wire.head(200)
            while not wire.rest(0):
                wire.send(BODY)

        server.scripts["body"] = endless
        part = FakePart()
        error = fault(lambda: http.download("body", part, len(BODY) + 5, never))
        assert error.kind == "length"
        assert part.size == 0

    def test_an_end_without_a_length_before_the_time_is_a_cut(
        self, server: Server, http: HttpTransport
    ) -> None:
        def script(_asked: Asked, wire: Wire) -> None:
            wire.head(200)
            wire.send(BODY[:77])

        server.scripts["body"] = script
        part = FakePart()
        error = fault(lambda: http.download("body", part, len(BODY), never))
        assert error.kind == "cut"
        assert part.size == 77

    def test_chunks_are_joined_and_their_loss_is_a_cut(
        self, server: Server, http: HttpTransport
    ) -> None:
        def script(asked: Asked, wire: Wire) -> None:
            wire.head(200, Transfer_Encoding="chunked")
            half = len(BODY) // 2
            wire.send(b"%x\r\n%b\r\n" % (half, BODY[:half]))
            if asked.path == "/whole":
                wire.send(b"%x\r\n%b\r\n0\r\n\r\n" % (half, BODY[half:]))

        server.scripts["whole"] = server.scripts["half"] = script
        part = FakePart()
        http.download("whole", part, len(BODY), never)
        assert part.content == BODY
        lost = FakePart()
        assert fault(lambda: http.download("half", lost, len(BODY), never)).kind == "cut"
        assert lost.content == BODY[: len(BODY) // 2]

    def test_a_reset_is_a_cut(self, server: Server, http: HttpTransport) -> None:
        def script(_asked: Asked, wire: Wire) -> None:
            wire.head(200, Content_Length=len(BODY))
            wire.reset()

        server.scripts["body"] = script
        assert fault(lambda: http.download("body", FakePart(), len(BODY), never)).kind == "cut"

    @pytest.mark.parametrize(
        "headers", [{"Content_Encoding": "gzip"}, {"Transfer_Encoding": "gzip, chunked"}]
    )
    def test_what_is_packed_though_nobody_asked_is_refused(
        self, server: Server, http: HttpTransport, headers: dict[str, str]
    ) -> None:
        def script(_asked: Asked, wire: Wire) -> None:
            wire.head(200, **headers)
            wire.send(b"\x1f\x8b" + b"x" * 100)

        server.scripts["body"] = server.scripts["a.json"] = script
        assert fault(lambda: http.download("body", FakePart(), 102, never)).kind == "encoding"
        assert fault(lambda: http.fetch("a.json", limit=1000)).kind == "encoding"


class TestPatience:
    def test_silence_before_the_answer(self, server: Server, hasty: HttpTransport) -> None:
        server.scripts["body"] = lambda _asked, wire: wire.rest(20)
        assert fault(lambda: hasty.download("body", FakePart(), 10, never)).kind in {
            "silent", "stalled",
        }  # fmt: skip

    def test_silence_in_the_middle_keeps_what_came(
        self, server: Server, hasty: HttpTransport
    ) -> None:
        def script(_asked: Asked, wire: Wire) -> None:
            wire.head(200, Content_Length=len(BODY))
            wire.send(BODY[:300])
            wire.rest(20)

        server.scripts["body"] = script
        part = FakePart()
        error = fault(lambda: hasty.download("body", part, len(BODY), never))
        assert error.kind in {"silent", "stalled"}
        assert part.content == BODY[:300]

    @pytest.mark.parametrize("where", ["body", "headers", "interim answers"])
    def test_a_trickle_of_single_bytes_is_stalled(
        self, server: Server, hasty: HttpTransport, where: str
    ) -> None:
        def script(_asked: Asked, wire: Wire) -> None:
            if where == "body":
                wire.head(200, Content_Length=len(BODY))
            elif where == "headers":
                wire.send(b"HTTP/1.1 200 OK\r\nX: ")
            while not wire.rest(0.02):
                wire.send(b"HTTP/1.1 100 C\r\n\r\n" if where == "interim answers" else b"x")

        server.scripts["body"] = server.scripts["a.json"] = script
        error = fault(lambda: hasty.download("body", FakePart(), len(BODY), never))
        assert error.kind == "stalled"
        assert "stalled" in str(error)
        assert fault(lambda: hasty.fetch("a.json", limit=10**6)).kind == "stalled"

    def test_the_least_speed_is_taken_over_thirty_seconds(
        self, server: Server, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """By a clock of the test's own: a trickle above the least speed is waited for."""
        monkeypatch.setattr(_exchange, "_EVERY", 0.01)
        clock = [0.0]
        sent = threading.Semaphore(0)

        def script(asked: Asked, wire: Wire) -> None:
            wire.head(200, Content_Length=200_000)
            for _ in range(40):
                while not (sent.acquire(timeout=0.1) or wire.rest(0)):
                    pass
                wire.send(b"x" * (2000 if asked.path == "/slow" else 900))

        def stop() -> bool:
            clock[0] += 1.0
            sent.release()
            return False

        server.scripts["slow"] = server.scripts["slower"] = script
        transport = HttpTransport(server.url, monotonic=lambda: clock[0])
        slow = FakePart()
        assert fault(lambda: transport.download("slow", slow, 200_000, stop)).kind == "cut"
        assert slow.size == 80_000
        slower = FakePart()
        assert fault(lambda: transport.download("slower", slower, 200_000, stop)).kind == "stalled"
        assert slower.size < 30_000

    @pytest.mark.parametrize("early", [True, False])
    def test_a_stop_ends_it_whatever_it_waits_for(self, server: Server, *, early: bool) -> None:
        def script(_asked: Asked, wire: Wire) -> None:
            if not early:
                wire.head(200, Content_Length=len(BODY))
                wire.send(b"x")
            wire.rest(20)

        server.scripts["body"] = script
        transport = HttpTransport(server.url, stop=lambda: True)
        part = FakePart()
        with pytest.raises(StoppedError):
            transport.download("body", part, len(BODY), lambda: bool(server.asked))
        with pytest.raises(StoppedError):
            transport.fetch("body", limit=len(BODY))
        before = part.content
        assert _ended("exchange")
        assert part.content == before

    @pytest.mark.parametrize(
        ("headers", "seconds"),
        [
            ({"Retry_After": "120"}, 120.0),
            (
                {
                    "Retry_After": "Fri, 01 Jan 2016 00:02:00 GMT",
                    "Date": "Fri, 01 Jan 2016 00:00:30 GMT",
                },
                90.0,
            ),
            ({"Retry_After": "soon"}, None),
            ({"Retry_After": "99999999999"}, None),
            ({}, None),
        ],
    )
    @pytest.mark.parametrize("status", [429, 503])
    def test_a_busy_server_says_when_to_come_back(
        self,
        server: Server,
        http: HttpTransport,
        status: int,
        headers: dict[str, str],
        seconds: float | None,
    ) -> None:
        server.scripts["a.json"] = lambda _asked, wire: wire.answer(status, **headers)
        error = fault(lambda: http.fetch("a.json", limit=1000))
        assert error.kind == "busy"
        assert error.retry_after == seconds


class TestRedirects:
    def test_are_followed(self, server: Server, http: HttpTransport) -> None:
        server.scripts["old"] = lambda _asked, wire: wire.answer(301, Location="/body")
        part = FakePart(BODY[:9])
        http.download("old", part, len(BODY), never)
        assert part.content == BODY
        assert server.asked[1].headers["range"] == "bytes=9-"

    def test_to_names_in_vietnamese(self, server: Server, http: HttpTransport) -> None:
        where = "/đình làng.json".encode().decode("latin-1")

        def script(_asked: Asked, wire: Wire) -> None:
            wire.send(f"HTTP/1.1 302 Found\r\nLocation: {where}\r\n\r\n".encode("latin-1"))

        server.scripts["a"] = script
        server.files["đình làng.json"] = SMALL
        assert http.fetch("a", limit=1000) is not None

    def test_a_loop_ends(self, server: Server, http: HttpTransport) -> None:
        server.scripts["a"] = lambda _asked, wire: wire.answer(302, Location="/b")
        server.scripts["b"] = lambda _asked, wire: wire.answer(302, Location="/a")
        error = fault(lambda: http.fetch("a", limit=1000))
        assert error.kind == "redirect"
        assert len(server.asked) == NETWORK.redirects + 1

    @pytest.mark.parametrize(
        "where", ["file:///etc/passwd", "ftp://127.0.0.1/a", "http://", "http://[", "//[::1"]
    )
    def test_lead_to_servers_only(self, server: Server, http: HttpTransport, where: str) -> None:
        server.scripts["a"] = lambda _asked, wire: wire.answer(302, Location=where)
        assert fault(lambda: http.fetch("a", limit=1000)).kind == "redirect"

    def test_of_the_unsigned_lead_to_https_only(self, server: Server) -> None:
        server.scripts["a"] = lambda _asked, wire: wire.answer(302, Location="http://192.0.2.1/a")
        transport = HttpTransport(server.url, signed=False)
        assert fault(lambda: transport.fetch("a", limit=1000)).kind == "redirect"

    def test_their_bodies_are_not_read(self, server: Server, http: HttpTransport) -> None:
        def script(_asked: Asked, wire: Wire) -> None:
            wire.head(302, Location="/a.json")
            while not wire.rest(0):
                wire.send(BODY)

        server.scripts["a"] = script
        got = http.fetch("a", limit=1000)
        assert got is not None
        assert got.content == SMALL


class TestNobodyThere:
    def test_a_refused_connection(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        error = fault(lambda: HttpTransport(f"http://127.0.0.1:{port}/").fetch("a", limit=9))
        assert error.kind == "refused"
        assert "refused" in str(error)

    def test_an_unknown_name(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def unknown(*_: object, **__: object) -> None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

        monkeypatch.setattr(socket, "getaddrinfo", unknown)
        error = fault(lambda: HttpTransport("http://xa.invalid/").fetch("a", limit=9))
        assert error.kind == "name"
        assert "nobody knows this name" in str(error)

    def test_a_name_that_is_looked_up_for_ever(self, monkeypatch: pytest.MonkeyPatch) -> None:
        over = threading.Event()

        def hanging(*_: object, **__: object) -> None:
            over.wait(20)
            raise socket.gaierror(socket.EAI_AGAIN, "again")

        monkeypatch.setattr(socket, "getaddrinfo", hanging)
        transport = HttpTransport("http://xa.invalid/", monotonic=hurried(100))
        assert fault(lambda: transport.fetch("a", limit=9)).kind == "stalled"
        over.set()
        assert _ended("exchange")

    def test_a_server_that_takes_no_connection(self) -> None:
        with socket.socket() as listener:  # a full queue: the next one gets no answer
            listener.bind(("127.0.0.1", 0))
            listener.listen(0)
            address = listener.getsockname()
            full = [socket.socket() for _ in range(4)]
            for each in full:
                each.setblocking(False)
                each.connect_ex(address)
            transport = HttpTransport(
                f"http://127.0.0.1:{address[1]}/", limits=replace(NETWORK, connect=0.2)
            )
            assert fault(lambda: transport.fetch("a", limit=9)).kind == "refused"
            for each in full:
                each.close()

    def test_a_dead_proxy_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{port}")
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{port}")
        error = fault(lambda: HttpTransport("http://192.0.2.1/").fetch("a", limit=9))
        assert error.kind == "proxy"
        assert "proxy" in str(error)

    def test_a_proxy_is_used_but_never_for_this_machine(
        self, monkeypatch: pytest.MonkeyPatch, server: Server, http: HttpTransport
    ) -> None:
        monkeypatch.setenv("http_proxy", server.url)
        server.scripts["http://192.0.2.1/a.json"] = lambda _asked, wire: wire.answer(200, SMALL)
        got = HttpTransport("http://192.0.2.1/").fetch("a.json", limit=100)
        assert got is not None
        assert http.fetch("a.json", limit=100) is not None
        assert server.paths() == ["http://192.0.2.1/a.json", "/a.json"]

    def test_garbage_instead_of_http(self, server: Server, http: HttpTransport) -> None:
        server.scripts["a"] = lambda _asked, wire: wire.send(b"SSH-2.0-\x1b[2J" + b"x" * 500)
        error = fault(lambda: http.fetch("a", limit=9))
        assert error.kind == "cut"
        assert str(error).isprintable()
        assert len(str(error)) < 250

    def test_headers_without_end(self, server: Server, http: HttpTransport) -> None:
        def script(_asked: Asked, wire: Wire) -> None:
            wire.send(b"HTTP/1.1 200 OK\r\n")
            while not wire.rest(0):
                wire.send(b"X: y\r\n" * 1000)

        server.scripts["a"] = script
        assert fault(lambda: http.fetch("a", limit=9)).kind == "cut"


class TestAddresses:
    @pytest.mark.parametrize(
        "url",
        ["https://xa.vn/", "http://127.0.0.1:8000/a", "http://localhost/", "http://[::1]/",
         "https://xã.vn/playlists/sảnh.yaml"],
    )  # fmt: skip
    def test_unsigned_is_https_but_for_this_machine(self, url: str) -> None:
        secure(url, signed=False)

    @pytest.mark.parametrize(
        "url", ["http://xa.vn/", "http://192.168.1.5/", "http://localhost.xa.vn/"]
    )
    def test_http_is_for_what_is_signed(self, url: str) -> None:
        secure(url, signed=True)
        with pytest.raises(UsageError, match="https"):
            secure(url, signed=False)

    @pytest.mark.parametrize(
        "url", ["ftp://xa.vn/", "file:///etc", "https://", "http://[", "http://a:99999999/", "x"]
    )
    def test_other_things_are_no_addresses(self, url: str) -> None:
        with pytest.raises(UsageError):
            HttpTransport(url)

    def test_a_password_is_sent_and_never_shown(self, server: Server) -> None:
        url = server.url.replace("//", "//may:chu@")
        transport = HttpTransport(url)
        assert transport.name == server.url == source_name(url)
        assert transport.fetch("a.json", limit=100) is not None
        assert server.asked[0].headers["authorization"].startswith("Basic ")
        assert "chu" not in str(fault(lambda: transport.fetch("none", limit=100)))

    def test_authorities_that_are_not_there(
        self, monkeypatch: pytest.MonkeyPatch, http: HttpTransport
    ) -> None:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/none/ca.pem")
        with pytest.raises(DeviceError, match=r"/none/ca\.pem"):
            http.fetch("a.json", limit=100)


def _ended(name: str) -> bool:
    """Whether the threads of that name end by themselves."""
    for _ in range(100):
        if not any(each.name == name for each in threading.enumerate()):
            return True
        time.sleep(0.05)
    return False
