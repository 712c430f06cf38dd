"""install.sh and what it installs: what can be told without a bare machine; see install_root.sh."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
INSTALL = ROOT / "deploy/install.sh"
KIOSK = ROOT / "deploy/kiosk"
SCRIPTS = [
    *sorted(ROOT.glob("deploy/*.sh")),
    *sorted(ROOT.glob("deploy/install/*.sh")),
    *sorted(path for path in KIOSK.glob("signage*") if "." not in path.name),
    *sorted(path for path in KIOSK.parent.glob("centre/signage*") if "." not in path.name),
    *sorted(ROOT.glob("tests/deploy/*.sh")),
]
UNITS = sorted(KIOSK.glob("*.service"))
WHERE = ("--source", "https://thongtin.example/man-hinh", "--trust", "first-use")


def run(
    *call: str | Path, path: Path | None = None, **environ: str | Path
) -> subprocess.CompletedProcess[str]:
    """Run a command, its PATH led by `path`."""
    here = os.environ["PATH"]
    return subprocess.run(
        [str(each) for each in call],
        env={
            **os.environ,
            "PATH": f"{path}:{here}" if path else here,
            **{name: str(word) for name, word in environ.items()},
        },
        capture_output=True, text=True, check=False,
    )  # fmt: skip


class Machine:
    """A machine that the installer is told about: fakes of commands, and a folder as its root."""

    def __init__(self, folder: Path) -> None:
        self.bin, self.root = folder / "bin", folder / "root"
        self.bin.mkdir()
        self.root.mkdir()
        self.says("uname", "x86_64")
        self.says("getconf", "glibc 2.36")
        self.fake("dpkg", "echo amd64")
        self.fake("dpkg-query", "echo 'ii '")
        self.fake("apt-get", "exit 1")
        self.fake("getent", "exit 2")

    def fake(self, name: str, body: str) -> None:
        (self.bin / name).write_text(f"#!/bin/sh\n{body}\n")
        (self.bin / name).chmod(0o755)

    def says(self, name: str, words: str) -> None:
        self.fake(name, f"echo '{words}'")

    def release(self, suite: str) -> None:
        (self.root / "etc").mkdir()
        (self.root / "etc/os-release").write_text(f"VERSION_CODENAME={suite}\n")

    def install(self, *options: str) -> subprocess.CompletedProcess[str]:
        return run("sh", INSTALL, *options, path=self.bin, SIGNAGE_ROOT=self.root)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_are_posix_shell(script: Path) -> None:
    done = run("sh", "-n", script)
    assert done.returncode == 0, done.stderr


def test_shellcheck_is_told_of_every_script() -> None:
    told = (ROOT / "tests/run.sh").read_text()
    for script in SCRIPTS:
        name = str(script.relative_to(ROOT))
        sourced = (ROOT / "deploy/install").samefile(script.parent)  # by install.sh, with -x
        assert sourced or name in told or f"{name.rpartition('/')[0]}/*.sh" in told, name
    assert all(
        f"/install/{path.name}" in INSTALL.read_text() for path in ROOT.glob("deploy/install/*.sh")
    )


class TestRefusals:
    @pytest.mark.parametrize(
        ("fakes", "words"),
        [
            ({"uname": "armv7l"}, "of 32 bit (armv7l)"),
            ({"uname": "i686"}, "of 32 bit (i686)"),
            ({"uname": "riscv64"}, "for riscv64"),
            ({"uname": "aarch64", "dpkg": "armhf"}, "of 64 bit, but the system of 32 (armhf)"),
            ({"uname": "aarch64", "dpkg": "arm64"}, "is 2.36, and Qt for aarch64 needs glibc 2.39"),
            ({"getconf": "glibc 2.31"}, "is 2.31, and Qt for x86_64 needs glibc 2.34"),
            ({"getconf": ""}, "is unknown"),
        ],
    )
    def test_a_machine_that_cannot(
        self, machine: Machine, fakes: dict[str, str], words: str
    ) -> None:
        for name, said in fakes.items():
            machine.says(name, said)
        done = machine.install("kiosk", *WHERE)
        assert done.returncode == 5
        assert words in done.stderr
        assert "Install" in done.stderr or "Use" in done.stderr
        assert list(machine.root.iterdir()) == []

    @pytest.mark.parametrize(
        "model",
        [
            "Raspberry Pi 3 Model B Plus Rev 1.3",
            "Raspberry Pi 2 Model B Rev 1.1",
            "Raspberry Pi Zero 2 W Rev 1.0",
        ],
    )
    def test_a_pi_too_old(self, machine: Machine, model: str) -> None:
        place = machine.root / "proc/device-tree/model"
        place.parent.mkdir(parents=True)
        place.write_text(f"{model}\0")
        done = machine.install("kiosk", *WHERE)
        assert done.returncode == 5
        assert f"it is a {model}" in done.stderr
        assert "Raspberry Pi 4 or 5" in done.stderr

    @pytest.mark.parametrize(
        "model", ["Raspberry Pi 4 Model B Rev 1.5", "Raspberry Pi 5 Model B Rev 1.0", "NUC"]
    )
    def test_a_board_that_can(self, machine: Machine, model: str) -> None:
        place = machine.root / "proc/device-tree/model"
        place.parent.mkdir(parents=True)
        place.write_text(f"{model}\0")
        assert machine.install("kiosk", *WHERE, "--dry-run").returncode == 0

    @pytest.mark.parametrize(
        ("options", "words"),
        [
            ((), "kiosk or centre"),
            (("kiosk",), "--source"),
            (("kiosk", "--source", "/srv/x"), "--trust"),
            (("kiosk", "--source", "/srv/x", "--trust", "/nowhere"), "/nowhere is not there"),
            (("kiosk", *WHERE, "--unsigned"), "contradict"),
            (("kiosk", *WHERE, "--read-only"), "needs --data"),
            (("kiosk", *WHERE, "--display", "vga"), "--display is"),
            (("kiosk", "--screen"), "--screen needs a value"),
            (("kiosk", "--colour"), "--colour is not known"),
            (("kiosk", *WHERE, "--bundle", "/nowhere"), "no bundle"),
        ],
    )
    def test_wrong_use(self, machine: Machine, options: tuple[str, ...], words: str) -> None:
        done = machine.install(*options)
        assert done.returncode == 2
        assert words in done.stderr
        assert list(machine.root.iterdir()) == []


def test_a_dry_run_says_each_step_and_does_nothing(machine: Machine) -> None:
    done = machine.install("kiosk", *WHERE, "--screen", "sanh-chinh", "--sound", "--dry-run")
    assert done.returncode == 0, done.stderr
    for unit in UNITS:
        assert f"writes /etc/systemd/system/{unit.name}" in done.stdout
    for step in ("makes the user signage", "installs the program as /opt/signage/",
                 "writes /etc/signage/kiosk.yaml", "masks getty@tty1.service"):  # fmt: skip
        assert step in done.stdout
    assert "this was a dry run" in done.stderr
    assert list(machine.root.iterdir()) == []


def test_a_centre_is_known_by_its_machines_name_where_none_is_said(machine: Machine) -> None:
    machine.fake("dpkg-query", "exit 1")
    machine.says("uname", "x86_64")
    done = machine.install("centre", "--user", "lan", "--dry-run")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "makes a certificate for x86_64" in done.stdout  # what `uname` says here
    assert "this was a dry run" in done.stderr


class TestChoices:
    def test_ssh_is_by_key_whatever_other_files_say(self, machine: Machine) -> None:
        done = machine.install("kiosk", *WHERE, "--ssh", "--dry-run")
        # sshd takes the first word it finds, and cloud-init's file is 50-cloud-init.conf.
        assert "writes /etc/ssh/sshd_config.d/00-signage.conf" in done.stdout
        assert "put a key into ~/.ssh/authorized_keys" in done.stderr
        keys = machine.root / "home/ky-thuat/.ssh/authorized_keys"
        keys.parent.mkdir(parents=True)
        keys.write_text("ssh-ed25519 AAAA\n")
        assert "put a key" not in machine.install("kiosk", *WHERE, "--ssh", "--dry-run").stderr

    def test_who_came_by_ssh_is_told_that_it_closes(
        self, machine: Machine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SSH_CONNECTION", "10.0.0.2 5 10.0.0.1 22")
        done = machine.install("kiosk", *WHERE, "--dry-run")
        assert "SSH is closed from now on" in done.stderr
        assert "00-signage.conf" not in done.stdout

    def test_a_pi_swaps_to_memory_alone(self, machine: Machine) -> None:
        assert "rpi" not in machine.install("kiosk", *WHERE, "--dry-run").stdout
        (machine.root / "etc/rpi").mkdir(parents=True)
        (machine.root / "etc/rpi/swap.conf").touch()
        done = machine.install("kiosk", *WHERE, "--dry-run")
        assert "writes /etc/rpi/swap.conf.d/50-signage.conf" in done.stdout

    @pytest.mark.parametrize(
        ("suite", "display", "with_it"),
        [
            ("bookworm", "cage", {"cage", "xwayland", "seatd"}),
            ("trixie", "cage", {"cage", "xwayland", "seatd"}),  # it has no protocol for wlopm
            ("trixie", "labwc", {"labwc", "seatd", "wlopm"}),
            ("noble", "labwc", {"labwc", "seatd", "wlopm"}),
        ],
    )
    def test_a_compositor_comes_with_what_it_needs(
        self, machine: Machine, suite: str, display: str, with_it: set[str]
    ) -> None:
        machine.fake("dpkg-query", "exit 1")
        machine.release(suite)
        done = machine.install("kiosk", *WHERE, "--display", display, "--dry-run")
        packages = re.search("installs by apt: (.*)", done.stdout)
        assert packages
        assert with_it <= set(packages[1].split())
        assert {"wlopm", "v4l-utils"} & set(packages[1].split()) == {"v4l-utils"} | (
            with_it & {"wlopm"}
        )

    def test_a_compositor_that_the_system_has_not(self, machine: Machine) -> None:
        machine.release("bookworm")
        done = machine.install("kiosk", *WHERE, "--display", "labwc", "--dry-run")
        assert done.returncode == 2
        assert "labwc is not in Debian 12: --display cage, or Debian 13." in done.stderr


def test_a_bundle_for_another_system_is_refused(machine: Machine, tmp_path: Path) -> None:
    bundle = tmp_path / "bundle"
    bundle.mkdir()
    (bundle / "BUNDLE").write_text("version=1\nsuite=trixie\narch=arm64\nsource=/srv/x\n")
    machine.release("bookworm")
    done = machine.install("kiosk", *WHERE, "--bundle", str(bundle))
    assert done.returncode == 5
    assert "the bundle is for trixie/arm64, and this is bookworm/amd64" in done.stderr
    assert "--suite bookworm --arch amd64" in done.stderr


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
class TestUnits:
    @pytest.mark.parametrize(("unit", "most"), [("sync", 3.0), ("player", 4.5)])
    def test_exposure(self, unit: str, most: float) -> None:
        done = run(
            "systemd-analyze", "security", "--offline=true", KIOSK / f"signage-{unit}.service"
        )
        found = re.search(r"exposure level for .*: ([0-9.]+)", done.stdout)
        assert found, done.stderr
        assert float(found[1]) <= most


class TestUnitFiles:
    @pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
    def test_nothing_waits_for_a_network(self, unit: Path) -> None:
        settings = [line for line in unit.read_text().splitlines() if not line.startswith("#")]
        assert not [line for line in settings if "network-online" in line]

    def test_the_player_has_no_network_and_only_the_devices_it_draws_with(self) -> None:
        lines = (KIOSK / "signage-player.service").read_text().splitlines()
        assert {"PrivateNetwork=yes", "IPAddressDeny=any", "DevicePolicy=closed"} <= set(lines)
        assert {line for line in lines if line.startswith("DeviceAllow=")} == {
            "DeviceAllow=char-drm rw", "DeviceAllow=char-input r", "DeviceAllow=char-cec rw",
        }  # fmt: skip
        assert not [line for line in lines if "AF_INET" in line]

    @pytest.mark.parametrize("unit", ["sync", "player"])
    def test_services_are_watched_and_come_back_with_a_limit(self, unit: str) -> None:
        lines = set((KIOSK / f"signage-{unit}.service").read_text().splitlines())
        assert {"Type=notify", "Restart=always", "StartLimitBurst=20", "User=signage"} <= lines
        assert f"OnFailure=signage-rescue@signage-{unit}.service" in lines
        assert any(line.startswith("WatchdogSec=") for line in lines)
        assert any(line.startswith("MemoryMax=") for line in lines)


class Opt:
    """/opt/signage with two versions, and a service manager that writes down what it is told."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.bin = folder / "opt", folder / "bin"
        self.bin.mkdir()
        for version in ("old", "new"):
            (self.folder / version / "bin").mkdir(parents=True)
            (self.folder / version / "bin/python").symlink_to(sys.executable)
            self.answers(version, None)
        (self.folder / "current").symlink_to("new")
        (self.folder / "previous").symlink_to("old")
        (self.folder / "trial").write_text("new old yes\n")
        self.calls = folder / "calls"
        self.calls.touch()
        fake = self.bin / "systemctl"
        fake.write_text(
            f'#!/bin/sh\necho "$*" >>{self.calls}\n'
            f'[ "$1" != is-failed ] || [ ! -e {folder}/again ]\n'
        )
        fake.chmod(0o755)
        self.starts_again = folder / "again"
        """Where this is, no unit has failed for good: the service manager starts it again."""

    def answers(self, version: str, facts: dict[str, object] | None) -> None:
        program = self.folder / version / "bin/signage"
        said = "exit 1" if facts is None else f"cat <<'E'\n{json.dumps(facts)}\nE"
        program.write_text(f"#!/bin/sh\n{said}\n")
        program.chmod(0o755)

    def call(self, *words: str, patience: int = 1) -> subprocess.CompletedProcess[str]:
        return run(
            "sh", KIOSK / "signage-upgrade", *words, path=self.bin, SIGNAGE_OPT=self.folder,
            SIGNAGE_PATIENCE=str(patience), SIGNAGE_PAUSE="0.01", SIGNAGE_CALM="3",
            SIGNAGE_AGAIN="0", SIGNAGE_STATE=self.folder / "state",
        )  # fmt: skip

    def links(self) -> tuple[str, str, bool]:
        return (
            str((self.folder / "current").readlink()),
            str((self.folder / "previous").readlink()),
            (self.folder / "trial").exists(),
        )


@pytest.fixture
def opt(tmp_path: Path) -> Opt:
    return Opt(tmp_path)


class TestUpgrade:
    def test_content_ends_the_trial(self, opt: Opt) -> None:
        opt.answers("new", {"playing": {"item": "x"}, "player": {"pid": 1}})
        done = opt.call("watch", patience=60)
        assert done.returncode == 0, done.stderr
        assert opt.links() == ("new", "old", False)
        assert opt.calls.read_text() == ""

    @pytest.mark.parametrize(
        "facts", [None, {"playing": None, "player": None}, {"playing": None, "player": {"pid": 1}}]
    )
    def test_without_content_the_former_version_comes_back(
        self, opt: Opt, facts: dict[str, object] | None
    ) -> None:
        opt.answers("new", facts)
        done = opt.call("watch")
        assert done.returncode == 1
        assert "back to old: new did not show content within 1 s" in done.stdout
        assert opt.links() == ("old", "new", False)
        assert "restart signage-sync.service signage-player.service" in opt.calls.read_text()

    def test_where_nothing_was_on_a_player_that_answers_will_do(self, opt: Opt) -> None:
        (opt.folder / "trial").write_text("new old no\n")
        opt.answers("new", {"playing": None, "player": {"pid": 1}})
        assert opt.call("watch", patience=60).returncode == 0
        assert opt.links() == ("new", "old", False)

    def test_a_start_that_fails_for_good_goes_back_at_once(self, opt: Opt) -> None:
        done = opt.call("rescue", "signage-player.service")
        assert done.returncode == 0, done.stderr
        assert opt.links() == ("old", "new", False)

    def test_one_crash_is_no_end_of_a_trial(self, opt: Opt) -> None:
        opt.starts_again.touch()
        assert opt.call("rescue", "signage-player.service").returncode == 0
        assert opt.links() == ("new", "old", True)
        assert opt.calls.read_text() == "is-failed --quiet signage-player.service\n"

    def test_who_brings_them_back_is_never_called_too_often(self) -> None:
        lines = (KIOSK / "signage-rescue@.service").read_text().splitlines()
        assert "StartLimitIntervalSec=0" in lines

    def test_without_a_trial_what_failed_is_tried_again(self, opt: Opt) -> None:
        (opt.folder / "trial").unlink()
        assert opt.call("rescue", "signage-player.service").returncode == 0
        assert opt.links() == ("new", "old", False)
        assert "start signage-player.service" in opt.calls.read_text()

    def test_back_by_hand_and_back_again(self, opt: Opt) -> None:
        (opt.folder / "trial").unlink()
        assert opt.call("back").returncode == 0
        assert opt.links() == ("old", "new", False)
        assert opt.call("back").returncode == 0
        assert opt.links() == ("new", "old", False)

    def test_with_nothing_to_go_back_to_it_stays(self, opt: Opt) -> None:
        (opt.folder / "previous").unlink()
        done = opt.call("watch")
        assert "there is no version to go back to" in done.stdout
        assert str((opt.folder / "current").readlink()) == "new"
        assert not (opt.folder / "trial").exists()


class Screen:
    """The script that chooses the display, with outputs and commands of its own."""

    def __init__(self, folder: Path) -> None:
        self.bin, self.drm, self.run = folder / "bin", folder / "drm", folder / "run"
        for each in (self.bin, self.drm, self.run / "signage-display"):
            each.mkdir(parents=True)
        # Nothing else is to be found: this machine may have a compositor of its own.
        for name in ("sh", "sed", "sleep", "mkdir", "chmod", "mv", "cat"):
            (self.bin / name).symlink_to(shutil.which(name) or name)
        self.calls = folder / "calls"
        self.calls.touch()
        self.has("systemctl", f'echo "$*" >>{self.calls}')

    def has(self, name: str, body: str = "") -> None:
        (self.bin / name).unlink(missing_ok=True)
        (self.bin / name).write_text(f"#!/bin/sh\n{body}\n")
        (self.bin / name).chmod(0o755)

    def output(self, name: str, status: str, mode: str = "1920x1080") -> None:
        (self.drm / name).mkdir(exist_ok=True)
        (self.drm / name / "status").write_text(f"{status}\n")
        (self.drm / name / "modes").write_text(f"{mode}\n")

    def call(self, word: str, **environ: str) -> subprocess.CompletedProcess[str]:
        return run(
            self.bin / "sh", KIOSK / "signage-display", word, path=None, PATH=self.bin,
            SIGNAGE_DRM=self.drm, SIGNAGE_RUN=self.run, SIGNAGE_CARD_WAIT="0", SIGNAGE_PAUSE="0",
            **environ,
        )  # fmt: skip


@pytest.fixture
def screen(tmp_path: Path) -> Screen:
    return Screen(tmp_path)


class TestDisplay:
    @pytest.mark.parametrize("wanted", ["eglfs", "labwc", "cage", "x11"])
    def test_what_the_technician_wants_goes_first(self, screen: Screen, wanted: str) -> None:
        screen.output("card1-HDMI-A-1", "connected")
        assert screen.call("choose", SIGNAGE_DISPLAY=wanted).stdout.strip() == wanted

    def test_by_what_is_there(self, screen: Screen) -> None:
        screen.has("Xorg")
        assert screen.call("choose").stdout.strip() == "x11"
        screen.has("cage")
        assert screen.call("choose").stdout.strip() == "cage"
        screen.has("labwc")
        assert screen.call("choose").stdout.strip() == "labwc"
        screen.output("card1-HDMI-A-1", "disconnected")
        assert screen.call("choose").stdout.strip() == "eglfs"

    def test_a_word_that_is_not_known_is_told_and_passed_over(self, screen: Screen) -> None:
        screen.output("card0-HDMI-A-1", "connected")
        done = screen.call("choose", SIGNAGE_DISPLAY="vga")
        assert done.stdout.strip() == "eglfs"
        assert "SIGNAGE_DISPLAY=vga is not known" in done.stderr

    def test_eglfs_draws_on_the_card_that_has_outputs(self, screen: Screen) -> None:
        (screen.drm / "card0").mkdir()
        screen.output("card1-HDMI-A-1", "connected")
        done = screen.call("prepare")
        assert done.returncode == 0, done.stderr
        environment = (screen.run / "signage-display/environment").read_text()
        assert "QT_QPA_PLATFORM=eglfs\n" in environment
        assert "ROTATION" not in environment
        config = json.loads((screen.run / "signage-display/kms.json").read_text())
        assert config["device"] == "/dev/dri/card1"

    def test_a_tv_that_comes_back_or_changes_starts_the_player_anew(self, screen: Screen) -> None:
        screen.output("card1-HDMI-A-1", "connected")
        screen.call("prepare")
        steps = [("connected", "1920x1080"), ("disconnected", ""), ("connected", "1920x1080"),
                 ("connected", "1920x1080"), ("connected", "3840x2160")]  # fmt: skip
        folder = screen.drm / "card1-HDMI-A-1"
        changes = "".join(
            f"{at}) echo {status} >{folder}/status; echo {mode} >{folder}/modes ;;\n"
            for at, (status, mode) in enumerate(steps, 1)
        )
        count = screen.run / "count"
        screen.has(
            "sleep",
            f"n=$(($(cat {count} 2>/dev/null || echo 0) + 1)); echo $n >{count}\n"
            f"case $n in\n{changes}esac",
        )
        screen.call("watch", SIGNAGE_ROUNDS=str(len(steps)))
        restarts = [line for line in screen.calls.read_text().splitlines() if " restart " in line]
        assert restarts == ["--no-block restart signage-player.service"] * 2


class TestStick:
    @pytest.mark.parametrize(("kind", "code"), [("vfat", 0), ("exfat", 0), ("ntfs", 5), ("", 5)])
    def test_only_for_reading(self, tmp_path: Path, kind: str, code: int) -> None:
        for name, body in (
            ("blkid", f"echo {kind}"),
            ("mount", f'echo "$*" >{tmp_path}/mounted'),
        ):
            (tmp_path / name).write_text(f"#!/bin/sh\n{body}\n")
            (tmp_path / name).chmod(0o755)
        done = run(
            "sh", KIOSK / "signage-stick", "mount", "sda1", path=tmp_path,
            SIGNAGE_MEDIA=tmp_path / "media",
        )  # fmt: skip
        assert done.returncode == code
        if code:
            assert "format it as FAT32 or exFAT" in done.stderr
            assert not (tmp_path / "mounted").exists()
            return
        options = (tmp_path / "mounted").read_text().split()[3].split(",")
        assert {"ro", "nodev", "noexec", "nosuid", "nosymfollow"} <= set(options)

    @pytest.mark.parametrize("name", ["../sda1", "", ".", "a/b"])
    def test_names_that_lead_elsewhere(self, tmp_path: Path, name: str) -> None:
        done = run("sh", KIOSK / "signage-stick", "mount", name, SIGNAGE_MEDIA=tmp_path)
        assert done.returncode == 2
