"""`python -m tests.bench.writes`: what a kiosk writes to its disk in a day.

The state, the caches and the temporary files lie on a disk of their own, ext4 on a loop device, and
what counts is what its kernel wrote to it: the file system's own journal and tables included, which
are most of a small write. Needs root.

- `day`: 24 hours in fast motion, in this process. The real agent, with a clock that jumps to
  whatever it wants to wake for: a folder whose feed says something new each time it is asked, and a
  signed release over HTTP that is signed anew at noon; four changes of the content with a photo of
  3 MB each. And the real player, whose clock jumps as well.
- `slice`: `signage run` on a virtual display, some minutes of real time after a minute to settle,
  nothing changing but the feed; from which a day is reckoned.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image

from signage.config import NETWORK, SIGNED
from signage.journal import Timekeeper
from signage.store import Store
from signage.sync._agent import Agent
from signage.sync._http import HttpTransport
from signage.sync._intake import Workshop
from signage.sync._pin import SignedSource
from signage.sync._signed import SignedAgent
from signage.sync._source import FolderSource
from signage.sync._trust import anchor
from signage.sync.feeds import Follower
from signage.sync.feeds._message import Answer, Entry
from tests.bench.rig._display import Display
from tests.bench.screens import _nginx as nginx
from tests.power_cuts._disk import Disk, available
from tests.release.trees import Centre

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MOST = 100_000_000
"""Bytes a day."""
_DAY = 86_400.0
_CHANGES = (8.0, 10.0, 14.0, 16.0)
"""Hours at which the content changes."""
_PLAYLIST = """
defaults: {{duration: 10s}}
items: [{items}]
ticker:
  - Kính chào quý khách
{feed}
"""
_ROOT = Path(__file__).parents[2]


def main() -> int:
    """Measure; 0 when every figure is below what is demanded."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.writes", description=__doc__)
    parser.add_argument("figures", nargs="*", default=["day", "slice"])
    parser.add_argument("--minutes", type=float, default=5, help="of each slice")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    if not available():
        print("a loop device of our own cannot be had here: run it as root", file=sys.stderr)
        return 5
    found: dict[str, float] = {}
    for figure in arguments.figures:
        with tempfile.TemporaryDirectory(prefix="writes-") as name:
            Path(name).chmod(0o755)
            made = _day(Path(name)) if figure == "day" else _slice(Path(name), arguments.minutes)
            for what, count in made:
                found[what] = count
                good = "PASS" if count < _MOST else "FAIL"
                print(f"{good}  {what:<58} {count / 1e6:8.2f} MB a day", flush=True)
    if arguments.json:
        arguments.json.write_text(json.dumps(found, indent=1))
    return 0 if all(count < _MOST for count in found.values()) else 1


class Written:
    """Bytes that reached a disk since it was asked last."""

    def __init__(self, disk: Disk) -> None:
        self._disk, self._last = disk, 0.0
        self.since()

    def since(self) -> float:
        subprocess.run(["sync", "-f", str(self._disk.path)], check=True)
        fields = Path(f"/sys/block/{self._disk.device}/stat").read_text().split()
        now = int(fields[6]) * 512.0
        before, self._last = self._last, now
        return now - before


class Jumping:
    """A clock that passes when it is told to."""

    def __init__(self) -> None:
        self.passed = 0.0
        self._start = datetime.now(UTC).astimezone()

    def monotonic(self) -> float:
        return 1000.0 + self.passed

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self.passed)


def _day(scratch: Path) -> Iterator[tuple[str, float]]:
    with Disk(scratch) as disk:
        tempfile.tempdir = str(disk.path)
        written = Written(disk)
        yield "a day: agent, folder with a feed, four photos", _folder_day(scratch, disk, written)
        yield "a day: agent, signed release, four photos", _signed_day(scratch, disk, written)
        yield "a day: player", _player_day(disk, written)
        tempfile.tempdir = None


def _folder_day(scratch: Path, disk: Disk, written: Written) -> float:
    folder, clock, store = scratch / "folder", Jumping(), Store(disk.path / "folder")
    (folder / "playlists").mkdir(parents=True)
    (folder / "media").mkdir()
    asked = [0]

    def ask(_question: object) -> Answer:
        asked[0] += 1
        texts = [f"Tin {asked[0]}.{line}: " + "nội dung " * 10 for line in range(30)]
        return Answer(entries=tuple(Entry(text, "Báo A", None) for text in texts))

    def change(number: int) -> None:
        _photo(folder / "media" / f"{number}.jpg", number)
        items = ", ".join(f"{{image: {each}.jpg}}" for each in range(number + 1))
        text = _PLAYLIST.format(items=items, feed="  - {feed: https://bao.vn/rss}")
        (folder / "playlists" / "sanh.yaml").write_text(text)

    workshop = Workshop()
    with store.lock():
        agent = Agent(
            store, FolderSource(folder), workshop, clock, local=True,
            timekeeper=_keeper(store, clock),
            news=Follower(store, clock, ask=ask, start=lambda work: work()),
        )  # fmt: skip
        found = _run(agent.step, clock, change, written)
    workshop.close()
    print(f"      the feed was asked {asked[0]} times", file=sys.stderr)
    return found


def _signed_day(scratch: Path, disk: Disk, written: Written) -> float:
    clock, store = Jumping(), Store(disk.path / "signed")
    (scratch / "centre").mkdir()
    centre = Centre(scratch / "centre", clock=datetime.now(UTC))
    (centre.folder / "playlists" / "p.yaml").unlink()

    def change(number: int) -> None:
        _photo(centre.folder / "media" / f"{number}.jpg", number)
        items = ", ".join(f"{{image: {each}.jpg}}" for each in range(number + 1))
        text = _PLAYLIST.format(items=items, feed="")
        (centre.folder / "playlists" / "sanh.yaml").write_text(text)
        centre.clock = clock.now().astimezone(UTC)
        centre.publish()

    def sign() -> None:
        centre.clock = clock.now().astimezone(UTC)
        centre.refresh()

    change(0)
    (scratch / "1.root.json").write_bytes(centre.root)
    workshop = Workshop()
    with nginx(scratch, centre.tree) as (url, _), store.lock():
        source = SignedSource(
            url, lambda stop: HttpTransport(url, limits=NETWORK, stop=stop),
            anchor=anchor(str(scratch / "1.root.json")), first_use=False, sticks=None,
            network=NETWORK, limits=SIGNED,
        )  # fmt: skip
        agent = SignedAgent(store, source, workshop, clock, timekeeper=_keeper(store, clock))
        found = _run(agent.step, clock, change, written, noon=sign)
        agent.close()
    workshop.close()
    return found


def _keeper(store: Store, clock: Jumping) -> Timekeeper:
    return Timekeeper(store.state, now=clock.now, synchronised=lambda: True)


def _run(
    step: Callable[[], float],
    clock: Jumping,
    change: Callable[[int], None],
    written: Written,
    noon: Callable[[], None] = lambda: None,
) -> float:
    """Let a day pass after the first content; the content itself counts where it changes."""
    due: list[tuple[float, Callable[[], None]]] = [
        (hour * 3600, partial(change, number)) for number, hour in enumerate(_CHANGES, 1)
    ]
    due = sorted([*due, (43_200.0, noon)], key=lambda each: each[0])
    change(0)
    while clock.passed < 600:
        clock.passed += max(0.05, step())
    written.since()
    clock.passed, start = 600.0, 600.0
    while (now := clock.passed - start) < _DAY:
        if due and now >= due[0][0]:
            due.pop(0)[1]()
        clock.passed += max(0.05, step())
    return written.since()


def _player_day(disk: Disk, written: Written) -> float:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtGui import QGuiApplication  # noqa: PLC0415  (only here)

    from tests.player._day import FakeTime, Lobby  # noqa: PLC0415

    QGuiApplication.instance() or QGuiApplication([])
    start = datetime.now(UTC)
    lobby = Lobby(disk.path / "folder", FakeTime(start))
    lobby.start()
    written.since()
    lobby.time.run(start + timedelta(days=1))
    print(f"      the player showed {len(lobby.scene.sights)} items", file=sys.stderr)
    return written.since()


def _slice(scratch: Path, minutes: float) -> Iterator[tuple[str, float]]:
    with Disk(scratch) as disk, Display(640, 360) as display, _feed() as feed:
        folder = scratch / "folder"
        (folder / "playlists").mkdir(parents=True)
        (folder / "media").mkdir()
        items = []
        for number in range(4):
            _photo(folder / "media" / f"{number}.jpg", number)
            items.append(f"{{image: {number}.jpg}}")
        text = _PLAYLIST.format(items=", ".join(items), feed=f"  - {{feed: {feed}}}")
        (folder / "playlists" / "sanh.yaml").write_text(text)
        plain = f"source: {folder}\nunsigned: true\n"
        yield (
            f"{minutes:g} minutes of `signage run`, folder with a feed",
            _kiosk(scratch, disk, display, plain, minutes),
        )
        (scratch / "centre").mkdir()
        centre = Centre(scratch / "centre", clock=datetime.now(UTC))
        centre.publish()
        (scratch / "1.root.json").write_bytes(centre.root)
        with nginx(scratch, centre.tree) as (url, _):
            signed = f"source: {url}\ntrust: {scratch}/1.root.json\n"
            yield (
                f"{minutes:g} minutes of `signage run`, signed release",
                _kiosk(scratch, disk, display, signed, minutes),
            )


def _kiosk(scratch: Path, disk: Disk, display: Display, config: str, minutes: float) -> float:
    home = Path(tempfile.mkdtemp(dir=disk.path))
    (scratch / "kiosk.yaml").write_text(f"{config}state: {home}/state\nsize: 640x360\n")
    own = dict.fromkeys(("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"), str(home))
    own |= {"DISPLAY": display.name, "QT_QPA_PLATFORM": "xcb", "SIGNAGE_POWER": "none"}
    environ = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("QT_", "QSG_", "WAYLAND", "NOTIFY_", "WATCHDOG_"))
    } | own
    command = [
        sys.executable, "-c", "from signage.cli import main; main()", "run",
        "--config", str(scratch / "kiosk.yaml"),
    ]  # fmt: skip
    written = Written(disk)
    with subprocess.Popen(command, cwd=_ROOT, env=environ, stderr=subprocess.DEVNULL) as process:
        time.sleep(60)
        first = written.since()
        time.sleep(minutes * 60)
        found = written.since()
        told = sum(_io(pid) for pid in _family(process.pid))
        assert process.poll() is None
        process.terminate()
    print(
        f"      its first minute, content and caches: {first / 1e6:.2f} MB; "
        f"in all, by /proc/PID/io of what runs: {told / 1e6:.2f} MB", file=sys.stderr,
    )  # fmt: skip
    return found * 1440 / minutes


def _family(pid: int) -> list[int]:
    words = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for word in words for each in _family(int(word)))]


def _io(pid: int) -> int:
    lines = Path(f"/proc/{pid}/io").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("write_bytes"))


class _feed:  # noqa: N801  (used as a function)
    """A feed on loopback that says something new each time."""

    def __enter__(self) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                items = "".join(
                    f"<item><title>Tin {time.time():.0f} {n}</title></item>" for n in range(30)
                )
                body = f"<rss version='2.0'><channel>{items}</channel></rss>".encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_address[1]}/rss"

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()


def _photo(path: Path, seed: int) -> None:
    """About 3 MB."""
    file = io.BytesIO()
    noise = Image.effect_noise((1600, 1200), 60 + seed)
    Image.merge("RGB", (noise, noise, noise)).save(file, "JPEG", quality=97)
    path.write_bytes(file.getvalue())


if __name__ == "__main__":
    sys.exit(main())
