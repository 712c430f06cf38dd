"""How long `publish` takes with 10,000 small files: `python -m tests.bench.publish [FOLDER]`.

Makes a centre with 10,000 pictures of 2 KB in 100 playlists under FOLDER (a disk to be measured;
default: the temporary folder), and prints wall and CPU seconds of the first publication, of the
same again, of one changed file, and of the daily signature; keys cost nothing to unlock here. Last
comes what one unlocking costs with the real parameters.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from signage.release._keyfile import Cost, make
from tests.content.folders import JPEG
from tests.release.trees import NOW, PASSPHRASE, Centre

if TYPE_CHECKING:
    from collections.abc import Callable

_FILES = 10_000
_PER_LIST = 100


def _timed(name: str, act: Callable[[], object]) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{name:24} {wall:6.2f} s wall {cpu:6.2f} s CPU", flush=True)


def _main() -> None:
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as place:
        centre = Centre(Path(place))
        names = [f"anh/{n:05}.jpg" for n in range(_FILES)]
        lists = {
            f"p{n:05}.yaml": "items:\n"
            + "".join(f"- image: {name}\n" for name in names[n : n + _PER_LIST])
            for n in range(0, _FILES, _PER_LIST)
        }
        centre.write(lists, {name: JPEG + os.urandom(2000) for name in names})
        _timed("10,000 files, first", centre.publish)
        _timed("the same again", centre.publish)
        centre.write({}, {names[7]: JPEG + b"new"})
        _timed("one changed", centre.publish)
        _timed("the daily signature", centre.refresh)
    file, _ = make("release", "lan", NOW, passphrase=PASSPHRASE, cost=Cost())
    _timed("unlocking a key", lambda: file.unlock(PASSPHRASE))


if __name__ == "__main__":
    _main()
