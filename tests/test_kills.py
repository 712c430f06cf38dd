"""The harness itself: that it sees what a program does, in which order, and can strike it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests._kills import AVAILABLE, Harness, Step, misordered, parse

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = """
import os, sys
from pathlib import Path
from signage import atomic
root = Path(sys.argv[1])
atomic.folder(root / "ảnh")
atomic.write(root / "ảnh" / "một", b"1")
if len(sys.argv) > 2:
    (root / "hai").write_bytes(b"2")
    (root / "hai").replace(root / "ba")
"""


@pytest.mark.skipif(not AVAILABLE, reason="strace is not installed")
class TestHarness:
    def harness(self, root: Path, *more: str) -> Harness:
        return Harness([sys.executable, "-c", PROGRAM, str(root), *more], under=root)

    def test_knows_the_steps_of_a_program(self, tmp_path: Path) -> None:
        harness = self.harness(tmp_path)
        calls = {step.call for step in harness.steps()}
        assert calls == {"mkdir", "write", "fsync", "rename", "unlink"}
        assert harness.misordered() == []

    def test_kills_and_fails_where_it_is_told(self, tmp_path: Path) -> None:
        harness = self.harness(tmp_path)
        made = tmp_path / "ảnh" / "một"
        assert harness.strike(Step("rename", 1), "KILL").code == -9
        assert (made.exists(), len(list(made.parent.iterdir()))) == (False, 1)
        end = harness.strike(Step("fsync", 1), "ENOSPC")
        assert (end.code, made.exists()) == (1, False)
        assert "No space left" in end.said
        assert harness.run().code == 0
        assert made.read_bytes() == b"1"

    def test_finds_what_is_not_durable(self, tmp_path: Path) -> None:
        harness = self.harness(tmp_path, "sloppy")
        harness.steps()
        found = " ".join(harness.misordered())
        assert f"{tmp_path}/hai became {tmp_path}/ba without an fsync" in found
        assert "without an fsync of its folder" in found


def test_calls_that_another_thread_interrupted() -> None:
    calls = parse(
        "7 fsync(3</s/.tmp-a> <unfinished ...>\n"
        '8 rename("/s/.tmp-a", "/s/a") = 0\n'
        "7 <... fsync resumed>)    = 0\n"
        "8 fsync(4</s>) = 0\n"
        '8 rename("/s/none", "/s/b") = -1 ENOENT (No such file or directory)\n'
        "7 +++ exited with 0 +++\n"
    )
    assert [(call.thread, call.name, call.nth) for call in calls] == [
        (7, "fsync", 1), (8, "rename", 1), (8, "fsync", 1), (8, "rename", 2),
    ]  # fmt: skip
    assert misordered(calls, "/s") == ["/s/.tmp-a became /s/a without an fsync"]
