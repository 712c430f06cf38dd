from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

import pytest

from signage.health import Health

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as made:
        made.bind(str(tmp_path / "notify"))
        made.settimeout(5)
        yield made


def heard(manager: socket.socket) -> list[str]:
    return manager.recv(4096).decode().split("\n")


def silent(manager: socket.socket) -> bool:
    manager.setblocking(False)
    try:
        manager.recv(4096)
    except BlockingIOError:
        return True
    return False


def test_tells_the_manager(manager: socket.socket) -> None:
    health = Health({"NOTIFY_SOCKET": manager.getsockname()})
    health.ready("two\nlines")
    assert heard(manager) == ["READY=1", "STATUS=two lines"]
    health.status("waiting")
    health.status("waiting")
    health.stopping()
    assert heard(manager) == ["STATUS=waiting"]
    assert heard(manager) == ["STOPPING=1"]


def test_many_beats_are_few_messages(manager: socket.socket) -> None:
    now = [0.0]
    environ = {"NOTIFY_SOCKET": manager.getsockname(), "WATCHDOG_USEC": "10000000"}
    health = Health(environ, lambda: now[0])
    assert health.interval == 5.0
    for _ in range(40):
        health.beat()
        now[0] += 0.1
    assert heard(manager) == ["WATCHDOG=1"]
    assert heard(manager) == ["WATCHDOG=1"]
    assert silent(manager)


def test_an_abstract_socket() -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(f"\0signage-test-{os.getpid()}")
        Health({"NOTIFY_SOCKET": f"@signage-test-{os.getpid()}"}).stopping()
        manager.settimeout(5)
        assert heard(manager) == ["STOPPING=1"]


@pytest.mark.parametrize(
    "environ", [{}, {"WATCHDOG_USEC": "1000"}, {"NOTIFY_SOCKET": "/nowhere/notify"}]
)
def test_nobody_listens(environ: dict[str, str]) -> None:
    health = Health(environ)
    health.ready()
    health.beat()
    health.stopping()
    assert health.interval is None


@pytest.mark.parametrize(
    "environ", [{"WATCHDOG_USEC": "x"}, {"WATCHDOG_USEC": "5", "WATCHDOG_PID": "1"}]
)
def test_no_watchdog_for_us(environ: dict[str, str]) -> None:
    assert Health({"NOTIFY_SOCKET": "/run/notify", **environ}).interval is None
