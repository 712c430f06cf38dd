"""The set-up scripts: what can be told of them without a bare machine."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ["deploy/demo.sh", "deploy/setup.sh", "tests/run.sh", "tests/deploy/bare_root.sh"]


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _sourced(script: str, root: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `script` in a POSIX shell that has sourced setup.sh, for a checkout at `root`."""
    return subprocess.run(
        ["sh", "-c", f'set -eu; . "{ROOT}/deploy/setup.sh"; {script}'],
        env={**os.environ, "root": str(root), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def _fake(folder: Path, name: str, body: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


def test_ci_calls_the_tests_and_nothing_else() -> None:
    lines = (ROOT / ".ci/run").read_text().splitlines()
    assert [line for line in lines if not line.startswith("#")] == ["sh tests/run.sh"]
    assert os.access(ROOT / ".ci/run", os.X_OK)


@pytest.mark.parametrize("script", SCRIPTS)
def test_scripts_are_posix_shell(script: str) -> None:
    result = subprocess.run(["sh", "-n", str(ROOT / script)], capture_output=True, check=False)
    assert result.returncode == 0, result.stderr


def test_constraints_pin_every_dependency_and_name_no_host() -> None:
    lines = (ROOT / "deploy/constraints.txt").read_text().splitlines()
    pinned = {_normal(re.split("[=; ]", line)[0]) for line in lines if line and line[0] != "#"}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = [each for extra in project["optional-dependencies"].values() for each in extra]
    wanted = [*project["dependencies"], *(each for each in extras if "signage[" not in each)]
    assert {_normal(re.split(r"[<>=;!~\[ ]", line)[0]) for line in wanted} - pinned == set()
    assert not any("/" in line for line in lines)


def test_nothing_is_installed_where_nothing_is_missing(tmp_path: Path) -> None:
    _fake(tmp_path, "dpkg-query", "echo 'ii '")
    _fake(tmp_path, "apt-get", "echo 'apt-get was called' >&2; exit 1")
    result = _sourced("setup_system test", ROOT, PATH=f"{tmp_path}:{os.environ['PATH']}")
    assert (result.returncode, result.stderr) == (0, "")


def test_only_what_is_missing_is_installed(tmp_path: Path) -> None:
    _fake(tmp_path, "dpkg-query", 'case "$*" in *ffmpeg|*xvfb) exit 1 ;; esac; echo "ii "')
    _fake(tmp_path, "apt-get", f'echo "$*" >> {tmp_path}/calls')
    _fake(tmp_path, "sudo", '"$@"')
    result = _sourced("setup_system test", ROOT, PATH=f"{tmp_path}:{os.environ['PATH']}")
    assert result.returncode == 0, result.stderr
    update, install = (tmp_path / "calls").read_text().splitlines()
    assert update.endswith("update")
    assert install.endswith("install -y --no-install-recommends ffmpeg xvfb")


def test_a_package_that_cannot_be_had_ends_with_what_to_do(tmp_path: Path) -> None:
    _fake(tmp_path, "dpkg-query", 'case "$*" in *ffmpeg) exit 1 ;; esac; echo "ii "')
    _fake(tmp_path, "apt-get", "exit 100")
    _fake(tmp_path, "sudo", '"$@"')
    result = _sourced("setup_system test", ROOT, PATH=f"{tmp_path}:{os.environ['PATH']}")
    assert result.returncode == 5
    assert "Check the network" in result.stderr


def test_an_old_python_is_told_with_what_to_do(tmp_path: Path) -> None:
    _fake(
        tmp_path, "python-old", 'case "$1" in --version) echo "Python 3.9.2" ;; *) exit 1 ;; esac'
    )
    result = _sourced("setup_python run", tmp_path, PYTHON=str(tmp_path / "python-old"))
    assert result.returncode == 5
    assert "Python 3.11 or later is needed" in result.stderr
    assert "Python 3.9.2" in result.stderr
    assert not (tmp_path / ".venv").exists()


def test_pip_is_called_once_and_again_only_after_a_change(tmp_path: Path) -> None:
    (tmp_path / "deploy").mkdir()
    (tmp_path / "pyproject.toml").write_text("one")
    (tmp_path / "deploy/constraints.txt").write_text("two")
    fake = (
        'case "$*" in '
        f'"-m venv"*) mkdir -p "{tmp_path}/.venv/bin"; cp "$0" "{tmp_path}/.venv/bin/python" ;; '
        f'*"-m pip"*) echo pip >> "{tmp_path}/calls" ;; '
        "*) echo 3.11 ;; esac"
    )
    _fake(tmp_path, "python-new", fake)

    def calls() -> int:
        result = _sourced("setup_python test", tmp_path, PYTHON=str(tmp_path / "python-new"))
        assert result.returncode == 0, result.stderr
        return (tmp_path / "calls").read_text().count("pip")

    assert (calls(), calls()) == (1, 1)
    (tmp_path / "deploy/constraints.txt").write_text("three")
    assert (calls(), calls()) == (2, 2)


def test_grab_gives_back_the_code_of_a_command_that_ends_early(tmp_path: Path) -> None:
    result = _sourced(
        "start_virtual_display 320x200; trap 'kill $xvfb_pid' EXIT; "
        f'{sys.executable} {ROOT}/deploy/grab.py {tmp_path} sh -c "exit 3"',
        ROOT,
    )
    assert result.returncode == 3
    assert list(tmp_path.iterdir()) == []
