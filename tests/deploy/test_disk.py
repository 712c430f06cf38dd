"""Where a kiosk's state and root lie: signage-storage and signage-root, with fakes of commands.

`install_root.sh` tries them on real file systems.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

KIOSK = Path(__file__).resolve().parents[2] / "deploy/kiosk"
NO_SWAP = "Filename Type Size Used Priority\n"


class Box:
    """Commands that only write down what they are told, and the files that the scripts read."""

    def __init__(self, folder: Path) -> None:
        self.bin, self.told = folder / "bin", folder / "told"
        self.bin.mkdir()
        self.told.touch()
        self.swaps, self.fstab, self.mounts = folder / "swaps", folder / "fstab", folder / "mounts"
        self.swaps.write_text(NO_SWAP)
        self.fstab.write_text("LABEL=root / ext4 defaults 0 1\n")
        self.mounts.write_text("/dev/sda1 / ext4 rw 0 0\n")
        self.below = folder / "below"
        (self.below / "opt").mkdir(parents=True)

    def fake(self, name: str, body: str = "") -> None:
        (self.bin / name).write_text(f'#!/bin/sh\necho "{name} $*" >>{self.told}\n{body}\n')
        (self.bin / name).chmod(0o755)

    def run(self, script: str, *words: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sh", str(KIOSK / script), *map(str, words)],
            env={
                "PATH": f"{self.bin}:{os.environ['PATH']}", "SIGNAGE_SWAPS": str(self.swaps),
                "SIGNAGE_FSTAB": str(self.fstab), "SIGNAGE_MOUNTS": str(self.mounts),
                "SIGNAGE_BELOW": str(self.below),
            },
            capture_output=True, text=True, check=False,
        )  # fmt: skip


@pytest.fixture
def box(tmp_path: Path) -> Box:
    return Box(tmp_path)


class TestStorage:
    def test_on_a_disk(self, box: Box, tmp_path: Path) -> None:
        box.fake("stat", "echo ext2/ext3")
        done = box.run("signage-storage", tmp_path)
        assert done.returncode == 0, done.stderr
        assert f"The state in {tmp_path} lies on ext2/ext3" in done.stdout

    @pytest.mark.parametrize("kind", ["tmpfs", "overlayfs", "ramfs"])
    def test_in_memory_raises_an_alarm(self, box: Box, tmp_path: Path, kind: str) -> None:
        box.fake("stat", f"echo {kind}")
        done = box.run("signage-storage", tmp_path)
        assert done.returncode == 5
        assert f"<2>ALARM: {tmp_path} lies on {kind}, not on a disk" in done.stderr

    def test_its_own_partition_is_gone(self, box: Box, tmp_path: Path) -> None:
        box.fstab.write_text(f"# LABEL=old {tmp_path} auto\nLABEL=signage-data {tmp_path} auto\n")
        done = box.run("signage-storage", tmp_path)
        assert done.returncode == 5
        assert f"<2>ALARM: LABEL=signage-data, which {tmp_path} is to lie on" in done.stderr

    @pytest.mark.parametrize(
        ("device", "code"),
        [("/dev/mmcblk0p3", 5), ("/var/swap", 5), ("/dev/zram0", 0), ("/dev/sda2", 0)],
    )
    def test_swap_wears_memory_cards_out(
        self, box: Box, tmp_path: Path, device: str, code: int
    ) -> None:
        box.fake("stat", "echo ext2/ext3")
        box.swaps.write_text(f"{NO_SWAP}{device} partition 9 0 -2\n")
        done = box.run("signage-storage", tmp_path)
        assert done.returncode == code
        assert (f"swapoff {device}" in done.stderr) == bool(code)


class TestRoot:
    def over(self, box: Box) -> None:
        box.mounts.write_text("overlayroot / overlay rw,lowerdir=/media/root-ro 0 0\n")
        for name in ("mountpoint", "mount", "umount", "chroot", "flock", "sync"):
            box.fake(name)

    def test_says_whether_the_root_is_read_only(self, box: Box) -> None:
        assert box.run("signage-root").returncode == 1
        self.over(box)
        assert box.run("signage-root").returncode == 0

    def test_where_it_is_not_the_command_runs_as_it_is(self, box: Box) -> None:
        done = box.run("signage-root", "--bring", "/srv", "echo", "as it is")
        assert (done.returncode, done.stdout) == (0, "as it is\n")

    @pytest.mark.skipif(not os.access("/run", os.W_OK), reason="only root may")
    def test_the_root_below_is_open_meanwhile_and_closed_whatever_happens(self, box: Box) -> None:
        self.over(box)
        box.fake("chroot", "exit 7")
        done = box.run("signage-root", "--bring", "/srv/checkout", "apt-get", "upgrade")
        assert done.returncode == 7, done.stderr
        told = box.told.read_text().splitlines()
        opens = told.index(f"mount -o remount,rw {box.below}")
        works = told.index(f"chroot {box.below} apt-get upgrade")
        brings = told.index(f"mount --rbind /srv/checkout {box.below}/srv/checkout")
        assert opens < brings < works
        assert told[-1] == f"mount -o remount,ro {box.below}"
        for place in ("/proc", "/dev", "/run", "/srv/checkout"):
            assert told.index(f"umount -R {box.below}{place}") > works
        assert not (box.below / "srv/checkout").exists()
