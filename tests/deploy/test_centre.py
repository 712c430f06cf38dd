"""A centre that publishes by itself: signage-unattended, with fakes of commands."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

CENTRE = Path(__file__).resolve().parents[2] / "deploy/centre"


class Share:
    """The shared folder, a program that publishes, and a service manager that is told things."""

    def __init__(self, folder: Path) -> None:
        self.content, self.units, self.told = folder / "c", folder / "units", folder / "told"
        for name in ("playlists", "media/ocop", "media/100% tươi"):
            (self.content / name).mkdir(parents=True)
        self.bin = folder / "bin"
        self.bin.mkdir()
        self.told.touch()
        self.fake("systemctl")
        self.program = folder / "signage"

    def fake(self, name: str, body: str = "") -> None:
        (self.bin / name).write_text(f'#!/bin/sh\necho "{name} $*" >>{self.told}\n{body}\n')
        (self.bin / name).chmod(0o755)

    def publishes(self, body: str) -> None:
        self.program.write_text(f'#!/bin/sh\necho "publish" >>{self.told}\n{body}\n')
        self.program.chmod(0o755)

    def call(self, word: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sh", str(CENTRE / "signage-unattended"), word],
            env={
                "PATH": f"{self.bin}:{os.environ['PATH']}", "SIGNAGE_CONTENT": str(self.content),
                "SIGNAGE_UNITS": str(self.units), "SIGNAGE_CALM": "0",
                "SIGNAGE_PROGRAM": str(self.program),
            },
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    def word(self) -> str:
        return (self.content / "KET-QUA-XUAT-BAN.txt").read_bytes().decode("utf-8-sig")


@pytest.fixture
def share(tmp_path: Path) -> Share:
    return Share(tmp_path)


def test_every_folder_is_watched_as_they_come_and_go(share: Share) -> None:
    listed = share.units / "signage-publish.path.d/folders.conf"
    assert share.call("watch").returncode == 0
    assert listed.read_text().splitlines() == [
        "[Path]",
        *(f"PathChanged={share.content}/{name}"
          for name in ("media", "media/100%% tươi", "media/ocop", "playlists")),
    ]  # fmt: skip
    told = share.told.read_text()
    assert "restart signage-publish.path" in told
    share.call("watch")
    assert share.told.read_text() == told, "nothing new, nothing told"
    (share.content / "media/ocop/moi").mkdir()
    share.call("watch")
    assert f"PathChanged={share.content}/media/ocop/moi\n" in listed.read_text()


class TestPublishing:
    def test_officers_find_word_of_it(self, share: Share) -> None:
        share.publishes("echo release 7")
        done = share.call("publish")
        assert done.returncode == 0, done.stderr
        assert share.word().startswith("Đã xuất bản lúc ")
        assert share.word().endswith("\r\nrelease 7\r\n")
        assert "release 7" in done.stdout

    def test_what_is_wrong_is_said_and_stays_wrong(self, share: Share) -> None:
        share.publishes("echo playlists/a.yaml:3: lỗi >&2; exit 3")
        assert share.call("publish").returncode == 3
        assert share.word().startswith("CHƯA xuất bản được")
        assert "playlists/a.yaml:3: lỗi" in share.word()

    def test_what_changes_meanwhile_is_published_too(self, share: Share, tmp_path: Path) -> None:
        late = tmp_path / "late"
        share.publishes(
            f"[ -e {late} ] && exit 0; sleep 0.05; touch {late} {share.content}/media/ocop/a.jpg"
        )
        assert share.call("publish").returncode == 0
        assert share.told.read_text().split() == ["publish", "publish"]
