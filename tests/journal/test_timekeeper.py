"""The clock of a kiosk through power cuts, flat batteries, wrong servers and torn files."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from signage.journal import Timekeeper, Verdict
from signage.journal._clock import hardware_clock, word
from signage.journal._timekeeper import BUILT

BUILD = datetime(2026, 1, 1, tzinfo=UTC)
NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass
class Machine:
    """A device whose every clock is in our hands."""

    state: Path
    now: datetime = NOON
    synced: bool = False
    rtc: datetime | None = None
    said: bool | None = None
    boot: str = "first"

    def keeper(self) -> Timekeeper:
        return Timekeeper(
            self.state, now=lambda: self.now, synchronised=lambda: self.synced,
            rtc=lambda: self.rtc, said=lambda: self.said, boot=lambda: self.boot, built=BUILD,
        )  # fmt: skip

    def reboot(self, now: datetime, rtc: datetime | None = None) -> Timekeeper:
        self.now, self.rtc, self.synced, self.boot = now, rtc, False, self.boot + "'"
        return self.keeper()

    def written(self) -> bytes:
        path = self.state / "clock.json"
        return path.read_bytes() if path.exists() else b""


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def served(machine: Machine, *, rtc: bool) -> Machine:
    """One that was synchronised for a while."""
    machine.synced, machine.rtc = True, machine.now if rtc else None
    machine.keeper().tick()
    return machine


class TestTrust:
    def test_nothing_is_known(self, machine: Machine) -> None:
        keeper = machine.keeper()
        assert keeper.verdict() == Verdict(trusted=False, because="unconfirmed")
        assert keeper.floor() == keeper.judged() == BUILD
        assert list(machine.state.iterdir()) == []

    def test_synchronised(self, machine: Machine) -> None:
        machine.synced = True
        assert machine.keeper().verdict() == Verdict(trusted=True, because="synchronised")
        assert machine.keeper().judged() == NOON

    def test_synchronised_and_then_the_network_goes_for_days(self, machine: Machine) -> None:
        served(machine, rtc=False).synced = False  # the kernel takes its word back
        machine.now += 3 * DAY
        assert machine.keeper().verdict() == Verdict(trusted=True, because="synchronised")

    def test_after_a_power_cut_without_a_battery_clock(self, machine: Machine) -> None:
        keeper = served(machine, rtc=False).reboot(NOON + timedelta(minutes=5))  # fake-hwclock
        assert not keeper.trusted()
        assert keeper.judged() == NOON

    def test_after_a_power_cut_with_a_good_battery_clock(self, machine: Machine) -> None:
        keeper = served(machine, rtc=True).reboot(NOON + 21 * DAY, NOON + 21 * DAY)
        assert keeper.verdict() == Verdict(trusted=True, because="rtc")

    @pytest.mark.parametrize("year", [1970, 2000, 2025])
    def test_a_dead_battery(self, machine: Machine, year: int) -> None:
        dead = datetime(year, 1, 1, tzinfo=UTC)
        assert not served(machine, rtc=True).reboot(dead, dead).trusted()

    def test_a_battery_clock_before_the_floor(self, machine: Machine) -> None:
        late = NOON - HOUR
        assert not served(machine, rtc=True).reboot(late, late).trusted()

    def test_a_battery_clock_that_no_trusted_clock_ever_set(self, machine: Machine) -> None:
        assert not machine.reboot(NOON, NOON).trusted()

    def test_a_battery_clock_that_was_wrong_while_the_time_was_right(
        self, machine: Machine
    ) -> None:
        machine.synced, machine.rtc = True, NOON + 7 * HOUR  # somebody keeps it in local time
        machine.keeper().tick()
        assert not machine.reboot(NOON + 8 * HOUR, NOON + 8 * HOUR).trusted()

    def test_a_system_clock_that_left_the_battery_clock(self, machine: Machine) -> None:
        assert not served(machine, rtc=True).reboot(NOON + 3 * HOUR, NOON + HOUR).trusted()

    @pytest.mark.parametrize("said", [True, False])
    def test_the_technicians_word(self, machine: Machine, said: bool) -> None:
        machine.synced, machine.said = not said, said
        assert machine.keeper().verdict() == Verdict(said, "word")

    def test_the_technicians_word_is_not_remembered(self, machine: Machine) -> None:
        machine.said = True
        machine.keeper().tick()
        machine.said = None
        assert not machine.keeper().trusted()


class TestFloor:
    def test_rises_with_a_trusted_clock_and_at_most_hourly(self, machine: Machine) -> None:
        machine.synced = True
        keeper, written = machine.keeper(), []
        for _ in range(180):
            keeper.tick()
            written.append(machine.written())
            machine.now += timedelta(minutes=1)
        assert len(set(written)) == 3
        assert keeper.floor() == NOON + 2 * HOUR

    def test_an_untrusted_clock_saves_nothing(self, machine: Machine) -> None:
        machine.keeper().tick()
        assert machine.written() == b""

    def test_releases_raise_it_and_never_lower_it(self, machine: Machine) -> None:
        keeper = machine.keeper()
        keeper.learn(NOON)
        keeper.learn(NOON - DAY)
        assert keeper.floor() == NOON
        before = machine.written()
        keeper.learn(NOON)
        assert machine.written() == before

    def test_a_release_from_the_future_counts_as_now_where_the_time_is_known(
        self, machine: Machine
    ) -> None:
        machine.synced = True
        machine.keeper().learn(NOON + 3000 * DAY)
        assert machine.keeper().floor() == NOON

    def test_a_release_of_an_age_that_no_device_reaches(self, machine: Machine) -> None:
        machine.keeper().learn(datetime(2099, 1, 1, tzinfo=UTC))
        assert machine.keeper().floor() == BUILD

    def test_a_folder_whose_officer_lives_in_2035(self, machine: Machine) -> None:
        machine.keeper().learn(datetime(2035, 1, 1, tzinfo=UTC), signed=False)
        assert machine.keeper().floor() == BUILD

    def test_a_folder_corrected_corrects_the_floor(self, machine: Machine) -> None:
        machine.keeper().learn(NOON + 300 * DAY, signed=False)
        assert machine.keeper().floor() == NOON + 300 * DAY
        machine.keeper().learn(NOON, signed=False)
        assert machine.keeper().floor() == NOON

    def test_a_folder_does_not_lower_what_a_release_said(self, machine: Machine) -> None:
        machine.keeper().learn(NOON)
        machine.keeper().learn(NOON - DAY, signed=False)
        assert machine.keeper().floor() == NOON

    def test_a_server_that_was_years_ahead_heals(self, machine: Machine) -> None:
        served(machine, rtc=True)
        machine.now = machine.rtc = NOON + 1000 * DAY
        machine.keeper().tick()
        machine.keeper().learn(machine.now)
        machine.now = machine.rtc = NOON + DAY
        keeper = machine.keeper()
        assert keeper.judged() == NOON + DAY  # a trusted clock always wins
        keeper.tick()
        assert keeper.floor() == NOON + DAY
        assert machine.reboot(NOON + 2 * DAY, NOON + 2 * DAY).trusted()

    def test_a_server_that_is_years_behind_gains_no_more_than_the_build(
        self, machine: Machine
    ) -> None:
        served(machine, rtc=False).now = datetime(2001, 1, 1, tzinfo=UTC)
        machine.keeper().tick()
        assert machine.reboot(NOON).judged() == BUILD

    def test_a_battery_clock_never_lowers_it(self, machine: Machine) -> None:
        keeper = served(machine, rtc=True).reboot(NOON + DAY, NOON + DAY)
        keeper.tick()
        assert keeper.floor() == NOON + DAY
        machine.now = machine.rtc = NOON  # set back by hand: no longer believed
        keeper.tick()
        assert (keeper.floor(), keeper.trusted()) == (NOON + DAY, False)


class TestTheFile:
    @pytest.mark.parametrize(
        "content",
        [
            b"", b"{", b"\0" * 40, b"[]", b"[" * 100_000, b'{"seen": 5}', b'{"rtc": "yes"}',
            b'{"seen": "2026-07-01T12:00:00"}', b'{"seen": "9999-12-31T23:59:59-14:00"}',
            b'{"created": "0001-01-01T00:00:00+14:00"}',
        ],
    )  # fmt: skip
    def test_torn_or_nonsense(self, machine: Machine, content: bytes) -> None:
        (machine.state / "clock.json").write_bytes(content)
        keeper = machine.keeper()
        assert (keeper.trusted(), keeper.floor()) == (False, BUILD)
        served(machine, rtc=False)
        assert keeper.floor() == NOON

    def test_a_newer_versions_file(self, machine: Machine) -> None:
        (machine.state / "clock.json").write_bytes(b'{"seen":"2026-07-01T12:00:00Z","leap":3}')
        assert machine.keeper().floor() == NOON

    def test_one_mark_too_many_costs_only_itself(self, machine: Machine) -> None:
        (machine.state / "clock.json").write_bytes(
            b'{"seen":"2099-01-01T00:00:00Z","created":"2026-07-01T12:00:00Z"}'
        )
        assert machine.keeper().floor() == NOON

    def test_a_disk_that_takes_nothing(self, machine: Machine) -> None:
        machine.state = machine.state / "none"
        machine.synced = True
        machine.keeper().tick()
        machine.keeper().learn(NOON)
        assert machine.keeper().floor() == BUILD


class TestTheMachine:
    @pytest.mark.parametrize("words", ["", "soon", "9" * 30])
    def test_a_battery_clock_that_cannot_be_read(self, tmp_path: Path, words: str) -> None:
        path = tmp_path / "since_epoch"
        assert hardware_clock(path) is None
        path.write_text(words)
        assert hardware_clock(path) is None

    def test_a_battery_clock(self, tmp_path: Path) -> None:
        (tmp_path / "since_epoch").write_text(f"{int(NOON.timestamp())}\n")
        assert hardware_clock(tmp_path / "since_epoch") == NOON

    @pytest.mark.parametrize(
        ("said", "meant"), [("trusted", True), ("untrusted", False), ("maybe", None)]
    )
    def test_the_technicians_word(
        self, monkeypatch: pytest.MonkeyPatch, said: str, meant: bool | None
    ) -> None:
        monkeypatch.setenv("SIGNAGE_CLOCK", said)
        assert word() is meant


def test_this_version_was_made_when_it_says() -> None:
    """`BUILT` may not lie in the future of the newest commit, nor be forgotten for half a year."""
    if shutil.which("git") is None:
        pytest.skip("no git here")
    git = ("git", "-C", str(Path(__file__).parents[2]), "log", "-1", "--format=%ct")
    found = subprocess.run(git, capture_output=True, text=True, check=False)
    if found.returncode:
        pytest.skip("not a git checkout")
    newest = datetime.fromtimestamp(int(found.stdout), UTC)
    assert newest - 183 * DAY < BUILT < newest + DAY
