"""A whole update of a folder, killed or failed at its every durable step, from outside."""

from __future__ import annotations

import hashlib
import shutil
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from signage.config import StoreLimits
from signage.store import Store
from tests._kills import AVAILABLE, SIGNAGE, Harness

if TYPE_CHECKING:
    from pathlib import Path

    from signage.store import Activation
    from tests._kills import End, Step

pytestmark = pytest.mark.skipif(not AVAILABLE, reason="strace is not installed")


class Kiosk:
    """A folder of which the first edition is active, the second about to be taken in."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "centre"
        self.state = root / "state"
        self._before = root / "before"
        (self.folder / "playlists").mkdir(parents=True)
        (self.folder / "media").mkdir()
        self.harness = Harness(
            [*SIGNAGE, "sync", str(self.folder), "--state", str(self.state), "--once"],
            under=self.state,
        )
        self._edition("cũ", 8)
        assert self.harness.run().code == 0
        self.old = self.active()
        shutil.copytree(self.state, self._before)
        self._edition("mới", 9)
        self.reset()
        assert self.harness.run().code == 0
        self.new = self.active()

    def _edition(self, name: str, side: int) -> None:
        for height, picture in enumerate(("một.png", "hai.png"), 1):
            Image.new("RGB", (side, height)).save(self.folder / "media" / picture)
        # scaled to the largest screen at intake, so that there is a rendition as well
        Image.new("L", (4300, 2500 + side)).save(self.folder / "media" / "lớn.png")
        (self.folder / "media" / "bảng.csv").write_text(f"tên,QR\nKhai sinh,https://vi.vn/{name}\n")
        Image.new("RGB", (side, 9)).save(self.folder / "media" / "huy-hiệu.png")
        items = "image: một.png, image: hai.png, image: lớn.png, board: bảng.csv"
        (self.folder / "playlists" / "p.yaml").write_text(f"name: {name}\nitems: [{items}]\n")
        (self.folder / "playlists" / "screens.yaml").write_text(
            f"centre: {{name: {name}, emblem: huy-hiệu.png}}\nscreens: {{s: {{}}}}\n"
        )

    def reset(self) -> None:
        shutil.rmtree(self.state, ignore_errors=True)
        shutil.copytree(self._before, self.state)

    def active(self) -> Activation:
        active = Store(self.state).active()
        assert active is not None
        return active

    def sound(self) -> None:
        """The old or the new, whole, every body and rendition as its hash says.

        Where taking in a folder is slow, what is complete goes ahead (`SourceLimits.slice`): then
        the old playlist, with files each of which is the old or the new one.
        """
        now = self.active()
        either = [self.old.manifest, self.new.manifest]
        assert now.manifest.content.playlists in [each.content.playlists for each in either]
        assert now.manifest.content.centre in [each.content.centre for each in either]
        if now.manifest.content == self.new.manifest.content:
            assert now.release == self.new.release
        for media in now.media.values():
            assert {row.qr for row in media.rows} <= now.qr.keys()
        for path, body in now.manifest.files.items():
            assert body in [each.files[path] for each in either]
            assert body.sha256 in now.media
        check = Store(self.state).verify()
        assert (check.bodies >= 4, check.damage) == (True, [])

    def strike(self, step: Step, how: str) -> None:
        self.reset()
        end = self.harness.strike(step, how)
        self._judge(end, step, how)
        self.sound()
        again = self.harness.run()
        assert again.code == 0, f"after {how} at {step}: {again.said}"
        assert self.active().release == self.new.release
        self.sound()
        assert not list(self.state.rglob(".tmp-*"))

    def _judge(self, end: End, step: Step, how: str) -> None:
        """What a command that was not killed says: done, or that this device is wrong."""
        allowed = {-9, 0} if how == "KILL" else {0, 5}
        assert end.code in allowed, f"{how} at {step}: {end.code}: {end.said}"
        assert not end.crashed, f"{how} at {step}: {end.said}"


@pytest.fixture(scope="module")
def kiosk(tmp_path_factory: pytest.TempPathFactory) -> Kiosk:
    return Kiosk(tmp_path_factory.mktemp("kills"))


def test_in_the_right_order_and_the_switch_survives(kiosk: Kiosk) -> None:
    kiosk.reset()
    steps = kiosk.harness.steps()
    assert kiosk.harness.misordered() == []
    assert {step.call for step in steps} == {"write", "fsync", "rename", "unlink", "mkdir"}
    switch = next(
        call
        for call in kiosk.harness.calls
        if call.name == "rename" and call.paths[-1].endswith("/active/now.json")
    )
    rename = next(step for step in steps if (step.call, step.nth) == ("rename", switch.nth))
    kiosk.strike(rename, "KILL")


@pytest.mark.long
@pytest.mark.parametrize("how", ["KILL", "ENOSPC", "EIO", "ENOSPC+"])
def test_at_every_step(kiosk: Kiosk, how: str) -> None:
    kiosk.reset()
    steps = kiosk.harness.steps()
    assert len(steps) > 40
    for step in steps:
        if how == "ENOSPC+" and step.call != "fsync":
            continue  # a disk that stays full: standard error is no part of it
        kiosk.strike(step, how)


def test_a_body_that_was_spoilt_meanwhile_is_found_and_comes_back(kiosk: Kiosk) -> None:
    """`verify` takes it away, and the next sync brings it again from the folder."""
    kiosk.reset()
    assert kiosk.harness.run().code == 0
    store = Store(kiosk.state, limits=StoreLimits(keep_free=0))
    active = store.active()
    assert active is not None
    (large,) = (each for each in active.media.values() if each.rendition)
    assert large.rendition is not None
    bodies = [active.manifest.files["một.png"], large.rendition]
    for body in bodies:
        path = store.path(body.sha256)
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
    check = store.verify()
    assert {each.sha256 for each in check.damage} == {body.sha256 for body in bodies}
    assert kiosk.harness.run().code == 0
    for body in bodies:
        found = hashlib.sha256(store.path(body.sha256).read_bytes()).hexdigest()
        assert found == body.sha256
