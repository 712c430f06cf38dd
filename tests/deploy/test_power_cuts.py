"""A short form of `python -m tests.power_cuts --cuts 100`, and its eyes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.power_cuts.__main__ import cuts
from tests.power_cuts._centre import colour, version
from tests.power_cuts._disk import Disk, available

if TYPE_CHECKING:
    from pathlib import Path

needs_a_disk = pytest.mark.skipif(not available(), reason="no loop device can be had here")


@pytest.mark.long
@needs_a_disk
def test_a_kiosk_survives_them(tmp_path: Path) -> None:
    done = cuts(tmp_path, 6, seed=2, each=3)
    assert [each.wrong for each in done] == [[]] * 6
    assert {each.kiosk for each in done} == {"folder", "release"}


@needs_a_disk
def test_what_was_not_synced_is_gone_and_what_was_stays(tmp_path: Path) -> None:
    with Disk(tmp_path, 60) as disk:
        (disk.path / "kept").write_bytes(b"kept")
        assert disk.device.startswith("loop")
        disk.cut()  # as a process that never called fsync would find it
        disk.mount()
        assert not (disk.path / "kept").exists() or (disk.path / "kept").read_bytes() == b""
        assert disk.lost()


def screen(number: int) -> np.ndarray:
    picture = np.zeros((360, 640, 3), np.uint8)
    picture[:, :160] = colour(number)
    return picture


@pytest.mark.parametrize("number", [1, 13, 14, 195, 196, 197, 1000])
def test_a_version_can_be_read_off_the_screen(number: int) -> None:
    assert version(screen(number), number + 3) == number


def test_what_is_no_version_is_none() -> None:
    half = screen(5)
    half[180:, :160] = colour(6)
    emblem = screen(1)
    emblem[:, :] = (123, 23, 24)
    white = np.full((360, 640, 3), 255, np.uint8)
    assert [version(each, 9) for each in (half, emblem, white, np.zeros_like(white))] == [None] * 4
