from __future__ import annotations

import hashlib
import threading
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from signage.config import NETWORK, StoreLimits
from signage.errors import DeviceError, TrustError
from signage.release.manifest import Body
from signage.store import StoppedError, Store
from signage.sync._directory import DirectoryTransport
from signage.sync._downloads import Downloads, Wanted
from signage.sync._http import HttpTransport
from signage.sync._transport import MissingError, TransportError
from tests.release.test_nginx import nginx
from tests.sync._server import Asked, Server, Wire

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as made:
        yield made


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path / "state", limits=StoreLimits(keep_free=0))
    with made.lock():
        yield made


def never() -> bool:
    return False


def offer(server: Server, content: bytes) -> Wanted:
    sha = hashlib.sha256(content).hexdigest()
    server.files[f"targets/{sha}"] = content
    return Wanted(f"targets/{sha}", Body(sha, len(content)), content[:8].decode(errors="replace"))


@pytest.fixture
def downloads(server: Server, store: Store) -> Iterator[Downloads]:
    transport = HttpTransport(server.url, limits=NETWORK)
    yield Downloads(store, transport, limits=NETWORK)
    transport.close()


def test_what_is_needed_first_is_asked_for_first_and_nothing_twice(
    server: Server, store: Store
) -> None:
    limits = replace(NETWORK, at_once=1)
    downloads = Downloads(store, HttpTransport(server.url), limits=limits)
    wanted = [offer(server, f"body {number}".encode() * 1000) for number in range(20)]
    brought = downloads.bring([*wanted, *wanted], never)
    assert brought.came == {each.body.sha256 for each in wanted}
    assert not brought.failed
    assert all(store.has(each.body) for each in wanted)
    assert server.paths() == [f"/{each.path}" for each in wanted]
    server.asked.clear()
    assert downloads.bring(wanted, never).came == brought.came
    assert server.asked == []


def test_several_at_once_but_no_more_than_set(server: Server, downloads: Downloads) -> None:
    together = threading.Barrier(3)
    wanted = [offer(server, bytes([number]) * 50) for number in range(9)]

    def script(asked: Asked, wire: Wire) -> None:
        together.wait(10)
        wire.answer(200, server.files[asked.path.lstrip("/")])

    server.scripts |= {each.path: script for each in wanted}
    assert len(downloads.bring(wanted, never).came) == 9
    assert server.at_once == 3


def test_one_that_fails_does_not_hold_back_the_others(
    server: Server, store: Store, downloads: Downloads
) -> None:
    missing, wrong, *good = (offer(server, f"body {n}".encode() * 9) for n in range(8))
    del server.files[missing.path]
    server.files[wrong.path] = b"x" * wrong.body.size
    brought = downloads.bring([missing, wrong, *good], never)
    assert brought.came == {each.body.sha256 for each in good}
    assert isinstance(brought.failed[missing.body.sha256], MissingError)
    assert isinstance(brought.failed[wrong.body.sha256], TrustError)
    assert brought.failed[wrong.body.sha256].exit_code == 6
    assert not store.has(wrong.body)


def test_a_network_that_fails_again_and_again_is_left_alone(
    server: Server, downloads: Downloads
) -> None:
    wanted = [offer(server, f"body {n}".encode()) for n in range(100)]
    server.scripts |= {each.path: lambda _asked, wire: wire.answer(500) for each in wanted}
    brought = downloads.bring(wanted, never)
    assert len(brought.failed) == 100
    assert len(server.asked) <= NETWORK.hopeless + NETWORK.at_once
    assert all(isinstance(each, TransportError) for each in brought.failed.values())


def test_a_busy_server_is_left_alone_at_once(server: Server, downloads: Downloads) -> None:
    wanted = [offer(server, f"body {n}".encode()) for n in range(100)]
    server.scripts |= {
        each.path: lambda _asked, wire: wire.answer(503, Retry_After=60) for each in wanted
    }
    brought = downloads.bring(wanted, never)
    assert len(server.asked) <= NETWORK.at_once * 2
    error = next(iter(brought.failed.values()))
    assert isinstance(error, TransportError)
    assert error.retry_after == 60


def test_what_a_cut_connection_brought_is_not_fetched_again(
    server: Server, store: Store, downloads: Downloads
) -> None:
    wanted = offer(server, b"0123456789" * 10_000)

    def cut(_asked: Asked, wire: Wire) -> None:
        wire.head(200, Content_Length=100_000)
        wire.send(server.files[wanted.path][:60_000])

    server.scripts[wanted.path] = cut
    assert wanted.body.sha256 in downloads.bring([wanted], never).failed
    assert downloads.tally.done == 60_000
    server.scripts.clear()
    assert downloads.bring([wanted], never).came
    assert server.asked[1].headers["range"] == "bytes=60000-"
    assert downloads.tally.done == downloads.tally.size == 100_000
    assert store.path(wanted.body.sha256).read_bytes() == server.files[wanted.path]


def test_a_part_that_was_spoilt_accuses_nobody_and_is_fetched_anew(
    server: Server, store: Store, downloads: Downloads
) -> None:
    wanted = offer(server, b"0123456789" * 10_000)
    with store.part(wanted.body, "it") as part:
        part.write(b"spoilt by a power cut")
    assert downloads.bring([wanted], never).came
    assert [each.headers.get("range") for each in server.asked] == ["bytes=21-", None]
    assert store.has(wanted.body)


@pytest.mark.parametrize("count", [1, 5])
def test_a_stop_ends_all_of_them(server: Server, downloads: Downloads, count: int) -> None:
    wanted = [offer(server, f"body {n}".encode()) for n in range(count)]
    server.scripts |= {each.path: lambda _asked, wire: wire.rest(20) for each in wanted}
    with pytest.raises(StoppedError):
        downloads.bring(wanted, lambda: bool(server.asked))
    assert not [each for each in threading.enumerate() if each.name.startswith("download-")]


def test_a_full_disk_ends_the_round_and_keeps_what_came(server: Server, tmp_path: Path) -> None:
    small, *large = (offer(server, b"%d" % n * (10 if n == 0 else 1000)) for n in range(6))
    store = Store(tmp_path / "full", limits=StoreLimits(keep_free=0))
    with store.lock():
        transport = HttpTransport(server.url, limits=NETWORK)
        downloads = Downloads(store, transport, limits=replace(NETWORK, at_once=1))
        assert downloads.bring([small], never).came
        free, _ = store.usage()
        full = Store(tmp_path / "full", limits=StoreLimits(keep_free=free * 2))
        with pytest.raises(DeviceError, match="the disk is full"):
            Downloads(full, transport, limits=replace(NETWORK, at_once=1)).bring(large, never)
        assert store.has(small.body)
        transport.close()


def test_a_stick_is_read_in_the_same_way(store: Store, tmp_path: Path) -> None:
    contents = [b"one" * 100_000, b"two", b""]
    wanted = []
    (tmp_path / "stick" / "targets").mkdir(parents=True)
    for content in contents:
        sha = hashlib.sha256(content).hexdigest()
        (tmp_path / "stick" / "targets" / sha).write_bytes(content)
        wanted.append(Wanted(f"targets/{sha}", Body(sha, len(content)), "x"))
    downloads = Downloads(store, DirectoryTransport(tmp_path / "stick"))
    assert len(downloads.bring(wanted, never).came) == 3
    assert all(store.has(each.body) for each in wanted)


class TestTheRealNginx:
    """What others wrote answers ranges and conditions as we take them to."""

    def test_a_part_goes_on_and_a_wrong_one_begins_anew(self, store: Store, tmp_path: Path) -> None:
        content = bytes(range(256)) * 2000
        sha = hashlib.sha256(content).hexdigest()
        wanted = Wanted(f"targets/{sha}", Body(sha, len(content)), "it")
        (tmp_path / "www" / "targets").mkdir(parents=True)
        (tmp_path / "www" / "targets" / sha).write_bytes(content)
        with nginx(tmp_path / "nginx", tmp_path / "www") as url:
            transport = HttpTransport(url)
            downloads = Downloads(store, transport)
            with store.part(wanted.body, "it") as part:
                part.write(content[:100_000])
            assert downloads.bring([wanted], never).came
            assert store.path(sha).read_bytes() == content
            store.path(sha).unlink()
            with store.part(wanted.body, "it") as part:
                part.write(content[5:100_000])
            assert downloads.bring([wanted], never).came
            assert store.path(sha).read_bytes() == content
            transport.close()

    def test_what_is_unchanged_is_not_sent(self, tmp_path: Path) -> None:
        (tmp_path / "www").mkdir()
        (tmp_path / "www" / "t.json").write_bytes(b"{}")
        with nginx(tmp_path / "nginx", tmp_path / "www") as url:
            transport = HttpTransport(url)
            first = transport.fetch("t.json", limit=10)
            assert first is not None
            assert transport.fetch("t.json", limit=10, known=first.validator) is None
            with pytest.raises(MissingError):
                transport.fetch("none.json", limit=10)
            transport.close()
