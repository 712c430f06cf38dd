"""`signage run` with the real player and the real agent, killed and stopped from outside."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from signage.journal import ask
from tests._waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
SIGNAGE = """
import sys
import msgspec
from signage import config
config.SUPERVISOR = msgspec.structs.replace(config.SUPERVISOR, watchdog=6.0)
from signage.cli import main
main()
"""
CONFIG = "source: .\nunsigned: true\nscreen: sanh\nstate: state\nsize: 320x180\n"
PLAYLIST = "items: [{{slide: {{title: {}}}, duration: 1s}}]\n"


class Kiosk:
    """`signage run` in a process of its own, and its two children by what they are."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "playlists").mkdir()
        (folder / "media").mkdir()
        (folder / "kiosk.yaml").write_text(CONFIG)
        self.title("Kính chào")
        environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        with (folder / "errors").open("w") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-c", SIGNAGE, "run", "--config", str(folder / "kiosk.yaml")],
                cwd=ROOT, env=environ, stderr=errors,
            )  # fmt: skip

    def title(self, words: str) -> None:
        (self.folder / "playlists" / "sanh.yaml").write_text(PLAYLIST.format(words))

    def on(self) -> str | None:
        """What the player says is on."""
        live = ask(self.folder / "state")
        return live.playing.item if live and live.playing else None

    def player(self) -> int:
        live = ask(self.folder / "state")
        return live.pid if live else 0

    def agent(self) -> int:
        """The child that is not the player."""
        player = self.player()
        others = [each for each in self.children() if each != player]
        return others[0] if player and len(others) == 1 else 0

    def children(self) -> list[int]:
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(each) for each in path.read_text().split()]

    def errors(self) -> str:
        return (self.folder / "errors").read_text()

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.kill()  # its children go with it
        self.process.wait()


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    made = Kiosk(tmp_path)
    try:
        until(lambda: made.on() == "Kính chào" and made.agent())
        yield made
    finally:
        made.end()


@pytest.mark.parametrize(
    "how", [signal.SIGKILL, pytest.param(signal.SIGSTOP, marks=pytest.mark.long)]
)
@pytest.mark.parametrize("who", ["player", "agent"])
def test_one_that_dies_or_stands_still_is_started_again(
    kiosk: Kiosk, how: signal.Signals, who: str
) -> None:
    player, agent = kiosk.player(), kiosk.agent()
    hit = player if who == "player" else agent
    os.kill(hit, how)
    until(lambda: gone(hit))
    until(lambda: kiosk.agent() not in {0, hit} and kiosk.player() not in {0, hit})
    assert (kiosk.agent() == agent) is (who == "player")  # the other one stays as it is
    assert (kiosk.player() == player) is (who == "agent")
    kiosk.title("Lũ về")
    until(lambda: kiosk.on() == "Lũ về")


def test_sigterm_ends_both(kiosk: Kiosk) -> None:
    children = kiosk.children()
    assert len(children) == 2
    kiosk.process.terminate()
    assert kiosk.process.wait(20) == 0
    assert all(gone(pid) for pid in children)
    assert "started again" not in kiosk.errors()


def test_a_display_that_is_not_there_holds_back_neither_agent_nor_kiosk(
    tmp_path: Path,
) -> None:
    (tmp_path / "playlists").mkdir()
    (tmp_path / "playlists" / "sanh.yaml").write_text(PLAYLIST.format("Kính chào"))
    (tmp_path / "media").mkdir()
    (tmp_path / "state" / "active").mkdir(parents=True)  # it ran before: the player comes first
    (tmp_path / "kiosk.yaml").write_text(CONFIG)
    environ = {
        name: word
        for name, word in os.environ.items()
        if name not in {"WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    }
    process = subprocess.Popen(
        [sys.executable, "-c", SIGNAGE, "run", "--config", str(tmp_path / "kiosk.yaml")],
        cwd=ROOT, env={**environ, "DISPLAY": ":987"}, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        until((tmp_path / "state" / "active" / "now.json").exists)
        assert process.poll() is None
        process.terminate()
        errors = process.communicate(timeout=20)[1]
        assert errors.count("player ended with 5") == 1
        assert process.returncode == 0
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize(
    ("text", "words"),
    [("source: /srv/x\n", "`unsigned: true`"), ("surce: /srv/x\n", "did you mean `source`")],
)
def test_a_configuration_that_is_wrong(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "kiosk.yaml").write_text(text)
    done = subprocess.run(
        [sys.executable, "-c", SIGNAGE, "run", "--config", str(tmp_path / "kiosk.yaml")],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith(f"signage: {tmp_path}/kiosk.yaml:1: ")
    assert words in done.stderr


def test_each_of_the_two_runs_alone_as_a_unit_has_it(tmp_path: Path) -> None:
    (tmp_path / "playlists").mkdir()
    (tmp_path / "playlists" / "sanh.yaml").write_text(PLAYLIST.format("Kính chào"))
    (tmp_path / "media").mkdir()
    (tmp_path / "kiosk.yaml").write_text(CONFIG)
    call = [sys.executable, "-c", SIGNAGE, "run", "--config", str(tmp_path / "kiosk.yaml")]
    environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    both = [
        subprocess.Popen([*call, "--only", part], cwd=ROOT, env=environ)
        for part in ("agent", "player")
    ]
    try:
        until(lambda: (live := ask(tmp_path / "state")) and live.playing)
        live = ask(tmp_path / "state")
        assert live
        assert live.pid == both[1].pid
        for each in both:
            each.terminate()
        assert [each.wait(20) for each in both] == [0, 0]
    finally:
        for each in both:
            each.kill()
            each.wait()
