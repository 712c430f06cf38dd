"""Screens that report to a console, so many of them: `python -m tests.bench.console_screens URL`.

    python -m tests.bench.console_screens http://127.0.0.1:8000 --data DIR --screens 200

It makes the screens in the console's database (`--data`, on this machine), reports for each every
30 s with a picture of 20 KB that changes, and prints how long the answers took. `--watch ADDRESS`
with `--cookie NAME=VALUE` asks for a page every second meanwhile, as an officer who edits.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import http.client
import io
import json
import os
import random
import statistics
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image

__all__ = ["main", "make", "report"]

_THREADS = 16
_PICTURES = 8


def main() -> int:
    """Report; 0 where every report was taken."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.console_screens")
    parser.add_argument("url")
    parser.add_argument("--data", type=Path, required=True, help="the console's folder")
    parser.add_argument("--screens", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--every", type=float, default=30.0)
    parser.add_argument("--watch", default="", help="a page to ask for every second")
    parser.add_argument("--cookie", default="", help="of whoever is signed in")
    given = parser.parse_args()
    tokens = make(given.data, given.screens)
    pictures = [_picture(number) for number in range(_PICTURES)]
    took: list[float] = []
    bad: list[int] = []
    page: list[float] = []
    ended = threading.Event()
    watcher = threading.Thread(target=_watch, args=(given, page, ended))
    watcher.start()
    start, rounds = time.monotonic(), 0
    with ThreadPoolExecutor(_THREADS) as pool:

        def one(number: int, due: float) -> None:
            time.sleep(max(0.0, due - time.monotonic()))
            begun = time.monotonic()
            code = report(given.url, tokens[number], number, random.choice(pictures))
            took.append(time.monotonic() - begun)
            if code != http.client.OK:
                bad.append(code)

        while time.monotonic() - start < given.seconds:
            begin = start + rounds * given.every
            step = given.every / len(tokens)
            list(pool.map(one, range(len(tokens)), [begin + step * n for n in range(len(tokens))]))
            rounds += 1
    ended.set()
    watcher.join()
    _tell(f"{len(took)} reports of {len(tokens)} screens, {len(bad)} not taken", took)
    if page:
        _tell(f"{len(page)} times {given.watch}", page)
    return 1 if bad else 0


def make(data: Path, count: int) -> list[str]:
    """Screens in the console's database; their tokens."""
    os.environ["SIGNAGE_CONSOLE_DATA"] = str(data.absolute())
    os.environ["DJANGO_SETTINGS_MODULE"] = "signage.console.settings"
    import django  # noqa: PLC0415  (its settings are read from the environment)

    django.setup()
    from signage.console.models import Screen  # noqa: PLC0415

    tokens = [hashlib.sha256(f"bench {number}".encode()).hexdigest() for number in range(count)]
    for number, token in enumerate(tokens):
        Screen.objects.update_or_create(
            id_name=f"thu-{number:03}",
            defaults={
                "token_digest": hashlib.sha256(token.encode()).hexdigest(),
                "name": f"Nhà văn hoá thôn {number}", "place": f"Thôn {number}",
            },
        )  # fmt: skip
    return tokens


def report(url: str, token: str, number: int, picture: bytes) -> int:
    """Send one; the status of the answer."""
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    told = {
        "status": {
            "screen": f"thu-{number:03}", "release": "release-1-abc", "signed": True,
            "reviewed": True, "emergency": None, "cuts": [], "cut": None,
            "playing": {"playlist": "sanh", "item": f"ảnh {random.randrange(99)}.jpg", "since": ""},
            "sync": {"source": "s", "state": "current", "since": None, "error": None},
            "faults": ["x"] * (number % 7 == 0), "quarantine": [],
            "clock": {"trusted": number % 5 > 0, "because": "rtc", "floor": ""},
            "disk": {"free": 30_000_000_000, "used": 1},
        },
        "sight": "on", "taken": "2026-11-23T09:00:00+07:00",
        "sha256": hashlib.sha256(picture).hexdigest(),
        "picture": base64.b64encode(picture).decode("ascii"),
    }  # fmt: skip
    connection = kind(parts.netloc, timeout=60)
    try:
        connection.request(
            "POST", f"{parts.path.rstrip('/')}/api/man-hinh/", json.dumps(told),
            {"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        )  # fmt: skip
        answer = connection.getresponse()
        answer.read()
    except OSError:
        return 0
    finally:
        connection.close()
    return answer.status


def _watch(given: argparse.Namespace, page: list[float], ended: threading.Event) -> None:
    parts = urlsplit(given.url)
    while given.watch and not ended.wait(1.0):
        connection = http.client.HTTPConnection(parts.netloc, timeout=60)
        begun = time.monotonic()
        connection.request("GET", given.watch, headers={"Cookie": given.cookie})
        connection.getresponse().read()
        page.append(time.monotonic() - begun)
        connection.close()


def _picture(number: int) -> bytes:
    out = io.BytesIO()
    base = Image.effect_noise((80, 45), 40 + number).resize((640, 360)).convert("RGB")
    base.save(out, "JPEG", quality=70)
    return out.getvalue()


def _tell(words: str, took: list[float]) -> None:
    ordered = sorted(took)
    middle, late = statistics.median(ordered), ordered[int(len(ordered) * 0.95)]
    sys.stdout.write(
        f"{words}: median {middle * 1e3:.0f} ms, 95 % {late * 1e3:.0f} ms, "
        f"longest {ordered[-1] * 1e3:.0f} ms\n"
    )


if __name__ == "__main__":
    raise SystemExit(main())
