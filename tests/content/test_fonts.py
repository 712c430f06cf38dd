"""What fontconfig says of the fonts of a machine."""

from __future__ import annotations

import subprocess

import pytest

from signage.content.fonts import Coverage, installed


def test_what_fontconfig_lists() -> None:
    found = installed(lambda: "20-7e a0-17f 192\n20-7e a0-17f 192\n\n4e00-9fff x-y zz\n")
    assert found is not None
    assert [code in found for code in (0x41, 0x192, 0x193, 0x53D6, 0x3042)] == [
        True, True, False, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "error", [FileNotFoundError(), subprocess.CalledProcessError(1, "fc-list")]
)
def test_without_fontconfig_there_is_no_telling(error: Exception) -> None:
    def fails() -> str:
        raise error

    assert installed(fails) is None
    assert installed(lambda: "") is None


def test_this_machine_has_the_letters_of_the_samples() -> None:
    found = installed()
    assert found is not None
    assert all(ord(letter) in found for letter in "ẪẾỘỮđ")


def test_ranges_may_touch_and_overlap() -> None:
    covered = Coverage([(5, 9), (1, 2), (3, 3), (7, 20), (30, 30)])
    assert [code for code in range(40) if code in covered] == [1, 2, 3, *range(5, 21), 30]
    assert "a" not in covered
    assert 1 not in Coverage([])
