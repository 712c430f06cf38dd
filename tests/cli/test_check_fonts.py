"""The fonts of a machine, and what `check` makes of them."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from signage.cli import check, main
from signage.cli._fonts import installed
from signage.content.glyphs import Coverage
from tests.content.folders import make

if TYPE_CHECKING:
    from pathlib import Path

WORDS = "items:\n- slide: {title: Xin mời lấy số}\n- slide: {title: 请取号}\n"


def run(monkeypatch: pytest.MonkeyPatch, folder: Path, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["signage", "check", str(folder), *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_a_letter_that_no_font_has_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(check, "fonts", lambda: Coverage([(0x20, 0x1EFF)]))
    make(tmp_path, {"p.yaml": WORDS})
    assert run(monkeypatch, tmp_path, "--json", "--lang", "vi") == 3
    (fault,) = json.loads(capsys.readouterr().out)
    assert (fault["line"], fault["code"], fault["severity"]) == (3, "no-glyph", "error")
    assert "`请` (U+8BF7)" in fault["message"]
    assert "hãy cài gói `fonts-noto-cjk`" in fault["message"]


def test_where_no_fonts_are_known_that_is_said_once_and_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(check, "fonts", lambda: None)
    make(tmp_path, {"p.yaml": WORDS})
    assert run(monkeypatch, tmp_path, "--json") == 0
    told = capsys.readouterr()
    assert json.loads(told.out) == []
    assert told.err.count("fc-list") == 1


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
