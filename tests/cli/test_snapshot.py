"""`signage snapshot` as a reviewer meets it; what it draws is judged in tests/player."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).parents[2]


def snapshot(*words: str | Path) -> subprocess.CompletedProcess[str]:
    script = "from signage.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", script, "snapshot", *map(str, words)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
        env={name: value for name, value in os.environ.items() if name != "DISPLAY"},
    )  # fmt: skip


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    root = tmp_path / "centre"
    (root / "playlists").mkdir(parents=True)
    (root / "media").mkdir()
    (root / "playlists" / "sanh.yaml").write_text(
        "items:\n"
        "  - slide: {title: {vi: Đình Tân Trào, en: Tân Trào}, body: {vi: Mái đình, en: A roof}}\n",
        encoding="utf-8",
    )
    (root / "playlists" / "tet.yaml").write_text(
        "when: [{from: 2030-02-01, until: 2030-02-10}]\nitems: [{slide: {title: Tết}}]\n",
        encoding="utf-8",
    )
    return root


def test_one_picture_an_item_named_and_listed_in_order(centre: Path, tmp_path: Path) -> None:
    done = snapshot(centre, "--out", tmp_path / "out", "--size", "320x180")
    assert done.returncode == 0, done.stderr
    names = [path.name for path in sorted((tmp_path / "out").iterdir())]
    assert names == ["001-sanh-dinh-tan-trao.png", "002-sanh-tan-trao.png", "003-tet-tet.png"]
    assert [Path(line).name for line in done.stdout.splitlines()] == names


def test_each_playlist_has_its_own_strip(centre: Path, tmp_path: Path) -> None:
    for name, news in (("a", "Tin"), ("b", "█" * 40), ("c", "Tin")):
        (centre / "playlists" / f"{name}.yaml").write_text(
            f"layout: banner\nitems: [slide: {{title: {name}}}]\nticker: [{news}]\n",
            encoding="utf-8",
        )
    (centre / "playlists" / "screens.yaml").write_text("screens:\n  s: {playlists: [a, b, c]}\n")
    done = snapshot(centre, "--out", tmp_path / "out", "--size", "320x180", "--screen", "s")
    assert done.returncode == 0, done.stderr
    strips = []
    for path in sorted((tmp_path / "out").iterdir()):
        with Image.open(path) as picture:
            strips.append(picture.convert("L").crop((0, 165, 320, 180)).tobytes())
    assert strips[0] == strips[2]
    assert sum(strips[1]) > 2 * sum(strips[0])


def test_only_what_a_screen_plays(centre: Path, tmp_path: Path) -> None:
    (centre / "playlists" / "screens.yaml").write_text("screens:\n  a: {playlists: [tet]}\n")
    done = snapshot(centre, "--out", tmp_path / "out", "--size", "320x180", "--screen", "a")
    assert done.returncode == 0, done.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["001-tet-tet.png"]


def test_a_warning_is_light_on_red(centre: Path, tmp_path: Path) -> None:
    slide = "items: [slide: {title: Lũ quét, body: Lên chỗ cao}]\n"
    (centre / "playlists" / "sanh.yaml").write_text(slide, encoding="utf-8")
    (centre / "playlists" / "tet.yaml").write_text(
        f"standby: true\npriority: emergency\n{slide}", encoding="utf-8"
    )
    assert snapshot(centre, "--out", tmp_path / "out", "--size", "320x180").returncode == 0
    grounds = []
    for path in sorted((tmp_path / "out").iterdir()):
        with Image.open(path) as picture:
            grounds.append(picture.convert("RGB").crop((300, 60, 301, 61)).tobytes())
    (paper, red) = grounds
    assert min(paper) > 200
    assert red[0] > 100 > 2 * red[1]


def test_what_may_be_armed_on_the_spot_is_drawn_too(centre: Path, tmp_path: Path) -> None:
    (centre / "playlists" / "so-tan.yaml").write_text(
        "standby: true\npriority: emergency\nitems: [{slide: {title: Nơi sơ tán}}]\n",
        encoding="utf-8",
    )
    done = snapshot(centre, "--out", tmp_path / "out", "--size", "320x180")
    assert done.returncode == 0, done.stderr
    names = [path.name for path in sorted((tmp_path / "out").iterdir())]
    assert names[-1] == "004-so-tan-noi-so-tan.png"


def test_a_fault_is_told_and_the_rest_drawn(centre: Path, tmp_path: Path) -> None:
    (centre / "playlists" / "loi.yaml").write_text("items: [{image: gone.png}]\n")
    done = snapshot(centre, "--out", tmp_path / "out", "--size", "320x180")
    assert "loi.yaml" in done.stderr
    assert len(list((tmp_path / "out").iterdir())) == 3


@pytest.mark.parametrize("size", ["320", "0x180", "axb", "320x-5", "99999999x9"])
def test_a_size_that_is_none(centre: Path, tmp_path: Path, size: str) -> None:
    done = snapshot(centre, "--out", tmp_path / "out", "--size", size)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_cannot_be_made(centre: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = snapshot(centre, "--out", tmp_path / "file" / "out")
    assert done.returncode == 5
    assert done.stderr.startswith("signage: ")


def test_a_source_that_is_not_there(tmp_path: Path) -> None:
    done = snapshot(tmp_path / "nowhere", "--out", tmp_path / "out")
    assert done.returncode not in {0, 1}
    assert "Traceback" not in done.stderr


def test_a_folder_without_anything_to_draw(tmp_path: Path) -> None:
    (tmp_path / "centre" / "playlists").mkdir(parents=True)
    (tmp_path / "centre" / "media").mkdir()
    done = snapshot(tmp_path / "centre", "--out", tmp_path / "out")
    assert done.returncode in {0, 3}
    assert "Traceback" not in done.stderr
