"""How fast the officers' console answers: `python -m tests.bench.console [--quick]`.

Makes a centre of 2,000 media files, 200 playlists, 200 screens, runs `signage console`, and
asks every page over loopback, signed in as somebody of every role: seconds until the whole answer
is there (median, 95th of a hundred), CPU seconds of the console's process for it (the mean: what
a busy machine does not spoil), and its bytes with its style and scripts. Then 200 screens
report, each every 30 s with a picture of 40 kB, while an officer goes from page to page and saves
again and again: the same times beside them. 300 ms and 100 kB are the issue's figures.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import statistics
import sys
import threading
import time
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin

import msgspec
import requests
from PIL import Image

from tests.console.browser import town

if TYPE_CHECKING:
    from tests.console.browser import Town

MEDIA, PLAYLISTS, REPORTING = 2000, 200, 200
EVERY = 30.0
"""Seconds between two reports of a screen."""
MOST_SECONDS, MOST_BYTES = 0.3, 100_000
_ROUNDS, _QUICK = 15, 3
_TICK = os.sysconf("SC_CLK_TCK")
_SKIP = {"sign-in", "second"}


def main(quick: bool) -> int:
    """Measure; 1 where a page falls short."""
    options = ("--media", MEDIA, "--playlists", PLAYLISTS, "--screens", REPORTING)
    with (
        TemporaryDirectory(ignore_cleanup_errors=True) as folder,  # a picture is being drawn yet
        town(Path(folder) / "data", *map(str, options)) as there,
    ):
        rounds = _QUICK if quick else _ROUNDS
        weights = _weights(there)
        alone = _times(there, rounds)
        ended = threading.Event()
        told: list[tuple[float, int]] = []
        loads = [
            threading.Thread(target=_report, args=(there, tokens, ended, told))
            for tokens in (there.tokens[n::4] for n in range(4))
        ]
        loads.append(threading.Thread(target=_edit, args=(there, ended)))
        for each in loads:
            each.start()
        beside = _times(there, rounds)
        ended.set()
        for each in loads:
            each.join()
    return _tell(weights, alone, beside, told)


def _session(there: Town) -> requests.Session:
    session = requests.Session()
    session.cookies.set("session", there.cookies["chung"])
    return session


def _weights(there: Town) -> dict[str, int]:
    """Bytes of each page with what it loads of style and scripts, as they come."""
    session, sizes, found = _session(there), {}, {}
    for name, path in there.pages.items():
        page = session.get(there.url + path)
        total = len(page.content)
        for link in set(re.findall(r'(?:href|src)="([^"]+\.(?:css|js))"', page.text)):
            if link not in sizes:
                sizes[link] = len(session.get(urljoin(page.url, link)).content)
            total += sizes[link]
        found[name] = total
        if page.status_code != requests.codes.ok:
            sys.stdout.write(f"{name}: HTTP {page.status_code}\n")
    return found


class Measured(NamedTuple):
    """Of one page."""

    wall: list[float]
    cpu: list[float]


def _cpu(pid: int) -> float:
    """Seconds that the process has worked, all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def _times(there: Town, rounds: int) -> dict[str, Measured]:
    session = _session(there)
    found = {name: Measured([], []) for name in there.pages if name not in _SKIP}
    for _round in range(rounds):
        for name, measured in found.items():
            before, worked = time.perf_counter(), _cpu(there.pid)
            session.get(there.url + there.pages[name])
            measured.wall.append(time.perf_counter() - before)
            measured.cpu.append(_cpu(there.pid) - worked)
    return found


def _picture() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((640, 360), 60).convert("RGB").save(out, "JPEG", quality=55)
    return out.getvalue()


def _report(
    there: Town, tokens: list[str], ended: threading.Event, told: list[tuple[float, int]]
) -> None:
    """Be these screens, one after the other, spread over the time."""
    session, picture = requests.Session(), _picture()
    session.headers["Connection"] = "close"  # each screen has a connection of its own
    status: dict[str, object] = {
              "screen": "sanh-chinh", "release": "signed-1", "playing": None, "faults": [],
              "quarantine": [], "clock": {"trusted": True}, "ticker": [],
              "disk": {"free": 10**10, "used": 10**9}}  # fmt: skip
    for n, token in enumerate(cycle(tokens)):
        begun = time.perf_counter()
        taken = datetime.now(UTC).isoformat(timespec="seconds")
        made = picture + str(n).encode()
        report = {"status": status, "sight": "on", "taken": taken,
                  "sha256": hashlib.sha256(made).hexdigest(), "picture": made}  # fmt: skip
        answer = session.post(
            f"{there.url}/api/man-hinh/", data=msgspec.json.encode(report),
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        )  # fmt: skip
        told.append((time.perf_counter() - begun, answer.status_code))
        if ended.wait(max(0.0, EVERY / len(tokens) - (time.perf_counter() - begun))):
            return


def _edit(there: Town, ended: threading.Event) -> None:
    """Be an officer: save the settings of a playlist over and over."""
    path = next(there.data.glob("content/playlists/thon-000.yaml"))
    for n in range(10**6):
        words = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"name: .*", f"name: Bản tin {n}", words, count=1), encoding="utf-8")
        if ended.wait(2.0):
            return


def _tell(
    weights: dict[str, int], alone: dict[str, Measured], beside: dict[str, Measured],
    told: list[tuple[float, int]],
) -> int:  # fmt: skip
    sys.stdout.write(f"{'page':22} {'kB':>5}   alone: median, 95th, CPU   beside: median, 95th\n")
    short = 0
    for name, measured in alone.items():
        late, cpu = _late(measured.wall), statistics.mean(measured.cpu)
        wrong = late > MOST_SECONDS or weights[name] > MOST_BYTES
        short += wrong
        times = (statistics.median(measured.wall), late, cpu)
        then = (statistics.median(beside[name].wall), _late(beside[name].wall))
        sys.stdout.write(
            f"{name:22} {weights[name] / 1000:5.0f}  "
            + "".join(f" {1000 * each:6.0f}" for each in (*times, *then))
            + ("   FAIL\n" if wrong else "\n")
        )
    if told:
        codes = sorted({code for _, code in told})
        middle = statistics.median(seconds for seconds, _ in told)
        sys.stdout.write(
            f"{len(told)} reports, median {middle * 1000:.0f} ms, answers {codes}; "
            f"{short} pages fall short\n"
        )
    return 1 if short else 0


def _late(times: list[float]) -> float:
    return sorted(times)[min(len(times) - 1, round(0.95 * len(times)))]


if __name__ == "__main__":
    raise SystemExit(main("--quick" in sys.argv))
