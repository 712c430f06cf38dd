"""Films in the profile of the screens: made by ffmpeg here, as phones and cameras make them."""

from __future__ import annotations

import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from signage.console.making import NotTaken
from signage.console.making._probe import probe
from signage.console.making._videos import video
from tests.console.films import turned

if TYPE_CHECKING:
    from pathlib import Path


def _film(path: Path, *more: str, source: str = "testsrc2=s=128x72:r=25:d=1") -> Path:
    subprocess.run(
        ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", source, *more, str(path)], check=True
    )
    return path


_FAST = "testsrc2=s=128x72:r=50:d=1"
_H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")


def test_what_fits_is_not_encoded_again(tmp_path: Path) -> None:
    source = _film(tmp_path / "a.mp4", *_H264)
    made = video(source, tmp_path)
    assert made.path == source


def test_an_upright_film_of_a_phone_becomes_one_of_the_profile(tmp_path: Path) -> None:
    source = turned(
        _film(
            tmp_path / "a.mov", "-c:v", "libx265", "-preset", "ultrafast", "-x265-params",
            "log-level=none", "-pix_fmt", "yuv420p10le", "-tag:v", "hvc1",
        ),
        72,
    )  # fmt: skip
    made = video(source, tmp_path)
    facts = probe(made.path)
    assert (facts.width, facts.height) == (72, 128)
    assert facts.fits
    assert {each.code for each in made.said} >= {"video-converted", "video-turned"}


def test_frames_come_evenly_and_not_too_many(tmp_path: Path) -> None:
    source = _film(tmp_path / "a.mkv", *_H264, source="testsrc2=s=128x72:r=50:d=1")
    facts = probe(video(source, tmp_path).path)
    assert (float(facts.rate), facts.fits) == (25.0, True)


def test_a_loud_sound_is_levelled_and_the_picture_left(tmp_path: Path) -> None:
    source = _film(
        tmp_path / "a.mp4", "-f", "lavfi", "-i", "sine=440:d=1", "-af", "volume=10dB", *_H264
    )
    made = video(source, tmp_path)
    assert [each.code for each in made.said] == ["video-is", "video-sound"]
    assert probe(made.path).sound_codec == "aac"


@pytest.mark.parametrize("data", [b"\0\0\0\x14ftypisom" + bytes(500), b"\x1aE\xdf\xa3" + bytes(99)])
def test_a_head_that_promises_a_film_is_none(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.mp4").write_bytes(data)
    with pytest.raises(NotTaken) as refused:
        video(tmp_path / "a.mp4", tmp_path)
    assert refused.value.said.code == "video-spoilt"


def test_a_list_that_names_other_files_opens_none(tmp_path: Path) -> None:
    secret = _film(tmp_path / "secret.mp4", *_H264)
    (tmp_path / "a.mp4").write_text(f"ffconcat version 1.0\nfile {secret}\n", encoding="utf-8")
    with pytest.raises(NotTaken):
        video(tmp_path / "a.mp4", tmp_path)


def test_the_same_film_becomes_the_same_bytes(tmp_path: Path) -> None:
    """Prepared once more after a kill, it is the file that lies there, and no second one."""
    source = _film(tmp_path / "a.mkv", "-f", "lavfi", "-i", "sine=440:d=1", *_H264, source=_FAST)
    made = []
    for name in ("one", "two"):
        scratch = tmp_path / name
        scratch.mkdir()
        made.append(video(source, scratch).path.read_bytes())
        time.sleep(1.1)  # no date within tells them apart
    assert made[0] == made[1]
