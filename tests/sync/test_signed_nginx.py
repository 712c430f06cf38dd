"""End to end: a real centre, the real nginx, the real loop, decoder and command line."""

from __future__ import annotations

import contextlib
import threading
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from PIL import Image

from signage.config import NETWORK, StoreLimits
from signage.store import Store
from signage.sync import Follower, source_of
from tests._waiting import until
from tests.cli.test_sync import signage
from tests.release.test_nginx import nginx
from tests.release.trees import EMERGENCY_YAML, Centre

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def picture(colour: str) -> bytes:
    content = BytesIO()
    Image.new("RGB", (64, 48), colour).save(content, "PNG")
    return content.getvalue()


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    made = Centre(tmp_path / "centre", clock=datetime.now(UTC))
    made.write({"p.yaml": "name: một\nitems: [image: a.png]\n"}, {"a.png": picture("red")})
    made.publish()
    return made


@contextlib.contextmanager
def following(store: Store, url: str, root: Path) -> Iterator[None]:
    network = replace(NETWORK, poll=0.3)
    source = source_of(url, store, trust=str(root), sticks=(), network=network)
    follower = Follower(store, source)
    thread = threading.Thread(target=follower.run)
    thread.start()
    try:
        yield
    finally:
        follower.stop()
        thread.join(20)
    assert not thread.is_alive()


def test_from_publish_to_activation(tmp_path: Path, centre: Centre) -> None:
    store = Store(tmp_path / "state", limits=StoreLimits(keep_free=0))
    root = centre.keys / "1.root.json"
    with (
        nginx(tmp_path / "nginx", centre.tree) as url,
        following(store, url, root),
    ):
        until(lambda: store.active() is not None)
        centre.write({"p.yaml": "name: hai\nitems: [image: b.png]\n"}, {"b.png": picture("blue")})
        centre.publish()
        until(lambda: (active := store.active()) is not None and active.version == 2)
        centre.write({"lu.yaml": EMERGENCY_YAML})
        centre.publish(role="emergency")
        until(lambda: store.urgent() is not None)
    active = store.active()
    assert active is not None
    body = active.manifest.files["b.png"]
    assert store.path(body.sha256).read_bytes() == picture("blue")
    assert active.media[body.sha256].width == 64
    assert not store.locked()


class TestOnce:
    def test_each_exit_code_of_a_signed_release(self, tmp_path: Path, centre: Centre) -> None:
        state, root = tmp_path / "state", centre.keys / "1.root.json"

        def sync(*more: object, source: object = None) -> tuple[int, str]:
            done = signage("sync", source or url, "--state", state, "--once", *more)
            assert "Traceback" not in done.stderr
            return done.returncode, done.stderr

        with nginx(tmp_path / "nginx", centre.tree) as url:
            code, said = sync()
            assert (code, "--trust" in said) == (2, True)
            assert sync("--trust", f"sha256:{'0' * 64}")[0] == 6
            assert sync("--trust", root)[0] == 0
            assert sync()[0] == 0  # pinned
            other = Centre(tmp_path / "other")
            other.publish()
            assert sync("--trust", other.keys / "1.root.json")[0] == 6
            centre.manifest(b'{"format": 99}')
            assert sync()[0] == 3
            centre.write({"p.yaml": "name: hai\nitems: [image: a.png]\n"})
            centre.put("timestamp.json", b"<html>please log in</html>")
            assert sync()[0] == 4
        assert sync()[0] == 4  # nobody answers
        active = Store(state).active()
        assert active is not None
        assert active.version == 1

    def test_from_a_folder_that_loses_its_metadata(self, tmp_path: Path, centre: Centre) -> None:
        """It never turns into a folder that nobody signed."""
        state = tmp_path / "state"
        arguments = ("sync", centre.tree, "--state", state, "--once")
        assert signage(*arguments, "--trust", centre.keys / "1.root.json").returncode == 0
        (centre.tree / "metadata").rename(tmp_path / "away")
        (centre.folder / "playlists").rename(centre.tree / "playlists")
        (centre.folder / "media").rename(centre.tree / "media")
        done = signage(*arguments)
        assert (done.returncode, "Traceback" in done.stderr) == (4, False)
        active = Store(state).active()
        assert active is not None
        assert active.signed
