from __future__ import annotations

import sys
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest

from signage.cli import main

if TYPE_CHECKING:
    from pathlib import Path


def signage(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["signage", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_which_version_this_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert signage(monkeypatch, "--version") == 0
    assert capsys.readouterr().out == f"signage {version('signage')}\n"


@pytest.mark.parametrize("words", [[], ["bogus"], ["--bogus"]])
def test_what_is_no_command_is_wrong_use(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert signage(monkeypatch, *words) == 2
    told = capsys.readouterr()
    assert "agenda" in told.out + told.err or "No such" in told.err


@pytest.mark.parametrize("command", ["agenda", "check"])
def test_a_folder_that_is_not_there_is_told_alike(
    command: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert signage(monkeypatch, command, str(tmp_path / "none")) == 2
    assert capsys.readouterr().err.endswith("name a central folder, or a playlist file\n")
