from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from signage.config import StoreLimits
from signage.store import Check, Damage, StoppedError, Store
from tests.store._faults import activation, flip, source

if TYPE_CHECKING:
    from pathlib import Path

    from signage.release.manifest import Body

SLICE = 300_000


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """In force, before it and urgent: a file and a rendition each, of two slices' size."""
    made = Store(tmp_path / "state", limits=StoreLimits(keep_free=0, check_slice=SLICE))
    with made.lock():
        for name in ("before", "now", "urgent"):
            made_of = {name: made.take(source(tmp_path, name, name.encode() * 100_000))}
            scaled = made.put(name.encode() * 10, "rendition")
            record = activation(name, made_of, scaled)
            (made.alarm if name == "urgent" else made.activate)(record)
    return made


def bodies(store: Store) -> dict[str, Body]:
    found = {}
    for _, record in store._records.intact():
        for path, body in record.manifest.files.items():
            found[path] = body
            rendition = record.media[body.sha256].rendition
            assert rendition is not None
            found[f"the rendition of {path}"] = rendition
    return found


NAMES = [f"{of}{name}" for name in ("before", "now", "urgent") for of in ("", "the rendition of ")]


class TestVerify:
    def test_all_is_well(self, store: Store) -> None:
        check = store.verify()
        assert (check.bodies, check.checked, check.damage) == (6, 6, [])
        assert check.read == check.size == sum(body.size for body in bodies(store).values())

    def test_what_the_agent_lets_go_meanwhile_is_no_damage(
        self, store: Store, tmp_path: Path
    ) -> None:
        gone = bodies(store)["before"]

        def go_on(check: Check) -> None:
            if store.has(gone):
                with store.lock():
                    made_of = {"next": store.take(source(tmp_path, "next", b"next" * 1000))}
                    store.activate(activation("next", made_of))
                    store.path(gone.sha256).unlink()

        check = Store(store.state, limits=StoreLimits(check_slice=1)).verify(go_on)
        assert "before" not in {damage.name for damage in check.damage}

    @pytest.mark.parametrize("name", NAMES)
    def test_one_bit_of_any_body_is_found_and_the_body_goes(self, store: Store, name: str) -> None:
        body = bodies(store)[name]
        flip(store.path(body.sha256))
        assert store.has(body)  # its size is right: only the hash tells
        assert store.verify().damage == [
            Damage(name=name, sha256=body.sha256, kind="spoilt", removed=True)
        ]
        assert not store.has(body)
        (again,) = store.verify().damage
        assert (again.kind, again.removed) == ("missing", False)

    @pytest.mark.parametrize("change", ["shorter", "longer", "link", "folder", "pipe"])
    def test_what_else_may_lie_there(self, store: Store, tmp_path: Path, change: str) -> None:
        body = bodies(store)["now"]
        path = store.path(body.sha256)
        content = path.read_bytes()
        path.unlink()
        if change == "shorter":
            path.write_bytes(content[:-1])
        elif change == "longer":
            path.write_bytes(content * 3)
        elif change == "link":
            (tmp_path / "elsewhere").write_bytes(content)
            path.symlink_to(tmp_path / "elsewhere")
        elif change == "pipe":
            os.mkfifo(path)
        else:
            path.mkdir()
        (damage,) = store.verify().damage
        assert damage.sha256 == body.sha256
        assert damage.removed == (change != "folder")
        assert (tmp_path / "elsewhere").exists() == (change == "link")

    def test_spoilt_records_are_told(self, store: Store) -> None:
        flip(store.activation_path())
        flip(store.state / "active" / "emergency.json")
        check = store.verify()
        assert {each.name for each in check.damage} == {
            "active/now.json", "active/emergency.json"
        }  # fmt: skip
        assert check.bodies == 2  # of the one before, which is still known

    def test_one_that_the_agent_replaces_meanwhile_stays(
        self, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        body = bodies(store)["now"]
        path = store.path(body.sha256)
        good = path.read_bytes()
        flip(path)
        real = os.read

        def read(handle: int, size: int) -> bytes:
            chunk = real(handle, size)
            if not chunk and path.read_bytes() != good:
                path.with_name("new").write_bytes(good)
                path.with_name("new").replace(path)
            return chunk

        monkeypatch.setattr(os, "read", read)
        assert store.verify().damage == []
        assert path.read_bytes() == good

    def test_a_bad_spot_is_damage(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        def bad(_handle: int, _size: int) -> bytes:
            raise OSError(5, "Input/output error")

        with monkeypatch.context() as patch:
            patch.setattr(os, "read", bad)
            damage = store.verify().damage
        assert {each.kind for each in damage} == {"unreadable"}
        assert not any(store.has(body) for body in bodies(store).values())

    def test_can_be_stopped(self, store: Store) -> None:
        def stop(check: Check) -> None:
            assert 0 < check.read < check.size
            raise StoppedError("stopped")

        with pytest.raises(StoppedError):
            store.verify(stop)

    def test_nothing_there(self, tmp_path: Path) -> None:
        check = Store(tmp_path / "none").verify()
        assert (check.bodies, check.damage) == (0, [])
        assert not (tmp_path / "none").exists()

    def test_an_equal_body_is_read_once(self, store: Store) -> None:
        body = bodies(store)["now"]
        store.activate(activation("twice", {"a": body, "b": body}))
        assert store.verify().bodies == 4  # this one, its rendition of before, the urgent one's two


class TestChecking:
    def test_a_slice_at_a_time(self, store: Store) -> None:
        check = store.checking()
        read = 0
        steps = 0
        while check.step():
            assert 0 < check.read - read <= SLICE + 256 * 1024
            read = check.read
            steps += 1
        assert steps >= 4
        assert not check.step()

    def test_forgets_the_unclean_stop_with_its_last_step(self, store: Store) -> None:
        (store.state / "running").write_bytes(b"another boot")
        with store.lock():
            assert store.unclean
            check = store.checking()
            assert check.step()
            assert store.unclean
        assert store.unclean  # ended half-way: begun anew next time
        with store.lock():
            check = store.checking()
            while check.step():
                assert store.unclean
            assert not store.unclean
        assert not store.unclean

    def test_verify_by_hand_does_not(self, store: Store) -> None:
        (store.state / "running").write_bytes(b"another boot")
        store.verify()
        assert store.unclean
