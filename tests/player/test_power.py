"""Switching the display, with tools that are made up: they record, sleep or fail."""

from __future__ import annotations

import logging
import stat
from typing import TYPE_CHECKING

import pytest

from signage.config import PowerLimits
from signage.player._means import Cec, Dpms, Outputs, chosen
from signage.player._power import Power, power_for
from tests._waiting import until

if TYPE_CHECKING:
    from pathlib import Path

QUICK = PowerLimits(settle=0.0, call=20.0, retry=0.01, retry_most=0.05, look=0.01)
BOTH = ("/dev/cec0", "/dev/cec1")


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tools:
    made = Tools(tmp_path)
    monkeypatch.setenv("PATH", f"{made.folder}:/usr/bin:/bin")
    return made


class Tools:
    """Executables on PATH that write down how they were called."""

    def __init__(self, root: Path) -> None:
        self.folder, self._log = root / "bin", root / "log"
        self.folder.mkdir()
        self._log.touch()

    def make(self, name: str, does: str = "") -> None:
        path = self.folder / name
        scratch = self.folder / f".{name}"
        scratch.write_text(f'#!/bin/sh\necho "{name} $*" >>"{self._log}"\n{does}\n')
        scratch.chmod(scratch.stat().st_mode | stat.S_IXUSR)
        scratch.rename(path)  # a thread may be running the former one

    @property
    def calls(self) -> list[str]:
        return self._log.read_text().splitlines()


def idle(power: Power) -> bool:
    return power._thread is None


class TestMeans:
    def test_the_tv_sleeps_and_wakes_with_us_as_its_source(self, tools: Tools) -> None:
        tools.make("cec-ctl", 'echo "	Physical Address           : 2.0.0.0"')
        power = Power([Cec(["/dev/cec0"])], limits=QUICK)
        power.switch(on=False)
        until(lambda: idle(power))
        power.switch(on=True)
        until(lambda: idle(power))
        assert tools.calls == [
            "cec-ctl -d /dev/cec0 --playback --to 0 --standby",
            "cec-ctl -d /dev/cec0 --playback --to 0 --image-view-on",
            "cec-ctl -d /dev/cec0 --to 0 --active-source phys-addr=2.0.0.0",
        ]
        assert power.trouble == ""

    def test_one_output_with_a_tv_is_enough(self, tools: Tools) -> None:
        tools.make("cec-ctl", 'case $2 in */cec0) echo "Physical Address : f.f.f.f" ;; esac')
        power = Power([Cec(BOTH)], limits=QUICK)
        power.switch(on=False)
        until(lambda: idle(power))
        assert len(tools.calls) == 2
        assert power.trouble == ""

    @pytest.mark.parametrize(
        ("does", "told"),
        [
            ('echo "Tx, Not Acknowledged (4), Max Retries"', "does not answer by CEC"),
            ('echo "Physical Address : f.f.f.f"', "no TV is plugged in at /dev/cec0"),
            ('echo "Permission denied" >&2; exit 1', "cec-ctl failed (Permission denied)"),
        ],
    )
    def test_a_tv_that_does_not_obey(self, tools: Tools, does: str, told: str) -> None:
        tools.make("cec-ctl", does)
        power = Power([Cec(["/dev/cec0"])], limits=QUICK)
        power.switch(on=False)
        until(lambda: power.trouble)
        assert told in power.trouble
        tools.make("cec-ctl")
        until(lambda: idle(power))
        assert power.trouble == ""

    def test_a_server_without_dpms(self, tools: Tools) -> None:
        tools.make("xset", 'echo "server does not have extension for dpms option"')
        power = Power([Dpms()], limits=QUICK)
        power.switch(on=True)
        until(lambda: idle(power))
        power.switch(on=False)
        until(lambda: power.trouble)
        assert "no DPMS" in power.trouble
        power.switch(on=True)
        until(lambda: idle(power))

    def test_a_tool_that_is_not_there(self, tools: Tools) -> None:
        power = Power([Outputs()], limits=QUICK)
        power.switch(on=True)
        until(lambda: power.trouble)
        assert "wlopm cannot be run (No such file or directory)" in power.trouble
        tools.make("wlopm")
        until(lambda: idle(power))
        assert set(tools.calls) == {"wlopm --on *"}


class TestPatience:
    def test_nobody_waits_for_a_tool_and_the_last_wish_wins(self, tools: Tools) -> None:
        tools.make("wlopm", "case $1 in --off) sleep 300 ;; esac")
        power = Power([Outputs()], limits=QUICK)
        power.switch(on=False)
        until(lambda: tools.calls)
        power.switch(on=True)
        power.switch(on=False)
        power.switch(on=True)
        until(lambda: idle(power))
        assert tools.calls[0] == "wlopm --off *"
        assert tools.calls[-1] == "wlopm --on *"
        assert power.trouble == ""  # what was ended because nobody wanted it is no failure

    def test_a_tool_that_hangs_is_ended_and_told_of_once(
        self, tools: Tools, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.INFO)
        tools.make("wlopm", "sleep 300")
        limits = PowerLimits(settle=0.0, call=0.05, retry=0.01, retry_most=0.02, look=0.01)
        power = Power([Outputs()], limits=limits)
        power.switch(on=True)
        until(lambda: len(tools.calls) >= 4)
        assert "wlopm did not end within 0.05 s" in power.trouble
        tools.make("wlopm")
        until(lambda: idle(power))
        assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]

    def test_what_cec_cannot_the_display_server_can(self, tools: Tools) -> None:
        tools.make("cec-ctl", "exit 1")
        tools.make("xset")
        power = Power([Cec(["/dev/cec0"]), Dpms()], limits=QUICK)
        power.switch(on=False)
        until(lambda: idle(power))
        assert [call.split()[0] for call in tools.calls] == ["cec-ctl", "xset"]
        tools.make("cec-ctl")  # the TV answers by now, and the server's output still sleeps
        power.switch(on=True)
        until(lambda: idle(power))
        assert [call.split()[0] for call in tools.calls[2:]] == ["xset", "cec-ctl", "cec-ctl"]
        assert power.trouble == ""

    def test_a_display_that_came_back_is_told_again(self, tools: Tools) -> None:
        tools.make("wlopm")
        power = Power([Outputs()], limits=QUICK)
        power.again()  # nothing was wished yet
        power.switch(on=True)
        until(lambda: idle(power))
        power.again()
        until(lambda: idle(power))
        assert tools.calls == ["wlopm --on *"] * 2

    def test_switched_on_every_so_often_where_that_is_wanted(self, tools: Tools) -> None:
        tools.make("wlopm")
        power = Power([Outputs()], every=0.02, limits=QUICK)
        power.switch(on=True)
        until(lambda: len(tools.calls) >= 3)
        power.switch(on=False)
        until(lambda: idle(power))  # nobody switches it off who wants to watch at night
        assert tools.calls[-1] == "wlopm --off *"

    def test_without_any_means_there_is_no_thread_and_no_trouble(self) -> None:
        power = Power([])
        power.switch(on=False)
        assert idle(power)
        assert power.trouble == ""


class TestChoice:
    @pytest.fixture
    def devices(self, tmp_path: Path) -> Path:
        (tmp_path / "dev").mkdir()
        (tmp_path / "dev" / "cec0").touch()
        return tmp_path / "dev"

    @pytest.mark.parametrize(
        ("platform", "there", "names"),
        [
            ("xcb", {"xset", "cec-ctl"}, ["cec", "dpms"]),
            ("xcb", {"xset", "wlopm"}, ["dpms"]),
            ("wayland", {"xset", "wlopm"}, ["wlopm"]),
            ("wayland-egl", {"wlopm", "cec-ctl"}, ["cec", "wlopm"]),
            ("eglfs", {"xset", "wlopm", "cec-ctl"}, ["cec"]),
            ("eglfs", {"xset", "wlopm"}, []),
        ],
    )
    def test_by_what_is_there(
        self, devices: Path, platform: str, there: set[str], names: list[str]
    ) -> None:
        found = chosen(
            {}, platform, devices=devices, which=lambda name: name if name in there else None
        )
        assert [each.name for each in found] == names

    def test_cage_has_no_protocol_for_it(self, devices: Path) -> None:
        environ = {"SIGNAGE_DISPLAY_KIND": "cage"}
        found = chosen(environ, "wayland", devices=devices, which=lambda name: name)
        assert [each.name for each in found] == ["cec"]

    def test_without_a_device_there_is_no_cec(self, tmp_path: Path) -> None:
        assert chosen({}, "eglfs", devices=tmp_path, which=lambda name: name) == []

    @pytest.mark.parametrize("asked", ["cec", "dpms", "wlopm"])
    def test_by_what_the_technician_says(self, tmp_path: Path, asked: str) -> None:
        found = chosen({"SIGNAGE_POWER": asked}, "eglfs", devices=tmp_path, which=lambda _: None)
        assert [each.name for each in found] == [asked]

    def test_none_and_nonsense(self, devices: Path, caplog: pytest.LogCaptureFixture) -> None:
        none = chosen({"SIGNAGE_POWER": "none"}, "xcb", devices=devices, which=lambda name: name)
        assert none == []
        odd = chosen({"SIGNAGE_POWER": "tv"}, "xcb", devices=devices, which=lambda name: name)
        assert [each.name for each in odd] == ["cec", "dpms"]
        assert "SIGNAGE_POWER=tv is not known" in caplog.text

    def test_how_often(self, caplog: pytest.LogCaptureFixture) -> None:
        environ = {"SIGNAGE_POWER": "none"}
        assert power_for("xcb", environ)._every is None
        assert power_for("xcb", environ | {"SIGNAGE_POWER_EVERY": "600"})._every == 600
        assert power_for("xcb", environ | {"SIGNAGE_POWER_EVERY": "often"})._every is None
        assert "write seconds" in caplog.text
