"""A whole update of a signed release, killed or failed at every durable step, from within.

`test_kills_signed.py` does the same from outside.
"""

from __future__ import annotations

import contextlib
import shutil
from typing import TYPE_CHECKING

import pytest

from signage.errors import DeviceError
from tests.release.trees import EMERGENCY_YAML, Centre
from tests.store._faults import Killed, failing, whole
from tests.sync._kiosk import PNG, Kiosk
from tests.sync.test_signed_nginx import picture

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def edition(centre: Centre, words: str, content: bytes, *, alarm: bool = False) -> None:
    centre.write(
        {
            "p.yaml": f"name: {words}\nitems: [image: a.png, image: same.png, board: b.csv]\n",
            "screens.yaml": "centre: {emblem: logo.png}\nscreens: {s: {}}\n",
        },
        {
            "a.png": content,
            "same.png": picture("white"),
            "logo.png": content + b"logo",
            "b.csv": f"tên\n{words}\n".encode(),
        },
    )
    centre.publish()
    if alarm:
        centre.write({"lu.yaml": EMERGENCY_YAML})
        centre.publish(role="emergency")


@pytest.mark.usefixtures("hasty")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
class TestInProcess:
    """The quick form: the steps that this process takes, by what it calls."""

    @pytest.mark.parametrize(
        ("failure", "stride"),
        [(Killed, 3), (lambda: OSError(28, "No space left on device"), 1)],
        ids=["kill", "full"],
    )
    def test_at_every_step(
        self, tmp_path: Path, failure: Callable[[], BaseException], stride: int
    ) -> None:
        centre = Centre(tmp_path / "centre")
        edition(centre, "một", PNG + b"1")
        kiosk = Kiosk(tmp_path, centre)
        kiosk.run()
        before = shutil.copytree(kiosk.store.state, tmp_path / "before")
        edition(centre, "hai", PNG + b"2", alarm=True)
        step = 0
        while True:
            step += stride
            shutil.rmtree(kiosk.store.state)
            shutil.copytree(before, kiosk.store.state)
            kiosk.restart()
            with contextlib.suppress(Killed, DeviceError), failing(step, failure) as done:
                kiosk.step(seconds=10)
            active = kiosk.store.active()
            assert active is not None
            assert active.version in {1, 2}
            assert whole(kiosk.store, active)
            assert kiosk.urgent in {(), ("lu",)}
            complete = len(done) < step
            kiosk.restart()  # and the next run completes
            kiosk.run(130)
            assert (kiosk.release, kiosk.urgent, kiosk.code) == (2, ("lu",), 0), (step, kiosk.error)
            if complete:
                break
        assert step > 15
