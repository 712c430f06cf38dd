"""`python -m tests.bench.transfer`: bodies from nginx into the store, against curl and sha256sum.

500 MB in one file: `curl -s -o` and then `sha256sum` on the one hand, on the other the product's
way, `Downloads` over `HttpTransport` into a `Store`, hashed on the way and flushed to the disk at
the end; by turns, on the same disk, from the same nginx over loopback. 10,000 files of 2 KB each:
the same way, and one curl for all of them. Seconds are those of the transfer, without the start of
Python; peak memory (VmHWM) is of the whole process, with everything imported that an agent of a
signed release imports.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_MEMORY = 80_000_000
"""Bytes that the agent may take."""
_NGINX = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off; sendfile on; keepalive_requests 100000;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{ listen 127.0.0.1:{port}; root {folder}/www; }}
}}
"""


def main() -> int:
    """Measure; 0 when every line that is demanded is reached."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.transfer", description=__doc__)
    parser.add_argument("--size", type=int, default=500, help="MB of the large file")
    parser.add_argument("--files", type=int, default=10_000, help="how many small ones")
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--folder", type=Path, help="on the disk to measure; default: temporary")
    parser.add_argument("--fetch", nargs=3, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.fetch:
        return _fetch(*arguments.fetch)
    with tempfile.TemporaryDirectory(prefix="transfer-", dir=arguments.folder) as name:
        folder = Path(name)
        with _nginx(folder) as url:
            fine = _large(folder, url, arguments.size, arguments.turns)
            fine &= _small(folder, url, arguments.files)
    return 0 if fine else 1


def _large(folder: Path, url: str, size: int, turns: int) -> bool:
    listed = [_make(folder, "large", os.urandom(1 << 20) * size)]
    theirs: list[float] = []
    ours: list[dict[str, Any]] = []
    for turn in range(turns + 1):
        seconds = _curl_and_sum(folder, url + listed[0]["path"])
        one = _product(folder, url, listed)
        if turn:  # the first warms the page cache up
            theirs.append(seconds)
            ours.append(one)
        _say(f"  turn {turn}: curl and sha256sum {seconds:.2f} s, ours {one['seconds']:.2f} s")
    median = statistics.median(each["seconds"] for each in ours)
    ratio = statistics.median(theirs) / median
    peak = max(each["peak"] for each in ours)
    cpu = statistics.median(each["cpu"] for each in ours)
    print(
        f"{size} MB in one file, {turns} turns: ours {median:.2f} s ({size / median:.0f} MB/s, "
        f"{cpu:.2f} s of CPU), curl and sha256sum {statistics.median(theirs):.2f} s\n"
        f"  {_verdict(ratio >= 1)}  {ratio:.2f} times their speed (1.0 wanted)\n"
        f"  {_verdict(peak < _MEMORY)}  {peak / 1e6:.0f} MB at the peak (80 wanted)"
    )
    return bool(ratio >= 1 and peak < _MEMORY)


def _small(folder: Path, url: str, files: int) -> bool:
    chance = random.Random(4)
    listed = [_make(folder, f"s{number}", chance.randbytes(2048)) for number in range(files)]
    config = folder / "curl.txt"
    out = folder / "out"
    out.mkdir(exist_ok=True)
    config.write_text(
        "".join(f'url = "{url}{each["path"]}"\noutput = "{out}/{each["path"]}"\n'
                for each in listed)
    )  # fmt: skip
    began = time.monotonic()
    subprocess.run(["curl", "-s", "-K", config], check=True)
    theirs = time.monotonic() - began
    one = _product(folder, url, listed)
    again = _product(folder, url, listed, keep=True)
    print(
        f"{files:,} files of 2 KB: {one['seconds']:.1f} s ({files / one['seconds']:.0f} files/s, "
        f"{one['cpu']:.1f} s of CPU, each flushed to the disk), one curl for all, nothing flushed: "
        f"{theirs:.1f} s\n"
        f"  {_verdict(one['peak'] < _MEMORY)}  {one['peak'] / 1e6:.0f} MB at the peak (80 wanted)\n"
        f"        {again['seconds']:.2f} s when all of them are there already"
    )
    return bool(one["peak"] < _MEMORY)


def _make(folder: Path, name: str, content: bytes) -> dict[str, Any]:
    (folder / "www" / name).write_bytes(content)
    sha = hashlib.sha256(content).hexdigest()
    return {"path": name, "sha256": sha, "size": len(content)}


def _curl_and_sum(folder: Path, url: str) -> float:
    out = folder / "fetched"
    began = time.monotonic()
    subprocess.run(["curl", "-s", "-o", out, url], check=True)
    subprocess.run(["sha256sum", out], check=True, stdout=subprocess.DEVNULL)
    took = time.monotonic() - began
    out.unlink()
    return took


def _product(
    folder: Path, url: str, listed: list[dict[str, Any]], *, keep: bool = False
) -> dict[str, Any]:
    state, wanted = folder / "state", folder / "wanted.json"
    if not keep:
        shutil.rmtree(state, ignore_errors=True)
    wanted.write_text(json.dumps(listed))
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.transfer", "--fetch", url, wanted, state],
        check=True, capture_output=True, text=True, env=_without_proxies(),
    )  # fmt: skip
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _fetch(url: str, wanted: str, state: str) -> int:
    """What the product does, in a process of its own."""
    from signage.config import StoreLimits  # noqa: PLC0415  (the import is part of the memory)
    from signage.release.manifest import Body  # noqa: PLC0415
    from signage.store import Store  # noqa: PLC0415
    from signage.sync import _signed, _tuf  # noqa: F401, PLC0415
    from signage.sync._downloads import Downloads, Wanted  # noqa: PLC0415
    from signage.sync._http import HttpTransport  # noqa: PLC0415
    from signage.sync._intake import Workshop  # noqa: F401, PLC0415

    listed = [
        Wanted(each["path"], Body(each["sha256"], each["size"]), each["path"])
        for each in json.loads(Path(wanted).read_text())
    ]
    store = Store(Path(state), limits=StoreLimits(keep_free=0))
    with store.lock(), contextlib.closing(HttpTransport(url)) as transport:
        began, cpu = time.monotonic(), time.process_time()
        brought = Downloads(store, transport).bring(listed, lambda: False)
        took, cpu = time.monotonic() - began, time.process_time() - cpu
    assert not brought.failed, brought.failed
    assert len(brought.came) == len(listed)
    status = Path("/proc/self/status").read_text()
    peak = int(status.partition("VmHWM:")[2].split()[0]) * 1024
    print(json.dumps({"seconds": took, "cpu": cpu, "peak": peak}))
    return 0


@contextlib.contextmanager
def _nginx(folder: Path) -> Iterator[str]:
    (folder / "www").mkdir()
    folder.chmod(0o755)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    (folder / "nginx.conf").write_text(_NGINX.format(folder=folder, port=port))
    server = subprocess.Popen(
        ["nginx", "-e", folder / "error.log", "-c", folder / "nginx.conf"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}/"
    try:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.05)
        yield url
    finally:
        server.terminate()
        server.wait(10)


def _without_proxies() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}


def _verdict(fine: bool) -> str:
    return "PASS" if fine else "FAIL"


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
