from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import threading
from typing import TYPE_CHECKING

import pytest

from signage.config import StoreLimits
from signage.errors import DeviceError
from signage.release.manifest import Body
from signage.store import ChangedError, NotPlainError, StoppedError, Store, UnreadableError
from tests.store._faults import Killed, activation, failing, source, whole

if TYPE_CHECKING:
    from pathlib import Path

LIMITS = StoreLimits(keep_free=0)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "state", limits=LIMITS)
    with made.lock():
        pass
    return made


def full() -> OSError:
    return OSError(errno.ENOSPC, "No space left on device")


class TestTake:
    def test_keeps_the_bytes_under_their_hash(self, store: Store, tmp_path: Path) -> None:
        content = os.urandom(700_000)
        body = store.take(source(tmp_path, "ảnh.jpg", content))
        assert body == Body(hashlib.sha256(content).hexdigest(), len(content))
        assert store.path(body.sha256).read_bytes() == content
        assert store.has(body)

    def test_an_equal_body_is_kept_once(self, store: Store, tmp_path: Path) -> None:
        one = store.take(source(tmp_path, "a", b"same"))
        inode = store.path(one.sha256).stat().st_ino
        assert store.take(source(tmp_path, "b", b"same")) == one
        assert store.path(one.sha256).stat().st_ino == inode

    def test_a_damaged_body_is_replaced(self, store: Store, tmp_path: Path) -> None:
        path = source(tmp_path, "a", b"whole")
        body = store.take(path)
        store.path(body.sha256).write_bytes(b"who")
        assert not store.has(body)
        assert store.has(store.take(path))

    @pytest.mark.parametrize("change", ["append", "overwrite", "replace", "remove", "mtime back"])
    def test_a_file_that_changes_while_it_is_read(
        self, store: Store, tmp_path: Path, change: str
    ) -> None:
        path = source(tmp_path, "a", b"x" * 600_000)
        before = path.stat()

        def act() -> bool:
            if change == "append":
                with path.open("ab") as file:
                    file.write(b"y")
            elif change in {"overwrite", "mtime back"}:
                with path.open("r+b") as file:
                    file.write(b"z")
                if change == "mtime back":
                    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
            elif change == "replace":
                source(tmp_path, "b", b"x" * 600_000).replace(path)
            else:
                path.unlink(missing_ok=True)
            return False

        with pytest.raises(ChangedError):
            store.take(path, stop=act)
        assert not [each for each in store.objects.rglob("*") if each.is_file()]

    def test_only_plain_files(self, store: Store, tmp_path: Path) -> None:
        target = source(tmp_path, "a", b"x")
        (tmp_path / "link").symlink_to(target)
        os.mkfifo(tmp_path / "pipe")
        for name in ("link", "pipe", "state"):
            with pytest.raises(NotPlainError):
                store.take(tmp_path / name)

    def test_a_folder_swapped_for_a_link_leads_nowhere(self, store: Store, tmp_path: Path) -> None:
        (tmp_path / "media").mkdir()
        (tmp_path / "secret").mkdir()
        source(tmp_path / "secret", "a", b"x")
        (tmp_path / "media" / "ocop").symlink_to(tmp_path / "secret")
        with pytest.raises(NotPlainError):
            store.take(tmp_path / "media" / "ocop" / "a", within=tmp_path / "media")

    def test_a_file_that_went(self, store: Store, tmp_path: Path) -> None:
        with pytest.raises(ChangedError):
            store.take(tmp_path / "none")

    def test_a_source_that_fails(
        self, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def failed(_handle: int, _size: int) -> bytes:
            raise OSError(errno.EIO, "Input/output error")

        path = source(tmp_path, "a", b"x")
        monkeypatch.setattr(os, "read", failed)
        with pytest.raises(UnreadableError, match="Input/output"):
            store.take(path)

    def test_stops_between_chunks(self, store: Store, tmp_path: Path) -> None:
        with pytest.raises(StoppedError):
            store.take(source(tmp_path, "a", b"x" * 600_000), stop=lambda: True)

    def test_a_full_disk_is_told_with_its_numbers(self, tmp_path: Path) -> None:
        store = Store(tmp_path / "state", limits=StoreLimits(keep_free=10**18))
        with store.lock(), pytest.raises(DeviceError, match=r"disk is full.*MB.*MB") as caught:
            store.take(source(tmp_path, "a", b"x"))
        assert caught.value.exit_code == 5


class TestActivate:
    def test_what_was_in_force_becomes_the_previous(self, store: Store, tmp_path: Path) -> None:
        assert store.active() is None
        bodies = [store.take(source(tmp_path, "a", bytes([n]))) for n in range(3)]
        for number, body in enumerate(bodies):
            store.activate(activation(str(number), {"a": body}))
        assert store.active() == activation("2", {"a": bodies[2]})
        store.activation_path().write_bytes(b"")
        assert store.active() == activation("1", {"a": bodies[1]})

    def test_nothing_without_its_bodies(self, store: Store, tmp_path: Path) -> None:
        body = store.take(source(tmp_path, "a", b"x"))
        store.activate(activation("old", {"a": body}))
        for missing in (Body("0" * 64, 1), Body(body.sha256, 2)):
            with pytest.raises(DeviceError, match="lost b"):
                store.activate(activation("new", {"a": body, "b.jpg": missing}))
        assert store.active() == activation("old", {"a": body})

    @pytest.mark.parametrize("spoilt", [b"", b"{}", b"\0" * 500, b"[" * 100_000, None])
    def test_a_spoilt_record_gives_the_previous(self, store: Store, spoilt: bytes | None) -> None:
        for name in ("old", "new"):
            store.activate(activation(name, {}))
        record = store.activation_path()
        whole_record = record.read_bytes()
        record.write_bytes(spoilt if spoilt is not None else whole_record.replace(b"new", b"neu"))
        assert store.active() == activation("old", {})
        store.activate(activation("newer", {}))  # a spoilt record never becomes the previous
        record.write_bytes(b"")
        assert store.active() == activation("old", {})

    def test_a_reader_makes_nothing(self, tmp_path: Path) -> None:
        store = Store(tmp_path / "state")
        assert store.active() is None
        assert not store.locked()
        assert store.usage()[0] > 0
        assert not store.state.exists()


class TestKilledAtEveryStep:
    @pytest.mark.parametrize("failure", [Killed, full], ids=["killed", "full"])
    def test_old_or_new_whole_and_the_next_run_completes(
        self, tmp_path: Path, failure: type[Killed]
    ) -> None:
        old_file, new_file = (source(tmp_path, name, name.encode() * 9) for name in ("o", "n"))
        steps = 0
        for step in range(1, 100):
            store = Store(tmp_path / f"state{step}", limits=LIMITS)
            with store.lock():
                old = activation("old", {"a": store.take(old_file)})
                store.activate(old)

            def run(store: Store = store) -> None:
                with store.lock():
                    store.activate(activation("new", {"a": store.take(new_file)}))
                    store.evict()

            with failing(step, failure) as done, contextlib.suppress(Killed, DeviceError):
                run()
            new = activation("new", {"a": Body(hashlib.sha256(b"n" * 9).hexdigest(), 9)})
            after = store.active()
            assert after in (old, new)
            assert after is not None
            assert whole(store, after)
            run()
            assert store.active() == new
            assert whole(store, new)
            assert not list(store.state.rglob(".tmp-*"))
            if len(done) < step:
                steps = step - 1
                break
        assert steps >= 8  # the file, its folder, the two records and theirs


class TestEvict:
    def test_only_what_nobody_names(self, store: Store, tmp_path: Path) -> None:
        bodies = [store.take(source(tmp_path, "a", bytes([n]))) for n in range(5)]
        for number in (0, 1, 2):
            store.activate(activation(str(number), {"a": bodies[number]}))
        (store.objects / "note.txt").write_text("not ours")
        assert store.evict(keep=[bodies[3].sha256]) == 2
        assert [store.has(body) for body in bodies] == [False, True, True, True, False]
        assert (store.objects / "note.txt").exists()

    def test_nothing_while_a_record_cannot_be_read(self, store: Store, tmp_path: Path) -> None:
        body = store.take(source(tmp_path, "a", b"x"))
        store.activate(activation("one", {"a": body}))
        store.activation_path().write_bytes(b"spoilt")
        assert store.evict() == 0
        assert store.has(body)


class TestLock:
    def test_one_agent_at_a_time(self, store: Store) -> None:
        with store.lock():
            assert store.locked()
            with pytest.raises(DeviceError, match="in use"), Store(store.state).lock():
                pass
        assert not store.locked()

    def test_a_glance_turns_nobody_away(self, store: Store) -> None:
        stop = threading.Event()

        def glance() -> None:
            while not stop.is_set():
                store.locked()

        thread = threading.Thread(target=glance)
        thread.start()
        try:
            for _ in range(20):
                with Store(store.state).lock():
                    pass
        finally:
            stop.set()
            thread.join()

    def test_sweeps_what_a_killed_one_left(self, store: Store) -> None:
        left = store.objects / ".tmp-left"
        left.write_bytes(b"half")
        with store.lock():
            assert not left.exists()

    def test_a_folder_that_cannot_be_made(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(DeviceError, match="state"), Store(tmp_path / "file" / "state").lock():
            pass
