from __future__ import annotations

import errno
import hashlib
from typing import TYPE_CHECKING

import msgspec
import pytest

from signage.config import StoreLimits
from signage.errors import DeviceError
from signage.release.manifest import Body
from signage.store import Media, Store
from tests.store._faults import activation, failing, source

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "state", limits=StoreLimits(keep_free=0))
    with made.lock():
        pass
    return made


class TestPut:
    def test_keeps_the_bytes_under_their_hash(self, store: Store) -> None:
        body = store.put(b"made here", "the rendition of a.jpg")
        assert body == Body(hashlib.sha256(b"made here").hexdigest(), 9)
        assert store.path(body.sha256).read_bytes() == b"made here"
        inode = store.path(body.sha256).stat().st_ino
        assert store.put(b"made here", "another") == body
        assert store.path(body.sha256).stat().st_ino == inode

    def test_a_full_disk_names_what_found_no_room(self, store: Store) -> None:
        small = Store(store.state, limits=StoreLimits(keep_free=10**18))
        with pytest.raises(DeviceError, match=r"disk is full.*rendition of a.jpg"):
            small.put(b"made here", "the rendition of a.jpg")

    def test_a_disk_that_fills_meanwhile_keeps_nothing(self, store: Store) -> None:
        full = lambda: OSError(errno.ENOSPC, "No space left")  # noqa: E731
        with failing(1, full), pytest.raises(DeviceError, match="disk is full"):
            store.put(b"made here", "the rendition of a.jpg")
        with store.lock():
            assert not [each for each in store.objects.rglob("*") if each.is_file()]


class TestActivate:
    def test_nothing_without_its_renditions(self, store: Store, tmp_path: Path) -> None:
        body = store.take(source(tmp_path, "a", b"x"))
        with pytest.raises(DeviceError, match="lost the rendition of a"):
            store.activate(activation("new", {"a": body}, Body("0" * 64, 1)))
        assert store.active() is None
        whole = activation("new", {"a": body}, store.put(b"y", "y"))
        store.activate(whole)
        assert store.active() == whole

    def test_a_record_of_before_there_were_any(self) -> None:
        old = b'{"kind":"image","width":12000,"height":8000}'
        media = msgspec.json.decode(old, type=Media)
        assert media.rendition is None
        assert msgspec.json.encode(media) == old  # and a downgraded agent reads what needs none


class TestEvict:
    def test_spares_those_of_the_active_and_the_previous(
        self, store: Store, tmp_path: Path
    ) -> None:
        scaled = [store.put(bytes([n]), "rendition") for n in range(4)]
        body = store.take(source(tmp_path, "a", b"x"))
        for number in (0, 1, 2):
            store.activate(activation(str(number), {"a": body}, scaled[number]))
        assert store.evict(keep=[scaled[3].sha256]) == 1
        assert [store.has(each) for each in scaled] == [False, True, True, True]
        assert store.has(body)
