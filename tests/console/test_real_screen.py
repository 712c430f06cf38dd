"""A real console and a real kiosk, each in processes of their own: paired, on, seen on the wall."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from signage.console.models import Pairing, Person, Screen
from signage.console.office import keys, pairing, submissions
from signage.journal import Pairing as Side
from signage.journal import ask
from tests.console.conftest import CHEAP

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from signage.console.data import Data

ROOT = Path(__file__).parents[2]
SIGNAGE = [sys.executable, "-P", "-c", "from signage.cli import main; main()"]
WORD = "song lo mua can 12"
PLAYLIST = "items: [{slide: {title: Kính chào}, duration: 2s}]\n"


def until(holds: Callable[[], object], seconds: float = 90.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it never came about"
        time.sleep(0.1)


@pytest.fixture
def address(data: Data) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "SIGNAGE_CONSOLE_HOSTS": "127.0.0.1"}
    environ.pop("DJANGO_SETTINGS_MODULE")
    with (data.path / "log").open("w") as log:
        console = subprocess.Popen(
            [*SIGNAGE, "console", "--data", str(data.path), "--port", str(port)],
            stdout=log, stderr=log, env=environ,
        )  # fmt: skip
    try:
        until(lambda: "signage:" in (data.path / "log").read_text())
        url = f"http://127.0.0.1:{port}"
        until(lambda: answers(port))
        yield url
    finally:
        console.terminate()
        console.wait(20)


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 5).close()
    except OSError:
        return False
    return True


@pytest.mark.long
def test_from_a_code_on_the_screen_to_its_picture_on_the_wall(
    data: Data,
    person: Callable[..., Person],
    address: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    officer, reviewer, admin = person("lan"), person("hoa", "reviewer"), person("quan")
    keys.make(
        data, reviewers=["hoa"], duty=[], given={"hoa": WORD}, root="goc da tren doi 34",
        needs=1, cost=CHEAP,
    )  # fmt: skip
    (data.playlists / "sanh.yaml").write_text(PLAYLIST, encoding="utf-8")
    (data.playlists / "screens.yaml").write_text("screens: {sanh-a: {name: A}}\n")
    submissions.approve(data, submissions.submit(data, officer, ""), reviewer, WORD)
    folder = tmp_path_factory.mktemp("kiosk")
    (folder / "kiosk.yaml").write_text(f"centre: {address}\nstate: state\nsize: 640x360\n")
    state = folder / "state"
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    with (folder / "log").open("w") as log:
        kiosk = subprocess.Popen(
            [*SIGNAGE, "run", "--config", str(folder / "kiosk.yaml")], env=environ, stderr=log
        )
    try:
        until(lambda: Side(state).offer().code)
        offer = Side(state).offer()
        assert offer.fingerprint == pairing.fingerprint(data)
        assert not Screen.objects.exists()
        made = pairing.waiting(offer.code)
        assert made is not None
        assert pairing.confirm(data, made, admin, screen="sanh-a", name="", place="")
        until(lambda: (live := ask(state)) and live.playing and live.playing.item == "Kính chào")
        live = ask(state)
        assert live is not None
        assert live.screen == "sanh-a"
        until(lambda: Screen.objects.get().picture_digest)
        until(lambda: Screen.objects.get().status["release"])
        screen = Screen.objects.get()
        assert screen.status["release"].startswith("release-1-")
        assert screen.status["reviewed"] is True
        assert Image.open(io.BytesIO(screen.picture)).size == (640, 360)
        assert Pairing.objects.get().code is None
        pairing.unpaired(screen, admin)
        live = ask(state)
        assert live is not None
        assert live.playing is not None  # it goes on showing what is signed
    finally:
        kiosk.terminate()
        kiosk.wait(20)
    told = (folder / "log").read_text()
    assert "is pinned" in told
    assert "Traceback" not in told
