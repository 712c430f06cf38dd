from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from signage.cli._state import state_folder
from signage.store import Store

ROOT = Path(__file__).parents[2]
SIGNAGE = [sys.executable, "-c", "from signage.cli import main; main()"]


def signage(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*SIGNAGE, *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    root = tmp_path / "centre"
    (root / "playlists").mkdir(parents=True)
    (root / "media").mkdir()
    Image.new("RGB", (8, 8)).save(root / "media" / "a.png")
    (root / "playlists" / "p.yaml").write_text("items: [{image: a.png}]")
    return root


class TestExitCodes:
    def test_done(self, centre: Path, tmp_path: Path) -> None:
        done = signage("sync", centre, "--state", tmp_path / "state", "--once")
        assert done.returncode == 0, done.stderr
        assert Store(tmp_path / "state").active() is not None

    @pytest.mark.parametrize(
        ("source", "code", "words"),
        [
            ("none", 4, "check the path"),
            ("ftp://vietnam.vn/centre", 2, "https://"),
            ("http://127.0.0.1:9/centre", 4, "127.0.0.1"),
            ("", 2, "name a central folder"),
        ],
    )
    def test_wrong_source(self, tmp_path: Path, source: str, code: int, words: str) -> None:
        done = signage("sync", source, "--state", tmp_path / "state", "--once")
        assert done.returncode == code
        (said,) = done.stderr.splitlines()
        assert said.startswith("signage: ")
        assert words in said

    def test_what_came_before_the_end_is_told(self, centre: Path, tmp_path: Path) -> None:
        (centre / "playlists" / "q.yaml").write_text("{{{")
        done = signage("sync", centre, "--state", tmp_path / "state", "--once")
        assert "current" in done.stderr
        assert done.stderr.count("cannot be read: q.yaml") == 1

    @pytest.mark.parametrize("trust", ["none.json", "sha256:12"])
    def test_no_such_root(self, centre: Path, tmp_path: Path, trust: str) -> None:
        done = signage("sync", centre, "--state", tmp_path / "s", "--once", "--trust", trust)
        assert done.returncode == 2
        assert "--trust" in done.stderr

    def test_a_folder_that_nobody_signed_where_signatures_were_asked_for(
        self, centre: Path, tmp_path: Path
    ) -> None:
        trust = f"sha256:{'0' * 64}"
        done = signage("sync", centre, "--state", tmp_path / "s", "--once", "--trust", trust)
        assert done.returncode == 4
        assert Store(tmp_path / "s").active() is None

    def test_wrong_content(self, centre: Path, tmp_path: Path) -> None:
        (centre / "playlists" / "q.yaml").write_text("{{{")
        done = signage("sync", centre, "--state", tmp_path / "state", "--once")
        assert done.returncode == 3
        assert "q.yaml" in done.stderr

    def test_state_in_use(self, centre: Path, tmp_path: Path) -> None:
        with Store(tmp_path / "state").lock():
            done = signage("sync", centre, "--state", tmp_path / "state", "--once")
        assert done.returncode == 5
        assert "in use" in done.stderr


@pytest.mark.parametrize("folder", ["there", "not there"])
def test_follows_until_it_is_told_to_stop(centre: Path, tmp_path: Path, folder: str) -> None:
    store = Store(tmp_path / "state")
    source = centre if folder == "there" else tmp_path / "none"
    with subprocess.Popen(
        [*SIGNAGE, "sync", str(source), "--state", str(store.state)],
        cwd=ROOT, stderr=subprocess.DEVNULL,
    ) as agent:  # fmt: skip
        end = time.monotonic() + 30
        ready = store.activation_path() if folder == "there" else store.state / "status.json"
        while not ready.exists() and time.monotonic() < end:
            time.sleep(0.02)
        agent.send_signal(signal.SIGTERM)
        assert agent.wait(10) == 0
    assert ready.exists()
    assert not store.locked()


def test_once_that_is_ended_before_it_is_done_says_so(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/centre"
        with subprocess.Popen(
            [*SIGNAGE, "sync", url, "--state", str(tmp_path / "state"), "--once"],
            cwd=ROOT, stderr=subprocess.DEVNULL,
        ) as agent:  # fmt: skip
            silent.settimeout(30)
            asked, _ = silent.accept()
            agent.send_signal(signal.SIGTERM)
            assert agent.wait(20) == 128 + signal.SIGTERM
            asked.close()


class TestStateFolder:
    def test_in_this_order(self, tmp_path: Path) -> None:
        environ = {"HOME": "/home/an", "INVOCATION_ID": "1"}
        service = tmp_path / "service"
        assert state_folder(None, environ, service=service) == service
        environ["XDG_STATE_HOME"] = "/x"
        assert state_folder(None, environ, service=service) == Path("/x/signage")
        environ["SIGNAGE_STATE"] = "/s"
        assert state_folder(None, environ, service=service) == Path("/s")
        assert state_folder(Path("/named"), environ, service=service) == Path("/named")

    def test_at_home_unless_a_service_was_here(self, tmp_path: Path) -> None:
        home = {"HOME": "/home/an"}
        own = Path("/home/an/.local/state/signage")
        assert state_folder(None, home, service=tmp_path / "none") == own
        assert state_folder(None, home, service=tmp_path) == tmp_path
