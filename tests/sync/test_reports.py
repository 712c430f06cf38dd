"""Reports to the console: what is told, what is not told twice, and whom a dead console bothers."""

from __future__ import annotations

import hashlib
import logging
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from signage.config import REPORTS
from signage.errors import UsageError
from signage.journal import Picture
from signage.sync._backoff import BackOff
from signage.sync._console import ConsoleWire
from signage.sync._reports import Reports, bounded, read_token
from signage.sync._transport import TransportError
from tests.sync._server import Server

if TYPE_CHECKING:
    from pathlib import Path

TOKEN = "t" * 43
DOWN = TransportError("http://x: the cable is out", kind="refused")


class Console:
    """Notes what it is told."""

    name = "https://x/api/man-hinh"

    def __init__(self) -> None:
        self.down: TransportError | None = None
        self.told: list[dict[str, Any]] = []
        self.tokens: list[str] = []
        self.answer = b'{"picture": true}'

    def ask(self, token: str, body: bytes | None = None) -> bytes:
        if self.down:
            raise self.down
        self.tokens.append(token)
        self.told.append(msgspec.json.decode(body or b""))
        return self.answer


class Screen:
    def __init__(self, folder: Path) -> None:
        self.token = folder / "token"
        self.token.write_text(f"{TOKEN}\n")
        self.token.chmod(0o600)
        self.status: dict[str, Any] = {"screen": "sanh", "faults": []}
        self.picture: Picture | None = Picture(sight="on", taken="2026-11-23T09:00:00+07:00",
                                               jpeg=b"\xff\xd8 a picture")  # fmt: skip
        self.console = Console()
        self.reports = Reports(
            "https://x/api/man-hinh", self.token, lambda: self.status, lambda: self.picture,
            wire=self.console, back_off=None,
        )  # fmt: skip


@pytest.fixture
def screen(tmp_path: Path) -> Screen:
    return Screen(tmp_path)


def test_status_and_picture_under_the_own_token(screen: Screen) -> None:
    assert screen.reports.once() == pytest.approx(REPORTS.every, rel=0.1)
    (told,) = screen.console.told
    assert screen.console.tokens == [TOKEN]
    assert told["status"] == screen.status
    assert told["sight"] == "on"
    assert screen.picture is not None
    assert told["sha256"] == hashlib.sha256(screen.picture.jpeg).hexdigest()
    assert told["picture"]


def test_a_picture_that_is_there_is_not_sent_again_until_it_is_lost(screen: Screen) -> None:
    screen.reports.once()
    screen.console.answer = b'{"picture": false}'
    screen.reports.once()
    screen.reports.once()
    assert [("picture" in each) for each in screen.console.told] == [True, False, True]


def test_without_a_player_the_rest_is_told(screen: Screen) -> None:
    screen.picture = None
    screen.reports.once()
    assert screen.console.told[0]["sight"] == "silent"
    assert "picture" not in screen.console.told[0]


def test_while_the_console_is_away_nothing_is_kept_for_later(
    screen: Screen, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    screen.console.down = DOWN
    pauses = [screen.reports.once() for _ in range(40)]
    assert max(pauses) <= REPORTS.every_most
    assert min(pauses) >= REPORTS.every / 2
    assert pauses[-1] >= REPORTS.every_most / 2
    assert caplog.text.count("the cable is out") == 1
    screen.console.down = None
    screen.status = {"screen": "sanh", "faults": ["new"]}
    screen.reports.once()
    assert [each["status"]["faults"] for each in screen.console.told] == [["new"]]
    assert "answers again" in caplog.text


@pytest.mark.parametrize(
    ("words", "mode", "told"),
    [(TOKEN, 0o644, "chmod 600"), ("short", 0o600, "no token"), ("a b" * 20, 0o600, "no token")],
)
def test_a_token_that_others_may_read_or_is_none(
    screen: Screen, words: str, mode: int, told: str, caplog: pytest.LogCaptureFixture
) -> None:
    screen.token.write_text(words)
    screen.token.chmod(mode)
    with pytest.raises(UsageError, match=told):
        read_token(screen.token)
    screen.reports.once()
    screen.reports.once()
    assert screen.console.told == []
    assert caplog.text.count(told) == 1


def test_a_status_that_is_too_long_is_cut() -> None:
    status = {"screen": "sanh", "faults": ["ứ" * 3000] * 500, "ticker": ["x"]}
    cut = bounded(status)
    assert len(msgspec.json.encode(cut)) <= REPORTS.status_bytes
    assert len(cut["faults"]) == 20
    assert bounded({"screen": "ô" * 100_000}) == {"cut": True}
    assert bounded({"screen": "a"}) == {"screen": "a"}


def test_it_runs_on_a_thread_of_its_own_whatever_breaks(tmp_path: Path) -> None:
    called = threading.Event()

    def broken() -> dict[str, Any]:
        called.set()
        raise RuntimeError("the store is on fire")

    screen = Screen(tmp_path)
    reports = Reports(
        "https://x", screen.token, broken, lambda: None, wire=screen.console,
        back_off=BackOff(chance=lambda: 0.0),
    )  # fmt: skip
    reports.start()
    assert called.wait(20)
    reports.stop()


class TestWire:
    def test_a_post_and_its_answer(self) -> None:
        told: list[tuple[str | None, bytes]] = []

        class Answers(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                told.append((self.headers["Authorization"], self.rfile.read(length)))
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        server = HTTPServer(("127.0.0.1", 0), Answers)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            wire = ConsoleWire(f"http://127.0.0.1:{server.server_port}/api", lambda: False)
            assert [wire.ask(TOKEN, b"a"), wire.ask(TOKEN, b"b")] == [b"{}", b"{}"]
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
        assert told == [(f"Bearer {TOKEN}", b"a"), (f"Bearer {TOKEN}", b"b")]

    @pytest.mark.parametrize("status", [401, 403, 410])
    def test_who_is_not_known_is_told_so(self, status: int) -> None:
        with Server() as server:
            server.scripts["api/"] = lambda _asked, wire: wire.answer(status, b"{}")
            with pytest.raises(TransportError, match="does not know this screen") as told:
                ConsoleWire(f"{server.url}api", lambda: False).ask(TOKEN)
        assert told.value.status == status

    def test_a_login_page_and_a_flood_are_no_answers(self) -> None:
        with Server() as server:
            server.scripts["login/"] = lambda _asked, wire: wire.answer(
                200, b"<html>", Content_Type="text/html"
            )
            server.scripts["flood/"] = lambda _asked, wire: wire.answer(200, b"x" * 200_000)
            for path in ("login", "flood"):
                with pytest.raises(TransportError):
                    ConsoleWire(f"{server.url}{path}", lambda: False).ask(TOKEN)

    def test_no_token_goes_over_plain_http(self) -> None:
        with pytest.raises(UsageError, match="https"):
            ConsoleWire("http://sonduong.vn/api", lambda: False)
