"""The records beside the activation: emergencies, the cut, trust; whole, torn, or not there."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from typing import TYPE_CHECKING

import pytest

from signage.config import StoreLimits
from signage.errors import DeviceError
from signage.release.manifest import Body
from signage.store import Cut, Store
from signage.store._marker import Marker
from tests.store._faults import Killed, activation, failing, flip, source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SPOILT = [b"", b"{}", b"\0" * 500, b"[" * 100_000, None]
"""None: one bit."""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "state", limits=StoreLimits(keep_free=0))
    with made.lock():
        pass
    return made


def spoil(path: Path, spoilt: bytes | None) -> None:
    if spoilt is None:
        flip(path)
    else:
        path.write_bytes(spoilt)


def full() -> OSError:
    return OSError(errno.ENOSPC, "No space left on device")


class TestUrgent:
    def test_comes_and_goes_beside_the_rest(self, store: Store, tmp_path: Path) -> None:
        usual = activation("p", {})
        store.activate(usual)
        body = store.take(source(tmp_path, "a", b"x"))
        flood = activation("flood", {"a": body})
        assert store.urgent() is None
        store.alarm(flood)
        assert (store.urgent(), store.active()) == (flood, usual)
        store.alarm(None)
        assert store.urgent() is None
        store.alarm(None)  # as often as anyone likes
        assert store.active() == usual

    def test_nothing_without_its_bodies(self, store: Store) -> None:
        with pytest.raises(DeviceError, match="lost a"):
            store.alarm(activation("flood", {"a": Body("0" * 64, 1)}))
        assert store.urgent() is None

    @pytest.mark.parametrize("spoilt", SPOILT)
    def test_a_spoilt_record_is_no_emergency(self, store: Store, spoilt: bytes | None) -> None:
        store.alarm(activation("flood", {}))
        spoil(store.state / "active" / "emergency.json", spoilt)
        assert store.urgent() is None


class TestCut:
    def test_stays_until_it_is_ended(self, store: Store) -> None:
        assert store.cut() is None
        made = store.set_cut("lu-quet", "2026-11-23T07:30:00+07:00")
        assert made == store.cut() == Store(store.state).cut()
        assert (made.show, made.at) == ("lu-quet", "2026-11-23T07:30:00+07:00")
        assert store.resume()
        assert store.cut() is None
        assert not store.resume()

    @pytest.mark.parametrize("spoilt", SPOILT)
    def test_a_spoilt_record_is_a_cut_that_can_be_ended(
        self, store: Store, spoilt: bytes | None
    ) -> None:
        store.set_cut("lu-quet", "2026-11-23T07:30:00+07:00")
        spoil(store.state / "active" / "cut.json", spoilt)
        assert store.cut() == Cut()
        assert store.resume()
        assert store.cut() is None

    def test_one_that_the_disk_does_not_give_is_a_cut(self, store: Store) -> None:
        (store.state / "active" / "cut.json").mkdir()
        assert store.cut() == Cut()

    def test_needs_no_agent_no_lock_and_no_folder(self, tmp_path: Path) -> None:
        store = Store(tmp_path / "new")
        store.set_cut(None, "")
        assert store.cut() is not None
        with store.lock():
            assert Store(store.state).resume()

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root gives folders away")
    def test_made_by_root_it_stays_the_agents(self, tmp_path: Path) -> None:
        (tmp_path / "state").mkdir()
        os.chown(tmp_path / "state", 1234, 1235)
        Store(tmp_path / "state").set_cut(None, "")
        made = (tmp_path / "state" / "active").stat()
        assert (made.st_uid, made.st_gid) == (1234, 1235)

    def test_an_agent_that_sweeps_at_that_moment_does_not_undo_it(
        self, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = os.fsync
        swept: list[int] = []

        def sweeping(handle: int) -> None:
            if not swept:
                swept.append(handle)
                with store.lock():
                    pass
            real(handle)

        monkeypatch.setattr(os, "fsync", sweeping)
        store.set_cut(None, "")
        assert swept
        assert store.cut() is not None

    def test_survives_what_the_agent_does(self, store: Store) -> None:
        store.set_cut(None, "")
        with store.lock():
            store.activate(activation("p", {}))
            store.evict()
            store.trim()
        assert store.cut() is not None


class TestTrust:
    def test_the_newest_or_the_one_before(self, store: Store) -> None:
        assert store.trust() is None
        for content in (b"one", b"two"):
            store.keep_trust(content)
            assert store.trust() == content
        (store.state / "trust.json").write_bytes(b"")
        assert store.trust() == b"one"
        store.keep_trust(b"three")  # a torn one never becomes the former
        flip(store.state / "trust.json")
        assert store.trust() == b"one"
        flip(store.state / "trust.former.json")
        assert store.trust() is None

    def test_the_same_again_writes_nothing(self, store: Store) -> None:
        store.keep_trust(b"one")
        store.keep_trust(b"two")
        with failing(1, Killed) as done:
            store.keep_trust(b"two")
        assert not done
        (store.state / "trust.json").write_bytes(b"")
        assert store.trust() == b"one"

    @pytest.mark.parametrize("spoilt", SPOILT)
    def test_spoilt_in_any_way(self, store: Store, spoilt: bytes | None) -> None:
        store.keep_trust(b"one")
        store.keep_trust(b"two")
        spoil(store.state / "trust.json", spoilt)
        assert store.trust() == b"one"


@pytest.mark.parametrize("failure", [Killed, full], ids=["killed", "full"])
@pytest.mark.parametrize(
    ("read", "write"),
    [
        (Store.trust, lambda store: store.keep_trust(b"new")),
        (Store.urgent, lambda store: store.alarm(activation("new", {}))),
        (Store.urgent, lambda store: store.alarm(None)),
        (lambda store: (store.cut() or Cut(show="none")).show, lambda s: s.set_cut("new", "")),
        (lambda store: store.cut() is None, Store.resume),
    ],
    ids=["trust", "alarm", "all clear", "cut", "resume"],
)
def test_killed_at_every_step(
    tmp_path: Path,
    failure: type[Killed],
    read: Callable[[Store], object],
    write: Callable[[Store], object],
) -> None:
    """Before it or after it, and the next try completes."""
    before = Store(tmp_path / "before", limits=StoreLimits(keep_free=0))
    with before.lock():
        before.keep_trust(b"oldest")
        before.keep_trust(b"old")
        before.alarm(activation("old", {}))
        before.set_cut("old", "")
    shutil.copytree(before.state, tmp_path / "after")
    after = Store(tmp_path / "after")
    write(after)
    wanted = (read(before), read(after))
    assert wanted[0] != wanted[1]
    for step in range(1, 30):
        shutil.copytree(before.state, tmp_path / f"{step}")
        store = Store(tmp_path / f"{step}", limits=StoreLimits(keep_free=0))
        with failing(step, failure) as done, contextlib.suppress(Killed, DeviceError):
            write(store)
        assert read(store) in wanted
        with store.lock():
            write(store)
        assert read(store) == wanted[1]
        assert not list(store.state.rglob(".tmp-*"))
        if len(done) < step:
            break
    assert step > 2


class TestMend:
    def test_a_spoilt_record_is_replaced_when_an_agent_begins(
        self, store: Store, tmp_path: Path
    ) -> None:
        """Else nobody would know what it names, and nothing could ever be evicted."""
        bodies = [store.take(source(tmp_path, "a", bytes([n]))) for n in range(3)]
        for number in (0, 1):
            store.activate(activation(f"{number}", {"a": bodies[number]}))
        store.alarm(activation("flood", {}))
        flip(store.activation_path())
        flip(store.state / "active" / "emergency.json")
        assert store.evict() == 0
        with store.lock():
            active = store.active()
            assert active is not None
            assert active.manifest.content.playlists[0].name == "0"
            assert store.evict() == 2
        assert store.has(bodies[0])
        assert not store.verify().damage

    def test_nothing_is_touched_that_nothing_answers_for(self, store: Store) -> None:
        store.activate(activation("p", {}))
        store.activation_path().write_bytes(b"spoilt")
        with store.lock():
            assert store.active() is None
        assert store.activation_path().read_bytes() == b"spoilt"


class TestMarker:
    def boot(self, path: Path, name: str) -> Marker:
        return Marker(path / "running", lambda: name)

    def test_an_end_in_order_leaves_nothing(self, store: Store) -> None:
        with store.lock():
            assert (store.state / "running").exists()
            assert not store.unclean
        assert not (store.state / "running").exists()
        assert not store.unclean

    def test_a_kill_in_the_same_boot_loses_nothing(self, tmp_path: Path) -> None:
        self.boot(tmp_path, "monday").arrive()
        assert not self.boot(tmp_path, "monday").unclean

    def test_a_power_cut_is_known_until_all_was_checked(self, tmp_path: Path) -> None:
        self.boot(tmp_path, "monday").arrive()
        for name in ("tuesday", "wednesday"):  # the check did not come to its end in one day
            marker = self.boot(tmp_path, name)
            assert marker.unclean
            marker.arrive()
            assert marker.unclean
            marker.leave()
            assert marker.unclean
        marker.checked()
        assert not marker.unclean
        marker.leave()
        assert not (tmp_path / "running").exists()

    @pytest.mark.parametrize("spoilt", [b"", b"\xff\xfe"])
    def test_a_mark_that_is_spoilt_is_one(self, tmp_path: Path, spoilt: bytes) -> None:
        (tmp_path / "running").write_bytes(spoilt)
        assert self.boot(tmp_path, "monday").unclean

    def test_a_full_disk_turns_no_agent_away(self, store: Store) -> None:
        with failing(1, full), store.lock():
            assert store.locked()
