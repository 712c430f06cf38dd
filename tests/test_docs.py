"""The READMEs do not lie: their YAML loads without a fault, their commands and paths exist."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from signage.cli._app import COMMANDS
from signage.cli._kiosk import Kiosk, read_kiosk
from signage.content.board import parse
from signage.content.loader import load_folder
from signage.content.review import review

ROOT = Path(__file__).resolve().parents[1]
READMES = [ROOT / "README.md", *sorted(ROOT.glob("*/README.md"))]


class Block(NamedTuple):
    """A fenced block of a README."""

    file: str
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


def _blocks(language: str, readmes: list[Path] = READMES) -> list[Block]:
    found = []
    for path in readmes:
        words = path.read_text(encoding="utf-8")
        for match in re.finditer(r"^```(\w+)\n(.*?)^```$", words, re.DOTALL | re.MULTILINE):
            line = words[: match.start()].count("\n") + 1
            found.append(Block(str(path.relative_to(ROOT)), line, match[1], match[2]))
    return [block for block in found if block.language == language]


def _place(block: Block) -> str:
    """Under which name the block would lie in `playlists/`."""
    if re.search(r"^screens:", block.text, re.MULTILINE):
        return "screens.yaml"
    if re.search(r"^timezone:", block.text, re.MULTILINE):
        return "calendar.yaml"
    if re.search(r"^blocklist:", block.text, re.MULTILINE):
        return "blocklist.yaml"
    return "example.yaml"


_TABLES = [*_blocks("csv"), *(block for block in _blocks("yaml") if block.text.startswith("- "))]
_EXAMPLES = [block for block in _blocks("yaml") if block not in _TABLES]


@pytest.mark.parametrize("block", _EXAMPLES, ids=str)
def test_yaml_examples_load_without_a_fault(block: Block, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "media", tmp_path / "media")
    shutil.copytree(ROOT / "playlists", tmp_path / "playlists")
    (tmp_path / "media" / "tin" / "thoi-tiet.txt").write_text("Nắng, 24 °C\n", encoding="utf-8")
    (tmp_path / "playlists" / _place(block)).write_text(block.text, encoding="utf-8")
    loaded = load_folder(tmp_path)
    assert (loaded.faults, review(loaded)) == ((), ())


@pytest.mark.parametrize("block", _TABLES, ids=str)
def test_examples_of_a_board_have_rows_and_no_fault(block: Block) -> None:
    rows, faults = parse(block.text.encode(), "example")
    assert faults == ()
    assert len(rows) == block.text.count("Đăng ký") - block.text.lower().count("bãi bỏ") > 0


@pytest.mark.parametrize("block", _blocks("yaml", [ROOT / "signage/cli/README.md"]), ids=str)
def test_the_kiosks_example_is_one(block: Block, tmp_path: Path) -> None:
    path = tmp_path / "kiosk.yaml"
    path.write_text(block.text, encoding="utf-8")
    kiosk = read_kiosk(path)
    others = {"unsigned", "centre"}  # instead of what the example says
    assert all(getattr(kiosk, key) for key in Kiosk.__struct_fields__ if key not in others)


def _commands() -> list[tuple[Block, str]]:
    return [(block, line) for block in _blocks("sh") for line in block.text.splitlines()]


@cache
def _help(*command: str) -> str:
    result = subprocess.run(
        [sys.executable, "-c", "from signage.cli import main; main()", *command, "--help"],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.mark.parametrize(("block", "line"), _commands(), ids=str)
def test_shell_examples_name_what_exists(block: Block, line: str) -> None:
    words = [word for word in line.split() if word != "sudo"]
    if words[0] == "signage":
        assert words[1] in COMMANDS
        usage = _help(*words[1 : 3 if words[1] == "keys" else 2])
        assert all(word in usage for word in words[2:] if word.startswith("--"))
    else:
        paths = [word for word in words if word.startswith(("deploy/", "tests/"))]
        assert paths, f"{block}: {line!r} names nothing of ours"
        assert all((ROOT / path).exists() for path in paths)


def test_the_table_of_commands_is_the_command_line() -> None:
    words = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `signage (\w+)([^`]*)`", words, re.MULTILINE)
    assert {name for name, _ in rows} == set(COMMANDS)
    for name, arguments in rows:
        usage = _help(name)
        assert all(word in usage for word in arguments.split() if word.startswith("--"))


@pytest.mark.parametrize("path", READMES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_and_files_named_in_tables_exist(path: Path) -> None:
    words = path.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#:]+)\)", words)
    assert [link for link in links if not (path.parent / link).exists()] == []
    if path.parent != ROOT:
        rows = re.findall(r"^\| `([\w./-]+\.\w+)`", words, re.MULTILINE)
        ours = [row for row in rows if not row.startswith("/")]
        assert [row for row in ours if not (path.parent / row).exists()] == []
        # What begins at the root is on an installed machine, put there by the installer.
        scripts = "".join(each.read_text() for each in (ROOT / "deploy" / "install").glob("*.sh"))
        installed = [row for row in rows if row.startswith("/")]
        assert [row for row in installed if Path(row).name not in scripts] == []
