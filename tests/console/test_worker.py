"""The worker killed, by step and for real: what was sent is made ready once, and whole."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from PIL import Image

from signage.console import worker
from signage.console.making import Job, Made
from signage.console.making._probe import probe
from signage.console.models import Asset
from signage.console.office import library, originals, preparing, sketches, uploads
from tests.store._faults import Killed, failing

if TYPE_CHECKING:
    from collections.abc import Callable

    from signage.console.data import Data
    from signage.console.models import Person

ROOT = Path(__file__).parents[2]
_SECONDS = 180.0
"""That a busy machine may take for a small film."""


def _send(data: Data, by: Person, path: Path) -> Asset:
    kept = uploads.keep(data, [path.read_bytes()], name=path.name, folder="ocop", by=by)
    assert kept.asset is not None
    return kept.asset


def _photo(path: Path, colour: str = "green") -> Path:
    Image.new("RGB", (640, 360), colour).save(path, "JPEG")
    return path


def _left(data: Data) -> list[str]:
    """What lies in the library; of what was cut nothing, once the console has started again."""
    data.sweep(0.0)
    scratch = [*data.uploads.iterdir(), *data.media.rglob(".*"), *data.originals.glob(".*")]
    assert scratch == []
    return sorted(path.name for path in (data.media / "ocop").iterdir())


def test_killed_at_each_durable_step(
    data: Data, person: Callable[..., Person], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask(job: Job, _tell: Any = None) -> Made:
        return Made(path=job.source, ending=".jpg")

    monkeypatch.setattr(preparing, "ask", ask)
    by, names = person("lan", "officer"), []
    for step in count(1):
        names.append(f"che {step:02}.jpg")
        _send(data, by, _photo(tmp_path / names[-1], f"#{step * 20 % 256:02x}40ff"))
        try:
            with failing(step, Killed):
                library.prepare_one(data, heavy=False)
            break
        except Killed:
            worker._take_up()
        assert library.prepare_one(data, heavy=False)
        assert _left(data) == names
        asset = Asset.objects.latest("id")
        assert (asset.state, asset.path) == (Asset.State.READY, f"ocop/{names[-1]}")
    assert step > 4


@pytest.mark.parametrize("after", ["placed", "saved"])
def test_killed_between_the_file_and_the_database(
    data: Data, person: Callable[..., Person], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    after: str,
) -> None:  # fmt: skip
    def ask(job: Job, _tell: Any = None) -> Made:
        return Made(path=job.source, ending=".jpg")

    def killed(*_: object) -> None:
        raise Killed

    monkeypatch.setattr(preparing, "ask", ask)
    _send(data, person("lan", "officer"), _photo(tmp_path / "che.jpg"))
    with monkeypatch.context() as patch:
        if after == "placed":
            patch.setattr(sketches, "want", killed)
        else:
            patch.setattr(originals, "bound", killed)
        with pytest.raises(Killed):
            library.prepare_one(data, heavy=False)
    worker._take_up()
    assert library.prepare_one(data, heavy=False) == (after == "placed")
    assert _left(data) == ["che.jpg"]
    assert Asset.objects.get().state == Asset.State.READY


def test_a_decoder_whose_worker_is_dead_does_nothing(tmp_path: Path) -> None:
    """Killed between the start of the decoder and its wish to die along: nobody reads it."""
    (tmp_path / "scratch").mkdir()
    Image.new("RGB", (64, 36)).save(tmp_path / "che.png")
    job = Job(do="small", source=tmp_path / "che.png", name="che.png", scratch=tmp_path / "scratch")
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-P", "-m", "signage.console.making",
         msgspec.json.encode(job, enc_hook=str).decode()],
        stdout=writing, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
    )  # fmt: skip
    os.close(writing)
    assert done.returncode == 0
    assert list((tmp_path / "scratch").iterdir()) == []


class _Worker:
    """A real one, in a process of its own."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "signage.console.worker"],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    def until(self, holds: Callable[[], bool]) -> None:
        end = time.monotonic() + _SECONDS
        while not holds():
            assert self._process.poll() is None, "the worker ended"
            assert time.monotonic() < end, list(Asset.objects.values("name", "state", "said"))
            time.sleep(0.02)

    def end(self, how: signal.Signals) -> int:
        self._process.send_signal(how)
        return self._process.wait(30)


def test_a_real_worker_is_killed_in_the_midst_of_a_film(
    data: Data, person: Callable[..., Person], tmp_path: Path
) -> None:
    by, film = person("lan", "officer"), tmp_path / "phim.mov"
    subprocess.run(
        ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=50:d=4", "-c:v",
         "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none", str(film)],
        check=True,
    )  # fmt: skip
    sent = [_send(data, by, film), _send(data, by, _photo(tmp_path / "che.jpg"))]

    def state(asset: Asset) -> str:
        asset.refresh_from_db()
        return asset.state

    ready = Asset.State.READY
    first = _Worker()
    first.until(lambda: state(sent[0]) == Asset.State.WORKING)
    assert first.end(signal.SIGKILL) == -signal.SIGKILL
    second = _Worker()  # the scratch of the first is there: this time the decoder is at work
    second.until(lambda: bool(state(sent[0])) and sent[0].tries == 2 and _encodes(data))
    second.end(signal.SIGKILL)
    third = _Worker()
    try:
        third.until(lambda: all(state(each) == ready for each in sent))
    finally:
        assert third.end(signal.SIGTERM) == 0
    assert _left(data) == ["che.jpg", "phim.mp4"]
    assert sent[0].tries == 3
    assert probe(data.media / "ocop" / "phim.mp4").fits
    with sqlite3.connect(data.database) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_worker_whose_console_died_before_it_was_up_ends(data: Data) -> None:
    nobody = subprocess.Popen([sys.executable, "-c", ""])
    nobody.wait()
    done = subprocess.run(
        [sys.executable, "-P", "-m", "signage.console.worker", str(nobody.pid)],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=_SECONDS, check=False,
    )  # fmt: skip
    assert done.returncode == 0


def _encodes(data: Data) -> bool:
    return any(path.stat().st_size for path in data.uploads.glob(".work-*/*.mp4"))
