"""The console on a real PostgreSQL, made for the test and taken away after it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

BIN = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)


def _postgres(*call: str | Path) -> None:
    """Run one of its programs; it refuses to be root, so as its own user then."""
    words = [str(each) for each in call]
    if os.geteuid() == 0:
        user = ["--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]
        words = ["setpriv", *user, *words]
    subprocess.run(
        words, check=True, cwd="/", stdout=subprocess.DEVNULL, timeout=120,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
    )  # fmt: skip


@pytest.fixture
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Of a database that is new."""
    if BIN is None:
        pytest.skip("no PostgreSQL is installed")
    home = Path(subprocess.check_output(["mktemp", "-d"], text=True).strip())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    try:
        if os.geteuid() == 0:
            shutil.chown(home, "postgres")
        words = home / "word"
        words.write_text("mật khẩu/@:")
        words.chmod(0o644)
        _postgres(BIN / "initdb", "-D", home / "d", "-U", "signage", "-A", "scram-sha-256",
                  "--pwfile", words, "-E", "UTF8", "--locale=C.UTF-8", "-N")  # fmt: skip
        _postgres(BIN / "pg_ctl", "-D", home / "d", "-w", "-l", home / "log", "-o",
                  f"-p {port} -k {home} -h 127.0.0.1 -F", "start")  # fmt: skip
        try:
            yield f"postgresql://signage:m%E1%BA%ADt%20kh%E1%BA%A9u%2F%40%3A@127.0.0.1:{port}/postgres"
        finally:
            _postgres(BIN / "pg_ctl", "-D", home / "d", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home)


def test_the_console_runs_on_it(address: str, tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    done = subprocess.run(
        [sys.executable, "-P", "-m", "tests.console._postgres"],
        env={
            **os.environ, "DATABASE_URL": address, "SIGNAGE_CONSOLE_DATA": str(tmp_path),
            "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONWARNINGS": "error",
        },
        capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout == "holds\n"
    assert not (tmp_path / "database" / "console.sqlite3").exists()
