from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


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
