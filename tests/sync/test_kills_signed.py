"""A whole update of a signed release, killed or failed at its every durable step, from outside."""

from __future__ import annotations

import io
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from signage.store import Store
from tests._kills import AVAILABLE, SIGNAGE, Harness
from tests.release.trees import Centre

if TYPE_CHECKING:
    from pathlib import Path

    from tests._kills import Step

pytestmark = pytest.mark.skipif(not AVAILABLE, reason="strace is not installed")

FLOOD = (
    "name: Lũ quét\npriority: emergency\nwhen: [{{until: {until}}}]\n"
    "items: [slide: {{title: Lũ quét, body: {words}}}]\n"
)


class Kiosk:
    """Follows a tree by its path; the first release and emergency are active, others published."""

    def __init__(self, root: Path) -> None:
        self.centre = Centre(root, clock=datetime.now(UTC))
        self.state = root / "state"
        self._before = root / "before"
        command = [
            *SIGNAGE, "sync", str(self.centre.tree), "--state", str(self.state), "--once",
            "--trust", str(self.centre.keys / "1.root.json"),
        ]  # fmt: skip
        self.harness = Harness(command, under=self.state)
        self.all_threads = Harness(command, under=self.state, threads=True)
        self.old = self._edition("cũ", 8)
        shutil.copytree(self.state, self._before)
        self.new = self._edition("mới", 9)

    def _edition(self, name: str, side: int) -> tuple[str, str]:
        media = {}
        for height, picture in enumerate(("một.png", "hai.png", "ba.png"), 1):
            content = io.BytesIO()
            Image.new("RGB", (side, height)).save(content, "PNG")
            media[picture] = content.getvalue()
        until = self.centre.clock.date().isoformat()
        self.centre.write(
            {
                "p.yaml": f"name: {name}\nitems: [image: một.png, image: hai.png, image: ba.png]\n",
                "lu-quet.yaml": FLOOD.format(until=until, words=name),
            },
            media,
        )
        self.centre.publish()
        self.centre.publish(role="emergency")
        end = self.harness.run()
        assert end.code == 0, end.said
        return self.active()

    def reset(self) -> None:
        shutil.rmtree(self.state)
        shutil.copytree(self._before, self.state)

    def active(self) -> tuple[str, str]:
        """The release and the emergency in force."""
        active, urgent = Store(self.state).active(), Store(self.state).urgent()
        assert active is not None
        assert urgent is not None
        return active.release, urgent.release

    def sound(self) -> None:
        """Each role the old or the new, whole, every body as its hash says; and it is trusted."""
        for now, old, new in zip(self.active(), self.old, self.new, strict=True):
            assert now in {old, new}
        check = Store(self.state).verify()
        assert (check.bodies >= 3, check.damage) == (True, [])
        assert Store(self.state).trust() is not None

    def strike(self, step: Step, how: str) -> None:
        self.reset()
        # Bodies come by threads. But a decoder whose pipe is full is no disk that is full.
        every = how == "KILL" or step.call != "write"
        end = (self.all_threads if every else self.harness).strike(step, how)
        assert end.code in ({-9, 0} if how == "KILL" else {0, 5}), f"{how} {step}: {end}"
        assert not end.crashed, f"{how} {step}: {end.said}"
        self.sound()
        again = self.harness.run()
        assert again.code == 0, f"after {how} at {step}: {again.said}"
        assert self.active() == self.new
        self.sound()
        assert not list(self.state.rglob(".tmp-*"))
        assert not list((self.state / "parts").glob("*"))


@pytest.fixture(scope="module")
def kiosk(tmp_path_factory: pytest.TempPathFactory) -> Kiosk:
    return Kiosk(tmp_path_factory.mktemp("kills"))


def test_in_the_right_order_and_the_switch_survives(kiosk: Kiosk) -> None:
    kiosk.reset()
    steps = kiosk.harness.steps()
    assert kiosk.harness.misordered() == []
    switch = next(
        call
        for call in kiosk.harness.calls
        if call.name == "rename" and call.paths[-1].endswith("/active/now.json")
    )
    kiosk.strike(
        next(step for step in steps if (step.call, step.nth) == ("rename", switch.nth)), "KILL"
    )


@pytest.mark.long
@pytest.mark.parametrize("how", ["KILL", "ENOSPC", "EIO"])
def test_at_every_step(kiosk: Kiosk, how: str) -> None:
    kiosk.reset()
    for step in kiosk.harness.steps():
        kiosk.strike(step, how)
