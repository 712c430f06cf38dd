from __future__ import annotations

import json
import os
import socket
import threading
from typing import TYPE_CHECKING

import msgspec
import pytest

from signage.cli.status import facts, run
from signage.journal import (
    AgentStatus,
    ClockState,
    Live,
    Playing,
    Quarantined,
    StatusFile,
    SyncStatus,
    listen,
)
from signage.store import Store
from tests.store._faults import activation

if TYPE_CHECKING:
    from pathlib import Path

NOTED = AgentStatus(
    sync=SyncStatus(
        source="/centre", state="lost", since="2026-02-14T07:30:00+07:00", error="mount the share"
    ),
    faults=("playlists/p.yaml:3: no such file",),
    quarantine=(Quarantined(path="b.jpg", reason="is cut short"),),
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "state")
    with made.lock():
        made.activate(activation("p", {}))
        StatusFile(made.state).write(NOTED)
    return made


def test_a_device_on_which_nothing_ever_ran(tmp_path: Path) -> None:
    found = facts(tmp_path / "none")
    assert found["release"] is None
    assert found["playing"] is None
    assert found["sync"] == {"source": None, "state": "stopped", "since": None, "error": None}
    assert found["disk"]["free"] > 0
    assert not (tmp_path / "none").exists()


def test_without_a_player(store: Store) -> None:
    found = facts(store.state)
    active = store.active()
    assert active is not None
    assert found["release"] == active.release
    assert found["screen"] is None
    assert found["playing"] is None
    assert found["ticker"] == []
    assert found["faults"] == ["playlists/p.yaml:3: no such file"]
    assert found["quarantine"] == [{"path": "b.jpg", "reason": "is cut short"}]
    assert found["sync"]["state"] == "stopped"  # nobody holds the lock
    with store.lock():
        assert facts(store.state)["sync"]["state"] == "lost"


def test_with_a_player(store: Store) -> None:
    live = Live(
        screen="sanh-chinh", playing=Playing(playlist="p", item="a.jpg", since="now"),
        ticker=("Kính chào",), clock=ClockState(trusted=True), faults=("skipped c.mp4",),
        pid=os.getpid(),
    )  # fmt: skip
    handle = listen(store.state)

    def serve() -> None:
        with socket.socket(fileno=handle) as server:
            server.setblocking(True)
            with server.accept()[0] as connection:
                connection.sendall(msgspec.json.encode(live))

    thread = threading.Thread(target=serve)
    thread.start()
    found = facts(store.state)
    thread.join()
    assert found["screen"] == "sanh-chinh"
    assert found["playing"] == {"playlist": "p", "item": "a.jpg", "since": "now"}
    assert found["ticker"] == ["Kính chào"]
    assert found["clock"] == {"trusted": True}
    assert found["faults"] == ["playlists/p.yaml:3: no such file", "skipped c.mp4"]


def test_for_programs_and_for_people(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    run(store.state, as_json=True)
    assert json.loads(capsys.readouterr().out) == facts(store.state) | {
        "disk": pytest.approx(facts(store.state)["disk"], rel=0.5)
    }
    run(store.state, as_json=False)
    words = capsys.readouterr().out
    assert "mount the share" in words
    assert "b.jpg is cut short" in words
