"""The process that fetches: what it answers, and that nothing it does can harm the agent."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from signage.sync.feeds._message import Entry, Question
from signage.sync.feeds._process import ask
from tests.sync._server import Server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.sync._server import Asked, Wire

QUIRKS = Path(__file__).parent / "quirks"


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        for path in QUIRKS.iterdir():
            server.files[path.name] = path.read_bytes()
        yield server


def question(url: str, **rest: object) -> Question:
    return Question(url=url, now="2026-05-28T19:00:00+07:00", zone="Asia/Ho_Chi_Minh", **rest)  # type: ignore[arg-type]


def test_a_feed_there_and_back(server: Server) -> None:
    answer = ask(question(server.url + "rss20.xml"))
    assert answer.error is None
    assert answer.entries[1] == Entry(
        "Mùa chè xuân ở Tân Trào", "Báo Tuyên Quang", "2026-05-27T07:30:00+07:00"
    )
    again = ask(question(server.url + "rss20.xml", known=answer.known))
    assert again.unchanged
    assert again.known == answer.known
    assert again.entries == ()


def test_a_login_page(server: Server) -> None:
    answer = ask(question(server.url.replace("://", "://ten:geheim@") + "login.html"))
    assert answer.error is not None
    assert "a login page?" in answer.error
    assert answer.error.startswith(server.url + "login.html: ")


def test_a_server_that_asks_for_patience(server: Server) -> None:
    server.scripts["rss"] = lambda _, wire: wire.answer(503, Retry_After="90")
    answer = ask(question(server.url + "rss"))
    assert answer.retry_after == 90.0
    assert "come back later" in (answer.error or "")


def test_a_trickle_ends(server: Server) -> None:
    def script(_: Asked, wire: Wire) -> None:
        wire.head()
        while not wire.rest(0.02):
            wire.send(b" ")

    server.scripts["rss"] = script
    answer = ask(question(server.url + "rss", seconds=1.5))
    assert answer.error == (
        f"{server.url}rss: did not come within 1.5 s; check the address and the network"
    )


def test_the_server_s_clock_tells_what_lies_ahead(server: Server) -> None:
    content = (QUIRKS / "rss20.xml").read_bytes()
    server.scripts["rss"] = lambda _, wire: wire.answer(
        200, content, Date="Thu, 28 May 2026 12:00:00 GMT"
    )
    late = Question(url=server.url + "rss", now="2026-05-01T00:00:00+07:00", zone="UTC")
    assert [each.at is None for each in ask(late).entries] == [False, False]


@pytest.mark.parametrize(
    "work",
    [
        "import os, signal; os.kill(os.getpid(), signal.SIGXCPU)",
        "raise MemoryError",
        "print('{}x')",
        "import time; time.sleep(60)",
        "",
    ],
)
def test_one_that_fails_costs_only_its_feed(work: str) -> None:
    command = (sys.executable, "-S", "-c", work)
    answer = ask(question("https://a.vn/rss", seconds=0.2), command=command, start=-9.5)
    assert answer.error == "https://a.vn/rss: cannot be read within the limits; check the address"


def test_one_that_does_not_start() -> None:
    answer = ask(question("https://a.vn/rss"), command=("/khong/co",))
    assert answer.error is not None
    assert "does not start" in answer.error


def test_it_is_niced_limited_and_dies_with_the_agent() -> None:
    look = (
        "import os, resource, sys; from signage.sync._confined import confine; before = os.nice(0);"
        "confine(10**9); assert os.nice(0) == min(before + 10, 19);"
        "sys.exit(resource.getrlimit(resource.RLIMIT_AS)[0] != 10**9)"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", look], check=False, env={**os.environ, "PYTHONPATH": str(root)}
    )
    assert done.returncode == 0
