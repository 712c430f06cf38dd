from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import random
import stat
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signage.config import StoreLimits
from signage.errors import DeviceError, SourceError, TrustError
from signage.release.manifest import Body
from signage.store import SpoiltPartError, StoppedError, Store
from tests.store._faults import Killed, failing, flip

if TYPE_CHECKING:
    from pathlib import Path

CONTENT = random.Random(4).randbytes(3_000_000)
BODY = Body(hashlib.sha256(CONTENT).hexdigest(), len(CONTENT))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "state", limits=StoreLimits(keep_free=0))
    with made.lock():
        pass
    return made


def place(store: Store) -> Path:
    return store.state / "parts" / BODY.sha256


def begun(store: Store, size: int = 1_000_000) -> Path:
    with store.part(BODY, "a.mp4") as part:
        part.write(CONTENT[:size])
    return place(store)


def complete(store: Store) -> None:
    with store.part(BODY, "a.mp4") as part:
        part.write(CONTENT[part.size :])
        assert part.finish() == BODY


def whole(store: Store) -> bool:
    return store.has(BODY) and store.path(BODY.sha256).read_bytes() == CONTENT


class TestGrowing:
    def test_in_one_go(self, store: Store) -> None:
        with store.part(BODY, "a.mp4") as part:
            for start in range(0, len(CONTENT), 256_000):
                part.write(memoryview(CONTENT)[start : start + 256_000])
            assert part.complete
            assert not part.resumed
            assert part.finish() == BODY
        assert whole(store)
        assert stat.S_IMODE(store.path(BODY.sha256).stat().st_mode) == 0o644
        assert not place(store).exists()

    def test_goes_on_where_it_was(self, store: Store) -> None:
        begun(store)
        with store.part(BODY, "a.mp4") as part:
            assert (part.size, part.resumed, part.complete) == (1_000_000, True, False)
            part.write(CONTENT[part.size :])
            part.finish()
        assert whole(store)

    def test_begins_anew(self, store: Store) -> None:
        begun(store)
        with store.part(BODY, "a.mp4") as part:
            part.restart()
            assert (part.size, part.resumed) == (0, False)
            part.write(CONTENT)
            part.finish()
        assert whole(store)

    def test_one_that_is_there_whole_is_finished_without_a_byte(self, store: Store) -> None:
        begun(store, len(CONTENT))
        with store.part(BODY, "a.mp4") as part:
            assert part.complete
            part.finish()
        assert whole(store)

    def test_one_without_a_byte_leaves_nothing(self, store: Store) -> None:
        with store.part(BODY, "a.mp4"):
            assert place(store).exists()
        assert not place(store).exists()

    def test_an_empty_body(self, store: Store) -> None:
        body = Body(hashlib.sha256(b"").hexdigest(), 0)
        with store.part(body, "leer") as part:
            assert part.finish() == body
        assert store.has(body)

    @settings(max_examples=30)
    @given(cuts=st.lists(st.integers(0, len(CONTENT)), max_size=6).map(sorted))
    def test_however_often_it_is_cut(
        self, tmp_path_factory: pytest.TempPathFactory, cuts: list[int]
    ) -> None:
        store = Store(tmp_path_factory.mktemp("state"), limits=StoreLimits(keep_free=0))
        for cut in cuts:
            with store.part(BODY, "a.mp4") as part:
                part.write(CONTENT[part.size : cut])
        complete(store)
        assert whole(store)


class TestNotTheBody:
    def test_a_wrong_hash_is_dropped(self, store: Store) -> None:
        with store.part(BODY, "a.mp4") as part:
            part.write(CONTENT[:-1] + b"?")
            with pytest.raises(TrustError, match=r"a.mp4.*SHA-256") as told:
                part.finish()
        assert not isinstance(told.value, SpoiltPartError)
        assert not place(store).exists()
        assert not store.has(BODY)

    def test_of_one_that_the_disk_spoilt_nobody_is_accused(self, store: Store) -> None:
        flip(begun(store))
        with store.part(BODY, "a.mp4") as part:
            part.write(CONTENT[part.size :])
            with pytest.raises(SpoiltPartError):
                part.finish()
        assert not place(store).exists()
        complete(store)
        assert whole(store)

    def test_more_than_the_body_has(self, store: Store) -> None:
        with store.part(BODY, "a.mp4") as part:
            part.write(CONTENT[:-1])
            with pytest.raises(SourceError, match="longer than"):
                part.write(b"12")
            assert part.size == 0
            part.write(CONTENT)
            part.finish()
        assert whole(store)

    def test_less_than_the_body_has_stays_for_the_next_time(self, store: Store) -> None:
        with store.part(BODY, "a.mp4") as part:
            part.write(CONTENT[:5])
            with pytest.raises(SourceError, match="5 of 3000000"):
                part.finish()
        with store.part(BODY, "a.mp4") as part:
            assert part.size == 5

    def test_a_part_longer_than_the_body_is_worth_nothing(self, store: Store) -> None:
        begun(store).write_bytes(CONTENT + b"more")
        with store.part(BODY, "a.mp4") as part:
            assert (part.size, part.resumed) == (0, False)
        complete(store)
        assert whole(store)


class TestSwapped:
    @pytest.mark.parametrize("what", ["link", "dangling", "pipe", "hard link"])
    def test_what_lies_there_is_replaced_not_followed(
        self, store: Store, tmp_path: Path, what: str
    ) -> None:
        path = begun(store)
        path.unlink()
        victim = tmp_path / "victim"
        victim.write_bytes(b"not ours")
        if what == "link":
            path.symlink_to(victim)
        elif what == "dangling":
            path.symlink_to(tmp_path / "none")
        elif what == "pipe":
            os.mkfifo(path)
        else:
            path.hardlink_to(victim)
        complete(store)
        assert whole(store)
        assert victim.read_bytes() == b"not ours"
        assert not (tmp_path / "none").exists()

    def test_a_folder_is_this_devices_fault(self, store: Store) -> None:
        path = begun(store)
        path.unlink()
        path.mkdir()
        with pytest.raises(DeviceError, match=r"a\.mp4"), store.part(BODY, "a.mp4"):
            pass


class TestSideBySide:
    def test_one_writer_of_one_body(self, store: Store) -> None:
        with store.part(BODY, "a.mp4") as part:
            part.write(CONTENT[:9])
            with pytest.raises(DeviceError, match="already"), store.part(BODY, "b.mp4"):
                pass
            part.write(CONTENT[9:])
            part.finish()
        assert whole(store)

    def test_what_became_a_body_between_opening_and_locking_is_not_written_to(
        self, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = begun(store, len(CONTENT))
        real = os.open

        def slow(name: str, *rest: int) -> int:
            handle = real(name, *rest)
            if str(name) == str(path):  # another agent finished it this very moment
                monkeypatch.setattr(os, "open", real)
                complete(store)
            return handle

        monkeypatch.setattr(os, "open", slow)
        with pytest.raises(DeviceError, match="already"), store.part(BODY, "a.mp4") as part:
            part.restart()
        assert whole(store)

    def test_of_different_bodies(self, store: Store) -> None:
        other = Body(hashlib.sha256(b"other").hexdigest(), 5)
        with store.part(BODY, "a.mp4") as one, store.part(other, "b.mp4") as two:
            one.write(CONTENT)
            two.write(b"other")
            one.finish()
            two.finish()
        assert whole(store)
        assert store.has(other)


class TestDisk:
    def test_full_from_the_start(self, store: Store) -> None:
        small = Store(store.state, limits=StoreLimits(keep_free=10**18))
        with pytest.raises(DeviceError, match=r"a.mp4 needs 3.0 MB"), small.part(BODY, "a.mp4"):
            pass

    def test_full_half_way_keeps_what_went_in(
        self, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = os.write

        def full(handle: int, chunk: bytes) -> int:
            if os.fstat(handle).st_size >= 2000:
                raise OSError(errno.ENOSPC, "No space left on device")
            return real(handle, bytes(chunk)[:1000])  # as much as there was room for

        with store.part(BODY, "a.mp4") as part:
            monkeypatch.setattr(os, "write", full)
            with pytest.raises(DeviceError, match="disk is full: fetching"):
                part.write(CONTENT)
            assert part.size == 2000
        monkeypatch.setattr(os, "write", real)
        with store.part(BODY, "a.mp4") as part:
            assert part.size == 2000
        complete(store)
        assert whole(store)

    def test_a_bad_spot_in_a_part_begins_it_anew(
        self, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        begun(store)

        def bad(_handle: int, _size: int) -> bytes:
            raise OSError(errno.EIO, "Input/output error")

        with monkeypatch.context() as patch:
            patch.setattr(os, "read", bad)
            with store.part(BODY, "a.mp4") as part:
                assert part.size == 0
        complete(store)
        assert whole(store)

    @pytest.mark.parametrize("error", [Killed, lambda: OSError(errno.EIO, "I/O")])
    def test_finishing_killed_or_failed_at_any_step(self, tmp_path: Path, error: object) -> None:
        for step in range(1, 20):
            store = Store(tmp_path / f"{step}", limits=StoreLimits(keep_free=0))
            begun(store, len(CONTENT))
            with (
                failing(step, error) as done,  # type: ignore[arg-type]
                contextlib.suppress(Killed, DeviceError),
            ):
                complete(store)
            assert whole(store) or not store.path(BODY.sha256).exists()
            if not store.has(BODY):
                complete(store)
            assert whole(store)
            if len(done) < step:
                break
        assert step > 4

    def test_nothing_is_flushed_while_it_grows(
        self, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        begun(store)
        synced: list[int] = []
        monkeypatch.setattr(os, "fsync", synced.append)
        with store.part(BODY, "a.mp4") as part:
            part.write(CONTENT[part.size :])
            assert not synced
            part.finish()
        assert len(synced) >= 2  # the file, its folder


def test_reading_it_again_can_be_stopped(store: Store) -> None:
    begun(store)

    def stop() -> None:
        raise StoppedError("stopped")

    with pytest.raises(StoppedError), store.part(BODY, "a.mp4", stop):
        pass
    with store.part(BODY, "a.mp4") as part:
        assert part.size == 1_000_000


class TestSweep:
    def test_what_nobody_wants(self, store: Store) -> None:
        path = begun(store)
        (path.parent / ("0" * 64)).write_bytes(b"old")
        (path.parent / "link").symlink_to("/etc/passwd")
        assert store.sweep_parts([BODY.sha256]) == 2
        assert path.exists()
        with store.part(BODY, "a.mp4"):
            assert store.sweep_parts() == 0  # somebody is at it
        assert store.sweep_parts() == 1
        assert not list(path.parent.iterdir())

    def test_where_there_never_were_any(self, tmp_path: Path) -> None:
        assert Store(tmp_path / "none").sweep_parts() == 0
