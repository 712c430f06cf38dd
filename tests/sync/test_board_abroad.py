"""Boards, emblem and the like by every other way: signed, on a stick, from a plain URL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from signage.config import NETWORK, StoreLimits
from signage.content.model import FileLine
from signage.store import Store
from signage.sync._agent import Agent
from signage.sync._stick import Sticks
from signage.sync._web import WebSource
from tests.release.trees import EMERGENCY_YAML, Centre
from tests.store._faults import whole
from tests.sync._fakes import BAD, PNG, FakeClock
from tests.sync._kiosk import DOWN, Kiosk
from tests.sync._server import Server
from tests.sync.test_board import PLAYLIST, SCREENS, TABLE, Examiner
from tests.sync.test_stick import Table

if TYPE_CHECKING:
    from pathlib import Path

    from signage.store import Activation

pytestmark = pytest.mark.usefixtures("hasty")
MEDIA = {
    "niem-yet/thu-tuc.csv": TABLE.encode(),
    "ảnh.png": PNG,
    "logo.png": PNG + b"logo",
    "tin/thoi-tiet.txt": "Nắng, 24 °C\n".encode(),
}


def rows(active: Activation | None) -> list[str]:
    assert active is not None
    return [row.name for media in active.media.values() for row in media.rows]


class Village:
    """A centre with all of it, and a screen that follows it."""

    def __init__(self, root: Path) -> None:
        self.centre = Centre(root / "centre")
        self.centre.write({"p.yaml": PLAYLIST, "screens.yaml": SCREENS}, MEDIA)
        self.table = Table()
        self.point = root / "media" / "USB STICK"
        self.point.mkdir(parents=True)
        sticks = Sticks((str(root / "media"),), table=self.table, removable=lambda _: False)
        self.kiosk = Kiosk(root, self.centre, sticks=sticks)
        self.kiosk.examiner = Examiner()
        self.kiosk.restart()

    @property
    def active(self) -> Activation:
        active = self.kiosk.store.active()
        assert active is not None
        assert whole(self.kiosk.store, active)
        return active


@pytest.fixture
def village(tmp_path: Path) -> Village:
    made = Village(tmp_path)
    made.centre.publish()
    made.kiosk.run()
    assert (made.kiosk.release, made.kiosk.code, made.kiosk.error) == (1, 0, "")
    return made


class TestSigned:
    def test_all_of_it_comes(self, village: Village) -> None:
        active = village.active
        assert set(active.manifest.files) == set(MEDIA)
        assert active.media.keys() == {body.sha256 for body in active.manifest.files.values()}
        assert rows(active) == ["Khai sinh", "Kết hôn"]
        assert len(active.qr) == 4
        content = active.manifest.content
        assert (content.theme, content.centre.emblem) == ("xanh-che", "logo.png")
        assert content.screens[0].weather == FileLine(path="tin/thoi-tiet.txt")

    def test_what_a_publication_changes_is_named_to_the_row(self, village: Village) -> None:
        village.centre.write(
            {"screens.yaml": SCREENS.replace("theme: toi", "lunar: true")},
            {"niem-yet/thu-tuc.csv": TABLE.replace("Kết hôn", "Đăng ký kết hôn").encode()},
        )
        told = village.centre.publish().difference
        assert told is not None
        assert msgspec.to_builtins(told.rows) == [
            {
                "path": "niem-yet/thu-tuc.csv", "name": "Đăng ký kết hôn",
                "before": {"name": "Kết hôn"}, "after": {"name": "Đăng ký kết hôn"},
            }
        ]  # fmt: skip
        assert [each.what for each in told.settings] == ["screen sanh: theme, lunar"]
        village.kiosk.run()
        assert rows(village.active) == ["Khai sinh", "Đăng ký kết hôn"]

    def test_a_row_that_is_wrong_is_told_after_a_restart_too(self, village: Village) -> None:
        """What `check` refuses; here the centre has not run it."""
        village.centre.write({}, {"niem-yet/thu-tuc.csv": f"{TABLE}3,\n".encode()})
        village.centre.publish(judge=lambda _loaded: ())
        village.kiosk.run()
        assert rows(village.active) == ["Khai sinh", "Kết hôn"]
        for _ in range(2):
            status = village.kiosk.agent.status
            assert status is not None
            (fault,) = status.faults
            assert fault.startswith("media/niem-yet/thu-tuc.csv:4: the row has no name")
            village.kiosk.restart()
            village.kiosk.run()

    def test_what_does_not_decode_costs_itself(self, village: Village) -> None:
        village.centre.write({}, {"logo.png": BAD, "niem-yet/thu-tuc.csv": "mã,tên\n1,\n".encode()})
        village.centre.publish(judge=lambda _loaded: ())
        village.kiosk.run()
        assert (village.kiosk.release, village.kiosk.code) == (2, 0)
        status = village.kiosk.agent.status
        assert status is not None
        assert "logo.png" in {each.path for each in status.quarantine}
        assert rows(village.active) == []
        assert village.active.manifest.files["ảnh.png"].sha256 in village.active.media

    def test_an_emergency_waits_for_no_emblem(self, village: Village) -> None:
        village.centre.write({"lu.yaml": EMERGENCY_YAML})
        village.centre.publish(role="emergency")
        village.kiosk.run()
        urgent = village.kiosk.store.urgent()
        assert urgent is not None
        assert urgent.manifest.files == {}
        content = urgent.manifest.content
        assert (content.centre.emblem, content.screens[0].weather) == (None, None)
        assert content.centre.name == {"vi": "Xã Sơn Dương"}
        assert village.active.manifest.content.centre.emblem == "logo.png"


def test_on_a_stick(village: Village) -> None:
    village.kiosk.wire.down = DOWN
    village.centre.write({}, {"niem-yet/thu-tuc.csv": f"{TABLE}3,Khai tử,\n".encode()})
    village.centre.publish(dest=village.point, days=200)
    village.table.plug(village.point)
    village.kiosk.step(seconds=0.1)
    assert village.kiosk.release == 2
    assert rows(village.active) == ["Khai sinh", "Kết hôn", "Khai tử"]
    assert set(village.active.manifest.files) == set(MEDIA)


def test_from_a_plain_url(tmp_path: Path) -> None:
    clock = FakeClock()
    store = Store(tmp_path / "state", limits=StoreLimits(keep_free=0))
    with store.lock():
        pass
    with Server() as server:
        server.files["x/playlists/p.yaml"] = PLAYLIST.encode()
        for path, content in MEDIA.items():
            server.files[f"x/media/{path}"] = content
        source = WebSource(
            f"{server.url}x/playlists/p.yaml", store.state / "mirror", limits=NETWORK,
            chance=lambda: 0.5, monotonic=clock.monotonic,
        )  # fmt: skip
        agent = Agent(store, source, Examiner(), clock, local=True)
        for _ in range(14):
            clock.seconds += 0.5
            agent.step()
        active = store.active()
        assert rows(active) == ["Khai sinh", "Kết hôn"]
        assert active is not None
        assert set(active.manifest.files) == {"niem-yet/thu-tuc.csv", "ảnh.png"}
        assert len(active.qr) == 4
        server.files["x/media/niem-yet/thu-tuc.csv"] = f"{TABLE}3,Khai tử,\n".encode()
        for _ in range(140):
            clock.seconds += 0.5
            agent.step()
        assert rows(store.active()) == ["Khai sinh", "Kết hôn", "Khai tử"]
        source.close()
