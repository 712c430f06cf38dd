"""`python -m tests.bench.screens`: a centre, nginx, and screens that follow a signed release.

- `idle`: `signage sync URL` for a minute with nothing new: processor time of it and its children
  from /proc/PID/stat, bytes written from /proc/PID/io.
- `latency`: the same command; a release, or an emergency, published again and again at random
  moments. From the instant at which `publish` came back to that of the new activation record (its
  mtime).
- `one`: one of 10,000 pictures is changed. Seconds from the agent's first request for the new
  timestamp to the activation, requests counted in nginx's log; and `signage sync --once` whole.
- `screens`: 1,000 pollers in one process, each with a connection of its own, that ask as the agent
  does, every 3 s ± 20 %, and fetch what the agent fetches when there is something new. Requests a
  second, nginx's processor time, and the time until the last one has the new release.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import selectors
import signal
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from signage.store import Store
from tests.release.trees import EMERGENCY_YAML, Centre

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SIGNAGE = [sys.executable, "-c", "from signage.cli import main; main()"]
_ROOT = Path(__file__).parents[2]
_TICK = os.sysconf("SC_CLK_TCK")
_NGINX = """
{user}daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
worker_rlimit_nofile 8192;
events {{ worker_connections 4096; }}
http {{
  log_format brief '$msec $request_uri $status $body_bytes_sent';
  access_log {log}; sendfile on; keepalive_requests 100000; keepalive_timeout 75s;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{ listen 127.0.0.1:{port} backlog=4096; root {tree}; }}
}}
"""


def main() -> int:
    """Measure; 0 when every line that is demanded is reached."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.screens", description=__doc__)
    parser.add_argument("figures", nargs="*", default=["idle", "latency", "one", "screens"])
    parser.add_argument("--seconds", type=float, default=60, help="of idling, and of polling")
    parser.add_argument("--times", type=int, default=20, help="releases published for latency")
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--screens", type=int, default=1_000)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    found: dict[str, Any] = {}
    fine = True
    for figure in arguments.figures:
        with tempfile.TemporaryDirectory(prefix="screens-") as name:
            Path(name).chmod(0o755)
            figures, demanded = _FIGURES[figure](Path(name), arguments)
        found[figure] = figures
        for line, reached in demanded:
            print(f"{figure}: {line}  {'PASS' if reached else 'FAIL'}", flush=True)
            fine &= reached
    if arguments.json:
        arguments.json.write_text(json.dumps(found, indent=2))
    return 0 if fine else 1


_Demanded = list[tuple[str, bool]]


def _idle(folder: Path, arguments: argparse.Namespace) -> tuple[dict[str, Any], _Demanded]:
    centre = _centre(folder)
    with _nginx(folder, centre.tree) as (url, _), _agent(folder, centre, url) as (agent, store):
        _until(lambda: store.active() is not None)
        time.sleep(10)
        before = _cpu(agent.pid), _written(agent.pid)
        time.sleep(arguments.seconds)
        after = _cpu(agent.pid), _written(agent.pid)
    share = (after[0] - before[0]) / arguments.seconds
    written = after[1] - before[1]
    return (
        {"cpu_share": share, "written_bytes": written, "seconds": arguments.seconds},
        [
            (
                f"{100 * share:.2f} % of a core over {arguments.seconds:.0f} s (0.5 %)",
                share < 0.005,
            ),
            (f"{written} bytes written to disk (0)", written == 0),
        ],
    )


def _latency(folder: Path, arguments: argparse.Namespace) -> tuple[dict[str, Any], _Demanded]:
    centre = _centre(folder)
    chance = random.Random(1)
    taken: dict[str, list[float]] = {"release": [], "emergency": []}
    with _nginx(folder, centre.tree) as (url, _), _agent(folder, centre, url) as (_, store):
        _until(lambda: store.active() is not None)
        records = {
            "release": store.activation_path(),
            "emergency": store.activation_path().with_name("emergency.json"),
        }
        for number in range(arguments.times):
            for role, record in records.items():
                time.sleep(chance.uniform(2, 6))
                before = _stamp(record)
                words = {"p.yaml": f"name: {number}\nitems: [image: a.png]\n"}
                if role == "emergency":
                    words = {"lu.yaml": EMERGENCY_YAML.replace("Lũ quét", f"Lũ quét {number}")}
                centre.clock = datetime.now(UTC)
                centre.write(words, {"a.png": _picture(number)} if role == "release" else {})
                centre.publish(role="emergency" if role == "emergency" else "release")
                shown = time.time_ns()
                _until(lambda record=record, before=before: _stamp(record) != before)  # type: ignore[misc]
                taken[role].append((record.stat().st_mtime_ns - shown) / 1e9)
    figures: dict[str, Any] = {}
    demanded: _Demanded = []
    for role, most in (("release", 10.0), ("emergency", 5.0)):
        each, half, late = taken[role], statistics.median(taken[role]), _p95(taken[role])
        figures[role] = {"p50": half, "p95": late, "all": each}
        told = f"{role} active after p50 {half:.2f} s, p95 {late:.2f} s, n = {len(each)}"
        demanded.append((f"{told} ({most:.0f} s)", late < most))
    return figures, demanded


def _one(folder: Path, arguments: argparse.Namespace) -> tuple[dict[str, Any], _Demanded]:
    count = arguments.files
    centre = _centre(folder)
    lines = "".join(f"- image: p/{number}.png\n" for number in range(count))
    pictures = {f"p/{number}.png": _picture(number) for number in range(count)}
    for number in range(0, count, 1000):
        part = "".join(lines.splitlines(keepends=True)[number : number + 1000])
        centre.write({f"p{number:05}.yaml": f"items:\n{part}"}, {})
    centre.write({}, pictures)
    centre.publish()
    log = folder / "access.log"
    with _nginx(folder, centre.tree, log) as (url, _):
        begun = time.monotonic()
        _sync(folder, centre, url)
        first = time.monotonic() - begun
        with _agent(folder, centre, url) as (_process, store):
            record = store.activation_path()
            time.sleep(8)
            before, size = _stamp(record), log.stat().st_size
            centre.write({}, {"p/77.png": _picture(-1)})
            centre.clock = datetime.now(UTC)
            centre.publish()
            _until(lambda: _stamp(record) != before)
            time.sleep(1)
            asked = [line.split() for line in log.read_text()[size:].splitlines()]
            fresh = next(float(each[0]) for each in asked if each[2] == "200")
            seconds = record.stat().st_mtime_ns / 1e9 - fresh
            new = [each for each in asked if "timestamp" not in each[1] or each[2] == "200"]
            bodies = [each for each in new if each[1].startswith("/targets/")]
        centre.write({}, {"p/78.png": _picture(-2)})
        centre.publish()
        begun = time.monotonic()
        _sync(folder, centre, url)
        once = time.monotonic() - begun
    asked_for = f"{count:,} files: {len(bodies)} requests below targets/ (manifest and body)"
    return (
        {"first": first, "seconds": seconds, "once": once, "requests": new, "files": count},
        [
            (f"{asked_for}, {len(new)} in all", len(bodies) == 2),
            (f"active {seconds:.2f} s after the poll that found it (2 s)", seconds < 2),
            (f"`sync --once` as a whole {once:.2f} s; the first one {first:.1f} s", True),
        ],
    )


def _screens(folder: Path, arguments: argparse.Namespace) -> tuple[dict[str, Any], _Demanded]:
    centre = _centre(folder)
    with _nginx(folder, centre.tree) as (url, process):
        crowd = Crowd(int(url.rpartition(":")[2]), arguments.screens)
        crowd.run(10)  # every one has what is there
        begun, asked, cpu = time.monotonic(), crowd.asked, _cpu(process.pid)
        own = time.process_time()
        crowd.run(arguments.seconds)
        seconds = time.monotonic() - begun
        rate, load = (crowd.asked - asked) / seconds, (_cpu(process.pid) - cpu) / seconds
        own = (time.process_time() - own) / seconds
        centre.clock = datetime.now(UTC)
        centre.write({"p.yaml": "name: mới\nitems: [image: a.png]\n"}, {"a.png": _picture(5)})
        centre.publish()
        asked, shown = crowd.asked, time.monotonic()
        crowd.expect()
        while crowd.lacking and time.monotonic() - shown < 60:
            crowd.run(0.2)
        took = sorted(each - shown for each in crowd.got)
        peak = (crowd.asked - asked) / max(took[-1], 0.001)
        crowd.close()
    half = statistics.median(took)
    polled = f"{arguments.screens:,} screens: {rate:.0f} requests/s, nginx {load:.1%} of a core"
    news = f"the last one has a new release after {took[-1]:.2f} s, half of them after {half:.2f} s"
    return (
        {"rate": rate, "nginx_cpu": load, "crowd_cpu": own, "last": took[-1], "peak_rate": peak,
         "median": half, "lacking": crowd.lacking, "faults": crowd.faults},
        [
            (f"{polled}, the crowd itself {own:.0%}, {crowd.faults} faults", crowd.faults == 0),
            (
                f"{news}; {peak:.0f} requests/s meanwhile (10 s)",
                not crowd.lacking and took[-1] < 10,
            ),
        ],
    )  # fmt: skip


_FIGURES: dict[str, Callable[[Path, argparse.Namespace], tuple[dict[str, Any], _Demanded]]] = {
    "idle": _idle,
    "latency": _latency,
    "one": _one,
    "screens": _screens,
}


class Screen:
    """A connection that polls, and fetches one thing after the other when there is news."""

    def __init__(self, port: int, chance: random.Random) -> None:
        self.stream = socket.create_connection(("127.0.0.1", port))
        self.stream.setblocking(False)
        self.due = time.monotonic() + chance.uniform(0, 3)
        self.tag = ""
        self.path = ""
        """What it waits for; empty: nothing."""
        self.buffer = b""
        self.version = 0
        self.queue: list[str] = []


class Crowd:
    """Many screens in one thread."""

    def __init__(self, port: int, count: int) -> None:
        self._chance = random.Random(2)
        self._selector = selectors.DefaultSelector()
        self.screens = [Screen(port, self._chance) for _ in range(count)]
        for screen in self.screens:
            self._selector.register(screen.stream, selectors.EVENT_READ, screen)
        self.asked = 0
        self.faults = 0
        self.got: list[float] = []
        self.lacking = 0

    def expect(self) -> None:
        """From now on count who has what is new."""
        self.got = []
        self.lacking = len(self.screens)

    def run(self, seconds: float) -> None:
        """Let them poll."""
        end = time.monotonic() + seconds
        while (now := time.monotonic()) < end:
            for screen in self.screens:
                if not screen.path and now >= screen.due:
                    screen.due = now + 3 * self._chance.uniform(0.8, 1.2)
                    self._ask(screen, "metadata/timestamp.json", screen.tag)
            for key, _ in self._selector.select(0.005):
                self._hear(key.data)

    def close(self) -> None:
        """Hang up."""
        for screen in self.screens:
            screen.stream.close()

    def _ask(self, screen: Screen, path: str, tag: str = "") -> None:
        condition = f"If-None-Match: {tag}\r\n" if tag else ""
        request = (
            f"GET /{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: identity\r\n"
            f"User-Agent: signage\r\nAccept: */*\r\nConnection: keep-alive\r\n{condition}\r\n"
        )
        screen.path, screen.buffer = path, b""
        screen.stream.send(request.encode())
        self.asked += 1

    def _hear(self, screen: Screen) -> None:
        chunk = screen.stream.recv(65536)
        screen.buffer += chunk
        head, found, body = screen.buffer.partition(b"\r\n\r\n")
        if not found:
            self.faults += not chunk
            return
        status = int(head.split(b" ", 2)[1])
        fields = {
            name.strip().lower(): value.strip()
            for name, _, value in (line.partition(b":") for line in head.split(b"\r\n")[1:])
        }
        if status != 304 and len(body) < int(fields[b"content-length"]):
            return
        self._answered(screen, status, fields.get(b"etag", b"").decode(), body)

    def _answered(self, screen: Screen, status: int, tag: str, body: bytes) -> None:
        """What the agent asks for next, given what came."""
        path, screen.path = screen.path, ""
        if status == 304:
            return
        if path.endswith("timestamp.json"):
            screen.tag = tag
            version = json.loads(body)["signed"]["meta"]["snapshot.json"]["version"]
            screen.queue = ["metadata/2.root.json", f"metadata/{version}.snapshot.json"]
        elif path.endswith(".snapshot.json"):
            version = json.loads(body)["signed"]["meta"]["release.json"]["version"]
            screen.queue = [f"metadata/{version}.release.json"]
        elif path.startswith("metadata/") and path.endswith(".release.json"):
            target = json.loads(body)["signed"]["targets"]["release.json"]
            screen.queue = [f"targets/{target['hashes']['sha256']}.release.json"]
        elif path.endswith(".release.json"):
            files = json.loads(body)["files"]
            screen.queue = [f"targets/{each['sha256']}" for each in files.values()]
        elif status not in {200, 404}:
            self.faults += 1
        if screen.queue:
            self._ask(screen, screen.queue.pop(0))
        elif self.lacking:
            self.got.append(time.monotonic())
            self.lacking -= 1


def _centre(folder: Path) -> Centre:
    centre = Centre(folder / "centre", clock=datetime.now(UTC))
    centre.write({"p.yaml": "name: cũ\nitems: [image: a.png]\n"}, {"a.png": _picture(0)})
    centre.publish()
    return centre


def _picture(number: int) -> bytes:
    """A PNG of one pixel; the number makes it another file."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    pixel = zlib.compress(b"\0" + bytes((number & 255, number >> 8 & 255, 0)))
    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    text = b"n\0" + str(number).encode()
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (chunk(b"IHDR", head), chunk(b"tEXt", text), chunk(b"IDAT", pixel), chunk(b"IEND", b""))
    )


@contextlib.contextmanager
def _nginx(
    folder: Path, tree: Path, log: Path | None = None
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Serve the tree; gives its address and the process, which is also the worker."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    user = "user root; " if os.geteuid() == 0 else ""
    words = _NGINX.format(
        user=user + "master_process off; ", folder=folder, port=port, tree=tree,
        log=f"{log} brief" if log else "off",
    )  # fmt: skip
    (folder / "nginx.conf").write_text(words)
    command = ["/usr/sbin/nginx", "-c", f"{folder}/nginx.conf", "-p", f"{folder}", "-e", "stderr"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            _until(lambda: _answers(port))
            yield f"http://127.0.0.1:{port}", process
        finally:
            process.terminate()


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


@contextlib.contextmanager
def _agent(
    folder: Path, centre: Centre, url: str
) -> Iterator[tuple[subprocess.Popen[bytes], Store]]:
    """`signage sync` at work."""
    store = Store(folder / "state")
    command = [*_SIGNAGE, "sync", url, "--state", str(store.state), "--trust", _pinned(centre)]
    with subprocess.Popen(command, cwd=_ROOT, stderr=subprocess.DEVNULL) as process:
        try:
            _until(store.locked)
            yield process, store
        finally:
            process.send_signal(signal.SIGTERM)


def _sync(folder: Path, centre: Centre, url: str) -> None:
    state = str(folder / "state")
    command = [*_SIGNAGE, "sync", url, "--state", state, "--once", "--trust", _pinned(centre)]
    subprocess.run(command, cwd=_ROOT, check=True, stderr=subprocess.DEVNULL)


def _pinned(centre: Centre) -> str:
    return str(centre.keys / "1.root.json")


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 600
    while not condition():
        if time.monotonic() > end:
            raise SystemExit("nothing happened for ten minutes")
        time.sleep(0.01)


def _stamp(path: Path) -> object:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def _tree(pid: int) -> list[int]:
    """The process and its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in children for each in _tree(int(child)))]


def _cpu(pid: int) -> float:
    """Seconds of user and system time, with children that ended."""
    total = 0.0
    for each in _tree(pid):
        fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        total += sum(int(fields[index]) for index in (11, 12, 13, 14)) / _TICK
    return total


def _written(pid: int) -> int:
    lines = Path(f"/proc/{pid}/io").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("write_bytes"))


def _p95(values: list[float]) -> float:
    return sorted(values)[max(0, -(-len(values) * 95 // 100) - 1)]


if __name__ == "__main__":
    raise SystemExit(main())
