"""The real thing: inotify, the decoder in its process, a thread. Waits on conditions only."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from signage.config import SIGNED, SignedLimits, SourceLimits, StoreLimits
from signage.errors import ContentError, SourceError
from signage.store import Store
from signage.sync import Follower, bring_once, source_of
from signage.sync._care import Care
from signage.sync._origin import FolderOrigin
from signage.sync._report import Stage
from signage.sync._watch import FolderWatch, Hints
from tests._waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator


def photo(path: Path, colour: str) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (64, 48), colour).save(path)
    return path.read_bytes()


def playlist(root: Path, *images: str, name: str = "p") -> None:
    (root / "playlists").mkdir(parents=True, exist_ok=True)
    lines = ["items:", *(f"  - image: {each}" for each in images)]
    (root / "playlists" / f"{name}.yaml").write_text("\n".join(lines))


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


def test_a_network_mount_is_polled(
    centre: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("signage.sync._watch.is_remote", lambda _folder: True)
    source = FolderOrigin(centre)
    watch = FolderWatch(source, limits=SourceLimits(poll=0.2))
    assert not watch.local
    assert watch.interval == 0.2
    follower = Follower(store, source, watch=watch)
    thread = threading.Thread(target=follower.run)
    thread.start()
    try:
        until(lambda: store.active() is not None)
        blue = photo(centre / "media" / "a.png", "blue")
        until(lambda: shows(store, "a.png", blue))
    finally:
        follower.stop()
        thread.join(10)


class TestHints:
    def test_a_knock_ends_the_wait_and_hurry_ends_the_quiet(self) -> None:
        hints = Hints(settle=0.01, burst=60)
        assert not hints.wait(0)
        hints.knock("a")
        assert hints.wait(60)
        assert hints.closed() == {"a"}
        assert hints.closed() == set()
        hints.hurry()
        assert hints.wait(60, least=60)
        hints.close()

    def test_what_is_moved_in_is_complete_and_what_is_written_is_not(self, tmp_path: Path) -> None:
        hints = Hints()
        moved, written, empty = (str(tmp_path / name) for name in ("moved", "written", "empty"))
        for path, content in ((moved, "x"), (written, "x"), (empty, "")):
            Path(path).write_text(content)
            hints.appeared(path)
        hints.touched(written)
        assert hints.closed() == {moved}
        hints.close()


class TestCare:
    """After a power cut hashes are checked; what is missing is told to the agent."""

    def test_a_bit_flipped_by_a_power_cut_is_found_and_comes_back(
        self, centre: Path, store: Store
    ) -> None:
        bring_once(store, source_of(str(centre)), lambda: False)
        active = store.active()
        assert active is not None
        path = store.path(active.manifest.files["a.png"].sha256)
        content = bytearray(path.read_bytes())
        content[20] ^= 1
        path.write_bytes(bytes(content))
        (store.state / "running").write_text("another boot")  # what an agent left that was cut off
        assert store.unclean
        bring_once(store, source_of(str(centre)), lambda: False)
        assert not store.unclean
        assert shows(store, "a.png", (centre / "media" / "a.png").read_bytes())

    def test_what_is_lost_is_missed_once_in_a_while(self, centre: Path, store: Store) -> None:
        bring_once(store, source_of(str(centre)), lambda: False)
        active = store.active()
        assert active is not None
        missed: list[float] = []
        now = 0.0
        care = Care(store, lambda: missed.append(now), lambda: now)
        assert care.step() == SIGNED.look
        store.path(active.manifest.files["a.png"].sha256).unlink()
        now = SIGNED.look - 1
        assert care.step() == 1
        assert missed == []
        now = SIGNED.look
        care.step()
        assert missed == [SIGNED.look]

    def test_the_follower_brings_back_what_is_lost(
        self, centre: Path, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("signage.sync._care.SIGNED", SignedLimits(look=0.1))
        bring_once(store, source_of(str(centre)), lambda: False)
        active = store.active()
        assert active is not None
        path = store.path(active.manifest.files["a.png"].sha256)
        follower = Follower(store, source_of(str(centre)))
        thread = threading.Thread(target=follower.run)
        thread.start()
        try:
            until(store.locked)
            path.unlink()
            until(path.exists)
        finally:
            follower.stop()
            thread.join(10)


class TestPatience:
    """Of somebody who came only once."""

    def test_a_source_that_never_answers(self, tmp_path: Path, store: Store) -> None:
        trust = f"sha256:{'0' * 64}"
        with pytest.raises(SourceError, match=r"[Nn]o such file"):
            bring_once(store, source_of(str(tmp_path / "x"), store, trust=trust), lambda: False)

    def test_one_that_stopped_getting_on(self, store: Store) -> None:
        class Stuck:
            settled, load_seconds, progress, given_up, status = False, 0.0, 7, None, None
            broken: frozenset[str] = frozenset()

            def stage(self) -> Stage:
                return Stage("fetching", 1, 2)

            def step(self, _closed: object = ()) -> float:
                return 0.01

            def mend(self) -> None:
                """Nothing is kept."""

            def close(self) -> None:
                """Nothing is open."""

        class Origin:
            name = "http://centre"

            def agent(self, *_: object, **_more: object) -> Stuck:
                return Stuck()

            def local(self) -> bool:
                return True

            def watch(self) -> FolderWatch:
                raise NotImplementedError

        seen: list[int] = []
        with pytest.raises(SourceError, match=r"http://centre: no progress for 0 s"):
            bring_once(
                store, Origin(), lambda: False, patience=0.1,
                shown=lambda agent: seen.append(agent.stage().done),
            )  # fmt: skip
        assert set(seen) == {1}
