"""Threads that decode the same type for the first time at once: msgspec dies of it, we do not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import signage.console.urls  # noqa: F401  (every action)
from signage.console.office import deciding, preparing, reporting
from signage.console.priming import prime
from signage.release.manifest import Manifest

ROOT = Path(__file__).parents[2]
TYPES = """
from __future__ import annotations
import msgspec
class Inner(msgspec.Struct):
    words: list[str] = []
class Outer(msgspec.Struct):
    inner: Inner | None = None
    more: Inner = msgspec.field(default_factory=Inner)
"""
FIRST = f"""
import sys, threading, types, msgspec
from signage.console.priming import prime

sys.setswitchinterval(1e-6)
for number in range(150):
    made = types.ModuleType(f"signage.made{{number}}")
    sys.modules[made.__name__] = made
    exec('''{TYPES}''', made.__dict__)
    if sys.argv[1] == "primed":
        prime()
    together = threading.Barrier(8)
    def decode():
        together.wait()
        msgspec.json.decode(b'{{"inner": {{"words": ["a"]}}, "more": {{}}}}', type=made.Outer)
    threads = [threading.Thread(target=decode) for _ in range(8)]
    for each in threads: each.start()
    for each in threads: each.join()
print("alive")
"""


def _first(how: str) -> subprocess.CompletedProcess[str]:
    """Threads that meet at types that nobody has decoded, again and again."""
    return subprocess.run(
        [sys.executable, "-c", FIRST, how], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_the_first_reports_after_a_start_may_come_together() -> None:
    done = _first("primed")  # with anything else it ends by SIGSEGV, with msgspec 0.22
    assert (done.returncode, done.stdout) == (0, "alive\n"), done.stderr[-2000:]


def test_what_threads_decode_is_among_them() -> None:
    kinds = {reporting._Report, reporting._Status, preparing._Line, deciding._Noted, Manifest}
    assert kinds <= set(prime())
