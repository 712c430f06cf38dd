from __future__ import annotations

import contextlib
import errno
import hashlib
import threading
import time
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from msgspec.structs import replace

from signage.config import NETWORK, StoreLimits
from signage.errors import DeviceError, SourceError, UsageError
from signage.store import StoppedError, Store
from signage.sync import Follower, _draft, bring_once, source_of
from signage.sync._agent import Agent
from signage.sync._web import WebSource
from tests.store._faults import Killed, failing
from tests.sync._fakes import PNG, FakeClock, FakeExaminer
from tests.sync._server import Asked, Server, Wire

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SAMPLES = Path(__file__).parents[2] / "media"


class Web:
    """A playlist on a server, an agent that follows it, and time in the test's hands."""

    def __init__(self, server: Server, root: Path, place: str = "x/playlists/sanh.yaml") -> None:
        self.server = server
        self.place = place
        self.root = root
        self.clock = FakeClock()
        self.store = Store(root / "state", limits=StoreLimits(keep_free=0))
        with self.store.lock():
            pass
        self.restart()

    def restart(self) -> None:
        self.source = WebSource(
            self.server.url + quote(self.place),
            self.store.state / "mirror",
            limits=NETWORK,
            chance=lambda: 0.5,
            monotonic=self.clock.monotonic,
        )
        self.agent = Agent(self.store, self.source, FakeExaminer(), self.clock, local=True)

    def playlist(self, *images: str, more: str = "") -> None:
        lines = ["name: Sảnh", "items:", "  - slide: {title: a}"]
        lines += [f"  - image: {each}" for each in images]
        self.server.files[self.place] = ("\n".join([*lines, more]) + "\n").encode()

    def media(self, path: str, content: bytes = PNG) -> None:
        self.server.files[f"x/media/{path}"] = content

    def run(self, seconds: float = 7.0) -> None:
        for _ in range(int(seconds / 0.5)):
            self.clock.seconds += 0.5
            self.agent.step()

    def shown(self) -> set[str]:
        active = self.store.active()
        return set(active.manifest.files) if active else set()

    def asked(self) -> list[str]:
        asked = [each.path.rpartition("/")[2] for each in self.server.asked]
        self.server.asked.clear()
        return asked

    @property
    def faults(self) -> str:
        assert self.agent.status is not None
        return "\n".join(self.agent.status.faults)

    @property
    def state(self) -> tuple[str, str]:
        assert self.agent.status is not None
        return self.agent.status.sync.state, self.agent.status.sync.error or ""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(_draft, "STORE", StoreLimits(keep_free=0))
    with Server() as made:
        yield made


@pytest.fixture
def web(server: Server, tmp_path: Path) -> Iterator[Web]:
    made = Web(server, tmp_path)
    yield made
    made.source.close()


def test_a_playlist_and_its_media_come_and_are_shown(web: Web) -> None:
    web.playlist("a.png", "sâu/b.png")
    web.media("a.png")
    web.media("sâu/b.png", PNG + b"b")
    web.run()
    assert web.shown() == {"a.png", "sâu/b.png"}
    assert web.state == ("current", "")
    assert web.faults == ""
    active = web.store.active()
    assert active is not None
    assert active.source == web.server.url + "x/playlists/sanh.yaml"
    assert not active.signed


def test_at_rest_one_question_in_three_seconds_and_nothing_written(
    web: Web, tmp_path: Path
) -> None:
    web.playlist("a.png")
    web.media("a.png")
    web.run()
    web.asked()
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    web.run(30)
    assert web.asked() == ["sanh.yaml"] * 10
    before.pop(tmp_path / "state" / "clock.json", None)
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_a_change_is_shown_and_only_what_is_new_fetched(web: Web) -> None:
    web.playlist("a.png")
    web.media("a.png")
    web.run()
    web.asked()
    web.playlist("a.png", "b.png")
    web.media("b.png", PNG + b"b")
    web.run()
    assert web.shown() == {"a.png", "b.png"}
    sent = web.asked()
    assert sent.count("b.png") == 1
    web.playlist("b.png")
    web.run()
    assert web.shown() == {"b.png"}
    assert not list(web.source.media.glob("a*"))


def test_a_file_that_changes_under_its_name_is_found_within_a_minute(web: Web) -> None:
    web.playlist("a.png")
    web.media("a.png")
    web.run()
    web.media("a.png", PNG + b"changed")
    web.run(70)
    active = web.store.active()
    assert active is not None
    body = active.manifest.files["a.png"]
    assert web.store.path(body.sha256).read_bytes() == PNG + b"changed"


def test_what_vanishes_is_a_fault_and_stays_on(web: Web) -> None:
    web.playlist("a.png", "b.png")
    web.media("a.png")
    web.media("b.png", PNG + b"b")
    web.run()
    del web.server.files["x/media/b.png"]
    web.run(70)
    assert web.shown() == {"a.png", "b.png"}
    assert "sanh.yaml:5: `b.png` does not come from its address (HTTP 404)" in web.faults


@pytest.mark.parametrize("spoilt", [b"", b"[" * 50_000, b'{"playlist":"\xff"}', b"\0" * 99])
def test_a_spoilt_index_costs_time_and_nothing_else(web: Web, spoilt: bytes) -> None:
    web.playlist("a.png")
    web.media("a.png")
    web.run()
    (index,) = (web.store.state / "mirror").glob("*/index.json")
    index.write_bytes(spoilt)
    web.source.close()
    web.restart()
    web.run()
    assert web.state == ("current", "")
    assert web.shown() == {"a.png"}


def test_what_was_never_there_is_a_fault_once_and_the_rest_goes_ahead(web: Web) -> None:
    web.playlist("a.png", "b.png")
    web.media("a.png")
    web.run()
    assert web.shown() == {"a.png"}
    assert web.faults.count("b.png") == 1
    web.media("b.png", PNG + b"b")
    web.run(70)
    assert web.shown() == {"a.png", "b.png"}
    assert web.faults == ""


def test_a_server_that_is_gone_changes_nothing(web: Web) -> None:
    web.playlist("a.png")
    web.media("a.png")
    web.run()
    web.asked()
    web.server.scripts[web.place] = lambda _asked, wire: wire.answer(500)
    web.run(30)
    assert web.shown() == {"a.png"}
    assert web.state[0] == "lost"
    assert "HTTP 500" in web.state[1]
    assert len(web.asked()) < 8
    web.server.scripts.clear()
    web.run(60)
    assert web.state == ("current", "")


def test_a_login_page_is_no_playlist(web: Web) -> None:
    web.playlist("a.png")
    web.media("a.png")
    web.run()
    web.server.files[web.place] = b"<html>Wi-Fi</html>"
    web.run()
    assert web.state[0] == "lost"
    assert "login page" in web.state[1]
    assert web.shown() == {"a.png"}


def test_a_missing_playlist_is_a_fault_of_the_network(web: Web) -> None:
    web.run(1)
    assert web.state[0] == "lost"
    with pytest.raises(SourceError) as caught:
        web.source.look(closely=False)
    assert caught.value.exit_code == 4


def test_a_broken_playlist_leaves_the_last_good_on(web: Web) -> None:
    web.playlist("a.png")
    web.media("a.png")
    web.run()
    web.server.files[web.place] = b"name: [\n"
    web.run()
    assert web.shown() == {"a.png"}
    assert "its last good version stays on" in web.faults


def test_the_playlist_waits_for_its_files(web: Web) -> None:
    web.playlist("a.png")
    web.media("a.png")
    web.run()
    web.playlist("a.png", "b.png")
    content = PNG + b"b" * 5000

    def cut(_asked: Asked, wire: Wire) -> None:
        wire.head(200, Content_Length=len(content), ETag=web.server.tag("x/media/b.png"))
        wire.send(content[:2000])

    web.media("b.png", content)
    web.server.scripts["x/media/b.png"] = cut
    web.run()
    assert web.shown() == {"a.png"}
    assert web.state[0] == "lost"
    web.server.scripts.clear()
    web.restart()
    web.server.asked.clear()
    web.run()
    assert web.shown() == {"a.png", "b.png"}
    again = next(each for each in web.server.asked if each.path.endswith("b.png"))
    assert again.headers["range"] == "bytes=2000-"
    assert again.headers["if-range"] == web.server.tag("x/media/b.png")


def test_a_restart_asks_for_changes_only(web: Web) -> None:
    web.playlist("a.png")
    web.media("a.png")
    web.run()
    web.restart()
    web.server.asked.clear()
    web.run()
    assert all("if-none-match" in each.headers for each in web.server.asked)
    assert web.shown() == {"a.png"}


def test_folders_cannot_be_listed(web: Web) -> None:
    web.playlist("a.png", more="  - folder: ocop")
    web.media("a.png")
    web.run()
    assert web.shown() == {"a.png"}
    assert web.faults.count("ocop") == 1
    assert "`ocop` is a folder, which cannot be listed behind an address" in web.faults


def test_names_are_found_in_either_form(web: Web) -> None:
    composed = unicodedata.normalize("NFC", "tân trào #1?.png")
    web.playlist(f'"{composed}"')
    web.media(unicodedata.normalize("NFD", composed))
    web.run()
    assert web.shown() == {composed}


def test_media_may_lie_beside_a_playlist(server: Server, tmp_path: Path) -> None:
    for place in ("p/sảnh.yaml", "p/playlists/sảnh.yaml", "sảnh.yaml"):
        web = Web(server, tmp_path / place.replace("/", "-"), place)
        web.playlist("a.png")
        beside = place.rpartition("/")[0]
        server.files[f"{beside}/a.png".lstrip("/")] = PNG
        web.run()
        assert web.shown() == {"a.png"}, place
        web.source.close()


def test_a_path_that_leaves_is_not_fetched(web: Web) -> None:
    web.playlist("../../etc/passwd", "/etc/passwd", ".hidden.png", "ok/../../x.png")
    web.run()
    assert set(web.asked()) == {"sanh.yaml"}


def test_files_in_the_way_of_folders_are_cleared(web: Web) -> None:
    web.playlist("a.png")
    web.media("a.png")
    web.run()
    web.playlist("a.png/b.png")
    del web.server.files["x/media/a.png"]
    web.media("a.png/b.png")
    web.run()
    assert web.shown() == {"a.png/b.png"}
    web.playlist("a.png")
    web.media("a.png")
    web.run()
    assert web.shown() == {"a.png"}


def test_a_server_without_tags_is_not_asked_for_everything(web: Web) -> None:
    web.playlist("a.png")
    body = web.server.files[web.place]
    web.server.scripts[web.place] = lambda _asked, wire: wire.answer(200, body)
    web.server.scripts["x/media/a.png"] = lambda _asked, wire: wire.answer(200, PNG)
    web.run(130)
    assert web.shown() == {"a.png"}
    assert web.asked().count("a.png") == 1


def test_what_is_too_large_costs_itself(server: Server, tmp_path: Path) -> None:
    web = Web(server, tmp_path)
    web.source = WebSource(
        server.url + web.place,
        tmp_path / "m",
        limits=replace(NETWORK, mirror_file_bytes=100),
        monotonic=web.clock.monotonic,
    )
    web.agent = Agent(web.store, web.source, FakeExaminer(), web.clock, local=True)
    web.playlist("a.png", "b.png")
    web.media("a.png")
    web.media("b.png", PNG + b"x" * 100)
    web.run()
    assert web.shown() == {"a.png"}
    assert "`b.png` does not come from its address" in web.faults
    web.source.close()


def test_too_many_files_are_refused(server: Server, tmp_path: Path) -> None:
    source = WebSource(
        server.url + "a.yaml", tmp_path / "m", limits=replace(NETWORK, mirror_files=1)
    )
    server.files["a.yaml"] = b"items: [{image: a.png}, {image: b.png}]\n"
    with pytest.raises(SourceError, match="2 files"):
        source.look(closely=False)
    source.close()


def test_a_full_disk_is_this_devices(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_draft, "STORE", StoreLimits(keep_free=10**18))
    web.playlist("a.png")
    web.media("a.png")
    with pytest.raises(DeviceError, match="the disk is full"):
        web.source.look(closely=False)


def test_a_stop_ends_it(web: Web) -> None:
    web.server.scripts[web.place] = lambda _asked, wire: wire.rest(20)
    web.source.stop = lambda: True
    with pytest.raises(StoppedError):
        web.source.look(closely=False)


def test_another_url_has_its_own_mirror_and_the_old_one_goes(
    server: Server, tmp_path: Path
) -> None:
    for place in ("a.yaml", "b.yaml"):
        server.files[place] = b"items: [{slide: {title: a}}]\n"
        source = WebSource(server.url + place, tmp_path)
        source.look(closely=False)
        source.close()
    assert [each.name for each in tmp_path.rglob("*.yaml")] == ["b.yaml"]


@pytest.mark.parametrize(
    "url",
    ["http://xa.vn/a.yaml", "https://xa.vn/", "https://xa.vn/a.txt", "https://xa.vn/%2e%2e%2fa.yaml",
     "https://xa.vn/.a.yaml", "ftp://xa.vn/a.yaml"],
)  # fmt: skip
def test_other_addresses_are_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        WebSource(url, tmp_path)


def test_a_command_brings_it_in(web: Web, tmp_path: Path) -> None:
    picture = next(SAMPLES.rglob("*.jpg")).read_bytes()
    web.playlist("a.jpg")
    web.media("a.jpg", picture)
    store = Store(tmp_path / "once", limits=StoreLimits(keep_free=0))
    agent = bring_once(store, source_of(web.server.url + web.place, store), lambda: False)
    assert agent.settled
    active = store.active()
    assert active is not None
    assert store.path(active.manifest.files["a.jpg"].sha256).read_bytes() == picture


def test_a_follower_sees_a_change_and_ends_at_once(web: Web, tmp_path: Path) -> None:
    web.playlist()
    store = Store(tmp_path / "followed", limits=StoreLimits(keep_free=0))
    origin = source_of(web.server.url + web.place, store, network=replace(NETWORK, poll=0.1))
    follower = Follower(store, origin)
    thread = threading.Thread(target=follower.run)
    thread.start()
    try:
        assert _soon(lambda: store.active() is not None)
        web.server.files[web.place] = b"items: [{slide: {title: b}}, {slide: {title: c}}]\n"
        assert _soon(lambda: _items(store) == 2)
    finally:
        follower.stop()
        thread.join(20)
    assert not thread.is_alive()


def test_a_command_refuses_what_is_no_playlist() -> None:
    with pytest.raises(UsageError, match="https only"):
        source_of("http://xa.vn/playlists/sanh.yaml")


def _items(store: Store) -> int:
    active = store.active()
    return 0 if active is None else len(active.manifest.content.playlists[0].items)


def _soon(true: Callable[[], bool]) -> bool:
    end = time.monotonic() + 20
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    return true()


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize(
    "number",
    [
        pytest.param(0, id="kill"),
        pytest.param(errno.ENOSPC, id="ENOSPC", marks=pytest.mark.long),
        pytest.param(errno.EIO, id="EIO", marks=pytest.mark.long),
    ],
)
def test_a_failure_at_any_step_leaves_the_old_or_the_new(
    server: Server, tmp_path: Path, number: int
) -> None:
    def failure() -> BaseException:
        return OSError(number, "of the test") if number else Killed()

    step, done = 0, [""]
    while len(done) >= step:
        step += 1
        web = Web(server, tmp_path / str(step))
        web.playlist("a.png", "b.png")
        web.media("a.png")
        web.media("b.png", PNG + b"old")
        web.run(3)
        assert web.shown() == {"a.png", "b.png"}
        web.playlist("b.png", "c.png")
        web.media("b.png", PNG + b"new")
        web.media("c.png", PNG + b"c")
        with failing(step, failure) as done, contextlib.suppress(Killed):
            web.run(4)
        active = web.store.active()
        assert active is not None
        assert web.shown() in ({"a.png", "b.png"}, {"b.png", "c.png"})
        for body in active.manifest.files.values():
            content = web.store.path(body.sha256).read_bytes()
            assert hashlib.sha256(content).hexdigest() == body.sha256
        web.source.close()
        web.restart()
        web.run(5)
        assert web.shown() == {"b.png", "c.png"}, (step, done[step - 1], web.state, web.faults)
        active = web.store.active()
        assert active is not None
        body = active.manifest.files["b.png"]
        assert web.store.path(body.sha256).read_bytes() == PNG + b"new", (
            step, done[-3:], web.state, web.faults, (web.source.media / "b.png").read_bytes()
        )  # fmt: skip
        web.source.close()
    assert step > 20
