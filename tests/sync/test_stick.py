"""Sticks: which mounts count, and what is taken from them; tables made up, plain folders."""

from __future__ import annotations

import os
import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from signage.store import StoppedError
from signage.sync._stick import MountWatch, Stick, Sticks, is_removable, mounts
from signage.sync._transport import TransportError
from tests.release.trees import Centre
from tests.sync._kiosk import DOWN, EMERGENCY_YAML, PNG, Kiosk

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("hasty")
LINE = "{number} 27 {device} / {point} rw,relatime shared:7 - {kind} {source} rw\n"


class Table:
    """The table of mounts, as a technician plugs sticks in and pulls them out."""

    def __init__(self) -> None:
        self._lines: dict[str, str] = {}
        self._number = 40

    def plug(self, point: Path, source: str = "/dev/sdb1", device: str = "8:17") -> None:
        self._number += 1
        name = str(point).replace(" ", "\\040")
        self._lines[str(point)] = LINE.format(
            number=self._number, device=device, point=name, kind="vfat", source=source
        )

    def pull(self, point: Path) -> None:
        del self._lines[str(point)]

    def __call__(self) -> str:
        return "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw\nbroken line\n" + "".join(
            self._lines.values()
        )


class Village:
    """A kiosk whose network is down for weeks, and a stick that somebody carries there."""

    def __init__(self, root: Path, *, first_use: bool = False) -> None:
        self.centre = Centre(root / "centre")
        self.centre.write({"p.yaml": "items:\n- image: a.png\n"}, {"a.png": PNG + b"1"})
        self.centre.publish()
        self.table = Table()
        self.point = root / "media" / "USB STICK"
        self.point.mkdir(parents=True)
        sticks = Sticks((str(root / "media"),), table=self.table, removable=lambda _: False)
        self.kiosk = Kiosk(
            root, self.centre, sticks=sticks, first_use=first_use,
            trust=None if first_use else "root",
        )  # fmt: skip

    def write(self, words: bytes, inside: str = "") -> None:
        """Publish onto the stick, and not to the server."""
        self.centre.write({}, {"a.png": PNG + words})
        self.centre.publish(dest=self.point / inside, days=200)

    def plug(self) -> None:
        self.table.plug(self.point)
        self.kiosk.step(seconds=0.1)


@pytest.fixture
def village(tmp_path: Path) -> Village:
    made = Village(tmp_path)
    made.kiosk.run()
    assert made.kiosk.release == 1
    made.kiosk.wire.down = DOWN
    made.kiosk.run(60)
    return made


class TestTaking:
    @pytest.mark.parametrize("inside", ["", "signage"])
    def test_a_newer_release(self, village: Village, inside: str) -> None:
        village.write(b"2", inside)
        village.plug()
        active = village.kiosk.store.active()
        assert active is not None
        assert (active.version, active.source) == (2, "http://centre")
        assert village.kiosk.state == "lost"  # which is said of the server

    def test_of_one_that_was_signed_weeks_ago(self, village: Village) -> None:
        village.write(b"2")
        village.kiosk.time.go(days=100)
        village.plug()
        assert village.kiosk.release == 2

    def test_an_emergency_too(self, village: Village) -> None:
        village.write(b"2")
        village.centre.write({"lu.yaml": EMERGENCY_YAML})
        village.centre.publish(role="emergency", dest=village.point)
        village.plug()
        assert village.kiosk.urgent == ("lu",)

    def test_what_it_brought_is_not_undone_by_the_server(self, village: Village) -> None:
        village.write(b"2")
        village.plug()
        village.kiosk.wire.down = None  # and the server still has the first release
        village.kiosk.run(3700)
        assert (village.kiosk.release, village.kiosk.code) == (2, 6)
        village.centre.publish()
        village.kiosk.run(120)
        assert (village.kiosk.release, village.kiosk.code) == (2, 0)

    def test_what_the_server_began_does_not_undo_it(self, village: Village) -> None:
        village.kiosk.wire.down = None
        village.centre.write({}, {"a.png": PNG + b"2" * 5000})
        village.centre.publish()
        village.kiosk.wire.whole = 0  # verified, and its bodies do not come
        village.kiosk.run(120)
        assert (village.kiosk.release, village.kiosk.state) == (1, "lost")
        village.write(b"3")
        village.plug()
        assert village.kiosk.release == 3
        village.kiosk.wire.whole = 1 << 20
        village.kiosk.run(120)
        assert village.kiosk.release == 3

    def test_an_emergency_that_expired_holds_no_release_back(
        self, village: Village, caplog: pytest.LogCaptureFixture
    ) -> None:
        village.centre.write({"lu.yaml": EMERGENCY_YAML})
        village.centre.publish(role="emergency")
        (village.centre.folder / "playlists" / "lu.yaml").unlink()
        village.kiosk.time.go(days=390)
        village.kiosk.wire.down = None
        village.centre.publish()  # the yearly signature of the release, and nobody's of the other
        village.kiosk.run(120)
        village.kiosk.wire.down = DOWN
        village.kiosk.run(60)
        village.kiosk.time.go(days=20)
        before = village.kiosk.release
        village.write(b"2")
        with caplog.at_level("INFO"):
            village.plug()
        assert village.kiosk.release == before + 1
        assert "taken in but for this: " in caplog.text

    def test_news_from_the_server_meanwhile_go_first(self, village: Village) -> None:
        village.kiosk.wire.down = None
        village.kiosk.run(120)
        village.write(b"2")
        sent = False

        def examined() -> None:
            """The decoder takes long, and lets go when it is told to."""
            nonlocal sent
            if not sent:
                sent = True
                village.centre.publish()
                village.centre.write({"lu.yaml": EMERGENCY_YAML})
                village.centre.publish(role="emergency")
                village.kiosk.time.go(seconds=4)
            rounds.append(1)
            assert len(rounds) < 20, "it goes round in circles"
            if village.kiosk.agent._interrupted():
                raise StoppedError("stopped")

        rounds: list[int] = []
        village.kiosk.examiner.act = examined
        village.plug()
        assert village.kiosk.urgent == ("lu",)
        assert village.kiosk.release == 2

    def test_once_each_time_it_is_plugged_in(
        self, village: Village, caplog: pytest.LogCaptureFixture
    ) -> None:
        village.write(b"2")
        with caplog.at_level("INFO"):
            village.plug()
            village.kiosk.run(600)
            assert caplog.text.count("its release was taken in") == 1
            village.table.pull(village.point)
            village.kiosk.run(60)
            village.plug()
            village.kiosk.run(60)
        assert caplog.text.count("nothing in it is newer") == 1


class TestIgnoring:
    def said(self, village: Village, caplog: pytest.LogCaptureFixture, words: str) -> None:
        release = village.kiosk.release
        with caplog.at_level("INFO"):
            village.plug()
        assert words in caplog.text
        assert village.kiosk.release == release

    def test_an_older_one(self, village: Village, caplog: pytest.LogCaptureFixture) -> None:
        shutil.copytree(village.centre.tree, village.point, dirs_exist_ok=True)
        village.kiosk.wire.down = None
        village.centre.publish()
        village.kiosk.run(120)
        self.said(village, caplog, "older than what is here: ignored")

    def test_another_root(
        self, village: Village, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        other = Centre(tmp_path / "other")
        other.publish(dest=village.point)
        other.refresh(dest=village.point)
        self.said(village, caplog, "not signed by those who may")

    def test_an_expired_one(self, village: Village, caplog: pytest.LogCaptureFixture) -> None:
        village.write(b"2")
        village.kiosk.time.seconds += timedelta(days=201).total_seconds()
        self.said(village, caplog, "expired")

    def test_first_use_is_never_from_a_stick(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        village = Village(tmp_path, first_use=True)
        village.kiosk.wire.down = DOWN
        village.write(b"2")
        self.said(village, caplog, "no root is trusted yet")
        assert village.kiosk.store.trust() is None

    def test_with_the_root_in_the_configuration_it_may_be_the_first(self, tmp_path: Path) -> None:
        village = Village(tmp_path)
        village.kiosk.wire.down = DOWN
        village.write(b"2")
        village.plug()
        assert village.kiosk.release == 2

    @pytest.mark.parametrize("kind", ["body", "manifest", "folder"])
    def test_symbolic_links(
        self, village: Village, tmp_path: Path, caplog: pytest.LogCaptureFixture, kind: str
    ) -> None:
        village.write(b"2")
        targets = village.point / "targets"
        if kind == "folder":
            targets.rename(tmp_path / "elsewhere")
            targets.symlink_to(tmp_path / "elsewhere")
        for path in list(targets.iterdir()) if kind != "folder" else []:
            if path.is_file() and (kind == "manifest") == ("." in path.name):
                path.rename(tmp_path / path.name)
                path.symlink_to(tmp_path / path.name)
        self.said(village, caplog, "not a plain file")

    def test_a_folder_of_it_that_leads_elsewhere(self, village: Village, tmp_path: Path) -> None:
        village.centre.write({}, {"a.png": PNG + b"2"})
        village.centre.publish(dest=tmp_path / "elsewhere", days=200)
        (village.point / "signage").symlink_to(tmp_path / "elsewhere")
        village.plug()
        assert village.kiosk.release == 1

    @pytest.mark.parametrize("kind", ["fifo", "link"])
    def test_what_lies_in_place_of_its_timestamp(self, village: Village, kind: str) -> None:
        """It is no release, and above all nobody waits on it."""
        village.write(b"2")
        stamp = village.point / "metadata" / "timestamp.json"
        stamp.rename(stamp.with_name("away"))
        if kind == "fifo":
            os.mkfifo(stamp)
        else:
            stamp.symlink_to("away")
        village.plug()
        assert village.kiosk.release == 1

    def test_a_pipe_among_the_bodies(
        self, village: Village, caplog: pytest.LogCaptureFixture
    ) -> None:
        village.write(b"2")
        for path in (village.point / "targets").iterdir():
            if path.is_file() and "." not in path.name:
                path.unlink()
                os.mkfifo(path)
        self.said(village, caplog, "not a plain file")


class TestPulledOut:
    def test_in_the_middle_of_copying(
        self, village: Village, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        village.write(b"2" * 5000)
        from signage.sync._directory import DirectoryTransport  # noqa: PLC0415

        whole = DirectoryTransport.download

        def torn(self, path, part, size, stop):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
            part.write(b"x" * 10)
            raise TransportError("No such device", kind="unreadable")

        monkeypatch.setattr(DirectoryTransport, "download", torn)
        with caplog.at_level("INFO"):
            village.plug()
        assert "pulled out" in caplog.text
        assert village.kiosk.release == 1
        monkeypatch.setattr(DirectoryTransport, "download", whole)
        village.kiosk.wire.down = None  # what it began binds nobody: the server is still believed
        village.kiosk.run(120)
        assert (village.kiosk.release, village.kiosk.code) == (1, 0)
        village.table.pull(village.point)
        village.kiosk.run(10)
        village.plug()  # and half of a copy is no obstacle
        assert village.kiosk.release == 2


class TestTable:
    def test_which_mounts_count(self, tmp_path: Path) -> None:
        centre = Centre(tmp_path / "centre")
        centre.publish()
        table = Table()
        places = {
            name: tmp_path / name for name in ("media/a", "srv/b", "srv/c", "media/d", "media/e")
        }
        for path in places.values():
            shutil.copytree(centre.tree, path)
        shutil.rmtree(places["media/e"] / "metadata")
        table.plug(places["media/a"])
        table.plug(places["srv/b"], device="8:33")  # removable, wherever it is mounted
        table.plug(places["srv/c"])  # a disk of this device
        table.plug(places["media/d"], source="//office/share")  # a share
        table.plug(places["media/e"])  # holds no release
        sticks = Sticks(
            (str(tmp_path / "media"),), table=table, removable=lambda device: device == "8:33"
        )
        assert {each.folder for each in sticks.found()} == {places["media/a"], places["srv/b"]}
        assert len(sticks.fresh()) == 2
        assert sticks.fresh() == []
        table.plug(places["media/a"])  # pulled and plugged in between two looks
        assert [each.folder for each in sticks.fresh()] == [places["media/a"]]

    def test_names_with_spaces(self) -> None:
        line = r"41 27 8:17 / /media/USB\040T\303\240y rw - vfat /dev/sdb1 rw"
        assert [each.point for each in mounts(line)] == ["/media/USB T\\303\\240y"]
        assert list(mounts("nonsense\n1 2 3 - \n")) == []

    def test_what_the_kernel_calls_removable(self, tmp_path: Path) -> None:
        disk = tmp_path / "devices" / "sdb"
        (disk / "sdb1").mkdir(parents=True)
        (disk / "removable").write_text("1\n")
        block = tmp_path / "block"
        block.mkdir()
        (block / "8:17").symlink_to(disk / "sdb1")
        assert is_removable("8:17", block=block)
        (disk / "removable").write_text("0\n")
        assert not is_removable("8:17", block=block)
        assert not is_removable("9:99", block=block)

    def test_no_table_at_all(self) -> None:
        def nothing() -> str:
            raise OSError(2, "no /proc")

        sticks = Sticks(("/media",), table=nothing)
        assert sticks.found() == []
        assert sticks.fresh() == []

    def test_a_stick_is_its_mount(self, tmp_path: Path) -> None:
        assert Stick("41:8:17:/media/a", tmp_path) != Stick("42:8:17:/media/a", tmp_path)


class TestWatch:
    def test_it_is_woken_and_waits_no_longer_than_it_is_told(self, tmp_path: Path) -> None:
        watch = MountWatch(tmp_path / "no table")
        assert watch.wait(0) is None
        watch.wake()
        assert watch.wait(60) == set()
        assert watch.wait(0.01) is None
        watch.close()

    def test_the_kernels_table(self) -> None:
        watch = MountWatch()
        assert watch.wait(0.01) is None
        watch.close()
