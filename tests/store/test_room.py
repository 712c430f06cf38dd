"""Eviction: what goes, what never goes, and in which order."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signage.config import StoreLimits
from signage.errors import DeviceError
from signage.release.manifest import Body
from signage.store import Store
from signage.store._evict import Kept, room_after, victims
from tests.store._faults import activation, source

if TYPE_CHECKING:
    from pathlib import Path

kept = st.builds(
    Kept, st.integers(0, 10**6).map(lambda n: f"{n:064x}"), st.integers(0, 500), st.integers(0, 9)
)
stocks = st.lists(kept, max_size=25, unique_by=lambda body: body.sha256)
limits = st.builds(StoreLimits, keep_free=st.integers(0, 3000), budget=st.integers(0, 8000))


class TestRule:
    @given(stocks, st.data(), limits, st.integers(0, 5000), st.integers(0, 3000))
    def test_what_it_promises(
        self, stock: list[Kept], data: st.DataObject, limits: StoreLimits, free: int, need: int
    ) -> None:
        names = [body.sha256 for body in stock]
        spared = set(data.draw(st.lists(st.sampled_from(names)) if names else st.just([])))
        gone = victims(stock, spared, limits, free=free, need=need)

        def fits(without: list[Kept]) -> bool:
            size = sum(body.size for body in without)
            total = sum(body.size for body in stock) - size + need
            return total <= limits.budget and free - need + size >= limits.keep_free

        assert not spared & {body.sha256 for body in gone}
        rest = [body for body in stock if body not in gone and body.sha256 not in spared]
        assert fits(gone) or not rest
        assert not gone or not fits(gone[:-1])  # no more than it takes
        assert all(one.since <= other.since for one in gone for other in rest)
        assert gone == sorted(gone, key=lambda body: (body.since, body.sha256))
        assert room_after(stock, spared, free) >= free + sum(body.size for body in gone)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "state", limits=StoreLimits(keep_free=0))
    with made.lock():
        pass
    return made


def tight(store: Store, **more: int) -> Store:
    return Store(store.state, limits=StoreLimits(**{"keep_free": 0, **more}))


def fill(store: Store, tmp_path: Path, count: int = 6) -> list[Body]:
    """Bodies of 1,000 bytes, each a day older than the next."""
    made = [store.take(source(tmp_path, "a", bytes([n]) * 1000)) for n in range(count)]
    for number, body in enumerate(made):
        os.utime(store.path(body.sha256), (number * 86_400, number * 86_400))
    return made


def there(store: Store, bodies: list[Body]) -> list[bool]:
    return [store.has(body) for body in bodies]


class TestTrim:
    def test_nothing_while_there_is_room(self, store: Store, tmp_path: Path) -> None:
        bodies = fill(store, tmp_path)
        assert store.trim() == 0
        assert all(there(store, bodies))

    def test_the_oldest_until_the_budget_is_kept(self, store: Store, tmp_path: Path) -> None:
        bodies = fill(store, tmp_path)
        assert tight(store, budget=3500).trim() == 3
        assert there(store, bodies) == [False, False, False, True, True, True]

    def test_never_what_is_in_force_was_before_is_urgent_or_kept(
        self, store: Store, tmp_path: Path
    ) -> None:
        bodies = fill(store, tmp_path)
        for number in (0, 1, 2):
            store.activate(activation(f"{number}", {"a": bodies[number]}))
        store.alarm(activation("flood", {"a": bodies[3]}))
        assert tight(store, budget=0).trim([bodies[4].sha256]) == 2
        assert there(store, bodies) == [False, True, True, True, True, False]
        store.alarm(None)
        assert tight(store, budget=0, keep_free=10**18).trim() == 2
        assert there(store, bodies) == [False, True, True, False, False, False]

    def test_nothing_while_a_record_cannot_be_read(self, store: Store, tmp_path: Path) -> None:
        bodies = fill(store, tmp_path)
        store.alarm(activation("flood", {"a": bodies[0]}))
        (store.state / "active" / "emergency.json").write_bytes(b"spoilt")
        assert tight(store, budget=0).trim() == 0
        assert all(there(store, bodies))

    def test_what_was_in_force_until_today_counts_as_new(
        self, store: Store, tmp_path: Path
    ) -> None:
        bodies = fill(store, tmp_path)
        store.activate(activation("first", {"a": bodies[0]}))
        for name in ("second", "third"):
            store.activate(activation(name, {}))
        assert tight(store, budget=1000).trim() == 5
        assert there(store, bodies) == [True, False, False, False, False, False]


class TestRoom:
    def test_frees_what_is_missing_and_no_more(self, store: Store, tmp_path: Path) -> None:
        bodies = fill(store, tmp_path)
        wanted = [bodies[0], Body("f" * 64, 1500)]
        tight(store, budget=6000).room(wanted, keep=[bodies[1].sha256])
        assert there(store, bodies) == [True, True, False, False, True, True]

    def test_what_came_already_is_not_asked_for_again(self, store: Store, tmp_path: Path) -> None:
        bodies = fill(store, tmp_path)
        coming = Body("f" * 64, 1500)
        with store.part(coming, "b") as part:
            part.write(b"x" * 600)
        tight(store, budget=6900).room([coming])
        assert there(store, bodies) == [True] * 6

    def test_one_that_cannot_fit_is_refused_with_its_numbers_and_evicts_nothing(
        self, store: Store, tmp_path: Path
    ) -> None:
        bodies = fill(store, tmp_path)
        with pytest.raises(
            DeviceError, match=r"no room: 900,000,000,000.0 MB .* a release of .*kept free"
        ):
            store.room([bodies[0], Body("f" * 64, 9 * 10**17)])
        assert all(there(store, bodies))

    def test_one_that_is_all_there_always_fits(self, store: Store, tmp_path: Path) -> None:
        """What is stored needs no room, even on a disk that somebody else filled."""
        bodies = fill(store, tmp_path)
        tight(store, keep_free=10**18).room(bodies)
        assert all(there(store, bodies))
