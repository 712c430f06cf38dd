"""What a kiosk's units call: seen without typer where it is plain, else left to it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from signage.cli._unit import at_once

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "words",
    [
        "run",
        "run --help",
        "run --config",
        "run --config k.yaml --only",
        "run --config k.yaml --only screen",
        "run --config k.yaml --config k.yaml",
        "run --only player",
        "run --config= --only player",
        "run k.yaml",
    ],
)
def test_what_is_not_plain_is_for_typer(words: str) -> None:
    assert at_once(words.split()) is None


@pytest.mark.parametrize("only", [[], ["--only", "player"], ["--only=agent"]])
def test_a_configuration_that_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], only: list[str]
) -> None:
    (tmp_path / "k.yaml").write_text("screen: sanh\n")
    assert at_once(["run", f"--config={tmp_path / 'k.yaml'}", *only]) == 2
    assert f"signage: {tmp_path / 'k.yaml'}:1: " in capsys.readouterr().err


def test_a_screen_waits_for_no_typer(tmp_path: Path) -> None:
    done = subprocess.run(
        [
            sys.executable, "-X", "importtime", "-c", "from signage.cli import main; main()",
            "run", "--config", str(tmp_path / "none.yaml"), "--only", "player",
        ],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "name the kiosk's configuration" in done.stderr
    assert "signage.cli._kiosk" in done.stderr
    assert "typer" not in done.stderr
