"""Headlines lie beside the activation: whole or not there, and never in its way."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest

from signage.release.manifest import Feeds, Headline
from signage.store import Store
from tests.store._faults import Killed, activation, failing

if TYPE_CHECKING:
    from pathlib import Path

NEWS: Feeds = {"https://a.vn/rss": (Headline(text="Lũ đã rút", source="Báo A", seen="2026-05-28"),)}
MORE: Feeds = {"https://a.vn/rss": (), "https://b.vn/rss": NEWS["https://a.vn/rss"]}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "state")
    with store.lock():
        pass
    return store


def test_come_back_as_they_were(store: Store) -> None:
    assert store.headlines() == {}
    store.keep_headlines(NEWS)
    assert Store(store.state).headlines() == NEWS
    store.keep_headlines({})
    assert store.headlines() == {}
    assert [path.name for path in store.activation_path().parent.iterdir()] == []


@pytest.mark.parametrize("spoilt", [b"", b"x\n{}", b"\0" * 200])
def test_a_spoilt_record_gives_none(store: Store, spoilt: bytes) -> None:
    store.keep_headlines(NEWS)
    (store.activation_path().parent / "headlines.json").write_bytes(spoilt)
    assert store.headlines() == {}
    with store.lock():
        store.keep_headlines(NEWS)
    assert store.headlines() == NEWS


def test_leave_the_activation_alone(store: Store) -> None:
    store.activate(activation("one", {}))
    before = store.activation_path().read_bytes()
    store.keep_headlines(NEWS)
    assert store.activation_path().read_bytes() == before


@pytest.mark.parametrize("step", range(1, 6))
def test_killed_at_any_step_old_or_new(store: Store, step: int) -> None:
    store.keep_headlines(NEWS)
    with failing(step, Killed) as done, contextlib.suppress(Killed):
        store.keep_headlines(MORE)
    assert done
    assert store.headlines() in (NEWS, MORE)
    with store.lock():
        store.keep_headlines(MORE)
    assert store.headlines() == MORE
    assert not list(store.state.rglob(".tmp-*"))
