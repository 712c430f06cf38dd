from __future__ import annotations

import hashlib
import logging
import threading
import time
from typing import TYPE_CHECKING

import pytest

from signage.config import SIGNED, StoreLimits
from signage.store import StoppedError, Store
from signage.sync import Follower, bring_once, source_of
from signage.sync._care import Care
from tests.store._faults import activation, flip, source
from tests.sync._fakes import FakeClock
from tests.sync.test_follow import photo, playlist

if TYPE_CHECKING:
    from pathlib import Path

    from signage.release.manifest import Body


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "state", limits=StoreLimits(keep_free=0, check_slice=1000))


def stored(store: Store, tmp_path: Path) -> Body:
    with store.lock():
        body = store.take(source(tmp_path, "a", b"a" * 5000))
        store.activate(activation("p", {"a": body}))
    return body


def unclean(store: Store) -> None:
    """As the power cut that an agent was at work at leaves it."""
    (store.state / "running").write_bytes(b"another boot")


class TestCare:
    def test_what_is_missing_is_told_once_and_asked_for_until_it_is_there(
        self, store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        body = stored(store, tmp_path)
        clock, asked = FakeClock(), [0]

        def mend() -> None:
            asked[0] += 1

        care = Care(store, mend, clock.monotonic)
        assert care.step() == SIGNED.look
        store.path(body.sha256).unlink()
        assert care.step() == SIGNED.look  # a look now and then, no more
        with caplog.at_level(logging.WARNING):
            for _ in range(10):
                clock.seconds += SIGNED.look
                assert care.step() == 0
        assert asked == [10]
        assert len(caplog.records) == 1
        store.take(source(tmp_path, "a", b"a" * 5000))
        clock.seconds += SIGNED.look
        assert care.step() == SIGNED.look
        assert asked == [10]

    def test_a_check_goes_on_in_slices_and_can_be_stopped(
        self, store: Store, tmp_path: Path
    ) -> None:
        flip(store.path(stored(store, tmp_path).sha256))
        unclean(store)
        asked: list[int] = []
        with store.lock():
            care = Care(store, lambda: asked.append(1), time.monotonic)
            with pytest.raises(StoppedError):
                care.finish(lambda: True)
            assert store.unclean
            care.finish()
            assert not store.unclean
        assert asked == [1]

    def test_after_an_end_in_order_nothing_is_read(self, store: Store, tmp_path: Path) -> None:
        flip(store.path(stored(store, tmp_path).sha256))
        with store.lock():
            Care(store, pytest.fail, time.monotonic).finish()


class TestFolder:
    """A bit flipped on the disk of a kiosk that follows a folder, and the power cut."""

    @pytest.fixture
    def spoilt(self, tmp_path: Path, store: Store) -> tuple[str, Body]:
        centre = tmp_path / "centre"
        (centre / "playlists").mkdir(parents=True)
        photo(centre / "media" / "a.png", "red")
        playlist(centre, "a.png")
        bring_once(store, source_of(str(centre)), lambda: False)
        active = store.active()
        assert active is not None
        body = active.manifest.files["a.png"]
        flip(store.path(body.sha256))
        unclean(store)
        return str(centre), body

    def whole(self, store: Store, body: Body) -> bool:
        try:
            content = store.path(body.sha256).read_bytes()
        except OSError:
            return False
        return hashlib.sha256(content).hexdigest() == body.sha256

    def test_is_mended_by_the_agent(self, store: Store, spoilt: tuple[str, Body]) -> None:
        centre, body = spoilt
        assert store.has(body)
        assert not self.whole(store, body)
        follower = Follower(store, source_of(centre))
        thread = threading.Thread(target=follower.run)
        thread.start()
        try:
            end = time.monotonic() + 20
            while time.monotonic() < end and (store.unclean or not self.whole(store, body)):
                time.sleep(0.01)
        finally:
            follower.stop()
            thread.join(10)
        assert self.whole(store, body)
        assert not store.unclean

    def test_is_mended_by_one_that_comes_once(self, store: Store, spoilt: tuple[str, Body]) -> None:
        centre, body = spoilt
        bring_once(store, source_of(centre), lambda: False)
        assert self.whole(store, body)
        assert not store.unclean
