"""The tree served by the real nginx: ranges, validators, and a client over HTTP."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import time
from typing import TYPE_CHECKING

import pytest
import requests
from tuf.ngclient import Updater

from signage.release.manifest import read
from tests.content.folders import JPEG
from tests.release.trees import EMERGENCY_YAML, Centre

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONFIGURATION = """
daemon off;
master_process off;
worker_processes 1;
pid {path}/nginx.pid;
error_log {path}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off;
  types {{ application/json json; }}
  default_type application/octet-stream;
  client_body_temp_path {path}/t1; proxy_temp_path {path}/t2; fastcgi_temp_path {path}/t3;
  uwsgi_temp_path {path}/t4; scgi_temp_path {path}/t5;
  server {{ listen 127.0.0.1:{port}; root {tree}; }}
}}
"""


@contextlib.contextmanager
def nginx(path: Path, tree: Path) -> Iterator[str]:
    """Serve `tree` from this machine's nginx, as long as the block runs; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    path.mkdir(parents=True)
    path.chmod(0o755)
    configuration = path / "nginx.conf"
    words = CONFIGURATION.format(path=path, port=port, tree=tree)
    configuration.write_text("user root;\n" + words, encoding="utf-8")
    process = subprocess.Popen(
        [
            "/usr/sbin/nginx",
            "-c",
            str(configuration),
            "-p",
            str(path),
            "-e",
            str(path / "error.log"),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        end = time.monotonic() + 20
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            assert process.poll() is None, (path / "error.log").read_text()
            assert time.monotonic() < end
            time.sleep(0.01)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Centre, str]]:
    path = tmp_path_factory.mktemp("centre")
    centre = Centre(path)
    centre.write({"e.yaml": EMERGENCY_YAML}, {"a.jpg": JPEG + bytes(100_000)})
    centre.publish()
    centre.publish(role="emergency")
    with nginx(path / "nginx", centre.tree) as address:
        yield centre, address


def get(address: str, **headers: str) -> requests.Response:
    return requests.get(address, headers=headers, timeout=20, allow_redirects=False)


def test_an_independent_client_reads_it(served: tuple[Centre, str], tmp_path: Path) -> None:
    centre, address = served
    updater = Updater(
        str(tmp_path), f"{address}/metadata", str(tmp_path), f"{address}/targets",
        bootstrap=centre.root,
    )  # fmt: skip
    updater._trusted_set.reference_time = centre.clock
    updater.refresh()
    for target, ids in (("release.json", ["e", "p"]), ("emergency/release.json", ["e"])):
        info = updater.get_targetinfo(target)
        assert info is not None
        with open(updater.download_target(info, str(tmp_path / "m")), "rb") as file:  # noqa: PTH123
            manifest = read(file.read())
        assert [each.id for each in manifest.content.playlists] == ids
        for body in manifest.files.values():
            assert len(get(f"{address}/targets/{body.sha256}").content) == body.size


def test_bodies_come_in_parts(served: tuple[Centre, str]) -> None:
    centre, address = served
    (body,) = [each for each in (centre.tree / "targets").iterdir() if len(each.name) == 64]
    whole = get(f"{address}/targets/{body.name}")
    assert whole.content == body.read_bytes()
    etag = whole.headers["ETag"]
    part = get(f"{address}/targets/{body.name}", **{"Range": "bytes=50000-", "If-Range": etag})
    assert part.status_code == 206
    assert part.content == body.read_bytes()[50_000:]
    other = get(f"{address}/targets/{body.name}", **{"Range": "bytes=50000-", "If-Range": '"x"'})
    assert other.status_code == 200
    beyond = get(f"{address}/targets/{body.name}", Range="bytes=999999-")
    assert beyond.status_code == 416


def test_polling_costs_no_body_until_something_changes(served: tuple[Centre, str]) -> None:
    centre, address = served
    place = f"{address}/metadata/timestamp.json"
    for _ in range(3):  # within one second, and of one size
        first = get(place)
        assert first.status_code == 200
        known = {"If-None-Match": first.headers["ETag"]}
        again = get(place, **known)
        assert (again.status_code, again.content) == (304, b"")
        centre.refresh()
        assert get(place, **known).content == (centre.tree / "metadata/timestamp.json").read_bytes()
    assert get(f"{address}/metadata/99.root.json").status_code == 404
