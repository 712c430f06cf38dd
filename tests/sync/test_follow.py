"""The real thing: inotify, the decoder in its process, a thread. Waits on conditions only."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from signage.config import StoreLimits
from signage.errors import ContentError, SourceError
from signage.store import Store
from signage.sync import Follower, bring_once, source_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


def photo(path: Path, colour: str) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (64, 48), colour).save(path)
    return path.read_bytes()


def playlist(root: Path, *images: str, name: str = "p") -> None:
    (root / "playlists").mkdir(parents=True, exist_ok=True)
    lines = ["items:", *(f"  - image: {each}" for each in images)]
    (root / "playlists" / f"{name}.yaml").write_text("\n".join(lines))


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end, "nothing happened for 30 s"
        time.sleep(0.01)


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    photo(tmp_path / "centre" / "media" / "a.png", "red")
    playlist(tmp_path / "centre", "a.png")
    return tmp_path / "centre"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "state", limits=StoreLimits(keep_free=0))


@pytest.fixture
def following(centre: Path, store: Store) -> Iterator[Follower]:
    follower = Follower(store, source_of(str(centre)))
    thread = threading.Thread(target=follower.run)
    thread.start()
    yield follower
    follower.stop()
    thread.join(10)
    assert not thread.is_alive()
    assert not store.locked()


def shows(store: Store, path: str, content: bytes) -> bool:
    active = store.active()
    body = active.manifest.files.get(path) if active else None
    return body is not None and store.path(body.sha256).read_bytes() == content


@pytest.mark.usefixtures("following")
class TestFollower:
    def test_changes_arrive(self, centre: Path, store: Store) -> None:
        until(lambda: store.active() is not None)
        file = centre / "media" / "a.png"
        blue = photo(file, "blue")
        until(lambda: shows(store, "a.png", blue))
        green = photo(centre / "elsewhere.png", "green")  # renamed in, as SMB and rsync do
        (centre / "elsewhere.png").replace(file)
        until(lambda: shows(store, "a.png", green))
        new = photo(centre / "media" / "mới" / "b.png", "white")
        playlist(centre, "a.png", "mới/b.png")
        until(lambda: shows(store, "mới/b.png", new))

    def test_the_folder_goes_and_another_comes(self, centre: Path, store: Store) -> None:
        until(lambda: store.active() is not None)
        centre.rename(centre.with_name("old"))
        blue = photo(centre / "media" / "a.png", "blue")
        playlist(centre, "a.png")
        until(lambda: shows(store, "a.png", blue))
        green = photo(centre / "media" / "a.png", "green")  # and this one is listened to
        until(lambda: shows(store, "a.png", green))


class TestOnce:
    def test_brings_it_in(self, centre: Path, store: Store) -> None:
        agent = bring_once(store, source_of(str(centre)), lambda: False)
        assert agent.settled
        assert shows(store, "a.png", (centre / "media" / "a.png").read_bytes())

    def test_one_playlist_file(self, centre: Path, store: Store) -> None:
        bring_once(store, source_of(str(centre / "playlists" / "p.yaml")), lambda: False)
        assert shows(store, "a.png", (centre / "media" / "a.png").read_bytes())

    def test_a_bad_photo_costs_itself(self, centre: Path, store: Store) -> None:
        whole = (centre / "media" / "a.png").read_bytes()
        (centre / "media" / "b.png").write_bytes(whole[:-40])
        playlist(centre, "a.png", "b.png")
        agent = bring_once(store, source_of(str(centre)), lambda: False)
        assert agent.status is not None
        assert [each.path for each in agent.status.quarantine] == ["b.png"]
        assert shows(store, "a.png", whole)

    def test_a_folder_that_is_not_there(self, centre: Path, store: Store) -> None:
        with pytest.raises(SourceError, match="mount the share"):
            bring_once(store, source_of(str(centre / "none")), lambda: False)

    def test_a_playlist_that_cannot_be_read(self, centre: Path, store: Store) -> None:
        (centre / "playlists" / "q.yaml").write_text("{{{")
        with pytest.raises(ContentError, match=r"q\.yaml"):
            bring_once(store, source_of(str(centre)), lambda: False)
        assert store.active() is not None
