"""How fast the officers' console answers: `python -m tests.bench.console [--quick]`.

Makes a centre of 2,000 media files, 200 playlists and 50 screens, runs `signage console` on it, and
asks every page over loopback, signed in as somebody of every role: seconds until the whole answer
is there (median, 95th of a hundred) and its bytes with its style and scripts. Then 200 screens
report, each every 30 s with a picture of 40 kB, while an officer goes from page to page and saves
again and again: the same times beside them. 300 ms and 100 kB are the issue's figures.
"""

from __future__ import annotations

import hashlib
import io
import re
import statistics
import sys
import threading
import time
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import msgspec
import requests
from PIL import Image

from tests.console.browser import town

if TYPE_CHECKING:
    from tests.console.browser import Town

MEDIA, PLAYLISTS, SCREENS, REPORTING = 2000, 200, 50, 200
EVERY = 30.0
"""Seconds between two reports of a screen."""
MOST_SECONDS, MOST_BYTES = 0.3, 100_000
_ROUNDS, _QUICK = 15, 5
_SKIP = {"sign-in", "second"}


def main(quick: bool) -> int:
    """Measure; 1 where a page falls short."""
    options = ("--media", MEDIA, "--playlists", PLAYLISTS, "--screens", REPORTING)
    with (
        TemporaryDirectory() as folder,
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


def _times(there: Town, rounds: int) -> dict[str, list[float]]:
    session = _session(there)
    found: dict[str, list[float]] = {name: [] for name in there.pages if name not in _SKIP}
    for _round in range(rounds):
        for name, times in found.items():
            before = time.perf_counter()
            session.get(there.url + there.pages[name])
            times.append(time.perf_counter() - before)
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
    status = {"screen": "sanh-chinh", "release": "signed-1", "playing": None, "faults": [],
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
    weights: dict[str, int], alone: dict[str, list[float]], beside: dict[str, list[float]],
    told: list[tuple[float, int]],
) -> int:  # fmt: skip
    sys.stdout.write(f"{'page':22} {'kB':>5}   alone: median, 95th   beside {REPORTING} screens\n")
    short = 0
    for name, times in alone.items():
        row = [statistics.median(times), _late(times)]
        row += [statistics.median(beside[name]), _late(beside[name])]
        wrong = row[1] > MOST_SECONDS or weights[name] > MOST_BYTES
        short += wrong
        sys.stdout.write(
            f"{name:22} {weights[name] / 1000:5.0f}   {row[0] * 1000:6.0f} {row[1] * 1000:6.0f} ms"
            f"   {row[2] * 1000:6.0f} {row[3] * 1000:6.0f} ms{'   FAIL' if wrong else ''}\n"
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
