from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from signage.cli import play
from signage.errors import SourceError, UsageError
from signage.store import Store
from tests.store._faults import activation

if TYPE_CHECKING:
    from signage.cli._supervise import Child

ROOT = Path(__file__).parents[2]


def test_wrong_use_ends_nothing_while_there_is_something_to_show(tmp_path: Path) -> None:
    store = Store(tmp_path / "state")
    with store.lock():
        store.activate(activation("p", {}))
    for patient in (False, True):
        children = play.pair(store.state, "p", "", None, lambda: None, patient=patient)
        assert not any(each.hopeless(2) for each in children)
        for each in children:
            each.channel.close()


def test_what_the_player_needs_is_not_loaded_for_the_command_line() -> None:
    """The command forks; what was loaded before would be loaded in both, and start both later."""
    script = """
import sys
import signage.cli.play
heavy = {"PySide6", "requests", "watchdog", "yaml", "PIL", "pypdf", "rich"} & set(sys.modules)
sys.exit(f"loaded: {heavy}" if heavy else 0)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_player_loads_nothing_of_the_network() -> None:
    script = """
import sys
import signage.player.app, signage.player._player, signage.player._answer
heavy = {
    "requests", "urllib3", "http.client", "ssl", "watchdog", "qrcode", "yaml", "PIL", "pypdf",
    "typer", "rich",
} & set(sys.modules)
sys.exit(f"loaded: {heavy}" if heavy else 0)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


class TestBeforeAWindowOpens:
    @pytest.fixture
    def started(self, monkeypatch: pytest.MonkeyPatch) -> list[list[Child]]:
        """What would be run."""
        runs: list[list[Child]] = []

        def supervise(children: list[Child], _seconds: float | None) -> int:
            runs.append(children)
            for child in children:
                child.channel.close()
            return 0

        monkeypatch.setattr("signage.cli.play.supervise", supervise)
        return runs

    def test_a_signed_release_of_which_nobody_said_whom_to_believe(self, tmp_path: Path) -> None:
        (tmp_path / "tree" / "metadata").mkdir(parents=True)
        with pytest.raises(UsageError, match=r"1\.root\.json.*--trust"):
            play.play(str(tmp_path / "tree"), "", None, tmp_path / "state", 1)

    def test_one_of_which_the_command_says_it(
        self, tmp_path: Path, started: list[list[Child]]
    ) -> None:
        (tmp_path / "tree" / "metadata").mkdir(parents=True)
        state = tmp_path / "state"
        assert play.play(str(tmp_path / "tree"), "", None, state, 1, trust="1.root.json") == 0
        _, agent = started[0]
        assert agent.hopeless(2)
        assert not agent.hopeless(4)

    def test_one_whose_root_was_pinned(self, tmp_path: Path, started: list[list[Child]]) -> None:
        (tmp_path / "tree" / "metadata").mkdir(parents=True)
        store = Store(tmp_path / "state")
        with store.lock():
            store.keep_trust(b"{}")
        assert play.play(str(tmp_path / "tree"), "", None, store.state, 1) == 0
        assert [each.name for each in started[0]] == ["player", "agent"]

    @pytest.mark.parametrize("source", ["https://vietnam.vn/man-hinh", "http://127.0.0.1/p.yaml"])
    def test_a_url_is_for_the_agent_to_judge(
        self, tmp_path: Path, started: list[list[Child]], source: str
    ) -> None:
        assert play.play(source, "", None, tmp_path / "state", 1) == 0
        assert len(started) == 1

    def test_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(SourceError, match="check the path"):
            play.play(str(tmp_path / "none"), "", None, tmp_path / "state", 1)
