"""A whole update of a signed release, killed or failed at every durable step."""

from __future__ import annotations

import contextlib
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from signage.errors import DeviceError
from signage.store import Store
from tests._kills import AVAILABLE, SIGNAGE, Harness
from tests.release.trees import EMERGENCY_YAML, Centre
from tests.store._faults import Killed, failing, whole
from tests.sync._kiosk import PNG, Kiosk
from tests.sync.test_signed_nginx import picture

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests._kills import Step


def edition(centre: Centre, words: str, content: bytes, *, alarm: bool = False) -> None:
    centre.write(
        {"p.yaml": f"name: {words}\nitems:\n- image: a.png\n- image: same.png\n"},
        {"a.png": content, "same.png": picture("white")},
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
            assert (kiosk.release, kiosk.urgent, kiosk.code) == (2, ("lu",), 0), step
            if complete:
                break
        assert step > 15


class Stand:
    """A tree whose first edition is active, the second about to be taken in by `sync --once`."""

    def __init__(self, root: Path) -> None:
        centre = Centre(root / "centre", clock=datetime.now(UTC))
        edition(centre, "một", picture("red"))
        self.state = root / "state"
        self._before = root / "before"
        self.harness = Harness(
            [*SIGNAGE, "sync", str(centre.tree), "--state", str(self.state), "--once",
             "--trust", str(centre.keys / "1.root.json")],
            under=self.state, threads=True,
        )  # fmt: skip
        assert self.harness.run().code == 0
        shutil.copytree(self.state, self._before)
        edition(centre, "hai", picture("blue"), alarm=True)

    def reset(self) -> None:
        shutil.rmtree(self.state, ignore_errors=True)
        shutil.copytree(self._before, self.state)

    def sound(self, *versions: int) -> None:
        store = Store(self.state)
        active = store.active()
        assert active is not None
        assert active.version in versions
        check = store.verify()
        assert (check.bodies >= 2, check.damage) == (True, [])

    def strike(self, step: Step, how: str) -> None:
        self.reset()
        end = self.harness.strike(step, how)
        assert end.code in ({-9, 0} if how == "KILL" else {0, 5}), f"{how} at {step}: {end}"
        assert "Traceback" not in end.said, f"{how} at {step}: {end.said}"
        self.sound(1, 2)
        again = self.harness.run()
        assert again.code == 0, f"after {how} at {step}: {again.said}"
        self.sound(2)
        assert Store(self.state).urgent() is not None
        assert not list(self.state.rglob(".tmp-*"))
        assert not list((self.state / "parts").iterdir())


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Stand:
    return Stand(tmp_path_factory.mktemp("kills"))


@pytest.mark.skipif(not AVAILABLE, reason="strace is not installed")
class TestFromOutside:
    def test_in_the_right_order_and_the_switch_survives(self, stand: Stand) -> None:
        stand.reset()
        steps = stand.harness.steps()
        assert stand.harness.misordered() == []
        switch = next(
            call
            for call in stand.harness.calls
            if call.name == "rename" and call.paths[-1].endswith("/active/now.json")
        )
        rename = next(step for step in steps if (step.call, step.nth) == ("rename", switch.nth))
        stand.strike(rename, "KILL")

    @pytest.mark.long
    @pytest.mark.parametrize("how", ["KILL", "ENOSPC", "EIO"])
    def test_at_every_step(self, stand: Stand, how: str) -> None:
        stand.reset()
        steps = stand.harness.steps()
        assert len(steps) > 20
        for step in steps:
            stand.strike(step, how)
