"""Publications ended from outside, by the kernel's hand, and their traces read."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.release.client import Screen
from tests.release.test_durable import before, judge, versions
from tests.release.trees import Centre

ROOT = Path(__file__).resolve().parents[2]
CALLS = ("write", "rename", "unlink", "fsync")
"""As Python makes them on Linux: `renameat`, `renameat2` and `unlinkat` do not occur, which
`test_the_order_of_durable_steps` would tell of."""


@pytest.fixture(autouse=True)
def swift() -> None:
    """Here fsync is what it is."""


def traced(path: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Not with --seccomp-bpf: strace 6.1 then injects no signals."""
    return subprocess.run(
        [
            "strace",
            "-f",
            "-qq",
            *options,
            sys.executable,
            "-m",
            "tests.release._child",
            str(path),
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Centre:
    return before(tmp_path_factory.mktemp("base"))


def test_the_order_of_durable_steps(base: Centre, tmp_path: Path) -> None:
    """Each name comes after its file is on the medium, and is itself before the next stage."""
    path = tmp_path / "centre"
    shutil.copytree(base.path, path)
    trace = tmp_path / "trace"
    ended = traced(
        path,
        "--seccomp-bpf",
        "-y",
        "-s",
        "4096",
        "-e",
        "trace=/^(rename|unlink|fsync|fdatasync)",
        "-o",
        str(trace),
    )
    assert ended.returncode == 0, ended.stderr
    events: list[tuple[str, str, str]] = []
    for line in trace.read_text(encoding="utf-8").splitlines():
        if found := re.search(r'(\w+)\((?:\d+<([^>]*)>|"([^"]*)"(?:, "([^"]*)")?)', line):
            call, synced, first, second = found.groups()
            events.append((call, synced or first, second or ""))
    assert {call for call, _, _ in events} == {"rename", "unlink", "fsync"}
    renames = [index for index, each in enumerate(events) if each[0] == "rename"]
    assert len(renames) >= 10
    for index in renames:
        _, scratch, name = events[index]
        assert ("fsync", scratch, "") in events[:index], name
        assert ("fsync", str(Path(name).parent), "") in events[index:], name
    tree = path / "tree"
    order = [Path(events[index][2]) for index in renames]
    seen = [str(each.relative_to(path)) for each in order]
    timestamp = seen.index("tree/metadata/timestamp.json")
    record = seen.index("keys/repository.json")
    body = next(n for n, each in enumerate(order) if each.parent == tree / "targets")
    assert body < record < timestamp  # bytes, then what was signed, then what is seen
    assert all("root.json" in each for each in seen[timestamp + 1 :])
    settled = events.index(("fsync", str(tree / "targets"), ""))
    assert settled < renames[record]
    removed = [
        n for n, each in enumerate(events) if each[0] == "unlink" and "/.tmp-" not in each[1]
    ]
    assert removed
    assert min(removed) > renames[timestamp]  # what others may need goes last


@pytest.mark.long
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("failure", ["signal=KILL", "error=ENOSPC", "error=EIO"])
def test_every_call(base: Centre, tmp_path: Path, call: str, failure: str) -> None:
    was = versions(base)
    number, late = 0, 0
    while True:
        number += 1
        path = tmp_path / str(number)
        shutil.copytree(base.path, path)
        Screen(path / "s" / "watching", base.root, base.clock).look(path / "tree")
        ended = traced(
            path, "-o", "/dev/null", "-e", f"trace={call}", "-e",
            f"inject={call}:{failure}:when={number}",
        )  # fmt: skip
        if ended.returncode == 0:
            assert judge(Centre(path, keys_made=False), path / "s", was)
            break
        assert ended.returncode == (-signal.SIGKILL if "KILL" in failure else 5), ended.stderr
        assert "Traceback" not in ended.stderr
        late += judge(Centre(path, keys_made=False), path / "s", was)
        shutil.rmtree(path)
    assert number > 1
