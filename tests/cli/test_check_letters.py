"""Letters that no font has, as `check` and `publish` tell of them."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from signage.cli import check, main
from signage.content.glyphs import Coverage
from signage.content.loader import load_folder
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


def test_what_is_published_goes_out_with_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The screens have their own fonts; a flood warning waits for none of ours."""
    loaded = load_folder(make(tmp_path, {"p.yaml": WORDS}))
    monkeypatch.setattr(check, "fonts", lambda: Coverage([(0x20, 0x1EFF)]))
    assert [(f.code, f.severity) for f in check.judged(loaded)] == [("no-glyph", "error")]
    sealed = check.judged(loaded, sealing=True)
    assert [(fault.code, fault.severity) for fault in sealed] == [("no-glyph", "warning")]
    monkeypatch.setattr(check, "fonts", lambda: None)
    assert check.judged(loaded, sealing=True) == []
    assert capsys.readouterr().err == ""
