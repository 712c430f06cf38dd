from __future__ import annotations

import itertools
import json
import sys
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from signage.cli import main

if TYPE_CHECKING:
    from pathlib import Path

LOBBY = "when: [{working: only}]\nitems: [{slide: {title: Sảnh}}]\n"
TOUR = 'when: [{working: skip, hours: "06:00-22:00"}]\nitems: [{slide: {title: Du lịch}}]\n'
CALENDAR = 'working_hours: {mon-fri: "07:30-11:30, 13:30-17:00"}\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "playlists").mkdir()
    (tmp_path / "media").mkdir()
    for name, text in {"sanh": LOBBY, "du-lich": TOUR, "calendar": CALENDAR}.items():
        (tmp_path / "playlists" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def signage(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["signage", *words])
    monkeypatch.setenv("COLUMNS", "100")
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


class TestJson:
    def test_a_monday(
        self,
        folder: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        assert (
            signage(
                monkeypatch, "agenda", str(folder), "--at", "2026-02-09", "--days", "1", "--json"
            )
            == 0
        )
        day = "2026-02-09T{}:00+07:00"
        rows: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
        assert [(row["start"], row["priority"], row["playlists"]) for row in rows] == [
            (day.format("00:00"), None, []),
            (day.format("06:00"), "normal", ["du-lich"]),
            (day.format("07:30"), "normal", ["sanh"]),
            (day.format("11:30"), "normal", ["du-lich"]),
            (day.format("13:30"), "normal", ["sanh"]),
            (day.format("17:00"), "normal", ["du-lich"]),
            (day.format("22:00"), None, []),
        ]
        assert rows[-1]["end"] == "2026-02-10T00:00:00+07:00"
        assert set(rows[0]) == {"start", "end", "priority", "playlists"}

    def test_a_week_by_default_adjacent(
        self,
        folder: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        signage(monkeypatch, "agenda", str(folder), "--at", "2026-02-09T07:00+09:00", "--json")
        rows = json.loads(capsys.readouterr().out)
        assert rows[0]["start"] == "2026-02-09T05:00:00+07:00"
        assert rows[-1]["end"] == "2026-02-16T05:00:00+07:00"
        for before, after in itertools.pairwise(rows):
            assert before["end"] == after["start"]

    def test_now_by_default(
        self,
        folder: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        signage(monkeypatch, "agenda", str(folder), "--days", "1", "--json")
        rows = json.loads(capsys.readouterr().out)
        span = [datetime.fromisoformat(rows[0]["start"]), datetime.fromisoformat(rows[-1]["end"])]
        assert span[1] - span[0] == timedelta(days=1)

    def test_a_day_of_25_hours_is_one_day(
        self,
        folder: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        (folder / "playlists" / "calendar.yaml").write_text("timezone: Europe/Berlin\n")
        signage(monkeypatch, "agenda", str(folder), "--at", "2026-10-25", "--days", "1", "--json")
        rows = json.loads(capsys.readouterr().out)
        assert rows[0]["start"] == "2026-10-25T00:00:00+02:00"
        assert rows[-1]["end"] == "2026-10-26T00:00:00+01:00"


class TestTable:
    def test_days_with_their_lunar_dates(
        self,
        folder: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        assert signage(monkeypatch, "agenda", str(folder), "--at", "2026-02-16", "--days", "2") == 0
        out = capsys.readouterr().out
        assert "Mon 16/02/2026 (lunar 29/12)" in out
        assert "Tue 17/02/2026 (lunar 1/1)" in out
        assert [word in out for word in ("07:30", "24:00", "sanh", "nothing")] == [True] * 4


class TestWrongUse:
    def test_a_folder_that_is_not_there(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        assert signage(monkeypatch, "agenda", str(tmp_path / "none")) == 2
        assert "no such folder" in capsys.readouterr().err

    @pytest.mark.parametrize("time", ["14.2.2026", "2026-02-30", "9999-12-31T23:59"])
    def test_a_time_that_is_none(
        self,
        folder: Path,
        time: str,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        assert signage(monkeypatch, "agenda", str(folder), "--at", time) == 2
        assert "--at" in capsys.readouterr().err

    def test_what_is_right_is_shown_and_faults_are_counted(
        self,
        folder: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        (folder / "playlists" / "hong.yaml").write_text("priorty: normal\n")
        assert signage(monkeypatch, "agenda", str(folder), "--at", "2026-02-09", "--json") == 0
        told = capsys.readouterr()
        assert "signage check" in told.err
        assert json.loads(told.out)

    @pytest.mark.parametrize(
        ("screen", "words"),
        [("cuaa", "there are: cua, quay"), ("Cua", "no screen 'Cua'"), ("hong", "signage check")],
    )
    def test_a_screen_that_is_not_there(
        self,
        folder: Path,
        screen: str,
        words: str,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        (folder / "playlists" / "screens.yaml").write_text(
            "screens: {cua: {playlists: [sanh]}, quay: {}, hong: {rotate: 45}}\n"
        )
        assert signage(monkeypatch, "agenda", str(folder), "--screen", screen) == 2
        told = capsys.readouterr()
        assert words in told.err
        assert told.out == ""
        assert signage(monkeypatch, "agenda", str(folder), "--screen", "cua") == 0

    def test_any_screen_where_none_are_named(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert signage(monkeypatch, "agenda", str(folder), "--screen", "cua", "--json") == 0
