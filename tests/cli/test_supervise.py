"""The supervisor at work on processes of its own; it forks, so it has a process to itself."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests._waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
BEGINNING = """
import os, signal, sys, time
from signage.cli._supervise import Child, supervise
from signage.config import SupervisorLimits
from signage.health import Health

def note(name):
    with open(sys.argv[1], "a") as log:
        log.write(f"{name} {os.getpid()} {time.monotonic()}\\n")

def beating():
    health = Health()
    health.ready()
    while True:
        health.beat()
        time.sleep(0.02)

limits = dict(watchdog=20.0, restart=0.05, restart_most=0.4, settled=30.0, grace=0.3)

def run(*children, seconds=20, **other):
    sys.exit(supervise(list(children), seconds, limits=SupervisorLimits(**{**limits, **other})))
"""


class Family:
    """A supervisor in a process of its own, and what its children wrote down."""

    def __init__(self, folder: Path, script: str) -> None:
        self._log = folder / "log"
        self._log.touch()
        self.process = subprocess.Popen(
            [sys.executable, "-c", BEGINNING + script, str(self._log)],
            cwd=ROOT, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def notes(self, name: str) -> list[tuple[int, float]]:
        """Who began as `name`: process id, and when."""
        lines = [line.split() for line in self._log.read_text().splitlines()]
        return [(int(line[1]), float(line[2])) for line in lines if line[0] == name]

    def wait_for(self, name: str, times: int = 1) -> None:
        until(lambda: len(self.notes(name)) >= times)

    def code(self) -> int:
        return self.process.wait(20)

    def errors(self) -> str:
        assert self.process.stderr is not None
        return self.process.stderr.read()

    def clear(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        if self.process.stderr:
            self.process.stderr.close()


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def family(tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[str], Family]:
    def make(script: str) -> Family:
        made = Family(tmp_path, script)
        request.addfinalizer(made.clear)
        return made

    return make


class TestDying:
    def test_started_again_after_growing_pauses(self, family: Callable[[str], Family]) -> None:
        ours = family("""
def main():
    note("start")
    return 3
run(Child("one", main))
""")
        ours.wait_for("start", 6)
        ours.process.terminate()
        assert ours.code() == 0
        starts = [at for _, at in ours.notes("start")]
        pauses = [after - before for before, after in itertools.pairwise(starts)]
        for pause, least in zip(pauses, [0.1, 0.2, 0.4, 0.4, 0.4], strict=False):
            assert pause >= least
        assert ours.errors().count("one ended with 3") == 1  # not a line a death

    def test_one_that_lived_long_is_started_at_once(self, family: Callable[[str], Family]) -> None:
        ours = family("""
def main():
    note("start")
    time.sleep(0.5 if os.path.getsize(sys.argv[1]) > 100 else 0)
    return 3
run(Child("one", main), restart=0.1, restart_most=600.0, settled=0.4)
""")
        ours.wait_for("start", 9)  # by doubling alone, the ninth would be due after 25 s

    def test_an_exception_counts_as_a_death(self, family: Callable[[str], Family]) -> None:
        ours = family("""
def main():
    note("start")
    raise RuntimeError("the sky fell")
run(Child("one", main))
""")
        ours.wait_for("start", 2)
        ours.process.terminate()
        assert ours.code() == 0
        assert "the sky fell" in ours.errors()

    def test_one_that_waited_for_another_is_started_again_in_time(
        self, family: Callable[[str], Family]
    ) -> None:
        ours = family("""
def second():
    note("second")
    return 3
first = Child("first", lambda: (Health().ready(), time.sleep(20)) and 0, vital=True)
run(first, Child("second", second, after=first), watchdog=60.0)
""")
        ours.wait_for("second", 3)


class TestDeaf:
    def test_killed_after_the_watchdog_and_started_again(
        self, family: Callable[[str], Family]
    ) -> None:
        ours = family("""
def deaf():
    note("deaf")
    Health().ready()
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(60)
def lively():
    note("lively")
    beating()
run(Child("deaf", deaf), Child("lively", lively), watchdog=0.6)
""")
        ours.wait_for("deaf", 3)
        assert len(ours.notes("lively")) == 1
        assert not alive(ours.notes("deaf")[0][0])


class TestVital:
    @pytest.mark.parametrize(
        ("main", "code"),
        [
            ("lambda: 5", 5),
            ("lambda: 0", 0),
            ("lambda: os.kill(os.getpid(), signal.SIGKILL)", 5),
            ("lambda: sys.exit(4)", 4),
            ("lambda: (Health().ready(), time.sleep(0.2)) and 0", 0),
        ],
    )
    def test_all_end_with_it(self, family: Callable[[str], Family], main: str, code: int) -> None:
        ours = family(f"""
def other():
    note("other")
    time.sleep(60)
run(Child("one", {main}, vital=True), Child("other", other))
""")
        assert ours.code() == code
        assert not any(alive(pid) for pid, _ in ours.notes("other"))

    def test_all_end_with_another_that_is_hopeless(self, family: Callable[[str], Family]) -> None:
        ours = family("""
def other():
    note("other")
    time.sleep(0.1)
    return 2 if len(open(sys.argv[1]).readlines()) > 1 else 4
run(Child("one", beating, vital=True), Child("other", other, hopeless=lambda code: code == 2))
""")
        assert ours.code() == 2
        assert len(ours.notes("other")) == 2

    def test_one_that_was_ready_is_started_again(self, family: Callable[[str], Family]) -> None:
        ours = family("""
def main():
    note("start")
    Health().ready()
    time.sleep(0.1)  # so that it is heard
    return 5
run(Child("one", main, vital=True))
""")
        ours.wait_for("start", 3)

    def test_what_comes_after_it_waits_until_it_is_ready(
        self, family: Callable[[str], Family]
    ) -> None:
        ours = family("""
def first():
    time.sleep(0.3)
    note("ready")
    beating()
def second():
    note("second")
    beating()
one = Child("first", first, vital=True)
run(one, Child("second", second, after=one))
""")
        ours.wait_for("second")
        assert ours.notes("second")[0][1] > ours.notes("ready")[0][1]

    def test_what_comes_after_it_does_not_wait_for_one_that_fails(
        self, family: Callable[[str], Family]
    ) -> None:
        ours = family("""
def first():
    note("first")
    return 5
def second():
    note("second")
    beating()
one = Child("first", first, vital=True, patient=True)
run(one, Child("second", second, after=one))
""")
        ours.wait_for("second")
        ours.wait_for("first", 3)  # its display may come later
        assert len(ours.notes("second")) == 1

    def test_a_patient_one_that_leaves_ends_all(self, family: Callable[[str], Family]) -> None:
        ours = family("""
def second():
    note("second")
    beating()
run(Child("one", lambda: 0, vital=True, patient=True), Child("second", second))
""")
        assert ours.code() == 0
        assert not any(alive(pid) for pid, _ in ours.notes("second"))


class TestTheEnd:
    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
    def test_all_end_though_one_does_not_want_to(
        self, family: Callable[[str], Family], number: signal.Signals
    ) -> None:
        ours = family("""
def stubborn():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    note("stubborn")
    beating()
def willing():
    note("willing")
    beating()
run(Child("one", stubborn), Child("two", willing, vital=True))
""")
        ours.wait_for("stubborn")
        ours.wait_for("willing")
        os.kill(ours.process.pid, number)
        assert ours.code() == 0
        for name in ("stubborn", "willing"):
            assert not alive(ours.notes(name)[0][0])

    def test_after_so_many_seconds(self, family: Callable[[str], Family]) -> None:
        ours = family('run(Child("one", beating), seconds=0.3)')
        assert ours.code() == 0

    def test_children_go_with_a_parent_that_is_killed(
        self, family: Callable[[str], Family]
    ) -> None:
        ours = family("""
def main():
    note("start")
    beating()
run(Child("one", main))
""")
        ours.wait_for("start")
        ours.process.kill()
        until(lambda: not alive(ours.notes("start")[0][0]))
