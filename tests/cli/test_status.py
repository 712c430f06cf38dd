from __future__ import annotations

import json
import os
import socket
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec
import pytest
from msgspec.structs import replace

from signage.cli import status as status_command
from signage.cli.status import facts, run
from signage.content.model import Content, Playlist
from signage.journal import (
    AgentStatus,
    ClockState,
    Live,
    Playing,
    Quarantined,
    StatusFile,
    SyncStatus,
    Timekeeper,
    listen,
)
from signage.release import keys
from signage.release.publish import Given, Keyring
from signage.store import Store
from tests.release.trees import CHEAP, Centre
from tests.store._faults import activation
from tests.sync._kiosk import Kiosk

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2027, 1, 1, tzinfo=UTC)
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


def test_a_release_that_a_machine_signed(store: Store) -> None:
    active = store.active()
    assert active is not None
    with store.lock():
        store.activate(replace(active, signed=True))
        store.alarm(
            replace(active, signed=True, manifest=replace(active.manifest, content=Content()))
        )
    found = facts(store.state)
    assert (found["signed"], found["reviewed"]) == (True, False)
    assert found["emergency"] is None  # withdrawn: nothing is left of it but its version


def test_a_machine_at_the_centre_and_a_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the key that signed to the words: nothing in between is made up."""
    monkeypatch.setattr(os, "fsync", lambda _handle: None)  # nothing here loses power
    centre = Centre(tmp_path / "centre")
    keys.add(centre.office, centre.keyring(), centre.clock, role="release", name="máy",
             unattended=True)  # fmt: skip
    centre.publish(keyring=Keyring([centre.keys], Given(), CHEAP))
    kiosk = Kiosk(tmp_path, centre)
    kiosk.run(10)
    found = facts(kiosk.store.state)
    assert (found["signed"], found["reviewed"]) == (True, False)
    words = dict(status_command._lines(found))["release"]
    assert words.endswith(" (signed by a machine: the content is not reviewed by a person)")
    centre.publish(by=[keys.REVIEWER])
    kiosk.run(10)
    found = facts(kiosk.store.state)
    assert (found["signed"], found["reviewed"]) == (True, True)
    assert dict(status_command._lines(found))["release"].endswith(" (signed)")


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
    assert found["clock"]["trusted"] is True
    assert found["faults"] == ["playlists/p.yaml:3: no such file", "skipped c.mp4"]


def test_a_cut_by_the_centre_is_told_from_another_emergency(store: Store) -> None:
    flood = activation("flood", {})
    store.alarm(flood)
    assert facts(store.state)["cuts"] == []
    stop = Playlist(id="cat", priority="emergency")
    content = Content(playlists=(stop,))
    store.alarm(replace(flood, manifest=replace(flood.manifest, content=content)))
    found = facts(store.state)
    assert found["cuts"] == ["cat"]
    words = dict(status_command._lines(found))["emergency"]
    assert words.endswith(", with a cut by the centre: cat")


def test_a_cut_and_an_emergency(store: Store) -> None:
    assert (facts(store.state)["cut"], facts(store.state)["emergency"]) == (None, None)
    store.alarm(activation("flood", {}))
    urgent = store.urgent()
    assert urgent is not None
    store.set_cut("lu-quet", "2026-11-23T07:30:00+07:00")
    found = facts(store.state)
    assert found["emergency"] == urgent.release
    assert found["cut"] == {"show": "lu-quet", "since": "2026-11-23T07:30:00+07:00"}
    words = dict(status_command._lines(found))
    assert "lu-quet, for 24 hours at most, since 2026-11-23" in words["cut"]
    (store.state / "active" / "cut.json").write_bytes(b"")
    words = dict(status_command._lines(facts(store.state)))
    assert "the emblem, its record is spoilt" in words["cut"]
    store.resume()
    assert "cut" not in dict(status_command._lines(facts(store.state)))


class Clocks:
    """What the machine that the tests run on does not say of its own clocks."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("SIGNAGE_CLOCK", raising=False)
        self.synchronised = False
        self.rtc: datetime | None = None
        monkeypatch.setattr(
            status_command,
            "Timekeeper",
            lambda state: Timekeeper(
                state,
                now=lambda: NOW,
                synchronised=lambda: self.synchronised,
                rtc=lambda: self.rtc,
            ),
        )


@pytest.mark.parametrize(
    ("because", "words"),
    [
        ("synchronised", "trusted: synchronised since start-up"),
        ("rtc", "trusted: from the battery clock"),
        ("yes", "trusted: the technician says so"),
        ("no", "not trusted: the technician says so"),
        ("unconfirmed", "not confirmed, it is 2026-"),
    ],
)
def test_whether_the_clock_is_believed_and_why(
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    because: str,
    words: str,
) -> None:
    clocks = Clocks(monkeypatch)
    clocks.synchronised = because == "synchronised"
    if because in {"yes", "no"}:
        monkeypatch.setenv("SIGNAGE_CLOCK", "trusted" if because == "yes" else "untrusted")
    if because == "rtc":
        (store.state / "clock.json").write_text('{"rtc":true}')
        clocks.rtc = NOW
    found = facts(store.state)["clock"]
    assert found["trusted"] is (because not in {"no", "unconfirmed"})
    assert datetime.fromisoformat(found["floor"]).utcoffset() is not None
    monkeypatch.setenv("COLUMNS", "300")
    run(store.state, as_json=False)
    assert words in capsys.readouterr().out


def test_for_programs_and_for_people(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    run(store.state, as_json=True)
    assert json.loads(capsys.readouterr().out) == facts(store.state) | {
        "disk": pytest.approx(facts(store.state)["disk"], rel=0.5)
    }
    run(store.state, as_json=False)
    words = capsys.readouterr().out
    assert "mount the share" in words
    assert "b.jpg is cut short" in words
