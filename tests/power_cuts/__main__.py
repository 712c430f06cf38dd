"""`python -m tests.power_cuts --cuts 100`: a kiosk that loses its power again and again.

`signage run` plays on a virtual display what a centre changes all the time: a plain folder and a
signed release over HTTP, ten cuts each in turn. At a random moment, often before the first picture,
every process ends by SIGKILL at once (the first one of a process namespace is killed), and the disk
of the state, ext4 on a loop device, is shut down without a flush: what no fsync asked for is gone.
The next start is another boot to the program. A cut is survived when

- the active record is there, no older than what was on the screen but for one that was just being
  named, and every body it names has its hash, before anything of ours has run again;
- the screen comes to content by itself: that version, or a later one, whole in three places;
- `signage status` says what plays, and `signage verify` ends with 0.

Needs root, for the loop device and the namespaces. `--seed` repeats the moments, not the machine.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.bench.screens import _nginx as nginx
from tests.player._wall import Wall
from tests.power_cuts._centre import Plain, Signed
from tests.power_cuts._disk import Disk, available
from tests.power_cuts._kiosk import Kiosk

_TURN = 10
"""Cuts before the other kiosk's turn."""
_PATIENCE = 30.0
"""Seconds after which a screen without content has failed."""


@dataclass
class Cut:
    """One of them."""

    kiosk: str
    after: float
    """Seconds from the start to the cut."""
    seen: int | None
    """The version on the screen at the cut."""
    kept: int | None = None
    """The version of the record on the disk afterwards."""
    first: int | None = None
    """The version that came on first."""
    seconds: float = 0.0
    """From the next start to content."""
    wrong: list[str] = field(default_factory=list)


def main() -> int:
    """Cut; 0 when each was survived."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.power_cuts",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--cuts", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="write each cut there")
    arguments = parser.parse_args()
    if not available():
        print("a loop device of our own cannot be had here: run it as root", file=sys.stderr)
        return 5
    with tempfile.TemporaryDirectory(prefix="power-cuts-") as name:
        Path(name).chmod(0o755)
        done = cuts(Path(name), arguments.cuts, arguments.seed)
    if arguments.json:
        arguments.json.write_text(json.dumps([asdict(each) for each in done], indent=1))
    return report(done)


def cuts(scratch: Path, count: int, seed: int, each: int = _TURN) -> list[Cut]:
    """Do them all, `each` of one kiosk before the other's turn."""
    dice = random.Random(seed)
    done: list[Cut] = []
    (scratch / "signed").mkdir()
    with Wall(640, 360) as wall, Disk(scratch) as disk:
        if not disk.lost():
            raise RuntimeError("what was not synced outlasts a cut here: nothing could be shown")
        with nginx(scratch, scratch / "signed" / "tree") as (url, _):
            kiosks = [
                Kiosk(scratch, "folder", wall, disk, Plain(scratch / "folder", seed)),
                Kiosk(scratch, "release", wall, disk, Signed(scratch / "signed", seed, url)),
            ]
            try:
                while len(done) < count:
                    kiosk = kiosks[len(done) // each % 2]
                    done += turn(kiosk, dice, min(each, count - len(done)))
            finally:
                for kiosk in kiosks:
                    kiosk.centre.close()
    return done


def turn(kiosk: Kiosk, dice: random.Random, count: int) -> list[Cut]:
    """Some cuts of one kiosk, after it has come to content undisturbed."""
    done: list[Cut] = []
    kiosk.centre.busy(busy=True)
    started = kiosk.start()
    if kiosk.content(60) is None:
        raise RuntimeError(f"{kiosk.name} never came to content")
    for _ in range(count):
        time.sleep(dice.uniform(0.1, 5.0))
        cut = Cut(kiosk.name, time.monotonic() - started, kiosk.on_screen())
        kiosk.cut()
        examine(kiosk, cut)
        started = kiosk.start()
        if dice.random() < 0.25:  # and once more, in the middle of the start
            time.sleep(dice.uniform(0.05, 1.5))
            kiosk.cut()
            examine(kiosk, cut)
            started = kiosk.start()
        cut.first = kiosk.content(_PATIENCE)
        cut.seconds = time.monotonic() - started
        judge(kiosk, cut)
        done.append(cut)
        print(f"{len(done):>4} {cut}", file=sys.stderr, flush=True)
    kiosk.centre.busy(busy=False)
    kiosk.cut()
    return done


def examine(kiosk: Kiosk, cut: Cut) -> None:
    """What is on the disk, before anything of ours has run."""
    cut.kept, spoilt = kiosk.on_disk()
    if spoilt:
        cut.wrong.append(f"spoilt on the disk: {spoilt}")
    if cut.kept is None or (cut.seen is not None and cut.kept < cut.seen - 1):
        cut.wrong.append(f"on the screen was {cut.seen}, on the disk is {cut.kept}")


def judge(kiosk: Kiosk, cut: Cut) -> None:
    """What came on, and what the commands say."""
    if cut.first is None:
        cut.wrong.append("no content")
        return
    if cut.kept is not None and cut.first < cut.kept:
        cut.wrong.append(f"on the disk was {cut.kept}, on the screen came {cut.first}")
    if not kiosk.status().get("playing"):
        cut.wrong.append("status does not say what plays")
    code, said = kiosk.verify()
    if code != 0:
        cut.wrong.append(f"verify ended with {code}: {said}")


def report(done: list[Cut]) -> int:
    """Tell the figures."""
    failed = [each for each in done if each.wrong]
    for name in sorted({each.kiosk for each in done}):
        of = [each for each in done if each.kiosk == name]
        times = [each.seconds for each in of]
        back = sum(1 for each in of if each.seen and each.kept and each.kept < each.seen)
        print(
            f"{name}: {len(of)} cuts, {sum(1 for each in of if each.wrong)} not survived; "
            f"to content {statistics.median(times):.2f} s median, {max(times):.2f} s at worst; "
            f"{back} went back to the version before"
        )
    for each in failed:
        print(f"FAIL {each}")
    print("PASS" if not failed else "FAIL", f"{len(done) - len(failed)} of {len(done)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
