"""Every fault of the schedule names the file and line at which it is to be put right."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

import pytest

from signage.cli import check, main

if TYPE_CHECKING:
    from pathlib import Path

NOW = "2026-10-01T20:00:00+07:00"
SLIDE = "items:\n  - slide: {title: x}\n"
ALWAYS = {"a": SLIDE}
LONG_NAME = "lu\u0302t"  # as macOS writes it; its id is NFC


class Case(NamedTuple):
    files: dict[str, str]
    """Name without `.yaml` to what is in it, beside a playlist that is always on."""
    file: str
    line: int
    code: str
    remedy: str
    """English words that say what to do."""
    remedy_vi: str


CASES = [
    Case({"p": f"name: x\nwhen:\n  - from: 2026-12-02\n    until: 2026-12-01\n{SLIDE}"},
         "p", 4, "until-before-from", "swap them", "đổi chỗ"),
    Case({"p": f"name: x\npriority: emergency\nwhen:\n  - hours: 7:00-8:00\n{SLIDE}"},
         "p", 4, "emergency-until", "add `until:`", "thêm `until:`"),
    Case({"p": f"name: x\npriority: emergency\n{SLIDE}"},
         "p", 2, "emergency-until", "add `until:`", "thêm `until:`"),
    Case({"p": f"priority: emergency\nwhen:\n  - {{until: 2026-10-02}}\n"
               f"  - {{from: 2026-10-02, until: 2026-10-05}}\n{SLIDE}"},
         "p", 4, "emergency-long", "shorten it", "rút ngắn"),
    Case({"p": f"priority: emergency\nwhen:\n  - {{from: 2026-10-02, until: 2026-10-02}}\n"
               f"  - {{from: 2026-10-04, until: 2026-10-04}}\n{SLIDE}"},
         "p", 2, "emergency-long", "an earlier `until`", "sớm hơn"),
    Case({"p": f"name: x\nwhen:\n  - days: mon-fri\n    hours: 25:00-26:00\n{SLIDE}"},
         "p", 4, "bad-hours", "write such as", "hãy viết"),
    Case({"p": f"name: x\nwhen:\n  - days: mon-fry\n{SLIDE}"},
         "p", 3, "bad-days", "`mon-fri`", "`mon-fri`"),
    Case({"calendar": "holidays:\n  - {date: 2026-09-02}\n  - {date: 2027-01-01}\n"
                      "  - {date: 2026-09-02}\n"},
         "calendar", 4, "holiday-twice", "first on line 2: delete one", "dòng 2"),
    Case({"screens": "screens:\n  s:\n    playlists:\n      - a\n      - flood\n"},
         "screens", 5, "unknown-playlist", "playlists/flood.yaml", "playlists/flood.yaml"),
    Case({"p": f"name: x\n{SLIDE}when:\n  - {{from: 2026-12-01, until: 2026-12-02, days: sun}}\n"},
         "p", 4, "playlist-never", "change or delete the rule", "sửa hoặc xóa"),
    Case({"p": f"{SLIDE}  - slide: {{title: y}}\n    when: [{{holidays: only}}]\n"},
         "p", 3, "item-never", "change or delete the rule", "sửa hoặc xóa"),
    Case({"p": f"name: x\nwhen: [{{until: 2026-09-30}}]\n{SLIDE}"},
         "p", 2, "playlist-over", "delete the file or write a later date", "muộn hơn"),
    Case({LONG_NAME: f"name: x\nwhen: [{{until: 2026-09-30}}]\n{SLIDE}"},
         LONG_NAME, 2, "playlist-over", "delete the file", "xóa tệp"),
    Case({"p": f"{SLIDE}  - slide: {{title: y}}\n    when: [{{until: 2026-09-30}}]\n"},
         "p", 3, "item-over", "delete it or write a later date", "muộn hơn"),
    Case({"p": f"name: x\nwhen: [{{hours: 8:00-17:00}}]\n{SLIDE}",
          "screens": "screens:\n  t: {playlists: [a]}\n  s:\n    playlists: [p]\n"},
         "screens", 3, "screen-idle", "at mon-sun 17:00–08:00", "17:00–08:00"),
    Case({"screens": "screens:\n  t: {playlists: [a]}\n  s: {playlists: []}\n"},
         "screens", 3, "screen-empty", "add one under `playlists:`", "thêm vào `playlists:`"),
    Case({"a": f"name: x\nwhen: [{{hours: 8:00-17:00}}]\n{SLIDE}"},
         "a", 2, "folder-idle", "add a playlist without `when:`", "thêm một danh sách phát"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}-{case.line}")
def test_file_line_and_remedy(
    case: Case,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(check, "now", lambda: datetime.fromisoformat(NOW))
    (tmp_path / "playlists").mkdir()
    (tmp_path / "media").mkdir()
    for name, text in (ALWAYS | case.files).items():
        (tmp_path / "playlists" / f"{name}.yaml").write_text(text, encoding="utf-8")
    for language, remedy in (("en", case.remedy), ("vi", case.remedy_vi)):
        monkeypatch.setattr(
            sys, "argv", ["signage", "check", str(tmp_path), "--json", "--lang", language]
        )
        with pytest.raises(SystemExit):
            main()
        (fault,) = json.loads(capsys.readouterr().out)
        assert (fault["file"], fault["line"], fault["code"]) == (
            f"playlists/{case.file}.yaml", case.line, case.code,
        )  # fmt: skip
        assert remedy in fault["message"]
